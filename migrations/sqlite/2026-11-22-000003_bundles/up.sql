-- Bundles of interface texts (Fluent): their layers, what was uploaded, and what of it was accepted.

-- `source` is the key of the language that every layer is translated from; `edits` is raised to lock the default layer.
CREATE TABLE bundles (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,
    edits BIGINT NOT NULL
);

-- A bundle in one language: for all regions (region NULL), or for one. `number` is that of its newest revision.
CREATE TABLE bundle_layers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    bundle BIGINT NOT NULL REFERENCES bundles (id),
    region BIGINT REFERENCES regions (id),
    language TEXT NOT NULL,
    number BIGINT NOT NULL
);
CREATE UNIQUE INDEX bundle_layers_of_all ON bundle_layers (bundle, language) WHERE region IS NULL;
CREATE UNIQUE INDEX bundle_layers_of_regions ON bundle_layers (bundle, region, language) WHERE region IS NOT NULL;

-- `file` as it was uploaded; `source_hash` is that of the source text it was made against; `errors` and `warnings` count
-- what was found in it.
CREATE TABLE bundle_revisions (
    layer BIGINT NOT NULL REFERENCES bundle_layers (id),
    number BIGINT NOT NULL,
    file BLOB NOT NULL,
    author TEXT NOT NULL,
    created BIGINT NOT NULL,
    source_hash TEXT,
    rollback_of BIGINT,
    errors BIGINT NOT NULL,
    warnings BIGINT NOT NULL,
    PRIMARY KEY (layer, number)
);

-- An accepted text, from `revision` on and before `until`; `follows` is the hash of the source text that it translates.
CREATE TABLE bundle_messages (
    layer BIGINT NOT NULL REFERENCES bundle_layers (id),
    key TEXT NOT NULL,
    revision BIGINT NOT NULL,
    until BIGINT,
    text TEXT NOT NULL,
    state TEXT NOT NULL,
    origin TEXT NOT NULL,
    follows TEXT,
    PRIMARY KEY (layer, key, revision)
);
CREATE INDEX bundle_messages_by_until ON bundle_messages (layer, until);

-- A warning that somebody has looked at and found right, for this text only.
CREATE TABLE bundle_acknowledgements (
    layer BIGINT NOT NULL REFERENCES bundle_layers (id),
    key TEXT NOT NULL,
    code TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    author TEXT NOT NULL,
    created BIGINT NOT NULL,
    PRIMARY KEY (layer, key, code, text_hash)
);

-- What has to follow in a region after a change that concerns several; gone when it is done.
CREATE TABLE refresh (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    region BIGINT NOT NULL REFERENCES regions (id),
    what TEXT NOT NULL
);
