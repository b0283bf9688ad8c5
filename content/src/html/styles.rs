//! The `style` attribute: which declarations of it may stay.

const PROPERTIES: &[&str] = &[
    "background-color",
    "color",
    "direction",
    "float",
    "font-style",
    "font-weight",
    "height",
    "list-style-type",
    "margin-left",
    "padding-left",
    "text-align",
    "text-decoration",
    "vertical-align",
    "width",
];

/// What is left of a `style` attribute.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Filtered {
    /// The declarations that may stay, or `None` when all may and the attribute needs no change.
    pub(super) kept: Option<String>,
    /// The properties of the other declarations.
    pub(super) lost: Vec<String>,
}

/// Sort the declarations of `style`.
///
/// Each is judged alone and may consist of harmless characters only (no quotes, escapes, comments, at-rules or functions but
/// colours), so it does not matter how a browser would have cut up the rest.
pub(super) fn filter(style: &str) -> Filtered {
    let declarations = style.split(';').map(str::trim).filter(|declaration| !declaration.is_empty());
    let (harmless, others): (Vec<_>, Vec<_>) = declarations.partition(|declaration| is_harmless(declaration));
    let kept: String = harmless.iter().flat_map(|declaration| [*declaration, "; "]).collect();
    Filtered {
        kept: (!others.is_empty()).then(|| kept.trim_end().to_owned()),
        lost: others.into_iter().map(property).collect(),
    }
}

fn is_harmless(declaration: &str) -> bool {
    declaration.split_once(':').is_some_and(|(property, value)| {
        PROPERTIES.contains(&property.trim().to_ascii_lowercase().as_str()) && is_harmless_value(value.trim())
    })
}

fn is_harmless_value(value: &str) -> bool {
    let plain = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || " .,%#+-!".contains(c));
    match value.split_once('(') {
        None => plain(value),
        Some((function, rest)) => {
            let colour = ["rgb", "rgba", "hsl", "hsla"].contains(&function.to_ascii_lowercase().as_str());
            colour && rest.split_once(')').is_some_and(|(inside, after)| plain(inside) && plain(after))
        }
    }
}

fn property(declaration: &str) -> String {
    let property = declaration.split(':').next().unwrap_or_default().trim();
    let is_name = property.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if is_name { property.to_ascii_lowercase() } else { "invalid".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn untouched() -> Filtered {
        Filtered { kept: None, lost: Vec::new() }
    }

    #[test]
    fn a_harmless_style_is_not_touched() {
        for style in [
            "",
            ";",
            "text-align: justify;",
            " TEXT-ALIGN:center;;width: 15px ; height:1.5em",
            "color: #0066cc; background-color: rgba(0, 0, 0, 50%) !important",
        ] {
            assert_eq!(filter(style), untouched(), "{style}");
        }
    }

    #[test]
    fn harmful_declarations_go_and_the_others_stay() {
        let filtered = filter("position: fixed; text-align:center ;color: red");

        let kept = Some("text-align:center; color: red;".to_owned());
        assert_eq!(filtered, Filtered { kept, lost: vec!["position".to_owned()] });
    }

    #[test]
    fn tricks_do_not_pass() {
        for (style, lost) in [
            ("width: expression(alert(1))", "width"),
            ("width: rgb(expression(alert(1)))", "width"),
            ("color: \\75rl(x)", "color"),
            ("color: url(https://x.example/)", "color"),
            ("color: red/*", "color"),
            ("color: 'red", "color"),
            ("color: red}", "color"),
            ("color: var(--x)", "color"),
            ("c\\olor: red", "invalid"),
            ("/**/color: red", "invalid"),
            ("@import x", "invalid"),
            ("color", "color"),
        ] {
            let expected = Filtered { kept: Some(String::new()), lost: vec![lost.to_owned()] };
            assert_eq!(filter(style), expected, "{style}");
        }
    }
}
