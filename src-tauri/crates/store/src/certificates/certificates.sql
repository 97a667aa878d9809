-- The register of what this office issued. Columns are an index over the signed bytes.
CREATE TABLE certificate (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  issuer      TEXT    NOT NULL,
  number      TEXT    NOT NULL,
  revision    INTEGER NOT NULL CHECK (revision >= 1),  -- latest signed step of this number
  state       TEXT    NOT NULL CHECK (state IN ('issued', 'suspended', 'replaced', 'cancelled')),
  issued_at   INTEGER NOT NULL,
  issued_on   TEXT    NOT NULL,                 -- day of issue as certified, CCYY-MM-DD
  valid_to    TEXT,
  agreement   TEXT    NOT NULL,
  exporter    TEXT    NOT NULL,
  consignee   TEXT    NOT NULL,
  destination TEXT    NOT NULL,                 -- country code
  goods       TEXT    NOT NULL,                 -- descriptions and product codes, for searching
  references_text TEXT NOT NULL,                -- invoices, transport documents, containers, for searching
  item_count  INTEGER NOT NULL,
  successor   TEXT,                             -- number of the certificate that replaced it
  changed_at  INTEGER NOT NULL,
  UNIQUE (issuer, number)
) STRICT;
CREATE INDEX certificate_recent ON certificate (issued_at DESC, id DESC);
CREATE INDEX certificate_number ON certificate (number);

-- Every signed step of a number: issue, amend, cancel and the rest.
CREATE TABLE certificate_revision (
  certificate   INTEGER NOT NULL REFERENCES certificate,
  revision      INTEGER NOT NULL CHECK (revision >= 1),
  kind          TEXT    NOT NULL CHECK (kind IN ('issue', 'amend', 'replace', 'cancel', 'suspend', 'lift')),
  document_sha  TEXT    NOT NULL REFERENCES document,  -- signed bytes of this step
  pdf_sha       TEXT    REFERENCES document,
  submission_id TEXT,
  reason        TEXT    NOT NULL DEFAULT '',
  actor         TEXT    NOT NULL,
  at            INTEGER NOT NULL,
  PRIMARY KEY (certificate, revision)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER certificate_revision_never_changes BEFORE UPDATE ON certificate_revision
BEGIN SELECT RAISE(ABORT, 'write_once'); END;
CREATE TRIGGER certificate_revision_never_shrinks BEFORE DELETE ON certificate_revision
BEGIN SELECT RAISE(ABORT, 'write_once'); END;
CREATE TRIGGER certificate_end_is_final BEFORE UPDATE OF state ON certificate
WHEN old.state IN ('replaced', 'cancelled') AND new.state <> old.state
BEGIN SELECT RAISE(ABORT, 'state_move'); END;
CREATE TRIGGER certificate_never_shrinks BEFORE DELETE ON certificate BEGIN SELECT RAISE(ABORT, 'write_once'); END;
