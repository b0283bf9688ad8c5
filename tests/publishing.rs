//! The publisher: what clients of delta sync find after a write, a restart, a restored backup.

mod epochs;
mod garbage;
mod heads;
mod keys;
mod objects;
