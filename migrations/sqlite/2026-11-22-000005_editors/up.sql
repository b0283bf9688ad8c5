-- People who write: who they are, what they may do, what they have done, and what waits to be published.

-- Where people and pages belong; both may name one.
CREATE TABLE organizations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    region BIGINT NOT NULL REFERENCES regions (id),
    name TEXT NOT NULL,
    UNIQUE (region, name)
);

-- `email` in lower case; `password` is an Argon2id hash (PHC), none until it is first chosen; `totp` the secret of the second
-- factor, `totp_step` the last time step whose code was taken. An erased user keeps only the id.
CREATE TABLE users (
    id TEXT PRIMARY KEY NOT NULL,
    email TEXT UNIQUE,
    name TEXT NOT NULL,
    organization BIGINT REFERENCES organizations (id),
    password TEXT,
    totp TEXT,
    totp_step BIGINT NOT NULL,
    disabled BOOLEAN NOT NULL,
    created BIGINT NOT NULL,
    seen BIGINT
);

-- What a user may do: `role` in one region, or in all (region NULL), of one language, or for one page and what is below it.
CREATE TABLE grants (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person TEXT NOT NULL REFERENCES users (id),
    role TEXT NOT NULL,
    region BIGINT REFERENCES regions (id),
    language TEXT,
    item TEXT REFERENCES items (id),
    author TEXT NOT NULL,
    created BIGINT NOT NULL
);
CREATE INDEX grants_by_person ON grants (person);
CREATE INDEX grants_by_region ON grants (region);

-- A browser that somebody has signed in with; `hash` is that of its cookie.
CREATE TABLE sessions (
    hash TEXT PRIMARY KEY NOT NULL,
    person TEXT NOT NULL REFERENCES users (id),
    created BIGINT NOT NULL,
    used BIGINT NOT NULL,
    expires BIGINT NOT NULL
);
CREATE INDEX sessions_by_person ON sessions (person);

-- Whoever has lost the second factor signs in with one of these, once; `hash` as in `sessions`.
CREATE TABLE recovery_codes (
    person TEXT NOT NULL REFERENCES users (id),
    hash TEXT NOT NULL,
    PRIMARY KEY (person, hash)
);

-- A token does what its user may, within its `scopes` (separated by blanks); `prefix` is shown, so that people know it again.
-- A table of its own: a release that knows only `tokens` must not take one of these for an administrator's.
CREATE TABLE personal_tokens (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person TEXT NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    scopes TEXT NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT,
    used BIGINT,
    UNIQUE (person, name)
);

-- What is set for a region and no reader sees.
CREATE TABLE region_options (
    region BIGINT PRIMARY KEY NOT NULL REFERENCES regions (id),
    four_eyes BOOLEAN NOT NULL
);

-- Why a version was made, for those who compare versions.
ALTER TABLE versions ADD COLUMN reason TEXT;
-- What a text has come to is told by this alone: the versions themselves are long, and there are many of them.
CREATE INDEX versions_by_state ON versions (item, language, number, state, minor, machine, follows, slug);

-- When a version becomes public (`publish`) or the text is withdrawn (`expire`), unless there is a public or withdrawn version
-- above `seen` by then.
CREATE TABLE schedules (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    region BIGINT NOT NULL REFERENCES regions (id),
    item TEXT NOT NULL REFERENCES items (id),
    language TEXT NOT NULL,
    what TEXT NOT NULL,
    version BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    due BIGINT NOT NULL,
    state TEXT NOT NULL,
    author TEXT NOT NULL,
    created BIGINT NOT NULL
);
CREATE INDEX schedules_by_due ON schedules (state, due);
CREATE INDEX schedules_by_item ON schedules (item, language);

-- Text that was not saved as a version: one per user and text.
CREATE TABLE autosaves (
    person TEXT NOT NULL,
    item TEXT NOT NULL REFERENCES items (id),
    language TEXT NOT NULL,
    base BIGINT NOT NULL,
    title TEXT NOT NULL,
    html TEXT NOT NULL,
    updated BIGINT NOT NULL,
    PRIMARY KEY (person, item, language)
);

-- What was answered to a request that creates, so that the same one again gets the same answer.
CREATE TABLE idempotency_keys (
    actor TEXT NOT NULL,
    key TEXT NOT NULL,
    request TEXT NOT NULL,
    status BIGINT NOT NULL,
    answer TEXT NOT NULL,
    created BIGINT NOT NULL,
    PRIMARY KEY (actor, key)
);
CREATE INDEX idempotency_keys_by_created ON idempotency_keys (created);

-- The text of another page that a copy was made from: `version` is the newest public one that was seen.
CREATE TABLE origins (
    item TEXT NOT NULL REFERENCES items (id),
    language TEXT NOT NULL,
    origin TEXT NOT NULL REFERENCES items (id),
    version BIGINT NOT NULL,
    PRIMARY KEY (item, language)
);
CREATE INDEX origins_by_origin ON origins (origin);

-- Pages whose text shows that of another page, `included`, before or after their own.
CREATE TABLE inclusions (
    item TEXT PRIMARY KEY NOT NULL REFERENCES items (id),
    included TEXT NOT NULL REFERENCES items (id)
);
CREATE INDEX inclusions_by_included ON inclusions (included);

-- Links that somebody without an account writes with: in one language, to chosen pages and messages, until they expire.
CREATE TABLE invitations (
    id TEXT PRIMARY KEY NOT NULL,
    region BIGINT NOT NULL REFERENCES regions (id),
    language TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    pages TEXT NOT NULL,
    messages TEXT NOT NULL,
    note TEXT NOT NULL,
    author TEXT NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    revoked BOOLEAN NOT NULL
);
CREATE INDEX invitations_by_region ON invitations (region);

-- What came in through an invitation: a text of a page (`item`), or a message (`bundle`, `message`). `base` tells what stood
-- there when it was written; `version` is the number of the version of the page that came of it.
CREATE TABLE suggestions (
    id TEXT PRIMARY KEY NOT NULL,
    invitation TEXT NOT NULL REFERENCES invitations (id),
    region BIGINT NOT NULL REFERENCES regions (id),
    language TEXT NOT NULL,
    item TEXT REFERENCES items (id),
    bundle TEXT,
    message TEXT,
    base TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    contributor TEXT,
    state TEXT NOT NULL,
    decided_by TEXT,
    reason TEXT,
    version BIGINT,
    created BIGINT NOT NULL
);
CREATE INDEX suggestions_by_region ON suggestions (region, state);
CREATE INDEX suggestions_by_invitation ON suggestions (invitation);

-- What everybody has changed. `before` and `after` are version numbers; `address` is a prefix, and goes after some days.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    region BIGINT,
    subject TEXT NOT NULL,
    before BIGINT,
    after BIGINT,
    address TEXT
);
CREATE INDEX audit_by_region ON audit (region, id);
CREATE INDEX audit_by_at ON audit (at);

-- Addresses on other servers that readers' texts link to, and what came of the last visit. `failed` is when the first of the
-- failures in a row came, `checked` the last visit, `due` the next one.
CREATE TABLE link_checks (
    url TEXT PRIMARY KEY NOT NULL,
    state TEXT NOT NULL,
    detail TEXT NOT NULL,
    failures BIGINT NOT NULL,
    failed BIGINT,
    checked BIGINT,
    due BIGINT NOT NULL
);
CREATE INDEX link_checks_by_due ON link_checks (due);
