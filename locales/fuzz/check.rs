//! Whatever is uploaded, a check and a merge end without a panic: `cargo +nightly fuzz run check` in `locales/`.
//!
//! The input is a source text and a translation, with a byte 0 between them; the first byte chooses the language.

#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use locales::checks::{self, Against};
use locales::layers::{self, Layer};
use locales::resources::Resource;
use locales::tags::Tag;

const LANGUAGES: [&str; 8] = ["ar", "de", "fr", "kmr", "prs", "sr-Latn", "ti", "uk"];

fuzz_target!(|data: &[u8]| {
    let Some((first, data)) = data.split_first() else { return };
    let locale = Tag::parse(LANGUAGES[usize::from(*first) % LANGUAGES.len()]).expect("a language tag");
    let source = Tag::parse("en").expect("a language tag");
    let at = data.iter().position(|byte| *byte == 0).unwrap_or(data.len());
    let (reference, file) = (&data[..at], data.get(at + 1..).unwrap_or_default());

    let source_text = checks::readable(reference);
    let parsed = source_text.as_deref().map(Resource::parse);
    let of_source = checks::check(reference, &Against { locale: &source, reference: None, own: &[] });
    let checked = checks::check(file, &Against { locale: &locale, reference: parsed.as_ref(), own: &[] });
    let texts = |accepted: Vec<checks::Accepted>| accepted.into_iter().map(|one| (one.key, one.text)).collect();
    let (above, below): (BTreeMap<_, _>, BTreeMap<_, _>) = (texts(checked.accepted), texts(of_source.accepted));
    let chain = [
        Layer { tag: &locale, is_region: false, texts: &above },
        Layer { tag: &source, is_region: false, texts: &below },
    ];
    layers::merge(&chain);
});
