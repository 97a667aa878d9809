//! In which order are goods codes found, and what is said about each?

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::ask::{Reach, Words, typed_code};
use super::{Found, HsHit, HsQuery, HsStep};
use crate::error::CodesError;
use crate::file::File;

/// Texts of the law.
const LAW: &str = "own above";
/// Texts of the law and words of the market.
const MARKET: &str = "own above market market_above";
/// So many codes used before are looked at, newest first.
const MOST_USED: usize = 50;
/// So many more codes of a stage are looked through for one that was meant exactly.
const MEANT_AMONG: usize = 50;
/// Languages that are searched, in this order, when there is nothing in the language asked for.
const ALSO: &[&str] = &["en", "fr", "es"];

/// Answers a question out of these files.
pub fn find(files: &[&File], query: &HsQuery<'_>) -> Result<Vec<HsHit>, CodesError> {
    let mut hits = Hits { files, query, seen: BTreeSet::new(), list: Vec::new() };
    if let Some(digits) = typed_code(query.text) {
        hits.by_code(&digits)?;
        return Ok(hits.list);
    }
    let Some(words) = Words::of(query.text) else {
        hits.used_before(None)?;
        return Ok(hits.list);
    };
    hits.used_before(Some(&words))?;
    let before = hits.list.len();
    hits.by_words(&words, query.language)?;
    // Few lists are there in every language; what is written in another one beats nothing.
    for language in ALSO.iter().filter(|language| **language != query.language) {
        if hits.list.len() == before {
            hits.by_words(&words, language)?;
        }
    }
    if words.are_several() {
        for code in hits.stage(query.language, &words.any(MARKET, Reach::Whole), None)? {
            hits.add(&code, &code, Found::Perhaps)?;
        }
    }
    Ok(hits.list)
}

struct Hits<'a> {
    files: &'a [&'a File],
    query: &'a HsQuery<'a>,
    seen: BTreeSet<String>,
    list: Vec<HsHit>,
}

impl Hits<'_> {
    fn is_full(&self) -> bool {
        self.list.len() >= self.query.limit
    }

    fn add(&mut self, code: &str, used: &str, found: Found) -> Result<(), CodesError> {
        if self.is_full() || self.seen.contains(code) {
            return Ok(());
        }
        if let Some((path, unit)) = line(self.files, self.query.year, code, self.query.language)? {
            self.seen.insert(code.to_owned());
            let (code, used) = (code.to_owned(), used.to_owned());
            self.list.push(HsHit { code, used, year: self.query.year, path, unit, found });
        }
        Ok(())
    }

    /// The code itself, then what lies below it; of a national code its six digits.
    fn by_code(&mut self, digits: &str) -> Result<(), CodesError> {
        let code = digits.get(..6).unwrap_or(digits);
        self.add(code, digits, Found::Code)?;
        for file in self.files {
            let below: Vec<String> = file.ask(|db| {
                let mut rows = db.prepare_cached(
                    "SELECT DISTINCT code FROM hs_code WHERE code > ?1 AND code < ?1 || ':'
                     AND list IN (SELECT id FROM list WHERE hs_year = ?2) ORDER BY code LIMIT ?3",
                )?;
                let limit = i64::try_from(self.query.limit).unwrap_or(i64::MAX);
                rows.query_map(params![code, self.query.year, limit], |row| row.get(0))?.collect()
            })?;
            for code in below {
                self.add(&code, &code, Found::Code)?;
            }
        }
        Ok(())
    }

    /// Codes used before, newest first; with words only those that hold them all.
    fn used_before(&mut self, words: Option<&Words>) -> Result<(), CodesError> {
        for (found, codes) in [(Found::Exporter, self.query.exporter), (Found::Office, self.query.office)] {
            for used in codes.iter().take(MOST_USED) {
                let digits: String = used.chars().filter(char::is_ascii_digit).collect();
                let code = digits.get(..6).unwrap_or(&digits);
                if self.seen.contains(code) || !self.holds(code, words)? {
                    continue;
                }
                self.add(code, &digits, found)?;
            }
        }
        Ok(())
    }

    fn holds(&self, code: &str, words: Option<&Words>) -> Result<bool, CodesError> {
        let Some(words) = words else { return Ok(true) };
        let question = words.all(MARKET, Reach::Beginning);
        for file in self.files {
            let holds = file.ask(|db| {
                let mut ids = db.prepare_cached(
                    "SELECT c.id FROM hs_code c JOIN list l ON l.id = c.list WHERE c.code = ?1 AND l.hs_year = ?2",
                )?;
                let ids = ids.query_map(params![code, self.query.year], |row| row.get::<_, i64>(0))?;
                // The index goes straight to the few documents of one code, however many hold the words.
                let mut row =
                    db.prepare_cached("SELECT 1 FROM hs_words WHERE hs_words MATCH ?1 AND rowid BETWEEN ?2 AND ?3")?;
                for id in ids {
                    let first = id? * 32;
                    if row.exists(params![question, first, first + 31])? {
                        return Ok(true);
                    }
                }
                Ok(false)
            })?;
            if holds {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whole words go before beginnings of words: who types "car" does not mean carbon. Subheadings come first but leave
    /// a place in five to headings and a place in three to words of the market, or nobody would ever see those.
    fn by_words(&mut self, words: &Words, language: &str) -> Result<(), CodesError> {
        let meant = self.meant(words, language)?;
        for reach in [Reach::Whole, Reach::Beginning] {
            let law = words.all(LAW, reach);
            let mut subheadings = self.stage(language, &law, Some("\"l6\""))?;
            let mut headings = self.stage(language, &law, Some("(\"l4\" OR \"l2\")"))?;
            let market = format!("({}) NOT ({law})", words.all(MARKET, reach));
            let mut market = self.stage(language, &market, None)?;
            for stage in [&mut subheadings, &mut headings, &mut market] {
                stage.sort_by_key(|code| !meant.contains(code));
            }
            let left = self.query.limit.saturating_sub(self.list.len());
            let for_market = market.len().min(left / 3);
            let for_headings = headings.len().min(left / 5);
            let most = left - for_market - for_headings;
            for code in subheadings.iter().take(most) {
                self.add(code, code, Found::Subheading)?;
            }
            let left = self.query.limit.saturating_sub(self.list.len());
            for code in headings.iter().take(left.saturating_sub(for_market)) {
                self.add(code, code, Found::Heading)?;
            }
            for code in &market {
                self.add(code, code, Found::Synonym)?;
            }
        }
        Ok(())
    }

    /// Codes for which exactly these words are a word of the market.
    fn meant(&self, words: &Words, language: &str) -> Result<Vec<String>, CodesError> {
        let mut codes = Vec::new();
        for file in self.files {
            for word in words.as_one() {
                codes.extend(file.ask(|db| {
                    let mut rows = db.prepare_cached(
                        "SELECT m.code FROM hs_market m JOIN list l ON l.id = m.list
                         WHERE m.language = ?1 AND m.word = ?2 AND l.hs_year = ?3",
                    )?;
                    let rows =
                        rows.query_map(params![language, word, self.query.year], |row| row.get::<_, String>(0))?;
                    rows.collect::<rusqlite::Result<Vec<_>>>()
                })?);
            }
        }
        Ok(codes)
    }

    /// Codes that answer one question to the index, best first, without those that stand in the answer already.
    fn stage(&self, language: &str, question: &str, level: Option<&str>) -> Result<Vec<String>, CodesError> {
        if self.is_full() {
            return Ok(Vec::new());
        }
        let tag: String = language.chars().filter(char::is_ascii_alphanumeric).collect();
        let mut question = format!("{question} AND scope : \"y{}{tag}\"", self.query.year);
        if let Some(level) = level {
            question.push_str(&format!(" AND scope : {level}"));
        }
        // What was seen already comes again, so as many more are asked for.
        let limit = self.query.limit + self.seen.len() + MEANT_AMONG;
        let mut ranked = Vec::new();
        for file in self.files {
            ranked.extend(file.ask(|db| matches(db, &question, limit))?);
        }
        ranked.sort_by(|(one, a), (other, b)| one.total_cmp(other).then_with(|| a.cmp(b)));
        let codes = ranked.into_iter().map(|(_, code)| code).filter(|code| !self.seen.contains(code));
        Ok(codes.collect())
    }
}

/// Codes by rank, best first. Own words weigh most, a heading's long text least; rank is rounded so that codes of equal
/// worth stay in the order of the list.
fn matches(db: &Connection, question: &str, limit: usize) -> rusqlite::Result<Vec<(f64, String)>> {
    let mut rows = db.prepare_cached(
        "SELECT round(bm25(hs_words, 4.0, 1.0, 6.0, 2.0, 0.0), 1) AS worth, c.code
         FROM hs_words JOIN hs_code c ON c.id = hs_words.rowid / 32
         WHERE hs_words MATCH ?1 ORDER BY worth, c.code LIMIT ?2",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    rows.query_map(params![question, limit], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// The path of a code and its unit; `None` when no list of that year holds it.
pub fn line(
    files: &[&File],
    year: u16,
    code: &str,
    language: &str,
) -> Result<Option<(Vec<HsStep>, String)>, CodesError> {
    let mut unit = None;
    for file in files {
        unit = unit.or(file.ask(|db| {
            let mut row = db.prepare_cached(
                "SELECT c.unit FROM hs_code c JOIN list l ON l.id = c.list WHERE c.code = ?1 AND l.hs_year = ?2
                 ORDER BY c.unit DESC",
            )?;
            row.query_row(params![code, year], |row| row.get::<_, String>(0)).optional()
        })?);
    }
    let Some(unit) = unit else { return Ok(None) };
    let mut path = Vec::new();
    for digits in [2, 4, 6] {
        if let Some(part) = code.get(..digits)
            && let Some((language, text)) = text(files, year, part, language)?
        {
            path.push(HsStep { code: part.to_owned(), text, language });
        }
    }
    Ok(Some((path, unit)))
}

/// The text of one code, in the language asked for, else in English, else in any.
fn text(files: &[&File], year: u16, code: &str, language: &str) -> Result<Option<(String, String)>, CodesError> {
    let mut best: Option<(u8, (String, String))> = None;
    for file in files {
        let found = file.ask(|db| {
            let mut row = db.prepare_cached(
                "SELECT CASE t.language WHEN ?3 THEN 0 WHEN 'en' THEN 1 ELSE 2 END AS distance, t.language, t.text
                 FROM hs_code c JOIN list l ON l.id = c.list JOIN hs_text t ON t.code = c.id
                 WHERE c.code = ?1 AND l.hs_year = ?2 ORDER BY distance, t.language LIMIT 1",
            )?;
            row.query_row(params![code, year, language], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?)))).optional()
        })?;
        if let Some(found) = found
            && best.as_ref().is_none_or(|best| found.0 < best.0)
        {
            best = Some(found);
        }
    }
    Ok(best.map(|(_, text)| text))
}

/// Does a list of that year hold the code? `None` when there is no such list. Digits beyond six are national and not
/// judged (`dataset.md` section 6).
pub fn knows(files: &[&File], year: u16, code: &str) -> Result<Option<bool>, CodesError> {
    let code = code.get(..6).unwrap_or(code);
    let mut answer = None;
    for file in files {
        let found: Option<bool> = file.ask(|db| {
            let mut row = db.prepare_cached(
                "SELECT max(EXISTS (SELECT 1 FROM hs_code c WHERE c.list = l.id AND c.code = ?1))
                 FROM list l WHERE l.hs_year = ?2 AND (l.whole = 1 OR EXISTS
                 (SELECT 1 FROM hs_code c WHERE c.list = l.id AND c.code = ?1))",
            )?;
            row.query_row(params![code, year], |row| row.get(0))
        })?;
        answer = match (answer, found) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (known, found) => known.or(found),
        };
    }
    Ok(answer)
}

/// What became of a code in another year; empty when no list says so.
pub fn became(files: &[&File], year: u16, code: &str, other: u16) -> Result<Vec<String>, CodesError> {
    let code = code.get(..6).unwrap_or(code);
    let mut codes = BTreeSet::new();
    for file in files {
        codes.extend(file.ask(|db| {
            let mut rows = db.prepare_cached(
                "SELECT b.became FROM hs_became b JOIN list l ON l.id = b.list
                 WHERE b.code = ?1 AND l.hs_year = ?2 AND b.year = ?3",
            )?;
            rows.query_map(params![code, year, other], |row| row.get::<_, String>(0))?
                .collect::<rusqlite::Result<Vec<_>>>()
        })?);
    }
    Ok(codes.into_iter().collect())
}
