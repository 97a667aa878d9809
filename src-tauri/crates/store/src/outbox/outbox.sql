-- What this party sends. Id, bytes and digest are frozen when the row is born.
CREATE TABLE outbox (
  submission_id TEXT    PRIMARY KEY,
  route         TEXT    NOT NULL,
  kind          TEXT    NOT NULL,               -- co.issue, co.replace, co.cancel, co.response …
  party         TEXT    NOT NULL,               -- who sends
  issuer        TEXT    NOT NULL,
  co_number     TEXT    NOT NULL,
  revision      INTEGER NOT NULL CHECK (revision >= 1),
  number        INTEGER,                        -- running number of an answer or query
  business_key  TEXT    NOT NULL,               -- what the far side also counts as the same thing
  destination   TEXT    NOT NULL,               -- country code, or empty
  env           BLOB    NOT NULL,               -- envelope bytes, identical in every attempt
  env_sha       TEXT    NOT NULL CHECK (length(env_sha) = 64),
  doc_sha       TEXT    NOT NULL REFERENCES document,
  depends_on    TEXT    REFERENCES outbox,      -- submission that must be in custody first
  device_epoch  INTEGER NOT NULL,
  device_seq    INTEGER NOT NULL,
  state         TEXT    NOT NULL CHECK (state IN ('queued', 'sending', 'waiting', 'blocked', 'accepted', 'delivered',
                                                  'answered', 'rejected', 'conflict', 'abandoned')),
  class         TEXT    NOT NULL DEFAULT '',    -- kind of the last fault
  reason        TEXT    NOT NULL DEFAULT '',    -- why it is blocked, rejected or abandoned
  next_at       INTEGER,                        -- when waiting: the next try
  n             INTEGER NOT NULL DEFAULT 0,     -- due attempts that failed in a row
  local_faults  INTEGER NOT NULL DEFAULT 0,     -- the same local fault, so many times in a row
  woken         INTEGER NOT NULL DEFAULT 0 CHECK (woken IN (0, 1)),  -- a wake-up asks for it before it is due
  attempts      INTEGER NOT NULL DEFAULT 0,     -- all attempts ever
  may_have_left INTEGER NOT NULL DEFAULT 0 CHECK (may_have_left IN (0, 1)),  -- a byte of some attempt may have left
  carried       INTEGER NOT NULL DEFAULT 0 CHECK (carried IN (0, 1)),  -- copied to a bundle
  owner_boot    TEXT    NOT NULL DEFAULT '',    -- run that is sending it now
  answer        TEXT    NOT NULL DEFAULT '',    -- latest outcome customs gave
  answer_number INTEGER NOT NULL DEFAULT 0,     -- its running number at that party
  accepted_at   INTEGER,
  delivered_at  INTEGER,
  answered_at   INTEGER,
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL,
  UNIQUE (device_epoch, device_seq),
  CHECK (state <> 'waiting' OR next_at IS NOT NULL),
  CHECK (state <> 'blocked' OR reason <> ''),
  CHECK ((state = 'sending') = (owner_boot <> ''))
) STRICT;
CREATE UNIQUE INDEX outbox_business_key ON outbox (business_key) WHERE state NOT IN ('rejected', 'abandoned');
CREATE INDEX outbox_state ON outbox (state);
CREATE INDEX outbox_recent ON outbox (created_at DESC);
CREATE INDEX outbox_certificate ON outbox (issuer, co_number, revision);
CREATE INDEX outbox_route ON outbox (route, state, created_at);
CREATE INDEX outbox_delivered ON outbox (delivered_at) WHERE delivered_at IS NOT NULL;
CREATE INDEX outbox_waits_for ON outbox (depends_on) WHERE depends_on IS NOT NULL;
CREATE TRIGGER outbox_is_frozen BEFORE UPDATE OF submission_id, env, env_sha, doc_sha, business_key, depends_on,
  device_epoch, device_seq ON outbox BEGIN SELECT RAISE(ABORT, 'write_once'); END;
CREATE TRIGGER outbox_never_shrinks BEFORE DELETE ON outbox BEGIN SELECT RAISE(ABORT, 'write_once'); END;
-- States move forward only.
CREATE TRIGGER outbox_moves BEFORE UPDATE OF state ON outbox WHEN new.state <> old.state AND NOT (
     (old.state IN ('queued', 'waiting', 'blocked')
        AND new.state IN ('queued', 'sending', 'waiting', 'blocked', 'accepted', 'delivered', 'answered', 'rejected',
                          'conflict', 'abandoned')
        AND NOT (old.state = 'blocked' AND new.state = 'sending'))
  OR (old.state = 'sending'
        AND new.state IN ('waiting', 'blocked', 'accepted', 'delivered', 'answered', 'rejected', 'conflict'))
  OR (old.state = 'accepted'  AND new.state IN ('delivered', 'answered', 'rejected'))
  OR (old.state = 'delivered' AND new.state = 'answered')
  OR (old.state = 'conflict'  AND new.state IN ('queued', 'rejected', 'accepted', 'abandoned')))
BEGIN SELECT RAISE(ABORT, 'state_move'); END;

-- Each try to hand a row over; written before the first byte leaves.
CREATE TABLE attempt (
  submission_id TEXT    NOT NULL REFERENCES outbox,
  n             INTEGER NOT NULL,               -- 1 for the first try
  boot_id       TEXT    NOT NULL,
  wall          INTEGER NOT NULL,               -- start, by the computer's clock
  mono          INTEGER NOT NULL,               -- start, milliseconds of monotonic time in that run
  ended         INTEGER,
  outcome       TEXT    CHECK (outcome IN ('accepted', 'duplicate', 'rejected', 'not-sent', 'unknown')),
  left_us       INTEGER CHECK (left_us IN (0, 1)),  -- may a byte have left?
  class         TEXT    NOT NULL DEFAULT '',
  status        INTEGER,                        -- HTTP status, where there was one
  trace         TEXT    NOT NULL DEFAULT '',    -- trace id of the gateway
  words         TEXT    NOT NULL DEFAULT '',    -- what the far side said, shortened
  PRIMARY KEY (submission_id, n)
) STRICT, WITHOUT ROWID;

-- Proofs, byte for byte.
CREATE TABLE evidence (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  submission_id TEXT    NOT NULL REFERENCES outbox,
  kind          TEXT    NOT NULL CHECK (kind IN ('receipt', 'delivery', 'refusal', 'answer', 'void')),
  signer        TEXT    NOT NULL,               -- who signed it
  raw_sha       TEXT    NOT NULL CHECK (length(raw_sha) = 64),
  raw           BLOB    NOT NULL,
  claims        TEXT    NOT NULL,               -- what was read from the verified bytes, JSON
  at            INTEGER NOT NULL,               -- time the proof claims
  checked_at    INTEGER NOT NULL,               -- when it was verified here
  UNIQUE (submission_id, kind, raw_sha)
) STRICT;
CREATE TRIGGER evidence_never_changes BEFORE UPDATE ON evidence BEGIN SELECT RAISE(ABORT, 'write_once'); END;
CREATE TRIGGER evidence_never_shrinks BEFORE DELETE ON evidence BEGIN SELECT RAISE(ABORT, 'write_once'); END;

-- Health of each route to a gateway.
CREATE TABLE route (
  id           TEXT    PRIMARY KEY,
  faults       INTEGER NOT NULL DEFAULT 0,      -- route-scope faults in a row
  breaker      TEXT    NOT NULL DEFAULT 'closed' CHECK (breaker IN ('closed', 'open')),
  probe_at     INTEGER,                         -- when open: the next probe
  probes       INTEGER NOT NULL DEFAULT 0,      -- probes since it opened
  concurrency  INTEGER NOT NULL DEFAULT 4,      -- attempts that may run at once
  quiet_until  INTEGER,                         -- the far side asked for silence until then
  last_wake    INTEGER,                         -- start of the last attempt that a wake-up caused
  clock_offset INTEGER NOT NULL DEFAULT 0,      -- gateway's clock minus ours, milliseconds
  blocked      TEXT    NOT NULL DEFAULT '',     -- why no row may leave on it, or empty
  class        TEXT    NOT NULL DEFAULT '',     -- kind of the last fault
  last_success INTEGER,
  last_fault   INTEGER
) STRICT, WITHOUT ROWID;
