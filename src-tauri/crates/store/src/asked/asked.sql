-- Questions of this office how a certificate stands. The answer is the signed word of a gateway.
CREATE TABLE question (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  submission_id TEXT    NOT NULL UNIQUE REFERENCES outbox,
  issuer        TEXT    NOT NULL,
  number        TEXT    NOT NULL,
  issue_day     TEXT    NOT NULL,               -- day of issue that was typed
  reason        TEXT    NOT NULL,
  declaration   TEXT    NOT NULL,
  asked_at      INTEGER NOT NULL,
  status        TEXT    CHECK (status IN ('valid', 'suspended', 'replaced', 'cancelled', 'unknown')),
  revision      INTEGER,                        -- newest signed step; 0 when none is known
  successor     TEXT,                           -- number that stands for it, or empty
  signer        TEXT,                           -- gateway whose word it is
  as_of         INTEGER,                        -- up to when that is known
  statement_sha TEXT    REFERENCES document,    -- the word as signed
  document_sha  TEXT    REFERENCES document,    -- the certificate that came along
  answered_at   INTEGER,
  CHECK ((status IS NULL) = (answered_at IS NULL)),
  CHECK ((status IS NULL) = (statement_sha IS NULL))
) STRICT;
CREATE INDEX question_recent ON question (asked_at DESC);
CREATE TRIGGER question_is_answered_once BEFORE UPDATE ON question WHEN old.status IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'write_once'); END;
CREATE TRIGGER question_never_shrinks BEFORE DELETE ON question BEGIN SELECT RAISE(ABORT, 'write_once'); END;

-- Verification cases. One case has the same id at customs, which asks, and at the issuing desk, which is asked.
CREATE TABLE verification (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  case_id       TEXT    NOT NULL,
  is_ours       INTEGER NOT NULL CHECK (is_ours IN (0, 1)),  -- did this office ask?
  party         TEXT    NOT NULL,               -- customs that asks
  issuer        TEXT    NOT NULL,
  number        TEXT    NOT NULL,
  revision      INTEGER NOT NULL,
  agreement     TEXT    NOT NULL,
  country       TEXT    NOT NULL,               -- of the other side
  grounds       TEXT    NOT NULL,
  papers        TEXT    NOT NULL,               -- papers that are wanted, or empty
  declaration   TEXT    NOT NULL,
  items         TEXT    NOT NULL,               -- goods items asked about, parted by commas
  due           TEXT    NOT NULL,               -- day a reply is due; a hoped-for one stands in the replies
  state         TEXT    NOT NULL CHECK (state IN ('opened', 'sent', 'acknowledged', 'answered', 'closed_granted',
                                                  'closed_denied', 'withdrawn')),
  extensions    INTEGER NOT NULL DEFAULT 0,     -- how often time or papers were asked for
  submission_id TEXT    NOT NULL,               -- of the request
  item_id       TEXT    NOT NULL,               -- inbox item that brought it; empty where it was asked
  document_sha  TEXT    NOT NULL REFERENCES document,
  opened_at     INTEGER NOT NULL,
  changed_at    INTEGER NOT NULL,
  UNIQUE (case_id, is_ours)
) STRICT;
CREATE INDEX verification_number ON verification (issuer, number);
CREATE TRIGGER verification_never_shrinks BEFORE DELETE ON verification
  BEGIN SELECT RAISE(ABORT, 'write_once'); END;

-- What was said to a request, in the end or for the time being.
CREATE TABLE verification_reply (
  verification  INTEGER NOT NULL REFERENCES verification,
  number        INTEGER NOT NULL,               -- running number of the party that replies
  interim       INTEGER NOT NULL CHECK (interim IN (0, 1)),
  items         TEXT    NOT NULL,               -- item=reply, parted by commas
  note          TEXT    NOT NULL,
  due           TEXT,                           -- day hoped for, in an interim reply
  signed_by     TEXT    NOT NULL,               -- officer
  document_sha  TEXT    NOT NULL REFERENCES document,
  at            INTEGER NOT NULL,
  PRIMARY KEY (verification, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER verification_reply_never_changes BEFORE UPDATE ON verification_reply
  BEGIN SELECT RAISE(ABORT, 'write_once'); END;
CREATE TRIGGER verification_reply_never_shrinks BEFORE DELETE ON verification_reply
  BEGIN SELECT RAISE(ABORT, 'write_once'); END;
