//! Pseudo-locales: the source text made strange but readable, so that a developer sees what a layout bears.
//!
//! What is not text stays as it is: placeables, markup, addresses, attributes of terms.

use fluent_syntax::ast::{Expression, InlineExpression, Pattern, PatternElement};

use crate::resources::{Message, Resource};

/// Attributes that are not shown as text.
const NOT_SHOWN: [&str; 2] = ["accesskey", "style"];

const LOWER: [char; 26] = [
    'á', 'ƀ', 'ć', 'đ', 'é', 'ƒ', 'ģ', 'ħ', 'í', 'ĵ', 'ķ', 'ļ', 'ɱ', 'ñ', 'ó', 'þ', 'ɋ', 'ř', 'š', 'ť', 'ú', 'ṽ', 'ŵ',
    'ẋ', 'ý', 'ž',
];
const UPPER: [char; 26] = [
    'Á', 'Ɓ', 'Ć', 'Đ', 'É', 'Ƒ', 'Ģ', 'Ħ', 'Í', 'Ĵ', 'Ķ', 'Ļ', 'Ṁ', 'Ñ', 'Ó', 'Þ', 'Ɋ', 'Ř', 'Š', 'Ť', 'Ú', 'Ṽ', 'Ŵ',
    'Ẋ', 'Ý', 'Ž',
];

/// Letters that are written twice, which makes a text about a third longer.
const TWICE: &str = "aeiouAEIOUäöüÄÖÜ";

/// Turns the letters of a word around in place: right-to-left override, pop directional formatting.
const TURN: (char, char) = ('\u{202E}', '\u{202C}');

/// The bundle in accented letters, about a third longer: shows text that is not translated, or cut off.
pub fn accented(bundle: &str) -> String {
    rewritten(bundle, |word, out| out.extend(longer(word).map(accent)))
}

/// The bundle with each word written from right to left, about a third longer: shows a layout that is not mirrored.
///
/// For readers it goes from right to left as a whole, so a client lays it out as it does Arabic.
pub fn bidi(bundle: &str) -> String {
    rewritten(bundle, |word, out| {
        out.push(TURN.0);
        out.extend(longer(word));
        out.push(TURN.1);
    })
}

fn longer(word: &str) -> impl Iterator<Item = char> {
    word.chars().flat_map(|letter| std::iter::repeat_n(letter, if TWICE.contains(letter) { 2 } else { 1 }))
}

fn accent(letter: char) -> char {
    let place = |first: u8| usize::from(u8::try_from(letter).unwrap_or(first) - first);
    match letter {
        'a'..='z' => LOWER[place(b'a')],
        'A'..='Z' => UPPER[place(b'A')],
        _ => letter,
    }
}

/// The bundle with each word of its texts as `write` has it.
///
/// Texts are exchanged in the source itself: nothing else can change.
fn rewritten(bundle: &str, write: impl Fn(&str, &mut String)) -> String {
    let resource = Resource::parse(bundle);
    let out = String::with_capacity(bundle.len() * 2);
    let mut rewriter = Rewriter { bundle, write, out, done: 0, in_tag: false };
    for message in resource.messages() {
        for pattern in shown(&message) {
            rewriter.in_tag = false;
            rewriter.pattern(pattern);
        }
    }
    rewriter.out + &bundle[rewriter.done..]
}

/// The patterns that readers see; attributes of terms only choose variants.
fn shown<'r>(message: &Message<'r>) -> impl Iterator<Item = &'r Pattern<&'r str>> {
    let is_term = message.is_term;
    let patterns = message.patterns();
    patterns
        .filter(move |(name, _)| name.is_none_or(|name| !is_term && !NOT_SHOWN.contains(&name)))
        .map(|(_, pattern)| pattern)
}

struct Rewriter<'s, W> {
    bundle: &'s str,
    write: W,
    out: String,
    /// How much of the bundle is in `out`.
    done: usize,
    /// Whether a tag is open whose `>` has not come yet; placeables may stand in it.
    in_tag: bool,
}

impl<W: Fn(&str, &mut String)> Rewriter<'_, W> {
    /// Calls itself for each select, as the parser did.
    fn pattern(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => self.text(value),
                PatternElement::Placeable { expression } => self.expression(expression),
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Select { variants, .. } => {
                let in_tag = self.in_tag;
                for variant in variants {
                    self.in_tag = in_tag;
                    self.pattern(&variant.value);
                }
                self.in_tag = in_tag;
            }
            Expression::Inline(InlineExpression::Placeable { expression }) => self.expression(expression),
            Expression::Inline(_) => {}
        }
    }

    fn text(&mut self, text: &str) {
        // Texts are slices of the bundle, in its order.
        let begin = text.as_ptr() as usize - self.bundle.as_ptr() as usize;
        self.out.push_str(&self.bundle[self.done..begin]);
        self.done = begin + text.len();
        let mut rest = text;
        while !rest.is_empty() {
            let (piece, is_text) = self.next_piece(rest);
            if is_text && !is_address(piece) {
                self.words(piece);
            } else {
                self.out.push_str(piece);
            }
            rest = &rest[piece.len()..];
        }
    }

    /// The tag, the white space or the run of other characters at the beginning, and whether it is the last.
    fn next_piece<'t>(&mut self, rest: &'t str) -> (&'t str, bool) {
        self.in_tag |= begins_tag(rest);
        if self.in_tag {
            let end = rest.find('>').map_or(rest.len(), |at| at + 1);
            self.in_tag = !rest[..end].ends_with('>');
            return (&rest[..end], false);
        }
        let is_space = rest.starts_with(char::is_whitespace);
        let ends = |(at, letter): &(usize, char)| letter.is_whitespace() != is_space || begins_tag(&rest[*at..]);
        let end = rest.char_indices().find(ends).map_or(rest.len(), |(at, _)| at);
        (&rest[..end], !is_space)
    }

    fn words(&mut self, mut rest: &str) {
        while let Some(first) = rest.chars().next() {
            let word = rest.find(|letter: char| !letter.is_alphabetic()).unwrap_or(rest.len());
            let len = match entity(rest) {
                0 if word > 0 => {
                    (self.write)(&rest[..word], &mut self.out);
                    word
                }
                0 => {
                    self.out.push(first);
                    first.len_utf8()
                }
                len => {
                    self.out.push_str(&rest[..len]);
                    len
                }
            };
            rest = &rest[len..];
        }
    }
}

/// A tag, also one of i18next (`<1>`); the sign in `a < b` is none.
fn begins_tag(text: &str) -> bool {
    let next = text.strip_prefix('<').and_then(|rest| rest.chars().next());
    next.is_some_and(|next| next.is_ascii_alphanumeric() || matches!(next, '/' | '!'))
}

/// The length of the character reference (`&amp;`, `&#8212;`) at the beginning; 0 when there is none.
fn entity(text: &str) -> usize {
    let is_name = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#');
    let name = text.strip_prefix('&').and_then(|rest| rest.split_once(';'));
    name.filter(|(name, _)| is_name(name)).map_or(0, |(name, _)| name.len() + 2)
}

fn is_address(piece: &str) -> bool {
    piece.contains("://") || piece.contains('@') || piece.starts_with("www.")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_accented_and_longer() {
        assert_eq!(accented("hallo = Hallo Welt, 20 % grün!\n"), "hallo = Ħááļļóó Ŵééļť, 20 % ģřüüñ!\n");
    }

    #[test]
    fn words_are_turned_around_one_by_one() {
        assert_eq!(bidi("hallo = Hallo Welt!\n"), "hallo = \u{202E}Haalloo\u{202C} \u{202E}Weelt\u{202C}!\n");
    }

    #[test]
    fn placeables_functions_and_attributes_of_terms_are_untouched() {
        let bundle = concat!(
            "-app = App\n",
            "    .gender = male\n",
            "a = { $x } { NUMBER($x, style: \"percent\") } { -app(case: \"dat\") } { b.title }\n",
            "    .style = width: 2em\n",
            "    .accesskey = A\n",
        );
        let expected = bundle.replacen("= App", "= ÁÁþþ", 1);
        assert_eq!(accented(bundle), expected);
    }

    #[test]
    fn variants_are_rewritten_and_their_names_are_not() {
        let bundle = concat!(
            "a =\n",
            "    { $n ->\n",
            "        [one] Tag\n",
            "       *[other]\n",
            "            { $n } Tage\n",
            "            lang\n",
            "    } hier\n",
            "    .title = Titel\n",
        );
        let expected = concat!(
            "a =\n",
            "    { $n ->\n",
            "        [one] Ťááģ\n",
            "       *[other]\n",
            "            { $n } Ťááģéé\n",
            "            ļááñģ\n",
            "    } ħííééř\n",
            "    .title = Ťííťééļ\n",
        );
        assert_eq!(accented(bundle), expected);
    }

    #[test]
    fn markup_entities_and_addresses_are_untouched() {
        let bundle = "a = <a href=\"{ $url }\" title=\"x\">mehr</a> &amp; 1 < 2 <1>da</1> https://a.org/a a@a.org\n";
        let expected =
            "a = <a href=\"{ $url }\" title=\"x\">ɱééħř</a> &amp; 1 < 2 <1>đáá</1> https://a.org/a a@a.org\n";
        assert_eq!(accented(bundle), expected);
    }

    #[test]
    fn a_tag_that_is_never_closed_ends_with_its_pattern() {
        assert_eq!(accented("a = <b\n    .title = ab\nb = ab\n"), "a = <b\n    .title = ááƀ\nb = ááƀ\n");
    }

    proptest! {
        #[test]
        fn a_pseudo_locale_has_the_same_messages(
            texts in proptest::collection::vec("[a-zA-Z<>&; äß{}$é/1-9\n@:.]{0,40}", 1..5),
        ) {
            let message = |(at, text): (usize, &String)| format!("m{at} = x{}\n", text.replace('\n', "\n    "));
            let bundle: String = texts.iter().enumerate().map(message).collect();
            let keys = |bundle: &str| Resource::parse(bundle).messages().map(|m| m.name.to_owned()).collect::<Vec<_>>();
            for pseudo in [accented(&bundle), bidi(&bundle)] {
                prop_assert_eq!(keys(&pseudo), keys(&bundle));
            }
        }
    }
}
