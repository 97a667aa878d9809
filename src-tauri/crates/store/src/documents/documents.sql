-- Signed bytes lie in documents/<sha256>; this row says that they must be there.
CREATE TABLE document (
  sha256     TEXT    PRIMARY KEY CHECK (length(sha256) = 64),
  size       INTEGER NOT NULL CHECK (size >= 0),
  media_type TEXT    NOT NULL,
  kept_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER document_never_changes BEFORE UPDATE ON document BEGIN SELECT RAISE(ABORT, 'write_once'); END;
CREATE TRIGGER document_never_shrinks BEFORE DELETE ON document BEGIN SELECT RAISE(ABORT, 'write_once'); END;
