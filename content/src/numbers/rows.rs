//! Statements on `numbers`.

use diesel::prelude::*;

use crate::db::{Db, on_backend};
use crate::error::Result;
use crate::schema::numbers;

/// A number, its item, and the language of the text it stands for.
pub(crate) type Row = (i64, String, Option<String>);

pub(super) fn insert(db: &mut Db, region: i64, item: &str, language: Option<&str>) -> Result<()> {
    let values = (numbers::region.eq(region), numbers::item.eq(item), numbers::language.eq(language));
    let insert = diesel::insert_into(numbers::table).values(values).on_conflict_do_nothing();
    on_backend!(db, |conn| insert.execute(conn))?;
    Ok(())
}

/// What of `region` was numbered after `number`, in order.
pub(crate) fn after(db: &mut Db, region: i64, number: i64) -> Result<Vec<Row>> {
    Ok(numbers::table
        .filter(numbers::region.eq(region))
        .filter(numbers::number.gt(number))
        .order(numbers::number)
        .select((numbers::number, numbers::item, numbers::language))
        .load(db)?)
}
