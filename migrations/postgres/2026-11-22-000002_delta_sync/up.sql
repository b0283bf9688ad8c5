-- What was published when, and the signed documents that are served: all that delta sync keeps beside the lines.

-- A scope as it was published at `rev`; `day` and `week` are the ids of its deltas from a day and a week before.
CREATE TABLE sync_publication (
    region BIGINT NOT NULL REFERENCES regions (id),
    epoch TEXT NOT NULL,
    scope TEXT NOT NULL,
    rev BIGINT NOT NULL,
    at BIGINT NOT NULL,
    manifest TEXT NOT NULL,
    day TEXT,
    week TEXT,
    PRIMARY KEY (region, epoch, scope, rev)
);

-- The newest head of each region; its mark on the disk is durable before this row is.
CREATE TABLE sync_head (
    region BIGINT PRIMARY KEY REFERENCES regions (id),
    serial BIGINT NOT NULL,
    document TEXT NOT NULL
);

-- Every root of the keys, from the first on.
CREATE TABLE sync_root (
    version BIGINT PRIMARY KEY,
    document TEXT NOT NULL
);

-- The newest signed list of regions; one row.
CREATE TABLE sync_directory (
    id BIGINT PRIMARY KEY,
    serial BIGINT NOT NULL,
    document TEXT NOT NULL
);

CREATE INDEX sync_item_by_scope ON sync_item (region, scope, rev);

-- Where an archived region is kept up now: its address on the new server.
ALTER TABLE regions ADD COLUMN moved_to TEXT;
