//! Statements on `autosaves`.

use diesel::prelude::*;

use crate::autosaves::Autosave;
use crate::db::{Db, on_backend};
use crate::error::Result;
use crate::schema::autosaves;

pub(super) fn find(db: &mut Db, person: &str, item: &str, language: &str) -> Result<Option<Autosave>> {
    Ok(autosaves::table.find((person, item, language)).first(db).optional()?)
}

pub(super) fn put(db: &mut Db, autosave: &Autosave) -> Result<()> {
    let text = (
        autosaves::base.eq(autosave.base),
        autosaves::title.eq(&autosave.title),
        autosaves::html.eq(&autosave.html),
        autosaves::updated.eq(autosave.updated),
    );
    let key = (
        autosaves::person.eq(&autosave.person),
        autosaves::item.eq(&autosave.item),
        autosaves::language.eq(&autosave.language),
    );
    let insert = diesel::insert_into(autosaves::table)
        .values((key, text))
        .on_conflict((autosaves::person, autosaves::item, autosaves::language))
        .do_update()
        .set(text);
    on_backend!(db, |conn| insert.execute(conn))?;
    Ok(())
}

pub(super) fn delete(db: &mut Db, person: &str, item: &str, language: &str) -> Result<usize> {
    Ok(diesel::delete(autosaves::table.find((person, item, language))).execute(db)?)
}
