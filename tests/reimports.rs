//! Importing again: which page is which, who edited it, what is gone, and what stays as an editor wants it.

mod cms;
mod conflicts;
mod fetching;
mod identity;
mod removals;
mod translations;
