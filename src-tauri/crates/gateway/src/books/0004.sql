-- A queue is read in the order of custody, however long it is.
ALTER TABLE forward ADD COLUMN seq INTEGER;   -- order of custody, as in `submission`
UPDATE forward SET seq = (SELECT s.seq FROM submission s WHERE s.id = forward.submission);
CREATE INDEX forward_queue ON forward (peer, seq);
DROP INDEX IF EXISTS forward_peer;
