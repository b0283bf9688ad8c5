//! What tests are written with: a database of their own, regions with pages in it, a server, a client, the binary.

pub(crate) mod binaries;
mod clients;
mod databases;
mod people;
pub(crate) mod published;
mod regions;
mod servers;
mod shared;
mod sources;
mod streams;

pub(crate) use clients::{Answer, Client};
pub(crate) use databases::{Database, NOW, wait};
pub(crate) use people::{PASSWORD, role};
pub(crate) use regions::{Page, Region, public};
pub(crate) use servers::{PUBLIC_URL, Server};
pub(crate) use shared::shared;
pub(crate) use sources::Source;
pub(crate) use streams::Stream;
