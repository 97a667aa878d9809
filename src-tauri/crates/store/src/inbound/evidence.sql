-- What a judgement rests on: kinds, digests and moments of its evidence, JSON list.
ALTER TABLE inbound ADD COLUMN evidence TEXT NOT NULL DEFAULT '[]';
