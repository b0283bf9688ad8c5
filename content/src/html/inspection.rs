//! A look at HTML before it is cleaned: whether its size is bearable, and what the rules will take from it.
//!
//! It runs the same parser as the cleaner, but keeps no tree, and stops at the limits. The cleaner knows none, and what it does
//! grows with the square of some numbers: of the depth, of the elements that stand wrongly in a table, of the attributes of one
//! element, of the characters to escape in one run of text.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ExpandedName, LocalName, ParseOpts, QualName, local_name, ns, parse_fragment};

use super::cleaning::HtmlError;
use super::rules::{self, Fate};

/// How deep elements may stand in each other.
const DEPTH: usize = 256;
/// How many elements and attributes a text may have, together.
const PARTS: usize = 20_000;
/// How many bytes a run of text between two tags, or a value, may have.
const RUN: usize = 65_536;
/// After how many bytes the limits are looked at.
const STRIDE: usize = 1024;
/// How many slashes a stretch may have before they seem to part attributes; one of an embedded image has about 16.
const SLASHES: usize = 24;
/// What is shown of a name that somebody else invented.
const NAME: usize = 32;

/// How often what is removed.
pub(super) type Tally = BTreeMap<String, usize>;

/// Read `html`, a fragment as it stands in a `div`, and add what will be removed to `tally`.
pub(super) fn inspect(html: &str, tally: &mut Tally) -> Result<(), HtmlError> {
    let context = QualName::new(None, ns!(html), local_name!("div"));
    let mut parser = parse_fragment(Watch::default(), ParseOpts::default(), context, Vec::new(), false);
    let mut pending = 0;
    for stretch in stretches(html) {
        let before = parser.tokenizer.sink.sink.events.get();
        parser.process(StrTendril::from_slice(stretch));
        let watch = &parser.tokenizer.sink.sink;
        pending = if watch.events.get() == before { pending + separators(stretch) } else { 0 };
        watch.check(pending)?;
    }
    let watch = parser.finish();
    watch.check(0)?;
    for (what, count) in watch.tally.into_inner() {
        *tally.entry(what).or_default() += count;
    }
    Ok(())
}

fn stretches(html: &str) -> impl Iterator<Item = &str> {
    let mut rest = html;
    std::iter::from_fn(move || {
        let end = (STRIDE..rest.len()).find(|&end| rest.is_char_boundary(end)).unwrap_or(rest.len());
        let (stretch, after) = rest.split_at(end);
        rest = after;
        (!stretch.is_empty()).then_some(stretch)
    })
}

/// How many attributes of a tag that has not ended yet may begin in `stretch`: the tokenizer compares each with all before it.
fn separators(stretch: &str) -> usize {
    let slashes = stretch.bytes().filter(|&byte| byte == b'/').count();
    let others = stretch.bytes().filter(|byte| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'')).count();
    others + slashes.saturating_sub(SLASHES)
}

/// An element, a comment, or the document.
struct Node {
    name: QualName,
    /// Present until the node gets its first place.
    attributes: RefCell<Option<Vec<Attribute>>>,
    depth: Cell<usize>,
    /// Whether everything in it goes.
    is_lost: Cell<bool>,
    /// The length of the text that it ends with so far.
    run: Cell<usize>,
}

type Handle = Rc<Node>;

fn node(name: QualName, attributes: Option<Vec<Attribute>>) -> Handle {
    Rc::new(Node {
        name,
        attributes: RefCell::new(attributes),
        depth: Cell::default(),
        is_lost: Cell::default(),
        run: Cell::default(),
    })
}

fn nameless(name: LocalName, attributes: Option<Vec<Attribute>>) -> Handle {
    node(QualName::new(None, ns!(), name), attributes)
}

/// What the parser builds instead of a tree.
struct Watch {
    document: Handle,
    tally: RefCell<Tally>,
    parts: Cell<usize>,
    deepest: Cell<usize>,
    longest: Cell<usize>,
    events: Cell<usize>,
}

impl Default for Watch {
    fn default() -> Self {
        Self {
            document: nameless(LocalName::from("document"), None),
            tally: RefCell::default(),
            parts: Cell::default(),
            deepest: Cell::default(),
            longest: Cell::default(),
            events: Cell::default(),
        }
    }
}

impl Watch {
    fn check(&self, pending: usize) -> Result<(), HtmlError> {
        if self.deepest.get() > DEPTH {
            return Err(HtmlError::TooDeep { limit: DEPTH });
        }
        if self.parts.get().max(pending) > PARTS {
            return Err(HtmlError::TooMany { limit: PARTS });
        }
        if self.longest.get() > RUN {
            return Err(HtmlError::TooLong { limit: RUN });
        }
        Ok(())
    }

    /// Put `child` into or before `relative`, at `depth`.
    fn place(&self, child: NodeOrText<Handle>, relative: &Node, depth: usize) {
        self.events.set(self.events.get() + 1);
        match child {
            NodeOrText::AppendNode(node) => {
                relative.run.set(0);
                self.settle(&node, depth, relative.is_lost.get());
            }
            NodeOrText::AppendText(_) if relative.is_lost.get() => {}
            NodeOrText::AppendText(text) => {
                relative.run.set(relative.run.get() + text.len());
                self.longest.set(self.longest.get().max(relative.run.get()));
            }
        }
    }

    fn settle(&self, node: &Node, depth: usize, in_lost: bool) {
        let fate = rules::element(&node.name.ns, &node.name.local);
        node.depth.set(depth);
        node.is_lost.set(in_lost || fate == Fate::GoesWithContent);
        self.deepest.set(self.deepest.get().max(depth));
        if let Some(attributes) = node.attributes.take().filter(|_| !in_lost) {
            self.judge(&node.name.local, fate, &attributes);
        }
    }

    fn judge(&self, element: &str, fate: Fate, attributes: &[Attribute]) {
        if fate != Fate::Stays {
            return self.note(short(element).into_owned());
        }
        if element == "h1" {
            self.note("h1 -> h2".to_owned());
        }
        for attribute in attributes {
            let name = &attribute.name.local;
            let judgement = rules::attribute(element, name, &attribute.value);
            self.longest.set(self.longest.get().max(judgement.kept.map_or(0, |kept| kept.len())));
            for reason in judgement.lost {
                self.note(match reason.as_str() {
                    "" => format!("{element}@{}", short(name)),
                    reason => format!("{element}@{name} ({})", short(reason)),
                });
            }
        }
    }

    fn note(&self, what: String) {
        *self.tally.borrow_mut().entry(what).or_default() += 1;
    }
}

fn short(name: &str) -> Cow<'_, str> {
    match name.char_indices().nth(NAME) {
        Some((end, _)) => Cow::Owned(format!("{}…", &name[..end])),
        None => Cow::Borrowed(name),
    }
}

impl TreeSink for Watch {
    type Handle = Handle;
    type Output = Self;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Rc::clone(&self.document)
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _flags: ElementFlags) -> Handle {
        self.parts.set(self.parts.get() + 1 + attributes.len());
        node(name, Some(attributes))
    }

    fn create_comment(&self, _text: StrTendril) -> Handle {
        nameless(LocalName::from("comment"), Some(Vec::new()))
    }

    fn create_pi(&self, _target: StrTendril, data: StrTendril) -> Handle {
        self.create_comment(data)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        // The root of the parser's tree is nothing that the text has.
        if !Rc::ptr_eq(parent, &self.document) {
            self.place(child, parent, parent.depth.get() + 1);
        }
    }

    fn append_based_on_parent_node(&self, element: &Handle, _previous: &Handle, child: NodeOrText<Handle>) {
        self.append_before_sibling(element, child);
    }

    fn append_doctype_to_document(&self, _name: StrTendril, _public: StrTendril, _system: StrTendril) {}

    fn get_template_contents(&self, target: &Handle) -> Handle {
        Rc::clone(target)
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        Rc::ptr_eq(x, y)
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        // The sibling is a table, which stays: what loses it, loses the new node.
        self.place(child, sibling, sibling.depth.get());
    }

    fn add_attrs_if_missing(&self, _target: &Handle, _attributes: Vec<Attribute>) {}

    fn remove_from_parent(&self, _target: &Handle) {}

    fn reparent_children(&self, _node: &Handle, _new_parent: &Handle) {}
}
