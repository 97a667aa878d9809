CREATE TABLE registered (
    client        TEXT PRIMARY KEY,  -- client registration
    origin        TEXT NOT NULL,     -- configuration, or command: who wrote it last
    party         TEXT NOT NULL,
    kind          TEXT NOT NULL,     -- desktop, office, post, gateway
    salt          TEXT NOT NULL,
    secret_sha256 TEXT NOT NULL,     -- over salt and secret, hex; empty: no secret
    credentials   TEXT NOT NULL,     -- client certificates and assertion keys, JSON
    boxes         TEXT NOT NULL,     -- shared boxes given by command, JSON
    suspended     INTEGER NOT NULL,  -- as the configuration says
    halted        INTEGER NOT NULL   -- suspended by command; outlives every start
) STRICT;

CREATE TABLE assertion (
    jti_sha256 TEXT PRIMARY KEY,     -- digest over client and jti of an assertion that was used
    until      INTEGER NOT NULL      -- milliseconds since 1970; it could not be used after that anyway
) STRICT;

CREATE TABLE route_gate (
    route TEXT PRIMARY KEY,          -- a route of the configuration whose state was set by command
    state TEXT NOT NULL              -- open, paused, closed
) STRICT;

CREATE TABLE trust_list (
    n    INTEGER PRIMARY KEY,        -- counter of the list
    body BLOB NOT NULL               -- as signed
) STRICT;

CREATE TABLE status_list (
    issuer      TEXT NOT NULL,
    n           INTEGER NOT NULL,    -- counter of the issuer's lists
    is_snapshot INTEGER NOT NULL,
    made_here   INTEGER NOT NULL,    -- signed by this gateway, not handed in by the issuer
    sha256      TEXT NOT NULL,       -- of the claims; the next list names it
    next_update INTEGER NOT NULL,    -- milliseconds since 1970
    up_to       INTEGER NOT NULL,    -- the last end it knows of, when made here
    body        BLOB NOT NULL,       -- compact JWS as signed
    PRIMARY KEY (issuer, n)
) STRICT;

CREATE TABLE ended (
    n         INTEGER PRIMARY KEY,   -- order in which it was noted here
    issuer    TEXT NOT NULL,
    number    TEXT NOT NULL,         -- certificate that counts no longer as it was issued
    revision  INTEGER NOT NULL,      -- and every one before it
    status    TEXT NOT NULL,         -- suspended, valid (again), replaced, cancelled
    successor TEXT NOT NULL,
    reason    TEXT NOT NULL,
    at        INTEGER NOT NULL,      -- milliseconds since 1970
    UNIQUE (issuer, number, revision)
) STRICT;

CREATE TABLE mark (
    name  TEXT PRIMARY KEY,          -- ended: the last submission that was looked at
    value INTEGER NOT NULL
) STRICT;

CREATE TABLE upload (
    client  TEXT NOT NULL,
    sha256  TEXT NOT NULL,           -- what the finished bytes must have
    size    INTEGER NOT NULL,        -- what the finished bytes must have
    offset_ INTEGER NOT NULL,        -- how much is here
    done    INTEGER NOT NULL,
    touched INTEGER NOT NULL,        -- milliseconds since 1970
    PRIMARY KEY (client, sha256)
) STRICT;

CREATE TABLE upload_chunk (
    client TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    at     INTEGER NOT NULL,         -- offset of its first byte
    body   BLOB NOT NULL,
    PRIMARY KEY (client, sha256, at)
) STRICT;

CREATE TABLE number_pool (
    issuer    TEXT NOT NULL,
    agreement TEXT NOT NULL,
    next      INTEGER NOT NULL,      -- the first number that was never leased
    PRIMARY KEY (issuer, agreement)
) STRICT;

CREATE TABLE number_lease (
    id        TEXT PRIMARY KEY,      -- chosen by the desk
    client    TEXT NOT NULL,
    wish      TEXT NOT NULL,         -- digest of what was asked; a repeat must ask the same
    statement TEXT NOT NULL,         -- compact JWS; every repeat gets these bytes
    returned  TEXT,                  -- what was said when it was given back, JSON
    receipt   TEXT                   -- the statement about that, compact JWS
) STRICT;

CREATE TABLE device_epoch (
    device TEXT NOT NULL,
    epoch  INTEGER NOT NULL,
    wish   TEXT NOT NULL,            -- digest of what was said; a repeat must say the same
    at     TEXT NOT NULL,
    PRIMARY KEY (device, epoch)
) STRICT;

CREATE TABLE device_pending (
    submission TEXT PRIMARY KEY,     -- declared when an epoch was opened: taken although its epoch is older
    device     TEXT NOT NULL
) STRICT;

CREATE TABLE query_log (
    n         INTEGER PRIMARY KEY,
    client    TEXT NOT NULL,
    issuer    TEXT NOT NULL,
    co_number TEXT NOT NULL,
    reason    TEXT NOT NULL,
    found     INTEGER NOT NULL,
    at        TEXT NOT NULL
) STRICT;

CREATE TABLE told (
    submission TEXT PRIMARY KEY,     -- its sender was told that it is parked for long
    at         TEXT NOT NULL
) STRICT;

CREATE TABLE undeliverable (
    submission TEXT PRIMARY KEY,
    reason     TEXT NOT NULL,
    actor      TEXT NOT NULL,        -- who proposed it
    second     TEXT,                 -- who agreed; until then it is a proposal
    at         TEXT NOT NULL
) STRICT;

CREATE TABLE audit (
    n     INTEGER PRIMARY KEY,
    prev  TEXT NOT NULL,             -- digest of the line before, zeros for the first
    actor TEXT NOT NULL,
    what  TEXT NOT NULL,             -- JSON
    at    TEXT NOT NULL,
    sha256 TEXT NOT NULL             -- over prev, n, actor, what and at
) STRICT;

CREATE INDEX submission_received ON submission (client, received_at);
