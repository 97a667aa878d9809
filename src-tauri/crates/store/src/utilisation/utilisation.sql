-- Uses per goods item: our own decisions at the border, or those customs told the issuer of.
CREATE TABLE utilisation (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  side        TEXT    NOT NULL CHECK (side IN ('border', 'issuer')),  -- decided here, or told to us
  issuer      TEXT    NOT NULL,
  number      TEXT    NOT NULL,
  sequence    INTEGER NOT NULL CHECK (sequence >= 1),
  party       TEXT    NOT NULL,                 -- customs office that decided
  declaration TEXT    NOT NULL CHECK (declaration <> ''),
  declared_on TEXT,
  quantity    TEXT    NOT NULL,                 -- canonical decimal, never negative
  unit        TEXT    NOT NULL,
  state       TEXT    NOT NULL CHECK (state IN ('claimed', 'granted', 'refused', 'reversed')),
  reason      TEXT    NOT NULL DEFAULT '',
  answer      TEXT    NOT NULL DEFAULT '',      -- submission that told the other side
  actor       TEXT    NOT NULL,
  at          INTEGER NOT NULL
) STRICT;
CREATE INDEX utilisation_number ON utilisation (issuer, number, sequence);
-- A declaration item counts once.
CREATE UNIQUE INDEX utilisation_once ON utilisation (side, issuer, number, sequence, party, declaration)
  WHERE state IN ('claimed', 'granted');
CREATE TRIGGER utilisation_never_shrinks BEFORE DELETE ON utilisation BEGIN SELECT RAISE(ABORT, 'write_once'); END;
CREATE TRIGGER utilisation_moves BEFORE UPDATE ON utilisation WHEN NOT (
     (old.state = 'claimed' AND new.state IN ('granted', 'refused'))
  OR (old.state = 'granted' AND new.state = 'reversed')
  OR new.state = old.state)
BEGIN SELECT RAISE(ABORT, 'state_move'); END;
CREATE TRIGGER utilisation_is_frozen BEFORE UPDATE OF side, issuer, number, sequence, party, declaration, quantity, unit
  ON utilisation BEGIN SELECT RAISE(ABORT, 'write_once'); END;
