-- The file of code lists. Layout number: see `LAYOUT` in file.rs.
CREATE TABLE list (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,      -- hs-2022, iso-3166-1, …; of an imported pack the id it gives itself
    version TEXT NOT NULL,          -- in the publisher's words
    valid_from TEXT,                -- CCYY-MM-DD
    valid_to TEXT,
    source TEXT NOT NULL,
    licence TEXT NOT NULL,
    date TEXT,                      -- day of publication
    sha256 TEXT NOT NULL,           -- of the package or pack it was made from
    rows INTEGER NOT NULL,
    languages TEXT NOT NULL,        -- tags, set apart by blanks
    hs_year INTEGER,                -- only for goods codes
    whole INTEGER NOT NULL          -- 1 when no code of the standard is left out
) STRICT;

CREATE TABLE hs_code (
    id INTEGER PRIMARY KEY,
    list INTEGER NOT NULL REFERENCES list,
    code TEXT NOT NULL,             -- two, four or six digits
    unit TEXT NOT NULL,             -- Rec 20, empty when only the mass is stated
    UNIQUE (list, code)
) STRICT;

CREATE TABLE hs_text (
    code INTEGER NOT NULL REFERENCES hs_code,
    language TEXT NOT NULL,
    text TEXT NOT NULL,             -- the code's own text, without that of its heading
    PRIMARY KEY (code, language)
) STRICT, WITHOUT ROWID;

-- What became of a code in another year; filled only by packs that say so.
CREATE TABLE hs_became (
    list INTEGER NOT NULL REFERENCES list,
    code TEXT NOT NULL,
    year INTEGER NOT NULL,
    became TEXT NOT NULL,
    PRIMARY KEY (list, code, year, became)
) STRICT, WITHOUT ROWID;

-- Words of the market as a whole, folded: who types exactly one of them means that code.
CREATE TABLE hs_market (
    language TEXT NOT NULL,
    word TEXT NOT NULL,
    list INTEGER NOT NULL REFERENCES list,
    code TEXT NOT NULL,
    PRIMARY KEY (language, word, list, code)
) STRICT, WITHOUT ROWID;

-- One document for each code and language; rowid = 32 × hs_code.id + language.id. Words are folded before they come here.
CREATE TABLE language (id INTEGER PRIMARY KEY CHECK (id BETWEEN 0 AND 31), tag TEXT NOT NULL UNIQUE) STRICT;
CREATE VIRTUAL TABLE hs_words USING fts5 (
    own,                            -- text of the code
    above,                          -- text of its heading
    market,                         -- synonyms of the code
    market_above,                   -- synonyms of its heading
    scope,                          -- y<year><language> and l<digits>
    content = '', contentless_delete = 1, detail = column, prefix = '2 3',
    tokenize = 'unicode61 remove_diacritics 0'
);

CREATE TABLE entry (
    list INTEGER NOT NULL REFERENCES list,
    code TEXT NOT NULL,
    number TEXT NOT NULL,           -- three digits of ISO 3166-1 or ISO 4217
    decimals INTEGER,               -- currencies: digits after the point; NULL where the standard names none
    PRIMARY KEY (list, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE entry_name (
    list INTEGER NOT NULL,
    code TEXT NOT NULL,
    language TEXT NOT NULL,         -- zz: words of no language that it is only found by
    nth INTEGER NOT NULL,           -- 0 is the name that is shown, others are found by
    name TEXT NOT NULL,
    PRIMARY KEY (list, code, language, nth)
) STRICT, WITHOUT ROWID;

CREATE TABLE place (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL,             -- UN/LOCODE, five characters
    name TEXT NOT NULL,
    region TEXT NOT NULL,           -- second part of ISO 3166-2, may be empty
    main INTEGER NOT NULL           -- 1 for places that certificates name every day; they are found first
) STRICT;
CREATE INDEX place_by_code ON place (code);
CREATE VIRTUAL TABLE place_words USING fts5 (
    name, country, content = '', detail = column, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 0'
);

CREATE TABLE address (
    country TEXT PRIMARY KEY,       -- ISO 3166-1, ZZ for every country that has no row of its own
    format TEXT NOT NULL,           -- %N name %O organisation %A street %D district %C town %S region %Z postcode %X sorting code %n new line
    latin TEXT NOT NULL,            -- the same for an address in Latin letters, empty when no other
    required TEXT NOT NULL,         -- letters of the parts that must not be empty
    capitals TEXT NOT NULL,         -- letters of the parts that are written in capitals
    postcode TEXT NOT NULL,         -- regular expression, empty when there are no postcodes
    example TEXT NOT NULL,          -- examples of postcodes, set apart by commas
    region_kind TEXT NOT NULL,      -- province, emirate, state, …
    postcode_kind TEXT NOT NULL     -- postal, zip, pin, eircode
) STRICT, WITHOUT ROWID;

CREATE TABLE address_region (
    country TEXT NOT NULL REFERENCES address,
    nth INTEGER NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    latin TEXT NOT NULL,
    PRIMARY KEY (country, nth)
) STRICT, WITHOUT ROWID;
