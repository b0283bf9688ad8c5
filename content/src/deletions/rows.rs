//! Statements on everything that refers to an item, or goes with it.

use std::collections::HashSet;

use diesel::prelude::*;

use crate::db::Db;
use crate::error::Result;
use crate::schema::{
    autosaves, grants, import_key, import_text, inclusions, items, numbers, origins, schedules, slugs, suggestions,
    versions,
};
use crate::versions::State;

/// States of schedules and suggestions that nobody waits for any more.
const OVER: [&str; 7] = ["done", "superseded", "cancelled", "failed", "accepted", "rejected", "ignored"];

/// Item, language and HTML of the newest and of the public versions of `ids` that have links to pages.
pub(super) fn linking(db: &mut Db, ids: &[String]) -> Result<Vec<(String, String, String)>> {
    let all: Vec<(String, String, i64, String)> = versions::table
        .filter(versions::item.eq_any(ids))
        .order(versions::number.desc())
        .select((versions::item, versions::language, versions::number, versions::state))
        .load(db)?;
    let (mut known, mut decided, mut wanted) = (HashSet::new(), HashSet::new(), HashSet::new());
    for (item, language, number, state) in all {
        let at = (item, language);
        let is_decided = [State::Public.as_str(), State::Withdrawn.as_str()].contains(&state.as_str());
        if known.insert(at.clone()) | (is_decided && decided.insert(at.clone())) {
            wanted.insert((at.0, at.1, number));
        }
    }
    let linking: Vec<(String, String, i64, String)> = versions::table
        .filter(versions::item.eq_any(ids))
        .filter(versions::html.like("%item:page/%"))
        .select((versions::item, versions::language, versions::number, versions::html))
        .load(db)?;
    let wanted = linking.into_iter().filter_map(|(item, language, number, html)| {
        let at = (item, language, number);
        wanted.contains(&at).then_some((at.0, at.1, html))
    });
    Ok(wanted.collect())
}

/// What refers to the item, texts apart, as the audit calls it.
pub(super) fn referring(db: &mut Db, item: &str) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let children = items::table.filter(items::parent.eq(item)).select(items::id).order(items::id);
    found.extend(children.load::<String>(db)?.into_iter().map(|id| format!("page/{id}")));
    let copies = origins::table.filter(origins::origin.eq(item)).select(origins::item).distinct().order(origins::item);
    found.extend(copies.load::<String>(db)?.into_iter().map(|id| format!("page/{id}")));
    let including = inclusions::table.filter(inclusions::included.eq(item)).select(inclusions::item);
    let including = including.order(inclusions::item).load::<String>(db)?;
    found.extend(including.into_iter().map(|id| format!("page/{id}")));
    let granted = grants::table.filter(grants::item.eq(item)).select((grants::person, grants::id)).order(grants::id);
    found.extend(granted.load::<(String, i64)>(db)?.into_iter().map(|(who, id)| format!("user/{who}/grant/{id}")));
    let due = schedules::table.filter(schedules::item.eq(item)).filter(schedules::state.ne_all(OVER));
    let due = due.select(schedules::id).order(schedules::id).load::<i64>(db)?;
    found.extend(due.into_iter().map(|id| format!("schedule/{id}")));
    let open = suggestions::table.filter(suggestions::item.eq(item)).filter(suggestions::state.ne_all(OVER));
    let open = open.select(suggestions::id).order(suggestions::id).load::<String>(db)?;
    found.extend(open.into_iter().map(|id| format!("suggestion/{id}")));
    let imported = import_text::table.filter(import_text::item.eq(item)).filter(import_text::present.eq(true));
    let imported = imported.select(import_text::source).distinct().load::<String>(db)?;
    found.extend(imported.into_iter().map(|source| format!("import/{source}")));
    Ok(found)
}

/// Deletes the item with everything that is its own.
pub(super) fn delete(db: &mut Db, item: &str) -> Result<()> {
    diesel::delete(versions::table.filter(versions::item.eq(item))).execute(db)?;
    diesel::delete(slugs::table.filter(slugs::item.eq(item))).execute(db)?;
    diesel::delete(numbers::table.filter(numbers::item.eq(item))).execute(db)?;
    diesel::delete(schedules::table.filter(schedules::item.eq(item))).execute(db)?;
    diesel::delete(autosaves::table.filter(autosaves::item.eq(item))).execute(db)?;
    diesel::delete(origins::table.filter(origins::item.eq(item))).execute(db)?;
    diesel::delete(inclusions::table.filter(inclusions::item.eq(item))).execute(db)?;
    diesel::delete(suggestions::table.filter(suggestions::item.eq(item))).execute(db)?;
    diesel::delete(import_key::table.filter(import_key::item.eq(item))).execute(db)?;
    diesel::delete(import_text::table.filter(import_text::item.eq(item))).execute(db)?;
    diesel::delete(items::table.find(item)).execute(db)?;
    Ok(())
}
