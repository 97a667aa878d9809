//! Members, dates, face, boxes, criteria and flags of a profile file.

use tamga_origin::criterion::{CriterionPattern, Role, Scope};
use tamga_origin::layout::Bind;
use tamga_origin::profile::{Dates, FlagRow, Form, FormBox, Mark, Member, Overflow, Paper, Required, Side};
use tamga_origin::{CriterionReading, CriterionRow, Flag, ProofType, read_criterion};

use super::{Facts, ProfileError, ProfileFault};
use crate::keys::Keys;

pub(super) fn document_code(top: &Keys<'_>) -> Result<String, ProfileError> {
    let code = top.needed("document_code")?;
    match ProofType::from_code(code) {
        Some(_) => Ok(code.to_owned()),
        None => Err(top.word_slip("document_code", code)),
    }
}

pub(super) fn parties(top: &Keys<'_>, facts: &Facts) -> Result<Vec<Member>, ProfileError> {
    let mut parties = Vec::new();
    for keys in top.tables("parties")? {
        let evidence = facts.evidence(&keys, &["code", "from", "to", "side"])?;
        let code = keys.needed("code")?;
        if code != "*" && !(code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase())) {
            return Err(keys.word_slip("code", code));
        }
        parties.push(Member {
            code: code.to_owned(),
            from: keys.date("from")?,
            to: keys.date("to")?,
            side: keys.word("side")?.unwrap_or(Side::Both),
            evidence,
        });
    }
    if parties.is_empty() {
        return Err(top.slip(ProfileFault::Missing { key: "parties".to_owned() }));
    }
    Ok(parties)
}

pub(super) fn dates(top: &Keys<'_>, facts: &Facts) -> Result<Dates, ProfileError> {
    let Some(keys) = top.table("dates")? else { return Ok(Dates::default()) };
    let evidence = facts.evidence(&keys, &["from", "to", "accepted_until", "choose_by"])?;
    Ok(Dates {
        from: keys.date("from")?,
        to: keys.date("to")?,
        accepted_until: keys.date("accepted_until")?,
        choose_by: keys.word("choose_by")?,
        evidence,
    })
}

pub(super) fn form(top: &Keys<'_>, facts: &Facts) -> Result<Form, ProfileError> {
    let keys = top.needed_table("form")?;
    let evidence =
        facts.evidence(&keys, &["code", "version", "title", "languages", "any_with_translation", "paper"])?;
    let copies = top.needed_table("copies")?;
    let copies_evidence = facts.evidence(&copies, &["words"])?;
    Ok(Form {
        code: keys.needed("code")?.to_owned(),
        version: keys.needed("version")?.to_owned(),
        title: keys.needed("title")?.to_owned(),
        languages: keys.owned("languages")?,
        any_with_translation: keys.flag("any_with_translation")?.unwrap_or(false),
        copies: copies.owned("words")?,
        copies_evidence,
        paper: keys.word("paper")?.unwrap_or(Paper::Plain),
        evidence,
    })
}

pub(super) fn boxes(top: &Keys<'_>, facts: &Facts) -> Result<Vec<FormBox>, ProfileError> {
    let mut boxes: Vec<FormBox> = Vec::new();
    for keys in top.tables("box")? {
        let evidence = facts.evidence(&keys, &["n", "keys", "label", "required", "words", "max_chars", "overflow"])?;
        let number = keys.needed("n")?.to_owned();
        if boxes.iter().any(|known| known.number == number) {
            return Err(keys.slip_at("n", ProfileFault::Twice { what: "box", name: number }));
        }
        let bind = |word: &str| Bind::parse(word).ok_or_else(|| keys.word_slip("keys", word));
        boxes.push(FormBox {
            number,
            keys: keys.texts("keys")?.into_iter().map(bind).collect::<Result<_, _>>()?,
            label: keys.needed("label")?.to_owned(),
            required: keys.needed_word::<Required>("required")?,
            words: keys.owned("words")?,
            max_chars: keys.whole("max_chars")?,
            overflow: keys.word("overflow")?.unwrap_or(Overflow::Continuation),
            evidence,
        });
    }
    if boxes.is_empty() {
        return Err(top.slip(ProfileFault::Missing { key: "box".to_owned() }));
    }
    Ok(boxes)
}

/// The number of a box that exists, or empty.
pub(super) fn box_number(keys: &Keys<'_>, boxes: &[FormBox]) -> Result<String, ProfileError> {
    let number = keys.text("box")?;
    if number.is_empty() || boxes.iter().any(|known| known.number == number) {
        Ok(number.to_owned())
    } else {
        Err(keys.slip_at("box", ProfileFault::NoSuchBox { number: number.to_owned() }))
    }
}

const CRITERION_KEYS: [&str; 8] =
    ["code", "patterns", "meaning", "reference", "destinations", "role", "scope", "examples"];

pub(super) fn criteria(top: &Keys<'_>, facts: &Facts) -> Result<Vec<CriterionRow>, ProfileError> {
    let mut rows = Vec::new();
    let mut places = Vec::new();
    for keys in top.tables("criterion")? {
        let evidence = facts.evidence(&keys, &CRITERION_KEYS)?;
        let pattern = |text: &str| {
            CriterionPattern::parse(text).map_err(|fault| keys.slip_at("patterns", ProfileFault::Pattern(fault)))
        };
        let patterns: Vec<CriterionPattern> =
            keys.texts("patterns")?.into_iter().map(pattern).collect::<Result<_, _>>()?;
        if patterns.is_empty() {
            return Err(keys.slip(ProfileFault::Missing { key: "patterns".to_owned() }));
        }
        rows.push(CriterionRow {
            code: keys.needed("code")?.to_owned(),
            patterns,
            meaning: keys.needed("meaning")?.to_owned(),
            reference: keys.flag("reference")?.unwrap_or(false),
            destinations: keys.owned("destinations")?,
            role: keys.word("role")?.unwrap_or(Role::Main),
            scope: keys.word("scope")?.unwrap_or(Scope::Face),
            examples: keys.owned("examples")?,
            evidence,
        });
        places.push(keys);
    }
    for (row, keys) in rows.iter().zip(&places) {
        examples(row, &rows, keys)?;
    }
    Ok(rows)
}

/// Each example must be read as its own row, before every row that stands above it.
fn examples(row: &CriterionRow, rows: &[CriterionRow], keys: &Keys<'_>) -> Result<(), ProfileError> {
    let beside: Vec<&CriterionRow> = rows.iter().filter(|other| other.scope == row.scope).collect();
    let destination = row.destinations.first().map_or("", String::as_str);
    for example in &row.examples {
        let own = match read_criterion(example, &beside, destination) {
            CriterionReading::Understood { row: found, additions, .. } => match row.role {
                Role::Main => found.code == row.code && found.destinations == row.destinations,
                Role::Addition => additions.contains(&row.code.as_str()),
            },
            _ => false,
        };
        if !own {
            let fault = ProfileFault::ExampleRefused { example: example.clone(), code: row.code.clone() };
            return Err(keys.slip_at("examples", fault));
        }
    }
    Ok(())
}

pub(super) fn flags(top: &Keys<'_>, facts: &Facts, boxes: &[FormBox]) -> Result<Vec<FlagRow>, ProfileError> {
    let mut flags: Vec<FlagRow> = Vec::new();
    for keys in top.tables("flag")? {
        let evidence = facts.evidence(&keys, &["code", "mark", "box", "words", "excludes"])?;
        let flag = |key: &str, code: &str| Flag::from_code(code).ok_or_else(|| keys.word_slip(key, code));
        let row = FlagRow {
            flag: flag("code", keys.needed("code")?)?,
            mark: keys.needed_word::<Mark>("mark")?,
            in_box: box_number(&keys, boxes)?,
            words: keys.text("words")?.to_owned(),
            excludes: keys
                .texts("excludes")?
                .into_iter()
                .map(|code| flag("excludes", code))
                .collect::<Result<_, _>>()?,
            evidence,
        };
        if row.in_box.is_empty() {
            return Err(keys.slip(ProfileFault::Missing { key: "box".to_owned() }));
        }
        if flags.iter().any(|known| known.flag == row.flag) {
            let fault = ProfileFault::Twice { what: "flag", name: row.flag.code().to_owned() };
            return Err(keys.slip_at("code", fault));
        }
        flags.push(row);
    }
    Ok(flags)
}
