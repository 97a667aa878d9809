-- Blocks of certificate numbers leased to this desk.
CREATE TABLE number_block (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  issuer    TEXT    NOT NULL,
  agreement TEXT    NOT NULL,                   -- profile id, or empty for any
  pattern   TEXT    NOT NULL,                   -- how a number is built from the serial, as leased
  first     INTEGER NOT NULL CHECK (first >= 0),
  last      INTEGER NOT NULL,
  next      INTEGER NOT NULL,                   -- next serial to give out; last + 1 when used up
  expires   TEXT,                               -- last day on which new numbers may be taken, CCYY-MM-DD
  added_at  INTEGER NOT NULL,
  CHECK (last >= first AND next >= first AND next <= last + 1)
) STRICT;
CREATE TRIGGER number_block_only_rises BEFORE UPDATE ON number_block WHEN new.next < old.next
BEGIN SELECT RAISE(ABORT, 'write_once'); END;

-- Every number ever taken from a block. A number is never given out twice.
CREATE TABLE number (
  issuer        TEXT    NOT NULL,
  number        TEXT    NOT NULL,
  block         INTEGER NOT NULL REFERENCES number_block,
  serial        INTEGER NOT NULL,
  state         TEXT    NOT NULL CHECK (state IN ('reserved', 'used', 'void')),
  run           TEXT    NOT NULL,               -- run of the program that reserved it
  submission_id TEXT,
  reason        TEXT    NOT NULL DEFAULT '',    -- why it is void
  at            INTEGER NOT NULL,
  PRIMARY KEY (issuer, number),
  UNIQUE (block, serial)
) STRICT;
CREATE INDEX number_reserved ON number (run) WHERE state = 'reserved';
CREATE TRIGGER number_moves_once BEFORE UPDATE ON number WHEN old.state <> 'reserved'
BEGIN SELECT RAISE(ABORT, 'write_once'); END;
CREATE TRIGGER number_never_forgotten BEFORE DELETE ON number BEGIN SELECT RAISE(ABORT, 'write_once'); END;
