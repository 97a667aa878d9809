CREATE TABLE bundle_read (
    bundle_id     TEXT PRIMARY KEY,
    node          TEXT NOT NULL,     -- who packed it
    n             INTEGER NOT NULL,  -- its number in the lane from there
    header_sha256 TEXT NOT NULL,
    answer        BLOB NOT NULL,     -- JSON as it was given; every repeat gets these bytes
    at            TEXT NOT NULL
) STRICT;
CREATE INDEX bundle_read_node ON bundle_read (node, n);

CREATE TABLE bundle_lane (
    node TEXT PRIMARY KEY,           -- to whom receipts are packed
    n    INTEGER NOT NULL,           -- the last bundle of that lane
    prev TEXT NOT NULL,              -- digest of its header
    last INTEGER NOT NULL,           -- the last entry of that lane
    held TEXT NOT NULL               -- entries of the node that are here, JSON: spans of their numbers
) STRICT;

CREATE TABLE take_over (
    device  TEXT NOT NULL,           -- wishes to take the place of another
    epoch   INTEGER NOT NULL,
    wish    TEXT NOT NULL,           -- digest of what was said; a repeat must say the same
    said    TEXT NOT NULL,           -- JSON
    client  TEXT NOT NULL,
    at      TEXT NOT NULL,
    outcome TEXT,                    -- granted, refused; until then an operator is awaited
    PRIMARY KEY (device, epoch)
) STRICT;
