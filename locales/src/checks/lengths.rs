//! Lengths, edges, access keys, sizes; texts that show nothing or are still those of the source.

use fluent_syntax::ast::{Expression, InlineExpression, Pattern, PatternElement};
use icu_segmenter::GraphemeClusterSegmenter;

use super::Case;
use super::markup::tags::{BLANK, blanked};
use super::texts::{self, Pair, Piece, Text, VALUE};
use crate::findings::{Code, Findings};

pub(super) fn check(case: &Case<'_>, findings: &mut Findings) {
    let limit = limit(case);
    for pair in Pair::all(case) {
        match pair.attribute {
            Some("style") => css(&pair, findings),
            Some("accesskey") => access_key(case, &pair, findings),
            _ => {
                text(&pair, findings);
                if let Some(limit) = limit {
                    length(&pair, limit, findings);
                }
            }
        }
    }
}

fn text(pair: &Pair<'_>, findings: &mut Findings) {
    if pair.reference.is_some_and(|reference| reference == pair.pattern) {
        if has_words(pair.pattern) {
            findings.add(pair.finding_here(Code::Unchanged));
        }
        return;
    }
    if shows_nothing(pair.pattern) && !pair.reference.is_some_and(shows_nothing) {
        findings.add(pair.finding_here(Code::Empty));
    } else if let Some(reference) = pair.reference {
        edges(pair, reference, findings);
    }
}

/// Whether anything in it can be translated.
fn has_words(pattern: &Pattern<&str>) -> bool {
    texts::any_text(pattern, |text| blanked(text).chars().any(char::is_alphabetic))
}

/// Whether no variant has a value or a visible character.
pub(super) fn shows_nothing(pattern: &Pattern<&str>) -> bool {
    let visible =
        |c: char| !c.is_whitespace() && !matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}');
    !texts::any(pattern, &mut |piece| match piece {
        Piece::Text(text) => text.chars().any(visible),
        Piece::Literal(text) => fluent_syntax::unicode::unescape_unicode_to_string(text).chars().any(visible),
        Piece::Value => true,
        Piece::Select(_) => false,
    })
}

fn edges(pair: &Pair<'_>, reference: &Pattern<&str>, findings: &mut Findings) {
    let visible = |element: Option<&PatternElement<&str>>, edge: fn(&str) -> bool| match element {
        Some(PatternElement::TextElement { value }) => !edge(value),
        Some(PatternElement::Placeable { expression: Expression::Inline(inline) }) => {
            !matches!(inline, InlineExpression::StringLiteral { .. } | InlineExpression::Placeable { .. })
        }
        _ => false,
    };
    let plain = |pattern: &Pattern<&str>| {
        visible(pattern.elements.first(), |text| text.starts_with(char::is_whitespace))
            && visible(pattern.elements.last(), |text| text.ends_with(char::is_whitespace))
    };
    if plain(pair.pattern) && plain(reference) {
        return;
    }
    let start = |text: &Text<'_>| text.as_str().starts_with(char::is_whitespace);
    let end = |text: &Text<'_>| text.as_str().ends_with(char::is_whitespace);
    let wanted = texts::texts(reference).list;
    let found = texts::texts(pair.pattern).list;
    let differs = |edge: &dyn Fn(&Text<'_>) -> bool| {
        let allowed = [false, true].map(|state| wanted.iter().any(|text| edge(text) == state));
        found.iter().any(|text| !text.as_str().is_empty() && !allowed[usize::from(edge(text))])
    };
    for (edge, name) in [(&start as &dyn Fn(&Text<'_>) -> bool, "start"), (&end, "end")] {
        if differs(edge) {
            findings.add(pair.finding_here(Code::WhitespaceEdge).with("edge", name));
            return;
        }
    }
}

/// `# MAX_LENGTH: 30` in the comment of the source text.
fn limit(case: &Case<'_>) -> Option<usize> {
    let lines = case.reference.as_ref().unwrap_or(&case.message).comment_lines();
    lines.iter().find_map(|line| max_length(line))
}

/// The limit that a line of a comment sets.
pub(crate) fn max_length(line: &str) -> Option<usize> {
    let (_, rest) = line.split_once("MAX_LENGTH")?;
    let number = rest.trim_start_matches([':', '=', ' ']);
    let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
    number[..end].parse().ok()
}

fn length(pair: &Pair<'_>, limit: usize, findings: &mut Findings) {
    for text in texts::texts(pair.pattern).list {
        let shown: String = blanked(text.as_str()).chars().filter(|c| *c != BLANK && *c != VALUE).collect();
        let length = if shown.is_ascii() {
            shown.len()
        } else {
            GraphemeClusterSegmenter::new().segment_str(&shown).count().saturating_sub(1)
        };
        if length > limit {
            let finding = pair.finding_here(Code::MaxLength).with("limit", limit.to_string());
            findings.add(finding.with("length", length.to_string()));
            return;
        }
    }
}

fn access_key(case: &Case<'_>, pair: &Pair<'_>, findings: &mut Findings) {
    let key = texts::default_text(pair.pattern);
    let Some(label) = case.message.attribute("label").map(|label| &label.value).or(case.message.value) else { return };
    let label = texts::default_text(label);
    let source = case.reference.and_then(|source| {
        Some((pair.reference?, source.attribute("label").map(|label| &label.value).or(source.value)?))
    });
    // Where not even the source text has it, it is no letter of a label.
    let usual = source.is_none_or(|(key, label)| has_key(&texts::default_text(key), &texts::default_text(label)));
    if usual && !has_key(&key, &label) && !key.as_str().contains(VALUE) && !label.as_str().contains(VALUE) {
        let finding = pair.finding_here(Code::Accesskey).with("found", key.as_str());
        findings.add(finding.with("label", label.as_str()));
    }
}

fn has_key(key: &Text<'_>, label: &Text<'_>) -> bool {
    let key = key.as_str().to_lowercase();
    GraphemeClusterSegmenter::new().segment_str(&key).count() == 2 && label.as_str().to_lowercase().contains(&key)
}

fn css(pair: &Pair<'_>, findings: &mut Findings) {
    let Some(reference) = pair.reference else { return };
    let wanted = texts::default_text(reference);
    let Some(sizes) = sizes(wanted.as_str()) else { return };
    if texts::texts(pair.pattern).list.iter().any(|text| self::sizes(text.as_str()).as_ref() != Some(&sizes)) {
        findings.add(pair.finding_here(Code::Css).with("wanted", wanted.as_str()));
    }
}

/// Each property with its unit, sorted; `None` when anything else is there.
fn sizes(style: &str) -> Option<Vec<(&str, &str)>> {
    let declarations = style.split(';').map(str::trim).filter(|part| !part.is_empty());
    let mut sizes = declarations.map(size).collect::<Option<Vec<_>>>()?;
    sizes.sort_unstable();
    Some(sizes)
}

fn size(declaration: &str) -> Option<(&str, &str)> {
    let (property, value) = declaration.split_once(':')?;
    let value = value.trim();
    let unit = value.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number = &value[..value.len() - unit.len()];
    let known = ["em", "rem", "ch", "ex", "px", "pt", "cm", "mm", "in", "vw", "vh", "%", ""].contains(&unit);
    (known && number.parse::<f64>().is_ok()).then_some((property.trim(), unit))
}

#[cfg(test)]
mod tests {
    use super::super::texts::trying::{found, in_text};
    use super::*;

    #[test]
    fn a_text_shows_something() {
        let empty = |text: &str| in_text(Code::Empty, "de", "Save", text);
        assert_eq!(empty("{ \"\" }"), ["warning a"]);
        assert_eq!(empty("{ \" \\u200B\" }"), ["warning a"]);
        assert_eq!(empty("{ $x ->\n [a] { \"\" }\n *[b] Da\n }"), [""; 0]);
        assert_eq!(empty("{ $x }"), [""; 0]);
        assert_eq!(in_text(Code::Empty, "de", "{ \"\" }", "{ \" \" }"), [""; 0]);
    }

    #[test]
    fn a_text_like_its_source_is_told() {
        let unchanged = |source: &str, text: &str| in_text(Code::Unchanged, "de", source, text);
        assert_eq!(unchanged("The office", "The office"), ["info a"]);
        assert_eq!(unchanged("The office", "The offices"), [""; 0]);
        assert_eq!(unchanged("<b>{ -brand }</b> 24!", "<b>{ -brand }</b> 24!"), [""; 0]);
    }

    #[test]
    fn spaces_at_the_edges_stay() {
        let edge = |source: &str, text: &str| in_text(Code::WhitespaceEdge, "de", source, text);
        assert_eq!(edge("And{ \" \" }", "Und"), ["warning a edge=end"]);
        assert_eq!(edge("And", "{ \"\" } Und"), ["warning a edge=start"]);
        assert_eq!(edge("{ \" \" }{ $x } and", "{ \"  \" }und { $x }"), [""; 0]);
    }

    #[test]
    fn characters_are_counted_as_readers_see_them() {
        let long = |limit: usize, text: &str| {
            found(Code::MaxLength, "hi", &format!("# Taste, MAX_LENGTH: {limit}\na = Save\n"), &format!("a = {text}\n"))
        };
        assert_eq!(long(4, "Sichern"), ["warning a limit=4 length=7"]);
        assert_eq!(long(7, "<b>Sichern</b>{ $x }"), [""; 0]);
        assert_eq!(long(2, "हिन्दी"), [""; 0]);
        assert_eq!(long(1, "👩‍👩‍👧é"), ["warning a limit=1 length=2"]);
    }

    #[test]
    fn an_access_key_is_one_letter_of_the_label() {
        let source = "a =\n .label = Save\n .accesskey = S\n";
        let key =
            |key: &str| found(Code::Accesskey, "de", source, &format!("a =\n .label = Öffnen\n .accesskey = {key}\n"));
        assert_eq!(key("ö"), [""; 0]);
        assert_eq!(key("s"), ["warning a.accesskey found=s label=Öffnen"]);
        assert_eq!(key("ff"), ["warning a.accesskey found=ff label=Öffnen"]);
    }

    #[test]
    fn a_size_keeps_its_form() {
        let size = |style: &str| {
            found(
                Code::Css,
                "de",
                "a = A\n .style = width: 20em; height: 3ch\n",
                &format!("a = B\n .style = {style}\n"),
            )
        };
        assert_eq!(size("height: 4.5ch; width: 30em;"), [""; 0]);
        assert_eq!(size("width: 20px; height: 3ch"), ["warning a.style wanted=width: 20em; height: 3ch"]);
        assert_eq!(size("breit"), ["warning a.style wanted=width: 20em; height: 3ch"]);
    }
}
