//! What a Lotse server knows: regions, languages, items, versions, publishing, storage. It knows no HTTP.
//!
//! A *region* (a district) has a tree of [`languages`] and a tree of [`items`]; a page is one [`kinds`] of item. The
//! text of an item in a language is a list of append-only [`versions`]; the newest public one is what readers have.
//! Every change is made under the region's lock, in a [`write::RegionWrite`] that [`db::Store`] opens, and at its end
//! [`publish`] compares what was touched with the published *lines* and raises the region's [`revision`] if one
//! differs. A [`catalog`] is those lines read back into memory: lists and addresses are made from it, never from
//! drafts. After each such write the [`publisher`] makes [`objects`] of the lines and a signed head that names them
//! ([`heads`], [`keys`]); a database that was restored from a backup begins a new epoch ([`epochs`]).
//! Interface texts are uploaded as [`bundles`], which may hold in all regions: what follows in the others is noted and done
//! by the publisher. Whoever has no account writes through the link of one of the [`invitations`]; what comes in are
//! [`suggestions`], which somebody accepts or not. [`links`] that lead nowhere are found, for which a thread of its own visits
//! other servers. [`import`] fills a region from elsewhere. [`directory`] and the [`watcher`] keep in memory which regions and
//! languages there are, and how often each has changed, so that a repeated read needs no query.

pub mod actors;
pub mod audit;
pub mod autosaves;
pub mod backups;
pub mod bundles;
pub mod catalog;
pub mod changes;
pub mod coverage;
pub mod db;
mod deletions;
pub mod differences;
pub mod directory;
pub mod epochs;
pub mod error;
pub mod heads;
pub mod html;
pub mod idempotency;
pub mod import;
pub mod inclusions;
pub mod invitations;
pub mod items;
pub mod keys;
pub mod kinds;
pub mod languages;
pub mod links;
mod marks;
pub mod mirrors;
mod numbers;
pub mod objects;
pub mod options;
pub mod organizations;
pub mod origins;
pub mod packs;
pub mod pages;
mod passwords;
pub mod privacy;
pub mod publish;
pub mod publisher;
pub mod refresh;
pub mod regions;
pub mod reviews;
pub mod revision;
pub mod rights;
pub mod roles;
pub mod schedules;
mod schema;
pub mod seals;
mod second_factors;
mod secrets;
pub mod sessions;
pub mod slugs;
pub mod stored;
pub mod suggestions;
pub mod times;
pub mod tokens;
pub mod translations;
pub mod users;
pub mod versions;
pub mod watcher;
pub mod write;

pub use db::{Db, Store};
pub use error::{Error, Result};
