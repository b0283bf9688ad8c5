//! Whatever JSON is imported, and whatever bundle is exported, i18next and back end without a panic:
//! `cargo +nightly fuzz run i18next` in `locales/`.
//!
//! The first byte chooses the language, the rest is read both as JSON and as Fluent.

#![no_main]

use libfuzzer_sys::fuzz_target;
use locales::i18next;
use locales::tags::Tag;

const LANGUAGES: [&str; 8] = ["ar", "de", "fr", "kmr", "prs", "sr-Latn", "ti", "uk"];

fuzz_target!(|data: &[u8]| {
    let Some((first, data)) = data.split_first() else { return };
    let locale = Tag::parse(LANGUAGES[usize::from(*first) % LANGUAGES.len()]).expect("a language tag");
    let Ok(text) = std::str::from_utf8(data) else { return };

    let _ = i18next::import_app(text);
    if let Ok(imported) = i18next::import(text, &locale) {
        i18next::export(&imported.bundle, &locale);
    }
    // Files reach an export only after a check, which stops what the parser cannot bear.
    if let Some(text) = locales::checks::readable(data) {
        i18next::export(&text, &locale);
    }
});
