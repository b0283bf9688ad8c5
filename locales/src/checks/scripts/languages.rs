//! Which language a text is in, told by the small words that only that language has.

use std::collections::HashMap;
use std::sync::LazyLock;

use fluent_syntax::ast::Pattern;
use icu_locale::LanguageIdentifier;

use crate::checks::texts::{self, Piece};

/// Fewer hits than these may be chance.
const HITS: u32 = 3;

/// Words that nearly every sentence has one of.
const WORDS: [(&str, &str); 22] = [
    ("ar", "في من على إلى التي الذي هذا هذه أو أن عن مع لا ما هو هي كل قد إذا يمكنك ذلك لم يتم عند بعد حتى"),
    ("bg", "и на за да се от с е не са ще или този това по във със как може ви"),
    ("bs", "i u na za je se da od sa su ne ili koji koje što kako nije biti"),
    ("ckb", "لە بۆ و ئەم کە بە لەگەڵ یان هەموو ناو ئەو بکە"),
    (
        "de",
        "und der die das den dem des nicht ist für auf mit sich ein eine einen einer zu zum zur von im in sie ihr ihre wir werden wird auch oder bei als an es aus wenn wie hier dass so um",
    ),
    (
        "en",
        "the and of to is are you your with for this that it on be or not from have can an by at how what we our if as all",
    ),
    ("es", "el los las una un para con por que en es y de del su se está más usted como no lo al o"),
    ("fa", "و در به از که این را با است برای یا آن تا هر شما خود می‌شود می شود کنید نیست هم یک ما دارد"),
    ("fr", "le la les des est une un dans vous pour avec votre sur qui pas et de du en au que nous ou ne ce vos"),
    ("it", "il che della di sono gli per con nel è una un più del la i e non da le in si ai"),
    ("kmr", "û ji bo li ku ev di bi ne ye jî de her an we xwe"),
    ("nl", "de het een van voor niet zijn met wordt deze en in op je uw is of te dat"),
    ("pl", "nie jest się do na dla oraz i w z że lub to od po przez"),
    ("ps", "د په او چې کې له ته سره یا دا دی نه که يا"),
    ("pt", "não uma um para com você são do da em os as de que e o a se ou no na"),
    ("ro", "și este pentru care cu sunt în la de nu o un din sau să pe"),
    ("ru", "и что для это или вы на не как в с из по к от мы его при будет если вам вас о есть так ваш они у"),
    ("sq", "dhe për një është me nuk në të e i ju nga ose që"),
    ("tr", "ve bir için ile bu olarak daha veya de da ne çok her olan gibi"),
    ("uk", "і та що для це або ви на не як в у з із до від ми його при якщо вам вас є чи ваш вони зі щоб й за про"),
    ("ur", "کی کے میں ہے اور کا سے کو پر یا نہیں یہ آپ ہیں کریں نے"),
    ("vi", "và của là không được cho với các một để này bạn có trong"),
];

static INDEX: LazyLock<HashMap<&'static str, u32>> = LazyLock::new(|| {
    let mut index = HashMap::new();
    for (bit, (_, words)) in WORDS.iter().enumerate() {
        for word in words.split(' ') {
            *index.entry(word).or_default() |= 1 << bit;
        }
    }
    index
});

/// Knows the language that a text should have.
pub(super) struct Detector {
    expected: usize,
}

impl Detector {
    /// `None` for a language that it does not know.
    pub(super) fn of(canonical: &LanguageIdentifier) -> Option<Self> {
        // CLDR calls Sorani in its own way and Kurmanji `ku`; the script tells them apart.
        let language =
            match (canonical.language.as_str(), canonical.script.is_some_and(|script| script.as_str() == "Arab")) {
                ("ku", true) => "ckb",
                ("ku", false) => "kmr",
                (language, _) => language,
            };
        let expected = WORDS.iter().position(|(known, _)| *known == language)?;
        Some(Self { expected })
    }

    /// The language of a text that has no small word of its own language and several of one other.
    pub(super) fn other_language(&self, pattern: &Pattern<&str>) -> Option<&'static str> {
        let mut hits = [0_u32; WORDS.len()];
        let own = texts::any(pattern, &mut |piece| match piece {
            Piece::Text(text) => text.split(|c| !super::is_letter(c)).any(|word| {
                let languages = languages_of(word);
                let mut others = languages;
                while others != 0 {
                    hits[others.trailing_zeros() as usize] += 1;
                    others &= others - 1;
                }
                languages >> self.expected & 1 == 1
            }),
            _ => false,
        });
        let (most, count) = hits.iter().enumerate().max_by_key(|(_, count)| **count)?;
        let alone = hits.iter().filter(|other| *other == count).count() == 1;
        (!own && *count >= HITS && alone).then_some(WORDS[most].0)
    }
}

/// One bit for each language that has the word; single ASCII letters are too often names of tags and options.
fn languages_of(word: &str) -> u32 {
    if !(2..=24).contains(&word.len()) {
        return 0;
    }
    let known = INDEX.get(word).copied();
    // Scripts from Hebrew and Arabic on have no capitals.
    let capital = || word.as_bytes()[0] < 0xD6 && word.starts_with(char::is_uppercase);
    let known = known.or_else(|| capital().then(|| INDEX.get(word.to_lowercase().as_str()).copied())?);
    known.unwrap_or_default() | u32::from(is_arabic(word))
}

/// Nouns with the Arabic article, and the letter that only Arabic ends words with; Arabic is the first bit.
fn is_arabic(word: &str) -> bool {
    word.ends_with('ة')
        || word.starts_with("ال") && word.len() > 8 && !word.contains(['ی', 'ک', 'گ', 'پ', 'چ', 'ژ', 'ە'])
}
