CREATE TABLE meta (
    key   TEXT PRIMARY KEY,          -- cursor_salt, generation
    value TEXT NOT NULL
) STRICT;

CREATE TABLE client (
    id            TEXT PRIMARY KEY,  -- client registration
    party         TEXT NOT NULL,     -- whose it is; what another party owns answers 404
    kind          TEXT NOT NULL,     -- desktop, office, post, gateway
    salt          TEXT NOT NULL,
    secret_sha256 TEXT NOT NULL,     -- over salt and secret, hex; the secret itself is not kept
    suspended     INTEGER NOT NULL,
    receipt_n     INTEGER NOT NULL DEFAULT 0,   -- counter of the last receipt
    receipt_head  TEXT NOT NULL                 -- its digest, zeros before the first
) STRICT;

CREATE TABLE token (
    sha256  TEXT PRIMARY KEY,        -- digest of the token; the token itself is not kept
    client  TEXT NOT NULL REFERENCES client (id),
    expires INTEGER NOT NULL         -- milliseconds since 1970
) STRICT;

CREATE TABLE submission (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,  -- order of custody
    id           TEXT NOT NULL UNIQUE,               -- chosen by the sender; kept for ever
    client       TEXT NOT NULL REFERENCES client (id),
    env_sha256   TEXT NOT NULL,
    kind         TEXT NOT NULL,
    route        TEXT NOT NULL,
    key          TEXT NOT NULL,      -- business key as the receipt says it, JSON
    revision     INTEGER NOT NULL,
    doc_sha256   TEXT NOT NULL,
    depends_on   TEXT,
    device_id    TEXT,               -- the device columns are NULL when a gateway forwards
    device_epoch INTEGER,
    device_seq   INTEGER,
    onward       TEXT NOT NULL,      -- peer:ID, box:ID or sender
    paused       INTEGER NOT NULL,   -- whether its route was paused when it came
    hops         TEXT NOT NULL,      -- gateways it came through
    outcome      TEXT,               -- what an answer decided
    state        TEXT NOT NULL,
    state_seq    INTEGER NOT NULL,   -- counts the moves
    received_at  TEXT NOT NULL,
    receipt      TEXT NOT NULL,      -- compact JWS; every repeat gets these bytes
    receipt_n    INTEGER NOT NULL,
    repeated_at  TEXT,               -- when it was last sent again
    UNIQUE (client, receipt_n),
    UNIQUE (device_id, device_epoch, device_seq)
) STRICT;
CREATE INDEX submission_state ON submission (state);
CREATE INDEX submission_depends ON submission (depends_on) WHERE depends_on IS NOT NULL;

CREATE TABLE alias (
    id         TEXT PRIMARY KEY,     -- another id of a submission whose number and document were known
    env_sha256 TEXT NOT NULL,
    original   TEXT NOT NULL REFERENCES submission (id)
) STRICT;

CREATE TABLE closed (
    id        TEXT PRIMARY KEY,      -- never taken any more: voided or refused
    client    TEXT NOT NULL,
    problem   TEXT NOT NULL,         -- the answer every repeat gets, with its refusal; JSON
    statement TEXT,                  -- void statement
    at        TEXT NOT NULL
) STRICT;

CREATE TABLE business_key (
    type       TEXT NOT NULL,        -- certificate, response
    party      TEXT NOT NULL,        -- issuing body; for an answer, the party that answers
    number     TEXT NOT NULL,        -- certificate number; for an answer, issuing body and certificate number
    revision   INTEGER NOT NULL,     -- signed step; for an answer, its running number
    submission TEXT NOT NULL REFERENCES submission (id),
    PRIMARY KEY (type, party, number, revision)
) STRICT;

CREATE TABLE envelope (
    id   TEXT PRIMARY KEY REFERENCES submission (id),
    body BLOB NOT NULL               -- as sent, byte for byte
) STRICT;

CREATE TABLE document (
    submission TEXT NOT NULL REFERENCES submission (id),
    sha256     TEXT NOT NULL,
    size       INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    PRIMARY KEY (submission, sha256) -- the bytes lie in the envelope
) STRICT;
CREATE INDEX document_sha256 ON document (sha256);

CREATE TABLE evidence (
    n          INTEGER PRIMARY KEY AUTOINCREMENT,
    submission TEXT NOT NULL REFERENCES submission (id),
    type       TEXT NOT NULL,        -- delivery, refusal
    origin     TEXT NOT NULL,        -- gateway it comes from
    raw        TEXT NOT NULL,        -- compact JWS
    at         TEXT NOT NULL
) STRICT;

CREATE TABLE answer (
    submission TEXT NOT NULL REFERENCES submission (id),   -- the certificate answered
    item_id    TEXT NOT NULL,
    outcome    TEXT NOT NULL,
    at         TEXT NOT NULL,
    PRIMARY KEY (submission, item_id)
) STRICT;

CREATE TABLE box (
    id       TEXT PRIMARY KEY,       -- own:CLIENT, or the name of a shared box
    next_seq INTEGER NOT NULL DEFAULT 1   -- taken inside the transaction that adds the item: commit order
) STRICT;

CREATE TABLE box_client (
    box    TEXT NOT NULL REFERENCES box (id),
    client TEXT NOT NULL REFERENCES client (id),
    PRIMARY KEY (box, client)
) STRICT;

CREATE TABLE item (
    box        TEXT NOT NULL REFERENCES box (id),
    seq        INTEGER NOT NULL,
    item_id    TEXT NOT NULL UNIQUE,
    submission TEXT REFERENCES submission (id),
    body       TEXT NOT NULL,        -- without envelope and document bytes, JSON
    PRIMARY KEY (box, seq)
) STRICT;

CREATE TABLE item_ack (
    client  TEXT NOT NULL REFERENCES client (id),
    item_id TEXT NOT NULL REFERENCES item (item_id),
    outcome TEXT NOT NULL,           -- stored, unreadable
    detail  TEXT,
    at      TEXT NOT NULL,
    PRIMARY KEY (client, item_id)
) STRICT;

CREATE TABLE forward (
    submission TEXT PRIMARY KEY REFERENCES submission (id),
    peer       TEXT NOT NULL,
    next_at    INTEGER,              -- milliseconds since 1970; NULL is at once
    failures   INTEGER NOT NULL DEFAULT 0,
    n          INTEGER NOT NULL DEFAULT 0    -- attempts begun
) STRICT;

CREATE TABLE forward_attempt (
    submission TEXT NOT NULL REFERENCES submission (id),
    n          INTEGER NOT NULL,
    started_at TEXT NOT NULL,
    outcome    TEXT,                 -- NULL: begun, and nothing known of its end
    words      TEXT,
    PRIMARY KEY (submission, n)
) STRICT;
