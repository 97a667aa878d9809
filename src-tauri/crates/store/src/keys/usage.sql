-- What a key is kept for: the official of the body that certifies (co), or the exporter who declares (exporter). A key
-- kept for one signs nothing as the other.
ALTER TABLE signing_key ADD COLUMN usage TEXT NOT NULL DEFAULT 'co' CHECK (usage IN ('co', 'exporter'));
