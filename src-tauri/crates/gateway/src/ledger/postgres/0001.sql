-- The first schema. Tables with ids, keys and sequences are not partitioned, so that their constraints hold for ever.

CREATE TABLE client (
    id            TEXT PRIMARY KEY,        -- client registration
    party         TEXT NOT NULL,           -- whose it is; what another party owns answers 404
    kind          TEXT NOT NULL,           -- desktop, office, post, gateway
    salt          TEXT NOT NULL,
    secret_sha256 TEXT NOT NULL,           -- over salt and secret, hex; the secret itself is not kept
    suspended     BOOLEAN NOT NULL,
    receipt_n     BIGINT NOT NULL DEFAULT 0,    -- counter of the last receipt
    receipt_head  TEXT NOT NULL                 -- its digest, zeros before the first
);

CREATE TABLE token (
    sha256  TEXT PRIMARY KEY,              -- digest of the token; the token itself is not kept
    client  TEXT NOT NULL REFERENCES client (id),
    expires BIGINT NOT NULL                -- milliseconds since 1970, by the clock of the gateway
);
CREATE INDEX token_expires ON token (expires);

CREATE TABLE submission (
    seq          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,   -- about the order of custody
    id           UUID NOT NULL UNIQUE,     -- chosen by the sender; kept for ever
    client       TEXT NOT NULL REFERENCES client (id),
    env_sha256   TEXT NOT NULL,
    kind         TEXT NOT NULL,
    route        TEXT NOT NULL,
    key          JSON NOT NULL,            -- business key as the receipt says it
    revision     BIGINT NOT NULL,
    doc_sha256   TEXT NOT NULL,
    depends_on   UUID,
    device_id    UUID,                     -- the device columns are NULL when a gateway forwards
    device_epoch BIGINT,
    device_seq   BIGINT,
    onward       TEXT NOT NULL,            -- peer:ID, box:ID or sender
    paused       BOOLEAN NOT NULL,         -- whether its route was paused when it came
    hops         JSON NOT NULL,            -- gateways it came through
    outcome      TEXT,                     -- what an answer decided
    state        TEXT NOT NULL,
    state_seq    BIGINT NOT NULL,          -- counts the moves
    received_at  TIMESTAMPTZ NOT NULL,
    receipt      TEXT NOT NULL,            -- compact JWS; every repeat gets these bytes
    receipt_n    BIGINT NOT NULL,
    repeated_at  TIMESTAMPTZ,              -- when it was last sent again
    UNIQUE (client, receipt_n),
    UNIQUE (device_id, device_epoch, device_seq)
);
CREATE INDEX submission_waiting ON submission (state) WHERE state IN ('parked', 'held');
CREATE INDEX submission_depends ON submission (depends_on) WHERE depends_on IS NOT NULL;

CREATE TABLE alias (
    id         UUID PRIMARY KEY,           -- another id of a submission whose number and document were known
    env_sha256 TEXT NOT NULL,
    original   UUID NOT NULL REFERENCES submission (id)
);
CREATE INDEX alias_original ON alias (original);

CREATE TABLE closed (
    id        UUID PRIMARY KEY,            -- never taken any more: voided or refused
    client    TEXT NOT NULL,
    problem   JSON NOT NULL,               -- the answer every repeat gets, with its refusal
    statement TEXT,                        -- void statement
    at        TIMESTAMPTZ NOT NULL
);

CREATE TABLE business_key (
    type       TEXT NOT NULL,              -- certificate, response
    party      TEXT NOT NULL,              -- issuing body; for an answer, the party that answers
    number     TEXT NOT NULL,              -- certificate number; for an answer, issuing body and certificate number
    revision   BIGINT NOT NULL,            -- signed step; for an answer, its running number
    submission UUID NOT NULL REFERENCES submission (id),
    PRIMARY KEY (type, party, number, revision)
);

CREATE TABLE envelope (
    id   UUID PRIMARY KEY REFERENCES submission (id),
    body BYTEA NOT NULL                    -- as sent, byte for byte
) PARTITION BY HASH (id);
CREATE TABLE envelope_0 PARTITION OF envelope FOR VALUES WITH (MODULUS 4, REMAINDER 0);
CREATE TABLE envelope_1 PARTITION OF envelope FOR VALUES WITH (MODULUS 4, REMAINDER 1);
CREATE TABLE envelope_2 PARTITION OF envelope FOR VALUES WITH (MODULUS 4, REMAINDER 2);
CREATE TABLE envelope_3 PARTITION OF envelope FOR VALUES WITH (MODULUS 4, REMAINDER 3);

CREATE TABLE document (
    submission UUID NOT NULL REFERENCES submission (id),
    place      INTEGER NOT NULL,           -- 0 is the document itself, attachments follow
    sha256     TEXT NOT NULL,
    size       BIGINT NOT NULL,
    media_type TEXT NOT NULL,
    PRIMARY KEY (submission, sha256)       -- the bytes lie in the envelope
);
CREATE INDEX document_sha256 ON document (sha256);

CREATE TABLE evidence (
    n          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    submission UUID NOT NULL REFERENCES submission (id),
    type       TEXT NOT NULL,              -- delivery, refusal
    origin     TEXT NOT NULL,              -- gateway it comes from
    raw        TEXT NOT NULL,              -- compact JWS
    at         TIMESTAMPTZ NOT NULL
);
CREATE INDEX evidence_submission ON evidence (submission);

CREATE TABLE answer (
    n          BIGINT GENERATED ALWAYS AS IDENTITY,
    submission UUID NOT NULL REFERENCES submission (id),   -- the certificate answered
    item_id    UUID NOT NULL,
    outcome    TEXT NOT NULL,
    at         TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (submission, item_id)
);

CREATE TABLE box (
    id       TEXT PRIMARY KEY,             -- own:CLIENT, or the name of a shared box
    next_seq BIGINT NOT NULL DEFAULT 1     -- its row is locked until the commit: commit order
);

CREATE TABLE box_client (
    box    TEXT NOT NULL REFERENCES box (id),
    client TEXT NOT NULL REFERENCES client (id),
    PRIMARY KEY (box, client)
);
CREATE INDEX box_client_client ON box_client (client);

CREATE TABLE item (
    box        TEXT NOT NULL REFERENCES box (id),
    seq        BIGINT NOT NULL,
    item_id    UUID NOT NULL UNIQUE,
    submission UUID REFERENCES submission (id),
    body       JSON NOT NULL,              -- without envelope and document bytes
    type       TEXT GENERATED ALWAYS AS (body ->> 'type') STORED,   -- submission, event, notice
    PRIMARY KEY (box, seq)
);
CREATE INDEX item_submission ON item (submission);

CREATE TABLE item_ack (
    client  TEXT NOT NULL REFERENCES client (id),
    item_id UUID NOT NULL REFERENCES item (item_id),
    outcome TEXT NOT NULL,                 -- stored, unreadable
    detail  TEXT,
    at      TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (client, item_id)
);

CREATE TABLE forward (
    submission  UUID PRIMARY KEY REFERENCES submission (id),
    peer        TEXT NOT NULL,
    next_at     BIGINT,                    -- milliseconds since 1970, by the clock of the gateway; NULL is at once
    failures    BIGINT NOT NULL DEFAULT 0,
    n           BIGINT NOT NULL DEFAULT 0, -- attempts begun
    lease_by    TEXT,                      -- node that hands it over now
    lease_until TIMESTAMPTZ                -- by the clock of the database, which all nodes share
);
CREATE INDEX forward_peer ON forward (peer);

CREATE TABLE forward_attempt (
    submission UUID NOT NULL REFERENCES submission (id),
    n          BIGINT NOT NULL,
    node       TEXT NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    outcome    TEXT,                       -- NULL: begun, and nothing known of its end
    words      TEXT,
    PRIMARY KEY (submission, n)
);
