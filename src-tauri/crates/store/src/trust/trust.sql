-- Every trust list ever taken in, byte for byte.
CREATE TABLE trust_list (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  list        TEXT    NOT NULL,                 -- which list: its publisher
  n           INTEGER NOT NULL CHECK (n >= 0),  -- number of the list; only a higher one replaces
  sha256      TEXT    NOT NULL CHECK (length(sha256) = 64),
  bytes       BLOB    NOT NULL,
  claims      TEXT    NOT NULL,                 -- what was read from the verified bytes, JSON
  issued_at   INTEGER,
  next_update INTEGER,
  added_at    INTEGER NOT NULL,
  UNIQUE (list, n)
) STRICT;
CREATE TRIGGER trust_list_never_changes BEFORE UPDATE ON trust_list BEGIN SELECT RAISE(ABORT, 'write_once'); END;
CREATE TRIGGER trust_list_never_shrinks BEFORE DELETE ON trust_list BEGIN SELECT RAISE(ABORT, 'write_once'); END;
