//! Statements on `import_key` and `import_text`.

use diesel::prelude::*;

use crate::db::{Db, on_backend};
use crate::error::Result;
use crate::import::{Pair, PairKind};
use crate::schema::{import_key, import_text};

/// A name under which an item was seen, and by which run last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) pair: Pair,
    pub(super) item: String,
    pub(super) run: i64,
}

/// What the last import of a text brought.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub(super) struct Text {
    pub(super) item: String,
    pub(super) language: String,
    pub(super) source_hash: String,
    pub(super) cleaned_hash: String,
    pub(super) source_date: i64,
    pub(super) present: bool,
}

pub(super) fn keys(db: &mut Db, region: i64, source: &str) -> Result<Vec<Key>> {
    let rows: Vec<(String, String, String, String, i64)> = import_key::table
        .filter(import_key::region.eq(region))
        .filter(import_key::source.eq(source))
        .select((import_key::language, import_key::kind, import_key::value, import_key::item, import_key::run))
        .load(db)?;
    let key = |(language, kind, value, item, run): (String, String, String, String, i64)| {
        let kind = if kind == PairKind::Id.as_str() { PairKind::Id } else { PairKind::Path };
        Key { pair: Pair { language, kind, value }, item, run }
    };
    Ok(rows.into_iter().map(key).collect())
}

/// Notes that `pair` was seen for `item`, whichever item had it before.
pub(super) fn put_key(db: &mut Db, region: i64, source: &str, key: &Key) -> Result<()> {
    let identity = (
        import_key::region.eq(region),
        import_key::source.eq(source),
        import_key::language.eq(&key.pair.language),
        import_key::kind.eq(key.pair.kind.as_str()),
        import_key::value.eq(&key.pair.value),
    );
    let changed = (import_key::item.eq(&key.item), import_key::run.eq(key.run));
    let insert = diesel::insert_into(import_key::table)
        .values((identity, changed))
        .on_conflict((
            import_key::region,
            import_key::source,
            import_key::language,
            import_key::kind,
            import_key::value,
        ))
        .do_update()
        .set(changed);
    on_backend!(db, |conn| insert.execute(conn))?;
    Ok(())
}

pub(super) fn texts(db: &mut Db, region: i64, source: &str) -> Result<Vec<Text>> {
    Ok(import_text::table
        .filter(import_text::region.eq(region))
        .filter(import_text::source.eq(source))
        .select((
            import_text::item,
            import_text::language,
            import_text::source_hash,
            import_text::text_hash,
            import_text::source_date,
            import_text::present,
        ))
        .load(db)?)
}

pub(super) fn put_text(db: &mut Db, region: i64, source: &str, text: &Text) -> Result<()> {
    let identity = (
        import_text::region.eq(region),
        import_text::source.eq(source),
        import_text::item.eq(&text.item),
        import_text::language.eq(&text.language),
    );
    let changed = (
        import_text::source_hash.eq(&text.source_hash),
        import_text::text_hash.eq(&text.cleaned_hash),
        import_text::source_date.eq(text.source_date),
        import_text::present.eq(text.present),
    );
    let insert = diesel::insert_into(import_text::table)
        .values((identity, changed))
        .on_conflict((import_text::region, import_text::source, import_text::item, import_text::language))
        .do_update()
        .set(changed);
    on_backend!(db, |conn| insert.execute(conn))?;
    Ok(())
}
