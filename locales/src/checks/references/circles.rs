//! Messages that refer to each other in a circle.

use std::collections::{HashMap, HashSet, VecDeque};

use super::Target;
use super::graph::{Edge, Graph};
use crate::checks::Context;
use crate::findings::{Code, Finding, Findings};

/// How often circles are looked for; in the last round, all messages that may close one are told of.
const ROUNDS: usize = 8;

/// The most names of a path.
const MAX_PATH: usize = 10;

/// Opens all circles and tells of each once, at the message whose reference the source text lacks.
///
/// Gives back the references that are told of: who refers, and to what.
pub(super) fn check<'r>(
    context: &Context<'r>,
    graph: &mut Graph<'r>,
    findings: &mut Findings,
) -> HashSet<(Target<'r>, Target<'r>)> {
    let mut told = HashSet::new();
    for round in 1..=ROUNDS {
        let components = graph.components();
        let circles: Vec<_> = components.into_iter().filter(|component| is_circle(graph, component)).collect();
        if circles.is_empty() {
            break;
        }
        for component in circles {
            let members: HashSet<usize> = component.iter().copied().collect();
            let suspects = suspects(graph, &component, &members);
            let count = if round < ROUNDS { 1 } else { suspects.len() };
            for node in suspects.into_iter().take(count) {
                told.extend(open(context, graph, node, &members, findings));
            }
        }
    }
    told
}

fn is_circle(graph: &Graph<'_>, component: &[usize]) -> bool {
    match component {
        [node] => graph.nodes[*node].edges.iter().any(|edge| edge.to == *node),
        _ => true,
    }
}

/// The nodes that may have closed the circle, in the order of the file.
fn suspects(graph: &Graph<'_>, component: &[usize], members: &HashSet<usize>) -> Vec<usize> {
    let mut nodes = component.to_vec();
    nodes.sort_unstable();
    let is_new = |node: &usize| graph.nodes[*node].edges.iter().any(|edge| edge.is_new && members.contains(&edge.to));
    let new: Vec<usize> = nodes.iter().copied().filter(is_new).collect();
    if !new.is_empty() {
        return new;
    }
    let in_file: Vec<usize> = nodes.iter().copied().filter(|node| graph.nodes[*node].is_in_file).collect();
    if in_file.is_empty() { nodes } else { in_file }
}

/// Takes the references out that close a circle at `node`, and tells of them if they are in the file.
fn open<'r>(
    context: &Context<'r>,
    graph: &mut Graph<'r>,
    node: usize,
    members: &HashSet<usize>,
    findings: &mut Findings,
) -> Vec<(Target<'r>, Target<'r>)> {
    let inside = |edge: &Edge<'_>| members.contains(&edge.to);
    let edges = &graph.nodes[node].edges;
    let only_new = edges.iter().any(|edge| edge.is_new && inside(edge));
    let closes = |edge: &Edge<'_>| inside(edge) && (edge.is_new || !only_new);
    let Some(first) = edges.iter().copied().find(closes) else { return Vec::new() };
    let target = graph.nodes[node].target;
    if graph.nodes[node].is_in_file {
        let key = Target { attribute: None, ..target }.text();
        let key = target.attribute.map_or_else(|| key.clone(), |attribute| format!("{key}.{attribute}"));
        let place = context.file.place_of(first.target.name);
        findings.add(Finding::new(Code::Cycle, key, place).with("path", path(graph, node, first.to, members)));
    }
    let (closing, kept): (Vec<Edge<'_>>, Vec<Edge<'_>>) =
        std::mem::take(&mut graph.nodes[node].edges).into_iter().partition(closes);
    graph.nodes[node].edges = kept;
    closing.into_iter().map(|edge| (target, edge.target)).collect()
}

/// The shortest way from `node` over `next` back to `node`, by names.
fn path(graph: &Graph<'_>, node: usize, next: usize, members: &HashSet<usize>) -> String {
    let mut came_from = HashMap::from([(next, node)]);
    let mut waiting = VecDeque::from([next]);
    while let Some(at) = waiting.pop_front().filter(|at| *at != node) {
        for edge in &graph.nodes[at].edges {
            if members.contains(&edge.to) && !came_from.contains_key(&edge.to) {
                came_from.insert(edge.to, at);
                waiting.push_back(edge.to);
            }
        }
    }
    let mut names = vec![node];
    let mut at = node;
    while let Some(before) = came_from.get(&at) {
        names.push(*before);
        at = *before;
        if at == node {
            break;
        }
    }
    names.reverse();
    let texts: Vec<String> = names.iter().map(|at| graph.nodes[*at].target.text()).collect();
    match texts.as_slice() {
        [first @ .., last] if texts.len() > MAX_PATH => format!("{}, …, {last}", first[..MAX_PATH - 2].join(", ")),
        _ => texts.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use crate::checks::tests::found;
    use crate::findings::Code;

    const NOTHING: [&str; 0] = [];

    #[test]
    fn a_circle_is_told_of_where_the_source_text_has_no_reference() {
        let (reference, file) = ("a = { b }\nb = { c }\nc = C\n", "a = { b }\nb = { c }\nc = { a }\n");
        assert_eq!(found(Code::Cycle, "de", reference, file), ["3:7 c path=c, a, b, c"]);
        assert_eq!(found(Code::ObsoleteMessageRef, "de", reference, file), NOTHING);
        assert_eq!(found(Code::Cycle, "de", reference, reference), NOTHING);
    }

    #[test]
    fn a_circle_may_go_through_the_source_text() {
        assert_eq!(found(Code::Cycle, "de", "a = { b }\nb = B\n", "b = { a }\n"), ["1:7 b path=b, a, b"]);
    }

    #[test]
    fn attributes_and_values_are_told_apart() {
        let file = "a = { b.title }\nb = { a }\n    .title = B\n";
        assert_eq!(found(Code::Cycle, "de", "a = A\nb = B\n    .title = B\n", file), NOTHING);
        let file = "a = A\n    .b = { a.c }\n    .c = { a.b }\n";
        assert_eq!(found(Code::Cycle, "de", "", file), ["2:12 a.b path=a.b, a.c, a.b"]);
    }

    #[test]
    fn each_of_two_circles_with_one_message_is_told_of() {
        let (reference, file) = ("a = { b } { c }\nb = B\nc = C\n", "a = { b } { c }\nb = { a }\nc = { a }\n");
        assert_eq!(found(Code::Cycle, "de", reference, file), ["2:7 b path=b, a, b", "3:7 c path=c, a, c"]);
    }

    #[test]
    fn a_term_in_itself_is_a_circle() {
        assert_eq!(found(Code::Cycle, "de", "-t = T\n", "-t = { -t }\n"), ["1:9 -t path=-t, -t"]);
    }

    #[test]
    fn a_long_path_is_shortened() {
        let lines: Vec<String> = (0..50).map(|number| format!("m{number} = {{ m{} }}\n", (number + 1) % 50)).collect();
        let wanted = ["1:8 m0 path=m0, m1, m2, m3, m4, m5, m6, m7, …, m0"];
        assert_eq!(found(Code::Cycle, "de", "", &lines.concat()), wanted);
    }
}
