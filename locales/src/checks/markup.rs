//! HTML inside messages: nesting, elements, attributes, links.

pub(super) mod tags;

use std::borrow::Cow;
use std::collections::HashSet;

use super::Case;
use super::lengths::shows_nothing;
use super::literals::addresses;
use super::texts::{self, Pair, Text, Texts, VALUE};
use crate::findings::{Code, Findings, Severity};
use crate::tags::Tag as Locale;
use tags::{Kind, lower, tags};

/// So many forms of a source text are looked at, more than any text has.
const FORMS: usize = 32;

/// Attributes that are text, or that belong to the language.
const TRANSLATED: [&str; 10] =
    ["title", "alt", "lang", "dir", "hreflang", "placeholder", "label", "translate", "aria-label", "aria-description"];

/// Attributes that hold an address.
const ADDRESSES: [&str; 10] =
    ["href", "src", "action", "formaction", "poster", "cite", "background", "srcset", "data", "xlink:href"];

/// Schemes that do nothing but lead somewhere.
const SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "sms"];

/// Elements that load, run or send something.
const DANGEROUS: [&str; 12] =
    ["script", "iframe", "object", "embed", "style", "link", "meta", "base", "form", "svg", "math", "frame"];

/// Elements that break a line and do no harm where the source text has none.
const BREAKS: [&str; 2] = ["br", "wbr"];

/// Elements that only form text: a term that the source text lacks may have these and no others.
const FORMATTING: [&str; 24] = [
    "abbr", "b", "bdi", "bdo", "br", "cite", "code", "dfn", "em", "i", "kbd", "li", "mark", "ol", "p", "q", "s",
    "small", "span", "strong", "sub", "sup", "u", "ul",
];

pub(super) fn check(case: &Case<'_>, findings: &mut Findings) {
    let has_tags = |text: &str| memchr::memchr(b'<', text.as_bytes()).is_some();
    for pair in Pair::all(case) {
        if texts::any_text(pair.pattern, has_tags)
            || pair.reference.is_some_and(|reference| texts::any_text(reference, has_tags))
        {
            check_pair(case, &pair, findings);
        }
    }
}

fn check_pair(case: &Case<'_>, pair: &Pair<'_>, findings: &mut Findings) {
    let texts = texts::texts(pair.pattern);
    let shapes: Vec<Shape<'_>> = texts.list.iter().map(Shape::of).collect();
    let source = pair.reference.map(texts::texts);
    let forms: Vec<Shape<'_>> = source.iter().flat_map(|texts| &texts.list).take(FORMS).map(Shape::of).collect();
    let unbalanced = unbalanced(pair, &texts, &shapes, &forms, findings);
    if let Some(base) = forms.first() {
        let source = Source::of(&forms, base, case.context.against.locale);
        unexpected(pair, &texts, &shapes, |shape| source.unexpected(shape), findings);
        changed(pair, &texts, &shapes, &source, findings);
        if !unbalanced && !shows_nothing(pair.pattern) {
            missing(pair, &shapes, &source, findings);
        }
    } else if case.context.against.reference.is_some() {
        unexpected(pair, &texts, &shapes, |shape| shape.dangerous(case.message.is_term), findings);
    }
}

/// The tags of one text.
#[derive(Debug)]
struct Shape<'t> {
    /// The elements by name, and where each begins.
    elements: Vec<(Cow<'t, str>, usize)>,
    /// The attributes that must stay as they are, sorted.
    facts: Vec<Fact<'t>>,
    /// The first tag that does not fit, as it is to be shown.
    unbalanced: Option<(String, usize)>,
}

#[derive(Debug)]
struct Fact<'t> {
    tag: Cow<'t, str>,
    attribute: Cow<'t, str>,
    value: Cow<'t, str>,
    at: usize,
}

impl<'t> Shape<'t> {
    fn of(text: &'t Text<'_>) -> Self {
        let mut shape = Self { elements: Vec::new(), facts: Vec::new(), unbalanced: None };
        let mut open: Vec<(Cow<'t, str>, usize)> = Vec::new();
        for tag in tags(text.as_str()) {
            let name = lower(tag.name);
            let fits = tag.complete && (tag.kind != Kind::Close || open.pop().is_some_and(|(open, _)| open == name));
            if !fits && shape.unbalanced.is_none() && !name.starts_with(VALUE) {
                let slash = if tag.kind == Kind::Close { "/" } else { "" };
                shape.unbalanced = Some((format!("<{slash}{name}>"), tag.at));
            }
            if tag.kind != Kind::Close {
                shape.elements.push((name.clone(), tag.at));
                shape.facts.extend(tag.attributes().filter_map(|(attribute, value)| {
                    let counts = !TRANSLATED.contains(&attribute.as_ref());
                    counts.then(|| Fact { tag: name.clone(), attribute, value, at: tag.at })
                }));
            }
            if tag.kind == Kind::Open && !name.starts_with(VALUE) {
                open.push((name, tag.at));
            }
        }
        if let (None, Some((name, at))) = (&shape.unbalanced, open.pop()) {
            shape.unbalanced = Some((format!("<{name}>"), at));
        }
        shape.elements.sort();
        shape.facts.sort_by(|one, other| one.key().cmp(&other.key()));
        shape
    }

    fn count(&self, name: &str) -> usize {
        let begin = self.elements.partition_point(|(element, _)| element.as_ref() < name);
        self.elements[begin..].partition_point(|(element, _)| element.as_ref() == name)
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.elements.iter().map(|(name, _)| name.as_ref())
    }

    /// What may not be where there is no source text; terms appear inside other messages.
    fn dangerous(&self, is_term: bool) -> Option<Unexpected> {
        let harmless = |name: &str| if is_term { FORMATTING.contains(&name) } else { !DANGEROUS.contains(&name) };
        let element = self.elements.iter().find(|(name, _)| !harmless(name) && !name.starts_with(VALUE));
        let element = element.map(|(name, at)| Unexpected::error(format!("<{name}>"), *at));
        element.or_else(|| self.facts.iter().find_map(Fact::dangerous))
    }
}

/// Something that the source text does not have.
struct Unexpected {
    what: String,
    at: usize,
    severity: Severity,
}

impl Unexpected {
    fn error(what: String, at: usize) -> Self {
        Self { what, at, severity: Severity::Error }
    }
}

impl Fact<'_> {
    fn key(&self) -> (&str, &str, &str) {
        (&self.tag, &self.attribute, &self.value)
    }

    fn is_handler(&self) -> bool {
        self.attribute.starts_with("on") || self.attribute == "srcdoc"
    }

    /// An event handler, or an address that does not only lead somewhere.
    fn dangerous(&self) -> Option<Unexpected> {
        let what = if self.is_handler() { Some(self.attribute.to_string()) } else { self.strange_scheme() };
        Some(Unexpected::error(what?, self.at))
    }

    fn is_address(&self) -> bool {
        ADDRESSES.contains(&self.attribute.as_ref())
    }

    fn strange_scheme(&self) -> Option<String> {
        let scheme = addresses::scheme(&self.value).filter(|_| self.is_address())?;
        (!SCHEMES.contains(&scheme.as_str())).then(|| scheme + ":")
    }
}

/// What all forms of the source text have.
struct Source<'f> {
    forms: &'f [Shape<'f>],
    base: &'f Shape<'f>,
    names: HashSet<&'f str>,
    facts: HashSet<(&'f str, &'f str, &'f str)>,
    hosts: HashSet<String>,
    locale: &'f Locale,
}

impl<'f> Source<'f> {
    fn of(forms: &'f [Shape<'f>], base: &'f Shape<'f>, locale: &'f Locale) -> Self {
        let facts = || forms.iter().flat_map(|form| &form.facts);
        Self {
            forms,
            base,
            names: forms.iter().flat_map(Shape::names).collect(),
            facts: facts().map(Fact::key).collect(),
            hosts: facts().filter(|fact| fact.is_address()).map(|fact| addresses::host(&fact.value, locale)).collect(),
            locale,
        }
    }

    /// An element, event handler or scheme that the source text does not have.
    fn unexpected(&self, shape: &Shape<'_>) -> Option<Unexpected> {
        let new = || shape.elements.iter().filter(|(name, _)| !self.names.contains(name.as_ref()));
        let is_break = |name: &str| BREAKS.contains(&name);
        let element = new().find(|(name, _)| !is_break(name));
        let element = element.map(|(name, at)| Unexpected::error(format!("<{}>", name.replace(VALUE, "{ … }")), *at));
        let facts = || shape.facts.iter().filter(|fact| !self.facts.contains(&fact.key()));
        element.or_else(|| facts().find_map(Fact::dangerous)).or_else(|| {
            let (name, at) = new().next()?;
            Some(Unexpected { what: format!("<{name}>"), at: *at, severity: Severity::Warning })
        })
    }

    /// The form that has the elements of `shape`, if there is one.
    fn closest(&self, shape: &Shape<'_>) -> &'f Shape<'f> {
        let alike = |form: &&Shape<'_>| form.elements.len() == shape.elements.len() && form.names().eq(shape.names());
        self.forms.iter().find(alike).unwrap_or(self.base)
    }

    /// How grave it is that `fact` has a value of its own; `None` when it means the same as `wanted`.
    fn severity(&self, fact: &Fact<'_>, wanted: Option<&Fact<'_>>) -> Option<Severity> {
        if !fact.is_address() {
            return Some(Severity::Warning);
        }
        if !self.hosts.contains(&addresses::host(&fact.value, self.locale)) {
            return Some(Severity::Error);
        }
        let place = |fact: &Fact<'_>| addresses::comparable(&fact.value, self.locale);
        (wanted.map(place) != Some(place(fact))).then_some(Severity::Warning)
    }

    /// The attributes that differ from the source text.
    fn changes<'s>(&self, shape: &'s Shape<'s>) -> Vec<Change<'s>>
    where
        'f: 's,
    {
        let form = self.closest(shape);
        let (added, mut removed) = difference(&shape.facts, &form.facts);
        let mut changes = Vec::new();
        for fact in added {
            let same_place = |other: &&Fact<'_>| (&other.tag, &other.attribute) == (&fact.tag, &fact.attribute);
            let wanted = removed.iter().position(same_place).map(|at| removed.remove(at));
            // Told as something unexpected, or the same element once more.
            let told = fact.dangerous().is_some() || wanted.is_none() && self.facts.contains(&fact.key());
            if let Some(severity) = self.severity(fact, wanted).filter(|_| !told) {
                changes.push(Change {
                    severity,
                    fact,
                    wanted: wanted.map_or("", |wanted| &wanted.value),
                    found: &fact.value,
                });
            }
        }
        let dropped = removed.into_iter().filter(|fact| shape.count(&fact.tag) >= form.count(&fact.tag));
        let dropped = dropped.map(|fact| Change { severity: Severity::Warning, fact, wanted: &fact.value, found: "" });
        changes.extend(dropped);
        changes
    }
}

struct Change<'s> {
    severity: Severity,
    fact: &'s Fact<'s>,
    wanted: &'s str,
    found: &'s str,
}

/// What only the one and only the other has of two sorted lists.
fn difference<'s>(one: &'s [Fact<'s>], other: &'s [Fact<'s>]) -> (Vec<&'s Fact<'s>>, Vec<&'s Fact<'s>>) {
    let (mut left, mut right) = (one.iter().peekable(), other.iter().peekable());
    let (mut only_one, mut only_other) = (Vec::new(), Vec::new());
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        match a.key().cmp(&b.key()) {
            std::cmp::Ordering::Less => only_one.extend(left.next()),
            std::cmp::Ordering::Greater => only_other.extend(right.next()),
            std::cmp::Ordering::Equal => {
                left.next();
                right.next();
            }
        }
    }
    only_one.extend(left);
    only_other.extend(right);
    (only_one, only_other)
}

fn unbalanced(
    pair: &Pair<'_>,
    texts: &Texts<'_>,
    shapes: &[Shape<'_>],
    forms: &[Shape<'_>],
    findings: &mut Findings,
) -> bool {
    // Where the source text is not well nested either, its `<` is no HTML.
    if forms.iter().any(|form| form.unbalanced.is_some()) {
        return false;
    }
    let mut all = shapes.iter().zip(&texts.list).filter_map(|(shape, text)| Some((shape.unbalanced.as_ref()?, text)));
    let Some(((tag, at), text)) = all.next() else { return false };
    findings.add(pair.finding(Code::HtmlUnbalanced, text.origin(*at)).with("tag", tag.as_str()));
    true
}

fn unexpected(
    pair: &Pair<'_>,
    texts: &Texts<'_>,
    shapes: &[Shape<'_>],
    what: impl Fn(&Shape<'_>) -> Option<Unexpected>,
    findings: &mut Findings,
) {
    let found = shapes.iter().zip(&texts.list).filter_map(|(shape, text)| Some((what(shape)?, text)));
    // A variant that is shown without its surroundings may stand inside a tag.
    let begins_script = |text: &&Text<'_>| text.as_str().to_ascii_lowercase().contains("script:");
    let alone = texts.list.iter().skip(1).filter(|_| !texts.whole).find(begins_script);
    let alone = alone.map(|text| (Unexpected::error("javascript:".to_owned(), 0), text));
    if let Some((found, text)) = found.chain(alone).min_by_key(|(found, _)| found.severity) {
        let finding = pair.finding(Code::HtmlUnexpected, text.origin(found.at)).as_severity(found.severity);
        findings.add(finding.with("what", found.what));
    }
}

fn changed(pair: &Pair<'_>, texts: &Texts<'_>, shapes: &[Shape<'_>], source: &Source<'_>, findings: &mut Findings) {
    let mut worst: Option<(Change<'_>, &Text<'_>)> = None;
    for (shape, text) in shapes.iter().zip(&texts.list) {
        for change in source.changes(shape) {
            if worst.as_ref().is_none_or(|(worst, _)| change.severity < worst.severity) {
                worst = Some((change, text));
            }
        }
    }
    let Some((change, text)) = worst else { return };
    let shown = |value: &str| value.replace(VALUE, "{ … }");
    let at = shapes.iter().flat_map(|shape| &shape.elements).find(|(name, _)| *name == change.fact.tag);
    let at = if change.found.is_empty() { at.map_or(0, |(_, at)| *at) } else { change.fact.at };
    let finding = pair.finding(Code::HtmlAttrChanged, text.origin(at)).as_severity(change.severity);
    let finding =
        finding.with("tag", format!("<{}>", change.fact.tag)).with("attribute", change.fact.attribute.as_ref());
    findings.add(finding.with("wanted", shown(change.wanted)).with("found", shown(change.found)));
}

/// Elements that each form of the source text has more of than any form of the translation.
fn missing(pair: &Pair<'_>, shapes: &[Shape<'_>], source: &Source<'_>, findings: &mut Findings) {
    let least = |name: &str| source.forms.iter().map(|form| form.count(name)).min();
    let most = |name: &str| shapes.iter().map(|shape| shape.count(name)).max();
    let mut names: Vec<&str> =
        source.base.names().filter(|name| !name.starts_with(VALUE) && !BREAKS.contains(name)).collect();
    names.dedup();
    if let Some(name) = names.into_iter().find(|name| most(name) < least(name)) {
        findings.add(pair.finding_here(Code::HtmlMissing).with("tag", format!("<{name}>")));
    }
}

#[cfg(test)]
mod tests {
    use super::super::texts::trying::{found, in_text};
    use super::*;

    const SOURCE: &str = "Lies <a href=\"https://lotse.example/de\" class=\"x\">die <b>Regeln</b></a><br>";

    #[test]
    fn the_same_tags_in_another_order_are_well() {
        let text = "<b>Rules</b>: <a class='x' title='Rules' href=\"https://lotse.example/uk/\">read</a>";
        for code in [Code::HtmlUnbalanced, Code::HtmlUnexpected, Code::HtmlAttrChanged, Code::HtmlMissing] {
            assert_eq!(in_text(code, "uk", SOURCE, text), [""; 0]);
        }
    }

    #[test]
    fn each_variant_is_nested_well() {
        let unbalanced = |text: &str| in_text(Code::HtmlUnbalanced, "uk", "<b>{ $n }</b>", text);
        assert_eq!(unbalanced("{ $n ->\n [one] <b>1\n *[other] <b>{ $n }\n }</b>"), [""; 0]);
        assert_eq!(unbalanced("{ $n ->\n [one] 1\n *[other] <b>{ $n }\n }</b>"), ["error a tag=</b>"]);
        assert_eq!(unbalanced("<b>{ $n }"), ["error a tag=<b>"]);
        assert_eq!(unbalanced("<b>{ $n }</b"), ["error a tag=</b>"]);
        assert_eq!(unbalanced("1 < 2, <3 <b>{ $n }</b>"), [""; 0]);
        assert_eq!(in_text(Code::HtmlUnbalanced, "uk", "<name> fehlt", "немає <name>"), [""; 0]);
    }

    #[test]
    fn what_the_source_text_lacks_is_unexpected() {
        let unexpected = |text: &str| in_text(Code::HtmlUnexpected, "de", SOURCE, text);
        assert_eq!(unexpected("{ \"<\" }SCRIPT>x</script>"), ["error a what=<script>"]);
        assert_eq!(unexpected("<b onclick=go()>x</b>"), ["error a what=onclick"]);
        assert_eq!(unexpected("<a href=' jaVa&#x09;script:go()'>x</a>"), ["error a what=javascript:"]);
        assert_eq!(
            unexpected("<a href=\"{ $x ->\n [1] javascript:go()\n *[2] /\n }\">x</a>"),
            ["error a what=javascript:"]
        );
        assert_eq!(unexpected("<wbr>"), ["warning a what=<wbr>"]);
        assert_eq!(unexpected("Onclick=1, javascript: ja"), [""; 0]);
    }

    #[test]
    fn without_a_source_text_only_danger_is_unexpected() {
        let unexpected = |file: &str| found(Code::HtmlUnexpected, "de", "a = A\n", file);
        assert_eq!(unexpected("b = <a href='/'>x</a>\n-c = <b>x</b>\n"), [""; 0]);
        assert_eq!(
            unexpected("b = <iframe></iframe>\n-c = <a>x</a>\n"),
            ["error b what=<iframe>", "error -c what=<a>"]
        );
    }

    #[test]
    fn a_link_to_another_host_is_an_error() {
        let changed = |href: &str| {
            in_text(Code::HtmlAttrChanged, "de", SOURCE, &SOURCE.replace("https://lotse.example/de", href))
        };
        let error = "error a tag=<a> attribute=href wanted=https://lotse.example/de found=";
        assert_eq!(changed("https://falle.example/de"), [format!("{error}https://falle.example/de")]);
        assert_eq!(changed("//lotse.example@falle.example"), [format!("{error}//lotse.example@falle.example")]);
        assert_eq!(changed("https://lotse.example/en"), [""; 0]);
        let warning = "warning a tag=<a> attribute=href wanted=https://lotse.example/de found=";
        assert_eq!(changed("https://lotse.example/weg"), [format!("{warning}https://lotse.example/weg")]);
        assert_eq!(changed(""), [error]);
    }

    #[test]
    fn other_attributes_stay_as_they_are() {
        let changed = |text: &str| in_text(Code::HtmlAttrChanged, "de", "<i data-l10n-name=\"x\">A</i>", text);
        assert_eq!(
            changed("<i data-l10n-name=\"y\">A</i>"),
            ["warning a tag=<i> attribute=data-l10n-name wanted=x found=y"]
        );
        assert_eq!(changed("<i>A</i>"), ["warning a tag=<i> attribute=data-l10n-name wanted=x found="]);
        assert_eq!(changed("<i lang=\"de\" data-l10n-name='x'>A</i> <i data-l10n-name='x'>B</i>"), [""; 0]);
    }

    #[test]
    fn an_element_may_be_in_one_form_only() {
        let missing = |text: &str| in_text(Code::HtmlMissing, "ar", "<b>{ $n }</b> Tage<br>", text);
        assert_eq!(missing("{ $n } يوم"), ["warning a tag=<b>"]);
        assert_eq!(missing("{ $n ->\n [one] يوم\n *[other] <b>{ $n }</b> يوم\n }"), [""; 0]);
    }
}
