-- One direction between this node and another, over bundles carried by hand.
CREATE TABLE lane (
  id         TEXT    PRIMARY KEY,               -- sender>receiver
  node       TEXT    NOT NULL,                  -- the other node
  is_ours    INTEGER NOT NULL CHECK (is_ours IN (0, 1)),  -- do we write in it?
  n          INTEGER NOT NULL DEFAULT 0,        -- highest bundle number given out, or read
  head       TEXT    NOT NULL DEFAULT '',       -- digest of that bundle's header
  entries    INTEGER NOT NULL DEFAULT 0,        -- highest entry number given out, or read
  told       INTEGER NOT NULL DEFAULT 0,        -- entries held that the other side was told of
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Bundles packed here. A number is taken before the first byte is written, and only given back when nothing whole
-- can be on the carrier.
CREATE TABLE bundle_out (
  bundle_id  TEXT    PRIMARY KEY,
  lane       TEXT    NOT NULL REFERENCES lane,
  n          INTEGER NOT NULL CHECK (n >= 1),
  header_sha TEXT    NOT NULL CHECK (length(header_sha) = 64),
  prev       TEXT    NOT NULL,                  -- digest of the header before it, or empty
  first      INTEGER NOT NULL,
  last       INTEGER NOT NULL,                  -- first - 1 when it holds nothing but confirmations
  size       INTEGER NOT NULL,                  -- bytes of the file
  name       TEXT    NOT NULL,                  -- of the file
  told       INTEGER NOT NULL,                  -- entries of the other side it confirms
  created_at INTEGER NOT NULL,
  written_at INTEGER,                           -- when it was read back from the carrier whole
  UNIQUE (lane, n)
) STRICT, WITHOUT ROWID;

-- Bundles read here. One without an end was broken off and is read again from its start.
CREATE TABLE bundle_in (
  bundle_id  TEXT    PRIMARY KEY,
  lane       TEXT    NOT NULL REFERENCES lane,
  n          INTEGER NOT NULL CHECK (n >= 1),
  header_sha TEXT    NOT NULL CHECK (length(header_sha) = 64),
  prev       TEXT    NOT NULL,
  first      INTEGER NOT NULL,
  last       INTEGER NOT NULL,
  claimed_at INTEGER,                           -- when it was packed, by the packer's clock; none when it names no time
  read_at    INTEGER NOT NULL,
  ended_at   INTEGER                            -- when every entry had its effect
) STRICT, WITHOUT ROWID;
CREATE INDEX bundle_in_lane ON bundle_in (lane, n);

-- What was in them.
CREATE TABLE bundle_entry (
  lane      TEXT    NOT NULL REFERENCES lane,
  seq       INTEGER NOT NULL CHECK (seq >= 1),
  bundle_id TEXT    NOT NULL,
  kind      TEXT    NOT NULL,                   -- submission, item, receipt …
  thing     TEXT    NOT NULL,                   -- id under which it is known
  sha       TEXT    NOT NULL CHECK (length(sha) = 64),
  outcome   TEXT    NOT NULL DEFAULT '',        -- of an entry read: taken, known, aside
  acked_at  INTEGER,                            -- of an entry packed: when the other side said that it has it
  PRIMARY KEY (lane, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX bundle_entry_bundle ON bundle_entry (bundle_id);
CREATE INDEX bundle_entry_thing ON bundle_entry (thing, lane);
