-- What was done, by whom, when. Append-only; each row carries the digest of the row before it.
CREATE TABLE journal (
  seq     INTEGER PRIMARY KEY AUTOINCREMENT,           -- running number from 1, no gaps
  at      INTEGER NOT NULL,                            -- milliseconds since 1970-01-01T00:00:00Z
  actor   TEXT    NOT NULL CHECK (actor <> ''),        -- person, or the worker that acted
  what    TEXT    NOT NULL CHECK (what <> ''),         -- code, noun.verb
  subject TEXT    NOT NULL,                            -- number or id it is about, or empty
  params  TEXT    NOT NULL,                            -- JSON object of texts
  prev    BLOB    NOT NULL CHECK (length(prev) = 32),  -- hash of the row before, zeros for the first
  hash    BLOB    NOT NULL UNIQUE CHECK (length(hash) = 32)  -- SHA-256 of prev and the canonical text of this row
) STRICT;
CREATE INDEX journal_subject ON journal (subject, seq);
CREATE TRIGGER journal_never_changes BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'write_once'); END;
CREATE TRIGGER journal_never_shrinks BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'write_once'); END;
