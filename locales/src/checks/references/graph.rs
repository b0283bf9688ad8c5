//! Which pattern refers to which, over all layers.

use std::collections::{HashMap, HashSet};

use fluent_syntax::ast::Pattern;

use super::{Referrer, Target, references_in};
use crate::checks::{Context, Messages};

/// The patterns of the file that refer to something, and all that these lead to.
#[derive(Default)]
pub(super) struct Graph<'r> {
    pub(super) nodes: Vec<Node<'r>>,
    index: HashMap<Target<'r>, usize>,
}

/// A pattern in the first layer that has it.
pub(super) struct Node<'r> {
    pub(super) target: Target<'r>,
    pub(super) pattern: &'r Pattern<&'r str>,
    pub(super) is_in_file: bool,
    pub(super) edges: Vec<Edge<'r>>,
}

/// A reference from one pattern to another.
#[derive(Clone, Copy)]
pub(super) struct Edge<'r> {
    pub(super) to: usize,
    /// What stands in the text.
    pub(super) target: Target<'r>,
    /// Whether the source text does not have it.
    pub(super) is_new: bool,
}

impl<'r> Graph<'r> {
    /// Adds a pattern of the file; of several with one name, the first.
    pub(super) fn add(&mut self, referrer: &Referrer<'r>) {
        if !self.index.contains_key(&referrer.target()) {
            self.push(referrer.target(), referrer.pattern, true);
        }
    }

    /// Adds all that the patterns lead to.
    pub(super) fn complete(&mut self, context: &Context<'r>) {
        let mut at = 0;
        while let Some(Node { target, pattern, is_in_file, .. }) = self.nodes.get(at) {
            let is_in_file = *is_in_file;
            let source = pattern_in(&context.reference, *target).filter(|_| is_in_file);
            let source: HashSet<Target<'_>> =
                source.into_iter().flat_map(references_in).map(|reference| reference.target).collect();
            let references = references_in(pattern);
            let edges = references.into_iter().filter_map(|reference| {
                let is_new = is_in_file && !source.contains(&reference.target);
                Some(Edge { to: self.find_or_push(context, reference.target)?, target: reference.target, is_new })
            });
            self.nodes[at].edges = edges.collect();
            at += 1;
        }
    }

    /// The node of a target that some pattern refers to.
    pub(super) fn find(&self, target: &Target<'_>) -> Option<usize> {
        self.index.get(target).copied()
    }

    fn find_or_push(&mut self, context: &Context<'r>, target: Target<'r>) -> Option<usize> {
        if let Some(known) = self.find(&target) {
            return Some(known);
        }
        let mut found = context.layers().into_iter().enumerate();
        let (layer, pattern) = found.find_map(|(at, layer)| Some((at, pattern_in(layer, target)?)))?;
        Some(self.push(target, pattern, layer == 0))
    }

    fn push(&mut self, target: Target<'r>, pattern: &'r Pattern<&'r str>, is_in_file: bool) -> usize {
        self.index.insert(target, self.nodes.len());
        self.nodes.push(Node { target, pattern, is_in_file, edges: Vec::new() });
        self.nodes.len() - 1
    }

    /// The nodes in groups that can be reached from each other, after all that they refer to (Tarjan 1972).
    pub(super) fn components(&self) -> Vec<Vec<usize>> {
        let mut search = Search::of(self.nodes.len());
        for root in 0..self.nodes.len() {
            if search.order[root] == 0 {
                search.visit(root, &self.nodes);
            }
        }
        search.components
    }
}

fn pattern_in<'r>(layer: &Messages<'r>, target: Target<'_>) -> Option<&'r Pattern<&'r str>> {
    match target.attribute {
        None => layer.find(target.is_term, target.name)?.value,
        Some(attribute) => layer.find_attribute(target.is_term, target.name, attribute),
    }
}

/// The search for components, with a list of its own instead of calls: a chain may be as long as the file.
struct Search {
    /// When a node was reached; 0 is never.
    order: Vec<usize>,
    /// The earliest node that can be reached from a node.
    earliest: Vec<usize>,
    is_open: Vec<bool>,
    open: Vec<usize>,
    reached: usize,
    components: Vec<Vec<usize>>,
}

impl Search {
    fn of(nodes: usize) -> Self {
        Self {
            order: vec![0; nodes],
            earliest: vec![0; nodes],
            is_open: vec![false; nodes],
            open: Vec::new(),
            reached: 0,
            components: Vec::new(),
        }
    }

    fn visit(&mut self, root: usize, nodes: &[Node<'_>]) {
        self.reach(root);
        let mut path = vec![(root, 0)];
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            let Some(edge) = nodes[node].edges.get(*next) else {
                path.pop();
                self.leave(node);
                if let Some((above, _)) = path.last() {
                    self.earliest[*above] = self.earliest[*above].min(self.earliest[node]);
                }
                continue;
            };
            *next += 1;
            if self.order[edge.to] == 0 {
                self.reach(edge.to);
                path.push((edge.to, 0));
            } else if self.is_open[edge.to] {
                self.earliest[node] = self.earliest[node].min(self.order[edge.to]);
            }
        }
    }

    fn reach(&mut self, node: usize) {
        self.reached += 1;
        self.order[node] = self.reached;
        self.earliest[node] = self.reached;
        self.is_open[node] = true;
        self.open.push(node);
    }

    /// Closes the component whose first node this is.
    fn leave(&mut self, node: usize) {
        if self.earliest[node] != self.order[node] {
            return;
        }
        let begin = self.open.iter().rposition(|open| *open == node).unwrap_or_default();
        let component = self.open.split_off(begin);
        for member in &component {
            self.is_open[*member] = false;
        }
        self.components.push(component);
    }
}
