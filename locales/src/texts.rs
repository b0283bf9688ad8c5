//! The server's own texts in the language of the reader: `server/<tag>/*.ftl`, built in.

use std::sync::LazyLock;

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use include_dir::{Dir, include_dir};
use unic_langid::LanguageIdentifier;

use crate::{
    aliases,
    tags::{Tag, canonical_cldr},
};

/// What a text has for a variable: `"augsburg".into()` or `12.into()`.
pub use fluent_bundle::FluentValue as Value;

static FILES: Dir = include_dir!("$CARGO_MANIFEST_DIR/server");

static TEXTS: LazyLock<Texts> = LazyLock::new(Texts::built_in);

/// Asked in this order when a language has no texts of its own.
const LAST_RESORTS: [&str; 2] = ["en", "de"];

type Bundle = FluentBundle<FluentResource>;

/// The text `id` in the language of `tag`, or in the closest one that has it.
///
/// Inserted values are wrapped in isolation marks (U+2068, U+2069), so that a German name does not
/// turn an Arabic sentence around. An `id` that no language knows comes back as it is.
pub fn text(tag: &Tag, id: &str, args: &[(&str, Value<'_>)]) -> String {
    TEXTS.format(tag, id, None, args).unwrap_or_else(|| id.to_owned())
}

/// The title of the problem `code` (`unknown-page`): what happened, without variables.
pub fn title(tag: &Tag, code: &str) -> String {
    text(tag, &format!("problem-{code}"), &[])
}

/// The detail of the problem `code`: what helps. Otherwise as [`text`].
pub fn detail(tag: &Tag, code: &str, args: &[(&str, Value<'_>)]) -> String {
    let id = format!("problem-{code}");
    TEXTS.format(tag, &id, Some("detail"), args).unwrap_or(id)
}

/// The languages that have texts of their own, for negotiation, in alphabetical order.
pub fn offered() -> &'static [Tag] {
    &TEXTS.tags
}

/// The languages and their bundles, in the same order.
struct Texts {
    tags: Vec<Tag>,
    bundles: Vec<Bundle>,
}

impl Texts {
    fn built_in() -> Self {
        let mut locales: Vec<(Tag, Bundle)> = FILES.dirs().map(locale).collect();
        locales.sort_by(|(one, _), (next, _)| one.cmp(next));
        let (tags, bundles) = locales.into_iter().unzip();
        Self { tags, bundles }
    }

    fn format(&self, tag: &Tag, id: &str, attribute: Option<&str>, args: &[(&str, Value<'_>)]) -> Option<String> {
        let args: FluentArgs = args.iter().map(|(name, value)| (*name, value.clone())).collect();
        self.chain(tag).find_map(|bundle| {
            let message = bundle.get_message(id)?;
            let pattern = match attribute {
                Some(name) => message.get_attribute(name)?.value(),
                None => message.value()?,
            };
            // A variable that the caller forgot shows as `{$name}`, the rest stays readable.
            let text = bundle.format_pattern(pattern, Some(&args), &mut Vec::new());
            Some(text.into_owned())
        })
    }

    /// The tag or an alias of it, its language, then the last resorts.
    fn chain(&self, tag: &Tag) -> impl Iterator<Item = &Bundle> {
        let itself = aliases::find(tag, &self.tags).cloned();
        let language = Tag::parse(canonical_cldr(tag).language.as_str()).ok();
        let last = LAST_RESORTS.map(|tag| Tag::parse(tag).ok());
        let wanted = [itself, language].into_iter().chain(last).flatten();
        wanted.filter_map(|wanted| {
            let position = self.tags.iter().position(|tag| *tag == wanted)?;
            self.bundles.get(position)
        })
    }
}

/// One folder of `server/`; formatted under the canonical tag, or Dari would get English plurals.
fn locale(folder: &Dir) -> (Tag, Bundle) {
    let name = folder.path().to_string_lossy();
    let tag = Tag::parse(&name).expect("the folders of server/ are named by tags");
    let canonical: LanguageIdentifier =
        canonical_cldr(&tag).to_string().parse().expect("both libraries read the same tags");
    let mut bundle = Bundle::new_concurrent(vec![canonical]);
    for file in folder.files() {
        let source = file.contents_utf8().expect("texts are UTF-8");
        let resource = FluentResource::try_new(source.to_owned()).expect("a test parses each file");
        bundle.add_resource(resource).expect("a test finds ids that are used twice");
    }
    (tag, bundle)
}
