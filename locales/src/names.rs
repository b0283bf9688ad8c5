//! What the readers of a language call it, in its own script.

use crate::{aliases, tags::Tag};

/// The name of a language as its readers write it, found by the tag or by an alias of it.
///
/// Nothing is guessed from a shorter tag: `az` is no name for `az-Arab`, which has another script.
pub fn native_name(tag: &Tag) -> Option<&'static str> {
    let named = |key: &str| NAMES.iter().find(|(named, _)| *named == key);
    let aliases = aliases::row(tag.key()).iter();
    named(tag.key()).or_else(|| aliases.copied().find_map(named)).map(|(_, name)| *name)
}

/// By lower-case key, in alphabetical order.
const NAMES: &[(&str, &str)] = &[
    ("am", "አማርኛ"),
    ("ar", "العربية"),
    ("az", "Azərbaycanca"),
    ("be", "Беларуская"),
    ("bg", "Български"),
    ("bn", "বাংলা"),
    ("bs", "Bosanski"),
    ("ckb", "کوردیی ناوەندی"),
    ("cs", "Čeština"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("de-simple", "Deutsch (leicht)"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("es", "Español"),
    ("et", "Eesti"),
    ("fa", "فارسی"),
    ("fi", "Suomi"),
    ("fr", "Français"),
    ("gu", "ગુજરાતી"),
    ("ha", "Hausa"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("hr", "Hrvatski"),
    ("hu", "Magyar"),
    ("hy", "Հայերեն"),
    ("id", "Bahasa Indonesia"),
    ("ig", "Igbo"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ka", "ქართული"),
    ("kk", "Қазақ тілі"),
    ("km", "ខ្មែរ"),
    ("kmr", "Kurmancî"),
    ("ko", "한국어"),
    ("ky", "Кыргызча"),
    ("lo", "ລາວ"),
    ("lt", "Lietuvių"),
    ("lv", "Latviešu"),
    ("mk", "Македонски"),
    ("ml", "മലയാളം"),
    ("mn", "Монгол"),
    ("my", "မြန်မာ"),
    ("nb", "Norsk bokmål"),
    ("ne", "नेपाली"),
    ("nl", "Nederlands"),
    ("om", "Afaan Oromoo"),
    ("pa", "ਪੰਜਾਬੀ"),
    ("pl", "Polski"),
    ("prs", "دری"),
    ("ps", "پښتو"),
    ("pt", "Português"),
    ("rmy", "Romanes"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("rw", "Ikinyarwanda"),
    ("si", "සිංහල"),
    ("sk", "Slovenčina"),
    ("sl", "Slovenščina"),
    ("so", "Soomaali"),
    ("sq", "Shqip"),
    ("sr", "Српски"),
    ("sr-latn", "Srpski"),
    ("sv", "Svenska"),
    ("sw", "Kiswahili"),
    ("ta", "தமிழ்"),
    ("tg", "Тоҷикӣ"),
    ("th", "ไทย"),
    ("ti", "ትግርኛ"),
    ("tk", "Türkmençe"),
    ("tl", "Tagalog"),
    ("tr", "Türkçe"),
    ("ug", "ئۇيغۇرچە"),
    ("uk", "Українська"),
    ("ur", "اردو"),
    ("uz", "Oʻzbekcha"),
    ("vi", "Tiếng Việt"),
    ("wo", "Wolof"),
    ("yo", "Yorùbá"),
    ("zh", "简体中文"),
    ("zh-hant", "繁體中文"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn name(tag: &str) -> Option<&'static str> {
        native_name(&Tag::parse(tag).expect("well-formed"))
    }

    #[test]
    fn a_language_is_named_in_its_own_script() {
        assert_eq!(name("uk"), Some("Українська"));
        assert_eq!(name("PRS"), Some("دری"));
        assert_eq!(name("sr-Latn"), Some("Srpski"));
    }

    #[test]
    fn an_alias_has_the_name_of_its_language() {
        assert_eq!(name("pes"), Some("فارسی"));
        assert_eq!(name("de-si"), Some("Deutsch (leicht)"));
        assert_eq!(name("ku"), Some("Kurmancî"));
    }

    #[test]
    fn an_unlisted_tag_has_no_name() {
        assert_eq!(name("az-Arab"), None);
        assert_eq!(name("tlh"), None);
    }

    #[test]
    fn every_key_is_a_tag_and_stands_once_in_order() {
        for (key, _) in NAMES {
            assert_eq!(Tag::parse(key).map(|tag| tag.key().to_owned()), Ok((*key).to_owned()));
        }
        assert!(NAMES.is_sorted_by(|one, next| one.0 < next.0));
    }
}
