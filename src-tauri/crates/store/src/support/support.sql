-- What bears a sealed document out: time stamps, certificates, lists and answers about revocation. Their bytes lie in
-- documents/<sha256>; they stand beside the document and never change it.
CREATE TABLE support (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  document_sha TEXT    NOT NULL REFERENCES document,  -- the sealed document, as it was issued or came
  kind         TEXT    NOT NULL CHECK (kind IN ('stamp', 'certificate', 'crl', 'ocsp')),
  bytes_sha    TEXT    NOT NULL REFERENCES document,
  source       TEXT    NOT NULL,                -- address it was fetched from; empty when it came in a file
  at           INTEGER,                         -- moment it speaks about, where it names one
  kept_at      INTEGER NOT NULL,
  UNIQUE (document_sha, kind, bytes_sha)
) STRICT;
CREATE TRIGGER support_never_changes BEFORE UPDATE ON support BEGIN SELECT RAISE(ABORT, 'write_once'); END;
CREATE TRIGGER support_never_shrinks BEFORE DELETE ON support BEGIN SELECT RAISE(ABORT, 'write_once'); END;

-- Answers about revocation at hand for every document of an issuer: the newest of each address, and of OCSP the newest
-- about each certificate.
CREATE TABLE revocation_answer (
  issuer      TEXT    NOT NULL,                 -- body whose trust list entry names the address
  kind        TEXT    NOT NULL CHECK (kind IN ('crl', 'ocsp')),
  address     TEXT    NOT NULL,
  certificate TEXT    NOT NULL,                 -- SHA-256 of the certificate asked about (ocsp), or empty (crl)
  bytes_sha   TEXT    NOT NULL REFERENCES document,
  made_at     INTEGER NOT NULL,                 -- moment it speaks about
  fetched_at  INTEGER NOT NULL,
  PRIMARY KEY (issuer, kind, address, certificate)
) STRICT, WITHOUT ROWID;
