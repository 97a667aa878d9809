//! How is a certificate of either register found again? By its number as people type it, and by any words that stand
//! on it. The index holds nothing that could not be rebuilt from the registers.

mod fold;
mod key;

use rusqlite::types::Value;

use self::fold::{Term, fold, terms};
use self::key::NumberKey;
use crate::error::StoreError;
use crate::row::Where;
use crate::store::{Reader, Tx};

/// Numbers that are offered when none fits, at most.
const OFFERED: u32 = 20;

/// Which register a hit stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Register {
    /// What this office issued.
    Issued,
    /// What it received.
    Received,
}

impl Register {
    fn word(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Received => "received",
        }
    }

    /// 1 for received: the last bit of an entry's id.
    fn bit(self) -> i64 {
        i64::from(self == Self::Received)
    }
}

/// A certificate that a typed number found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberHit {
    /// Register it stands in.
    pub register: Register,
    /// Its id there; of a received number, the image a list shows.
    pub id: i64,
    /// Its issuing body.
    pub issuer: String,
    /// Its number as printed.
    pub number: String,
}

/// What a typed number finds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NumberHits {
    /// The same number, whatever its separators, capitals and leading zeros; one written exactly so comes first.
    pub exact: Vec<NumberHit>,
    /// Others that look alike (O and 0, I, L and 1) or hold what was typed: to be offered, never to be taken.
    pub similar: Vec<NumberHit>,
}

/// What an entry is found by.
pub(crate) struct SearchText<'a> {
    /// Certificate number.
    pub(crate) number: &'a str,
    /// Everything else.
    pub(crate) words: &'a [&'a str],
}

impl Reader<'_> {
    /// Narrows a list to entries in which every typed term is found; `column` holds the id in the register.
    ///
    /// A term is looked for among the beginnings of words; among their parts only when no word begins so, or when it
    /// has a digit, for numbers are remembered by their ends. What is left is asked in as few questions as possible.
    pub(crate) fn fits_text(
        &self,
        fits: &mut Where,
        column: &str,
        register: Register,
        text: &str,
    ) -> Result<(), StoreError> {
        let bit = register.bit();
        let ids = |table: &str| format!("SELECT rowid >> 1 FROM {table} WHERE {table} MATCH ? AND rowid & 1 = {bit}");
        let (mut words, mut parts) = (Vec::new(), Vec::new());
        for Term { word, part, has_digit } in terms(text) {
            match part {
                Some(part) if has_digit => fits.and(
                    &format!("{column} IN ({} UNION {})", ids("search_words"), ids("search_parts")),
                    [Value::from(word), Value::from(part)],
                ),
                Some(part) if !self.is_word(&word)? => parts.push(part),
                _ => words.push(word),
            }
        }
        for (table, wanted) in [("search_words", words), ("search_parts", parts)] {
            if !wanted.is_empty() {
                fits.and(&format!("{column} IN ({})", ids(table)), [Value::from(wanted.join(" AND "))]);
            }
        }
        Ok(())
    }

    fn is_word(&self, word: &str) -> Result<bool, StoreError> {
        let hit = self.one("SELECT 1 FROM search_words WHERE search_words MATCH ?1 LIMIT 1", [word], |_| Ok(()))?;
        Ok(hit.is_some())
    }

    /// Finds certificates by a typed number.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn find_number(&self, typed: &str) -> Result<NumberHits, StoreError> {
        let wanted = NumberKey::of(typed);
        if wanted.flat.is_empty() {
            return Ok(NumberHits::default());
        }
        let exact = self.hits(
            "(e.key IN (?1, ?2) OR e.flat IN (?1, ?2)) 
             ORDER BY e.number <> ?3, coalesce(i.current, 1) DESC, coalesce(i.seal_holds, 1) DESC, e.id DESC",
            (&wanted.key, &wanted.flat, typed.trim()),
        )?;
        let mut similar = self.hits(
            "(e.look IN (?1, ?2) OR e.look_flat IN (?1, ?2)) AND e.key NOT IN (?3, ?4) AND e.flat NOT IN (?3, ?4)
             ORDER BY e.id DESC",
            (&wanted.look, &wanted.look_flat, &wanted.key, &wanted.flat),
        )?;
        if exact.is_empty() && similar.is_empty() && wanted.flat.chars().count() >= 3 {
            similar = self.hits(
                "e.id IN (SELECT rowid FROM search_parts WHERE search_parts MATCH ?1) AND instr(e.flat, ?2) > 0
                 ORDER BY e.id DESC",
                (fold::quoted(&fold(&wanted.flat)), &wanted.flat),
            )?;
        }
        Ok(NumberHits { exact, similar })
    }

    /// Entries that fit, one per issuer and number and register.
    fn hits(&self, fits: &str, params: impl rusqlite::Params) -> Result<Vec<NumberHit>, StoreError> {
        self.all(
            &format!(
                "SELECT e.register, e.ref, e.number, coalesce(c.issuer, i.issuer) AS issuer FROM search_entry AS e
                 LEFT JOIN certificate AS c ON e.register = 'issued' AND c.id = e.ref
                 LEFT JOIN inbound AS i ON e.register = 'received' AND i.id = e.ref
                 WHERE coalesce(i.shown, 1) = 1 AND {fits} LIMIT {OFFERED}"
            ),
            params,
            |row| {
                let register: String = row.get("register")?;
                Ok(NumberHit {
                    register: if register == "received" { Register::Received } else { Register::Issued },
                    id: row.get("ref")?,
                    issuer: row.get("issuer")?,
                    number: row.get("number")?,
                })
            },
        )
    }
}

impl Tx<'_> {
    /// Makes an entry findable, or findable by what it says now.
    pub(crate) fn search_put(&self, register: Register, id: i64, text: &SearchText<'_>) -> Result<(), StoreError> {
        let entry = id * 2 + register.bit();
        let key = NumberKey::of(text.number);
        self.run(
            "INSERT OR REPLACE INTO search_entry (id, register, ref, number, key, flat, look, look_flat)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            (entry, register.word(), id, text.number, &key.key, &key.flat, &key.look, &key.look_flat),
        )?;
        let mut all = format!("{} {}", text.number, key.flat);
        for words in text.words {
            all.push(' ');
            all.push_str(words);
        }
        let folded = fold(&all);
        self.run("DELETE FROM search_words WHERE rowid = ?1", [entry])?;
        self.run("DELETE FROM search_parts WHERE rowid = ?1", [entry])?;
        self.run("INSERT INTO search_words (rowid, text) VALUES (?1, ?2)", (entry, fold::spaced(&folded)))?;
        self.run("INSERT INTO search_parts (rowid, text) VALUES (?1, ?2)", (entry, &folded))?;
        Ok(())
    }
}
