//! Words: the text of canonical HTML, as an excerpt and as a number.

use super::characters::{decode, encode_text};
use super::cleaning::{HtmlError, clean};
use super::pieces::{Piece, name, pieces};

/// The elements that may begin or end within a word.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "em", "i", "img", "ins", "mark", "q", "s", "small", "span",
    "strong", "sub", "sup", "u", "wbr",
];

/// The text of canonical `html` as the field `excerpt` of an Integreat v3 API has it: all tags cut out, nothing put in their
/// place, character references kept (the app decodes them).
pub fn excerpt(html: &str) -> String {
    pieces(html)
        .filter_map(|piece| match piece {
            Piece::Text(text) => Some(text),
            Piece::Tag(_) => None,
        })
        .collect()
}

/// What `text` shows a reader if it is HTML: no tags, character references decoded.
pub fn plain_text(text: &str) -> Result<String, HtmlError> {
    Ok(decode(&excerpt(&clean(text)?.html)).into_owned())
}

/// The number of words in the text of canonical `html`.
///
/// A word is a longest run of characters without Unicode white space (a no-break space is white space; a lone dash is a word)
/// in the text between the tags, `alt` and `title` not counted. Tags of inline elements (`a`, `abbr`, `b`, `bdi`, `bdo`,
/// `cite`, `code`, `del`, `em`, `i`, `img`, `ins`, `mark`, `q`, `s`, `small`, `span`, `strong`, `sub`, `sup`, `u`, `wbr`) do not end
/// a word, all other tags do. In Python: let an `html.parser.HTMLParser` collect its data, plus a space for every start and end
/// tag of another element, and take `len("".join(collected).split())`. Languages that write no spaces get the number of
/// their phrases.
pub fn words(html: &str) -> usize {
    let mut text = String::with_capacity(html.len());
    for piece in pieces(html) {
        match piece {
            // No other character reference of canonical HTML stands for white space.
            Piece::Text(content) => text.extend(content.split("&nbsp;").flat_map(|part| ["\u{A0}", part]).skip(1)),
            Piece::Tag(tag) if INLINE.contains(&name(tag)) => {}
            Piece::Tag(_) => text.push(' '),
        }
    }
    text.split_whitespace().count()
}

/// Canonical `html` with `to` wherever readers see `from` between two tags, and how often that is.
///
/// Tags, attributes, and words that a tag divides are left alone.
pub fn replace_words(html: &str, from: &str, to: &str) -> (String, usize) {
    let (mut replaced, mut count) = (String::with_capacity(html.len()), 0);
    for piece in pieces(html) {
        match piece {
            Piece::Text(text) => {
                let shown = decode(text);
                match shown.matches(from).count() {
                    0 => replaced.push_str(text),
                    found => {
                        count += found;
                        replaced.push_str(&encode_text(&shown.replace(from, to)));
                    }
                }
            }
            Piece::Tag(tag) => replaced.push_str(tag),
        }
    }
    (replaced, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_the_text_without_tags() {
        let html = "<h2>One</h2>\n<p>two <a href=\"x\">three</a> &amp; f<b>ou</b>r&nbsp;</p><p>five</p>";

        assert_eq!(excerpt(html), "One\ntwo three &amp; four&nbsp;five");
    }

    #[test]
    fn plain_text_is_what_a_reader_sees() {
        for text in ["Mit & für", "Mit &amp; f&#252;r", "<b>Mit</b> &#38; f&uuml;r"] {
            assert_eq!(plain_text(text).unwrap(), "Mit & für");
        }
    }

    #[test]
    fn words_are_replaced_in_text_only() {
        let html = "<p title=\"Amt\">Amt &amp; Amt, <a href=\"Amt\">\"Amt\"</a> A<b>mt</b>&nbsp;&lt;</p>";

        let replaced = replace_words(html, "Amt", "<Büro> & Co");

        let expected = html
            .replace(">Amt &amp; Amt,", ">&lt;Büro&gt; &amp; Co &amp; &lt;Büro&gt; &amp; Co,")
            .replace("\"Amt\"</a>", "\"&lt;Büro&gt; &amp; Co\"</a>");
        assert_eq!(replaced, (expected.clone(), 3));
        assert_eq!(clean(&expected).unwrap().html, expected);
        assert_eq!(replace_words(html, "&amp;", "x"), (html.to_owned(), 0));
        assert_eq!(replace_words(html, "\u{A0}<", "").1, 1);
    }

    #[test]
    fn words_end_at_white_space_and_at_block_tags() {
        for (html, count) in [
            ("", 0),
            ("<p></p>\n<p>&nbsp;</p>", 0),
            ("one", 1),
            ("<p>one</p><p>two<br>three</p>", 3),
            ("<ul><li>one</li><li>two</li></ul>three", 3),
            ("o<b>n</b>e <a href=\"a b c\" title=\"d e\">tw<img alt=\"f g\" src=\"x\">o</a>", 2),
            ("one&nbsp;two\u{2003}three\tfour\nfive", 5),
            ("&nbsp;one&nbsp;", 1),
            ("one \u{2013} two &amp; three", 5),
            ("<table><tbody><tr><td>one</td><td>two</td></tr></tbody></table>", 2),
            ("<h2>one</h2>two<hr>three", 3),
        ] {
            assert_eq!(words(html), count, "{html}");
        }
    }
}
