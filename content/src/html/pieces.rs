//! Canonical HTML cut into text and tags, without a parser.

use std::ops::Range;

/// One run of text, or one tag with its angle brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'h> {
    Text(&'h str),
    Tag(&'h str),
}

/// The pieces of canonical `html`, in order and without gaps.
pub(super) fn pieces(html: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = html;
    std::iter::from_fn(move || {
        let is_tag = rest.starts_with('<');
        let end = if is_tag { find(rest, b'>').map(|end| end + 1) } else { find(rest, b'<') };
        let (piece, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after;
        match piece {
            "" => None,
            _ if is_tag => Some(Piece::Tag(piece)),
            _ => Some(Piece::Text(piece)),
        }
    })
}

/// The name of a start or end tag.
pub(super) fn name(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/']);
    &name[..name.find([' ', '>']).unwrap_or(name.len())]
}

/// The attributes of a start tag: name, and where in `tag` the encoded value stands.
pub(super) fn attributes(tag: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut at = tag.find(' ').unwrap_or(tag.len());
    std::iter::from_fn(move || {
        let name = at..at + find(&tag[at..], b'"')?;
        let start = name.end + 1;
        let end = start + find(&tag[start..], b'"')?;
        at = end + 1;
        Some((tag[name].trim_start().trim_end_matches('='), start..end))
    })
}

/// Where an ASCII character is; quicker than `str::find` over the short distances between tags.
fn find(text: &str, wanted: u8) -> Option<usize> {
    text.bytes().position(|byte| byte == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_text_and_tags_without_gaps() {
        let html = r#"a &lt; b<p class="x &gt; y">c</p><br>"#;

        let cut: Vec<_> = pieces(html).collect();

        let expected = [
            Piece::Text("a &lt; b"),
            Piece::Tag(r#"<p class="x &gt; y">"#),
            Piece::Text("c"),
            Piece::Tag("</p>"),
            Piece::Tag("<br>"),
        ];
        assert_eq!(cut, expected);
    }

    #[test]
    fn a_tag_has_a_name_and_attributes() {
        let tag = r#"<a href="x=&quot;y&quot; z" class="">"#;

        let found: Vec<_> = attributes(tag).map(|(name, value)| (name, &tag[value])).collect();

        assert_eq!(name(tag), "a");
        assert_eq!(name("</h2>"), "h2");
        assert_eq!(found, [("href", "x=&quot;y&quot; z"), ("class", "")]);
    }

    #[test]
    fn html_that_is_not_canonical_does_no_harm() {
        let html = "<a href=\"x\n<b class='y'>< <a =\">\"";

        let again: String = pieces(html)
            .map(|piece| match piece {
                Piece::Text(text) => text,
                Piece::Tag(tag) => {
                    attributes(tag).for_each(|(_, value)| assert!(value.end <= tag.len()));
                    tag
                }
            })
            .collect();

        assert_eq!(again, html);
    }
}
