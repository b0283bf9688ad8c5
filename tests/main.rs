//! Lotse seen from outside: the store on both databases, the server over HTTP, the binary as an operator runs it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod access;
mod accounts;
mod activity;
mod api;
mod audits;
mod backups;
mod bad_input;
mod bundles;
mod checks;
mod commands;
mod convergence;
mod copies;
mod coverage;
mod crashes;
mod delta_sync;
mod district;
mod engine;
mod fronts;
mod imports;
mod inclusions;
mod invitations;
mod links;
mod migrations;
mod mirrors;
mod openapi;
mod origins;
mod publishing;
mod reimports;
mod support;
mod trees;
mod v3;
mod views;
mod workflow;
