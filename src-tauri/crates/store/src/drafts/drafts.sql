-- Drafts: unsigned, editable, thrown away when issued.
CREATE TABLE draft (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  agreement   TEXT    NOT NULL,
  stamp       INTEGER NOT NULL DEFAULT 1,       -- edit stamp: a save must name the one it read
  document    BLOB    NOT NULL,                 -- Tamga CO XML, unsigned
  marks       TEXT    NOT NULL DEFAULT '[]',    -- paths a clone cleared, JSON list
  exporter    TEXT    NOT NULL DEFAULT '',
  consignee   TEXT    NOT NULL DEFAULT '',
  destination TEXT    NOT NULL DEFAULT '',      -- country code
  item_count  INTEGER NOT NULL DEFAULT 0,
  blocks      INTEGER NOT NULL DEFAULT 0,       -- findings that block issuing
  looks       INTEGER NOT NULL DEFAULT 0,       -- findings to look at
  created_by  TEXT    NOT NULL,
  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX draft_recent ON draft (updated_at DESC, id DESC);
