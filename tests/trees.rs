//! Pages made, changed and removed by programs: keys for requests that are sent twice, many changes in one.

mod keys;
