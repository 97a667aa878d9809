-- Signing keys, always in wrapped form; what unwraps them is never here.
CREATE TABLE signing_key (
  id            TEXT    PRIMARY KEY,
  label         TEXT    NOT NULL,
  officer       TEXT    NOT NULL,               -- name in the key's certificate
  body          TEXT    NOT NULL,               -- issuing body it signs for
  valid_from    INTEGER,
  valid_to      INTEGER,
  certificate   BLOB    NOT NULL,               -- X.509, DER
  form          TEXT    NOT NULL,               -- how it is wrapped, a word of the seal
  wrapped       BLOB    NOT NULL,
  demonstration INTEGER NOT NULL CHECK (demonstration IN (0, 1)),
  state         TEXT    NOT NULL CHECK (state IN ('usable', 'retired')),
  added_at      INTEGER NOT NULL
) STRICT;
