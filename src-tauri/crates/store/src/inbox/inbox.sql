-- Position in each box of a gateway; the cursor is the gateway's own text.
CREATE TABLE box (
  id         TEXT    PRIMARY KEY,
  cursor     TEXT    NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What arrived, once per item whatever the way it came.
CREATE TABLE inbox (
  item_id       TEXT    PRIMARY KEY,
  box           TEXT    NOT NULL,
  kind          TEXT    NOT NULL CHECK (kind IN ('submission', 'event', 'notice')),
  submission_id TEXT,
  issuer        TEXT    NOT NULL DEFAULT '',
  co_number     TEXT    NOT NULL DEFAULT '',
  revision      INTEGER,
  doc_sha       TEXT,                           -- digest announced by the gateway
  state         TEXT    NOT NULL CHECK (state IN ('listed', 'stored', 'unreadable')),
  via           TEXT    NOT NULL,               -- gateway, bundle, pull, file
  body          BLOB,                           -- the item as it came, until its effect is stored
  tries         INTEGER NOT NULL DEFAULT 0,     -- fetches of its bytes that failed
  at            INTEGER NOT NULL,               -- when the gateway put it into the box
  received_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX inbox_listed ON inbox (received_at) WHERE state = 'listed';

-- Acknowledgements, born in the transaction that stores the item.
CREATE TABLE ack (
  item_id TEXT    PRIMARY KEY REFERENCES inbox,
  box     TEXT    NOT NULL,
  outcome TEXT    NOT NULL CHECK (outcome IN ('stored', 'unreadable')),
  sent_at INTEGER                               -- when the gateway confirmed it
) STRICT, WITHOUT ROWID;
CREATE INDEX ack_due ON ack (box) WHERE sent_at IS NULL;
