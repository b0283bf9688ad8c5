//! Characters: the ones that never belong in a text, and the ones that canonical HTML writes as references.

use std::borrow::Cow;

/// `text` without control characters (other than tab, line feed and carriage return) and noncharacters.
pub(super) fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_printable) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|&c| is_printable(c)).collect())
}

fn is_printable(c: char) -> bool {
    let noncharacter = matches!(c, '\u{FDD0}'..='\u{FDEF}') || u32::from(c) & 0xFFFE == 0xFFFE;
    matches!(c, '\t' | '\n' | '\r') || !(c.is_control() || noncharacter)
}

/// The value an attribute of canonical HTML stands for; names that canonical HTML never writes stay as they are.
pub(super) fn decode(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let mut decoded = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let reference = rest.find(';').and_then(|end| Some((character(&rest[1..end])?, end + 1)));
        let (c, length) = reference.unwrap_or(('&', 1));
        decoded.push(c);
        rest = &rest[length..];
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

fn character(name: &str) -> Option<char> {
    let code = |digits, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{A0}'),
        _ => match name.strip_prefix('#')? {
            number if number.starts_with(['x', 'X']) => code(&number[1..], 16),
            number => code(number, 10),
        },
    }
}

/// `value` as canonical HTML writes it between double quotes.
pub(crate) fn encode(value: &str) -> Cow<'_, str> {
    if !value.contains(['&', '"', '<', '>', '\u{A0}']) {
        return Cow::Borrowed(value);
    }
    let mut encoded = String::with_capacity(value.len() + 16);
    for c in value.chars() {
        match c {
            '&' => encoded.push_str("&amp;"),
            '"' => encoded.push_str("&quot;"),
            '<' => encoded.push_str("&lt;"),
            '>' => encoded.push_str("&gt;"),
            '\u{A0}' => encoded.push_str("&nbsp;"),
            _ => encoded.push(c),
        }
    }
    Cow::Owned(encoded)
}

/// `text` as canonical HTML writes it between tags.
pub(crate) fn encode_text(text: &str) -> Cow<'_, str> {
    match encode(text) {
        Cow::Owned(encoded) => Cow::Owned(encoded.replace("&quot;", "\"")),
        borrowed @ Cow::Borrowed(_) => borrowed,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn controls_and_noncharacters_are_not_printable() {
        let text = "a\0b\u{1}c\u{7F}d\u{85}e\u{FDD0}f\u{FFFE}g\u{1FFFF}h\t\r\n\u{AD}\u{200F}ü";

        assert_eq!(printable(text), "abcdefgh\t\r\n\u{AD}\u{200F}ü");
    }

    #[test]
    fn numbers_and_the_five_names_are_decoded_and_nothing_else() {
        let value = "&amp;&lt;&gt;&quot;&apos;&nbsp;&#228;&#xE4;&#XE4; &auml; &#x110000; &#; & &amp";

        assert_eq!(decode(value), "&<>\"'\u{A0}äää &auml; &#x110000; &#; & &amp");
    }

    proptest! {
        #[test]
        fn what_is_encoded_decodes_to_itself(value in r#"[&"<>;#a-z\u{A0}ä]{0,20}"#) {
            let encoded = encode(&value);

            prop_assert_eq!(decode(&encoded), value.as_str());
        }
    }
}
