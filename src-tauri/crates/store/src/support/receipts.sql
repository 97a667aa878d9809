-- Receipts of gateways bear a document out too: they show that it existed when it was taken into custody.
CREATE TABLE support_with_receipts (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  document_sha TEXT    NOT NULL REFERENCES document,  -- the sealed document, as it was issued or came
  kind         TEXT    NOT NULL CHECK (kind IN ('stamp', 'certificate', 'crl', 'ocsp', 'receipt')),
  bytes_sha    TEXT    NOT NULL REFERENCES document,
  source       TEXT    NOT NULL,                -- address it was fetched from; empty when it came in a file
  at           INTEGER,                         -- moment it speaks about, where it names one
  kept_at      INTEGER NOT NULL,
  UNIQUE (document_sha, kind, bytes_sha)
) STRICT;
INSERT INTO support_with_receipts (id, document_sha, kind, bytes_sha, source, at, kept_at)
  SELECT id, document_sha, kind, bytes_sha, source, at, kept_at FROM support ORDER BY id;
DROP TABLE support;
ALTER TABLE support_with_receipts RENAME TO support;
CREATE TRIGGER support_never_changes BEFORE UPDATE ON support BEGIN SELECT RAISE(ABORT, 'write_once'); END;
CREATE TRIGGER support_never_shrinks BEFORE DELETE ON support BEGIN SELECT RAISE(ABORT, 'write_once'); END;
