-- Certificates received from abroad: every image of every number, judged at arrival.
CREATE TABLE inbound (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  issuer        TEXT    NOT NULL,               -- empty when nothing could be read
  number        TEXT    NOT NULL,
  revision      INTEGER NOT NULL CHECK (revision >= 0),
  document_sha  TEXT    NOT NULL REFERENCES document,
  submission_id TEXT    NOT NULL DEFAULT '',    -- sender's id, named in our answers
  item_id       TEXT    NOT NULL DEFAULT '',    -- inbox item it came in
  via           TEXT    NOT NULL,               -- gateway, bundle, pull, file
  state         TEXT    NOT NULL CHECK (state IN ('quarantined', 'refused', 'valid', 'valid_with_warnings',
                  'superseded', 'cancelled_by_issuer', 'replaced_by_issuer', 'suspended', 'set_aside')),
  judged        TEXT    NOT NULL CHECK (judged IN ('quarantined', 'refused', 'valid', 'valid_with_warnings')),
                                                -- what the judgement alone says; state follows from all images
  seal_holds    INTEGER NOT NULL CHECK (seal_holds IN (0, 1)),          -- validly signed by an entitled issuer?
  conflict      INTEGER NOT NULL DEFAULT 0 CHECK (conflict IN (0, 1)),  -- same key, other validly signed bytes
  current       INTEGER NOT NULL DEFAULT 0 CHECK (current IN (0, 1)),   -- the image that counts for this number
  shown         INTEGER NOT NULL DEFAULT 0 CHECK (shown IN (0, 1)),     -- the image a list shows for this number
  verdict       TEXT    NOT NULL CHECK (verdict IN ('genuine', 'look', 'not_genuine', 'cannot_judge')),
  headline      TEXT    NOT NULL,               -- code of the verdict in words
  reasons       TEXT    NOT NULL,               -- findings, JSON list
  signed_by     TEXT    NOT NULL DEFAULT '',
  officer       TEXT    NOT NULL DEFAULT '',
  signed_at     INTEGER,
  list_number   INTEGER,                        -- trust list that judged
  decision      TEXT    NOT NULL DEFAULT 'open',  -- word of customs' decision on the whole
  stamp         INTEGER NOT NULL DEFAULT 1,     -- rises with each change
  agreement     TEXT    NOT NULL,
  exporter      TEXT    NOT NULL,
  consignee     TEXT    NOT NULL,
  origin        TEXT    NOT NULL,               -- country code
  destination   TEXT    NOT NULL,               -- country code
  goods         TEXT    NOT NULL,
  references_text TEXT  NOT NULL,
  issued_on     TEXT,
  valid_to      TEXT,
  received_at   INTEGER NOT NULL,
  changed_at    INTEGER NOT NULL,
  UNIQUE (issuer, number, revision, document_sha)
) STRICT;
CREATE INDEX inbound_recent ON inbound (received_at DESC, id DESC) WHERE shown = 1;
CREATE INDEX inbound_number ON inbound (number, revision);
CREATE UNIQUE INDEX inbound_current ON inbound (issuer, number) WHERE current = 1;
CREATE UNIQUE INDEX inbound_shown ON inbound (issuer, number) WHERE shown = 1 AND number <> '';
CREATE INDEX inbound_document ON inbound (document_sha);
CREATE INDEX inbound_submission ON inbound (submission_id) WHERE submission_id <> '';
CREATE TRIGGER inbound_bytes_never_change BEFORE UPDATE OF issuer, number, revision, document_sha ON inbound
BEGIN SELECT RAISE(ABORT, 'write_once'); END;
CREATE TRIGGER inbound_end_is_final BEFORE UPDATE OF state ON inbound
WHEN old.state = 'set_aside' AND new.state <> old.state
BEGIN SELECT RAISE(ABORT, 'state_move'); END;
CREATE TRIGGER inbound_never_shrinks BEFORE DELETE ON inbound BEGIN SELECT RAISE(ABORT, 'write_once'); END;

-- Goods items of a received image, with the quantity its balance counts in.
CREATE TABLE inbound_item (
  inbound     INTEGER NOT NULL REFERENCES inbound,
  sequence    INTEGER NOT NULL CHECK (sequence >= 1),
  description TEXT    NOT NULL,
  hs_code     TEXT    NOT NULL,
  quantity    TEXT    NOT NULL,                 -- certified, canonical decimal
  unit        TEXT    NOT NULL,                 -- Rec 20 code
  PRIMARY KEY (inbound, sequence)
) STRICT, WITHOUT ROWID;

-- Signed status statements; one that names an unknown number waits for its certificate.
CREATE TABLE statement (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  issuer       TEXT    NOT NULL,
  number       TEXT    NOT NULL,
  revision     INTEGER NOT NULL CHECK (revision >= 1),
  status       TEXT    NOT NULL CHECK (status IN ('cancelled', 'replaced', 'suspended', 'lifted')),
  reason       TEXT    NOT NULL,
  successor    TEXT    NOT NULL,
  effective_at INTEGER NOT NULL,
  document_sha TEXT    NOT NULL REFERENCES document,
  applied_at   INTEGER,                         -- when it took effect on a record here
  received_at  INTEGER NOT NULL,
  UNIQUE (issuer, number, revision, document_sha)
) STRICT;
CREATE INDEX statement_number ON statement (issuer, number, revision);
CREATE TRIGGER statement_never_shrinks BEFORE DELETE ON statement BEGIN SELECT RAISE(ABORT, 'write_once'); END;
