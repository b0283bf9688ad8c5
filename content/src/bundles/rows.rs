//! Statements on `bundles`, `bundle_layers`, `bundle_revisions`, `bundle_messages` and `bundle_acknowledgements`.

use diesel::prelude::*;

use crate::bundles::acknowledgements::Acknowledgement;
use crate::bundles::directory::Listed;
use crate::bundles::histories::Entry;
use crate::bundles::{Bundle, Layer, Message, Revision};
use crate::db::{CHUNK, Db, load_among, on_backend};
use crate::error::Result;
use crate::schema::{bundle_acknowledgements, bundle_layers, bundle_messages, bundle_revisions, bundles};

/// The columns of a [`Layer`].
const LAYER: (bundle_layers::id, bundle_layers::region, bundle_layers::language, bundle_layers::number) =
    (bundle_layers::id, bundle_layers::region, bundle_layers::language, bundle_layers::number);

pub(super) fn bundle(db: &mut Db, name: &str) -> Result<Option<Bundle>> {
    let columns = (bundles::id, bundles::source);
    Ok(bundles::table.filter(bundles::name.eq(name)).select(columns).first(db).optional()?)
}

/// The names of all bundles.
pub(super) fn names(db: &mut Db) -> Result<Vec<String>> {
    Ok(bundles::table.select(bundles::name).load(db)?)
}

/// False when there is one already.
pub(super) fn insert_bundle(db: &mut Db, name: &str, source: &str) -> Result<bool> {
    let values = (bundles::name.eq(name), bundles::source.eq(source), bundles::edits.eq(0));
    let insert = diesel::insert_into(bundles::table).values(values).on_conflict_do_nothing();
    Ok(on_backend!(db, |conn| insert.execute(conn))? == 1)
}

/// Keeps other writes away from the default layer until the transaction ends.
pub(super) fn lock(db: &mut Db, name: &str) -> Result<()> {
    let bundle = bundles::table.filter(bundles::name.eq(name));
    diesel::update(bundle).set(bundles::edits.eq(bundles::edits + 1)).execute(db)?;
    Ok(())
}

/// The layers of a bundle for all regions, and those for `region`.
pub(super) fn layers(db: &mut Db, bundle: i64, region: Option<i64>) -> Result<Vec<Layer>> {
    let of_bundle = || bundle_layers::table.filter(bundle_layers::bundle.eq(bundle)).select(LAYER);
    let mut found: Vec<Layer> = of_bundle().filter(bundle_layers::region.is_null()).load(db)?;
    if let Some(region) = region {
        found.extend(of_bundle().filter(bundle_layers::region.eq(region)).load::<Layer>(db)?);
    }
    Ok(found)
}

/// The layers of a bundle for all regions and for each.
pub(super) fn all_layers(db: &mut Db, bundle: i64) -> Result<Vec<Layer>> {
    Ok(bundle_layers::table.filter(bundle_layers::bundle.eq(bundle)).select(LAYER).load(db)?)
}

/// The layers of `region`, or those for all regions, each with what its newest revision says.
pub(super) fn listed(db: &mut Db, region: Option<i64>) -> Result<Vec<Listed>> {
    let newest = bundle_revisions::layer.eq(bundle_layers::id).and(bundle_revisions::number.eq(bundle_layers::number));
    let layers = bundle_layers::table
        .inner_join(bundles::table.on(bundles::id.eq(bundle_layers::bundle)))
        .inner_join(bundle_revisions::table.on(newest))
        .select((
            bundles::name,
            bundles::source,
            bundle_layers::language,
            bundle_revisions::number,
            bundle_revisions::errors,
            bundle_revisions::warnings,
        ));
    match region {
        Some(region) => Ok(layers.filter(bundle_layers::region.eq(region)).load(db)?),
        None => Ok(layers.filter(bundle_layers::region.is_null()).load(db)?),
    }
}

/// Makes a layer without revisions; tells its id.
pub(super) fn insert_layer(db: &mut Db, bundle: i64, region: Option<i64>, language: &str) -> Result<i64> {
    let insert = diesel::insert_into(bundle_layers::table).values((
        bundle_layers::bundle.eq(bundle),
        bundle_layers::region.eq(region),
        bundle_layers::language.eq(language),
        bundle_layers::number.eq(0),
    ));
    Ok(on_backend!(db, |conn| insert.returning(bundle_layers::id).get_result(conn))?)
}

/// Stores a revision, which is the newest of its layer from now on.
pub(super) fn insert_revision(db: &mut Db, new: &Revision) -> Result<()> {
    diesel::update(bundle_layers::table.find(new.layer)).set(bundle_layers::number.eq(new.number)).execute(db)?;
    diesel::insert_into(bundle_revisions::table)
        .values((
            bundle_revisions::layer.eq(new.layer),
            bundle_revisions::number.eq(new.number),
            bundle_revisions::file.eq(&new.file),
            bundle_revisions::author.eq(&new.author),
            bundle_revisions::created.eq(new.created),
            bundle_revisions::source_hash.eq(&new.source_hash),
            bundle_revisions::rollback_of.eq(new.rollback_of),
            bundle_revisions::errors.eq(new.errors),
            bundle_revisions::warnings.eq(new.warnings),
        ))
        .execute(db)?;
    Ok(())
}

pub(super) fn revision(db: &mut Db, layer: i64, number: i64) -> Result<Option<Revision>> {
    Ok(bundle_revisions::table.find((layer, number)).first(db).optional()?)
}

/// Every revision of a layer without its file, the newest first.
pub(super) fn revisions(db: &mut Db, layer: i64) -> Result<Vec<Entry>> {
    Ok(bundle_revisions::table
        .filter(bundle_revisions::layer.eq(layer))
        .order(bundle_revisions::number.desc())
        .select((
            bundle_revisions::number,
            bundle_revisions::author,
            bundle_revisions::created,
            bundle_revisions::source_hash,
            bundle_revisions::rollback_of,
            bundle_revisions::errors,
            bundle_revisions::warnings,
        ))
        .load(db)?)
}

/// The texts of `layers` that hold now, suggestions too.
pub(super) fn current(db: &mut Db, layers: &[i64]) -> Result<Vec<Message>> {
    let current = bundle_messages::table.filter(bundle_messages::until.is_null());
    Ok(load_among!(db, current, bundle_messages::layer, layers))
}

/// Every text that a layer ever had, the oldest first.
pub(super) fn all(db: &mut Db, layer: i64) -> Result<Vec<Message>> {
    Ok(bundle_messages::table
        .filter(bundle_messages::layer.eq(layer))
        .order((bundle_messages::revision, bundle_messages::key))
        .load(db)?)
}

/// Lets the texts of `keys` end that `states` names.
pub(super) fn end(db: &mut Db, layer: i64, keys: &[&str], states: &[&str], until: i64) -> Result<()> {
    for chunk in keys.chunks(CHUNK) {
        let current = bundle_messages::table
            .filter(bundle_messages::layer.eq(layer))
            .filter(bundle_messages::until.is_null())
            .filter(bundle_messages::key.eq_any(chunk))
            .filter(bundle_messages::state.eq_any(states));
        diesel::update(current).set(bundle_messages::until.eq(until)).execute(db)?;
    }
    Ok(())
}

pub(super) fn insert_messages(db: &mut Db, messages: &[Message]) -> Result<()> {
    for chunk in messages.chunks(CHUNK) {
        let values: Vec<_> = chunk
            .iter()
            .map(|message| {
                (
                    bundle_messages::layer.eq(message.layer),
                    bundle_messages::key.eq(&message.key),
                    bundle_messages::revision.eq(message.revision),
                    bundle_messages::text.eq(&message.text),
                    bundle_messages::state.eq(message.state.as_str()),
                    bundle_messages::origin.eq(message.origin.as_str()),
                    bundle_messages::follows.eq(&message.follows),
                )
            })
            .collect();
        on_backend!(db, |conn| diesel::insert_into(bundle_messages::table).values(&values).execute(conn))?;
    }
    Ok(())
}

/// False when it was acknowledged before.
pub(super) fn acknowledge(
    db: &mut Db,
    layer: i64,
    [key, code, text_hash]: [&str; 3],
    author: &str,
    now: i64,
) -> Result<bool> {
    let values = (
        bundle_acknowledgements::layer.eq(layer),
        bundle_acknowledgements::key.eq(key),
        bundle_acknowledgements::code.eq(code),
        bundle_acknowledgements::text_hash.eq(text_hash),
        bundle_acknowledgements::author.eq(author),
        bundle_acknowledgements::created.eq(now),
    );
    let insert = diesel::insert_into(bundle_acknowledgements::table).values(values).on_conflict_do_nothing();
    Ok(on_backend!(db, |conn| insert.execute(conn))? == 1)
}

/// Every acknowledged warning of a layer, also of texts that it has no longer.
pub(super) fn acknowledgements(db: &mut Db, layer: i64) -> Result<Vec<Acknowledgement>> {
    Ok(bundle_acknowledgements::table
        .filter(bundle_acknowledgements::layer.eq(layer))
        .select((
            bundle_acknowledgements::key,
            bundle_acknowledgements::code,
            bundle_acknowledgements::text_hash,
            bundle_acknowledgements::author,
            bundle_acknowledgements::created,
        ))
        .load(db)?)
}

/// False when there was none.
pub(super) fn withdraw(db: &mut Db, layer: i64, [key, code, text_hash]: [&str; 3]) -> Result<bool> {
    Ok(diesel::delete(bundle_acknowledgements::table.find((layer, key, code, text_hash))).execute(db)? == 1)
}
