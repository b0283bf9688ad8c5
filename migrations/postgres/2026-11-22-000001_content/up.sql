-- Regions, languages, items and their texts; the counter of each region and the lines published from it.
-- Times are milliseconds UTC, JSON is text, enumerations are text.

CREATE TABLE regions (
    id BIGSERIAL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    status TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    latitude DOUBLE PRECISION,
    longitude DOUBLE PRECISION,
    bounding_box TEXT NOT NULL,
    aliases TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    default_language TEXT NOT NULL,
    features TEXT NOT NULL
);

-- `tag` as it was entered; `key` is the tag in lower case, as it stands in scopes and in every other table.
CREATE TABLE languages (
    id BIGSERIAL PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    tag TEXT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    native_name TEXT NOT NULL
);

-- The language tree of a region; `source` is the language that texts are translated from.
CREATE TABLE region_languages (
    region BIGINT NOT NULL REFERENCES regions (id),
    language TEXT NOT NULL REFERENCES languages (key),
    source TEXT REFERENCES languages (key),
    position BIGINT NOT NULL,
    active BOOLEAN NOT NULL,
    visible BOOLEAN NOT NULL,
    PRIMARY KEY (region, language)
);

-- `number` is the item's ETag; `archived_by` and `placed_by` name who did so last.
CREATE TABLE items (
    id TEXT PRIMARY KEY,
    region BIGINT NOT NULL REFERENCES regions (id),
    kind TEXT NOT NULL,
    parent TEXT REFERENCES items (id),
    position BIGINT NOT NULL,
    archived BOOLEAN NOT NULL,
    archived_by TEXT,
    placed_by TEXT NOT NULL,
    details TEXT NOT NULL,
    checked TEXT,
    number BIGINT NOT NULL,
    created BIGINT NOT NULL
);
CREATE INDEX items_by_parent ON items (parent);
CREATE INDEX items_by_region ON items (region, kind);

CREATE TABLE versions (
    item TEXT NOT NULL REFERENCES items (id),
    language TEXT NOT NULL REFERENCES languages (key),
    number BIGINT NOT NULL,
    state TEXT NOT NULL,
    title TEXT NOT NULL,
    slug TEXT NOT NULL,
    html TEXT NOT NULL,
    minor BOOLEAN NOT NULL,
    machine BOOLEAN NOT NULL,
    follows BIGINT,
    author TEXT NOT NULL,
    updated BIGINT NOT NULL,
    created BIGINT NOT NULL,
    PRIMARY KEY (item, language, number)
);

-- Who may use a slug: the one item that has it in any of its versions.
CREATE TABLE slugs (
    region BIGINT NOT NULL REFERENCES regions (id),
    language TEXT NOT NULL REFERENCES languages (key),
    kind TEXT NOT NULL,
    slug TEXT NOT NULL,
    item TEXT NOT NULL REFERENCES items (id),
    PRIMARY KEY (region, language, kind, slug)
);
CREATE INDEX slugs_by_item ON slugs (item);

-- The integers that the v3 face shows for an item (language NULL) and for its text in a language.
CREATE TABLE numbers (
    number BIGSERIAL PRIMARY KEY,
    region BIGINT NOT NULL REFERENCES regions (id),
    item TEXT NOT NULL REFERENCES items (id),
    language TEXT
);
CREATE UNIQUE INDEX numbers_of_items ON numbers (item) WHERE language IS NULL;
CREATE UNIQUE INDEX numbers_of_texts ON numbers (item, language) WHERE language IS NOT NULL;
CREATE INDEX numbers_by_region ON numbers (region, number);

-- `edits` moves with every change of a region, `rev` with every change of what it publishes.
CREATE TABLE sync_region (
    region BIGINT PRIMARY KEY REFERENCES regions (id),
    edits BIGINT NOT NULL,
    rev BIGINT NOT NULL,
    epoch TEXT NOT NULL,
    epoch_seq BIGINT NOT NULL
);

-- The published lines; a deleted item keeps its row without a line.
CREATE TABLE sync_item (
    region BIGINT NOT NULL REFERENCES regions (id),
    scope TEXT NOT NULL,
    key TEXT NOT NULL COLLATE "C",
    line TEXT,
    bucket INTEGER NOT NULL,
    rev BIGINT NOT NULL,
    deleted BOOLEAN NOT NULL,
    PRIMARY KEY (region, scope, key)
);
CREATE INDEX sync_item_by_key ON sync_item (region, key);
CREATE INDEX sync_item_by_rev ON sync_item (region, rev);
CREATE INDEX sync_item_by_bucket ON sync_item (region, scope, bucket);

-- Every (language, path) and (language, source id) under which an import has seen an item; `run` is the last one.
CREATE TABLE import_key (
    region BIGINT NOT NULL REFERENCES regions (id),
    source TEXT NOT NULL,
    language TEXT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    item TEXT NOT NULL REFERENCES items (id),
    run BIGINT NOT NULL,
    PRIMARY KEY (region, source, language, kind, value)
);

-- What the last import of a text brought: the hash of its source, of its cleaned text, and its place.
CREATE TABLE import_text (
    region BIGINT NOT NULL REFERENCES regions (id),
    source TEXT NOT NULL,
    item TEXT NOT NULL REFERENCES items (id),
    language TEXT NOT NULL,
    source_hash TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    source_date BIGINT NOT NULL,
    present BOOLEAN NOT NULL,
    PRIMARY KEY (region, source, item, language)
);

CREATE TABLE tokens (
    id BIGSERIAL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    hash TEXT NOT NULL UNIQUE,
    created BIGINT NOT NULL
);
