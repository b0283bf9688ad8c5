//! What tests are written with: a database of their own, regions with pages in it, a server, a client.

mod databases;
mod regions;

pub(crate) use databases::{Database, NOW, wait};
pub(crate) use regions::{Page, Region, public};
