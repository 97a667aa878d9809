-- Settings of this office and person.
CREATE TABLE setting (
  name       TEXT    PRIMARY KEY,
  value      TEXT    NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Running numbers of our own answers and queries; they only rise.
CREATE TABLE counter (
  name  TEXT    PRIMARY KEY,
  value INTEGER NOT NULL CHECK (value >= 1)
) STRICT, WITHOUT ROWID;

-- This installation, as the gateway knows it. One row.
CREATE TABLE device (
  one         INTEGER PRIMARY KEY CHECK (one = 1),
  id          TEXT    NOT NULL,                 -- UUID, empty until the office is set up
  epoch       INTEGER NOT NULL CHECK (epoch >= 1),
  seq         INTEGER NOT NULL CHECK (seq >= 0),  -- last sequence given to a submission of this epoch
  owner_epoch INTEGER NOT NULL                  -- rises at every open; a process that lost the profile cannot write
) STRICT;
INSERT INTO device (one, id, epoch, seq, owner_epoch) VALUES (1, '', 1, 0, 0);
