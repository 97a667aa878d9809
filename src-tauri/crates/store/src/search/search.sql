-- One entry per certificate of either register. All of it can be rebuilt from the registers.
CREATE TABLE search_entry (
  id        INTEGER PRIMARY KEY,                -- twice the ref, plus 1 if received; rowid in both full-text tables
  register  TEXT    NOT NULL CHECK (register IN ('issued', 'received')),
  ref       INTEGER NOT NULL,                   -- id in certificate or inbound
  number    TEXT    NOT NULL,                   -- as printed
  key       TEXT    NOT NULL,                   -- upper-case, no separators, no leading zeros of serial parts
  flat      TEXT    NOT NULL,                   -- the same with its zeros
  look      TEXT    NOT NULL,                   -- key with look-alikes folded: O as 0, I and L as 1
  look_flat TEXT    NOT NULL,
  UNIQUE (register, ref)
) STRICT;
CREATE INDEX search_key ON search_entry (key);
CREATE INDEX search_flat ON search_entry (flat);
CREATE INDEX search_look ON search_entry (look);
CREATE INDEX search_look_flat ON search_entry (look_flat);

-- Words, folded; characters of scripts that do not separate words stand alone, so that a phrase finds any part.
CREATE VIRTUAL TABLE search_words USING fts5 (
  text, content = '', contentless_delete = 1, prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2');
-- Parts of numbers and of words, three characters and more.
CREATE VIRTUAL TABLE search_parts USING fts5 (
  text, content = '', contentless_delete = 1, detail = 'full', tokenize = 'trigram');
