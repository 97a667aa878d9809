-- Over which rows the gateway stumbles while others pass (R8). Counted in what passed, because clocks are set.
ALTER TABLE outbox ADD COLUMN odd_since INTEGER;  -- what had passed on its route when it stumbled first; NULL while it does not
ALTER TABLE outbox ADD COLUMN suspect INTEGER NOT NULL DEFAULT 0 CHECK (suspect IN (0, 1));
ALTER TABLE route ADD COLUMN passed INTEGER NOT NULL DEFAULT 0;  -- rows that got a final answer, ever
