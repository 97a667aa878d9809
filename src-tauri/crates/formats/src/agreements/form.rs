//! Members, dates, face, boxes, flags and numbers of a profile file.

use tamga_origin::layout::Bind;
use tamga_origin::profile::{
    Attest, Dates, FlagRow, Form, FormBox, Mark, Member, NumberScope, Numbering, OfficialUse, OriginCountry, OriginPer,
    Overflow, PairMatrix, PairRow, Paper, Required, Reset, Rule, RuleSet, Side,
};
use tamga_origin::{Date, Flag, Pattern, ProofType};

use super::ProfileFault;
use super::facts::Facts;
use super::groups::{Group, GroupMember, Groups};
use crate::keys::Keys;

pub(super) fn document_code(top: &Keys<'_>) -> String {
    let code = top.needed("document_code");
    if !code.is_empty() && ProofType::from_code(code).is_none() {
        top.word_slip("document_code", code);
    }
    code.to_owned()
}

/// A country code of two capitals; `EU` is a country here.
pub(super) fn country(keys: &Keys<'_>, key: &str) -> String {
    let code = keys.needed(key);
    if !code.is_empty() && !is_country(code) {
        keys.word_slip(key, code);
    }
    code.to_owned()
}

fn is_country(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// A list of country codes.
pub(super) fn countries(keys: &Keys<'_>, key: &str) -> Vec<String> {
    keys.each(key, |code| is_country(code).then(|| code.to_owned()))
}

/// The same, and the states of the European Union where it is named.
pub(super) fn countries_and_states(keys: &Keys<'_>, key: &str, groups: &Groups) -> Vec<String> {
    let mut codes = countries(keys, key);
    if codes.iter().any(|code| code == UNION)
        && let Some(union) = groups.group(UNION_STATES)
    {
        let states = union.members.iter().map(|state| state.code.clone());
        let unnamed: Vec<String> = states.filter(|state| !codes.contains(state)).collect();
        codes.extend(unnamed);
    }
    codes
}

pub(super) fn parties(top: &Keys<'_>, facts: &Facts, groups: &Groups) -> Vec<Member> {
    let mut parties = Vec::new();
    let tables = top.tables("parties");
    if tables.is_empty() {
        top.missing("parties");
    }
    for keys in tables {
        let evidence = facts.evidence(&keys, &["code", "group", "from", "to", "accepted_until", "side"]);
        let row = Member {
            code: keys.text("code").to_owned(),
            group: String::new(),
            from: keys.date("from"),
            to: keys.date("to"),
            accepted_until: keys.date("accepted_until"),
            side: keys.word("side").unwrap_or(Side::Both),
            evidence,
        };
        let name = keys.text("group");
        match (row.code.as_str(), name) {
            ("", "") => keys.missing("code"),
            ("*", "") => parties.push(row),
            (_, "") => {
                country(&keys, "code");
                parties.extend(with_states(row, groups));
            }
            ("", name) => match groups.group(name) {
                Some(group) => {
                    let members = members_of(&row, name, group);
                    parties.extend(members.into_iter().flat_map(|member| with_states(member, groups)));
                }
                None => keys.slip_at("group", ProfileFault::NoSuchGroup { name: name.to_owned() }),
            },
            // One row is a country or a group, not both.
            _ => keys.wrong("group"),
        }
    }
    parties
}

/// A row for each country of a group, on the days of both.
fn members_of(row: &Member, name: &str, group: &Group) -> Vec<Member> {
    let evidence = row.evidence.weaker(&group.evidence);
    let of = |member: &GroupMember| Member {
        code: member.code.clone(),
        group: if row.group.is_empty() { name.to_owned() } else { row.group.clone() },
        from: latest(row.from, member.from),
        to: earliest(row.to, member.to),
        evidence: evidence.clone(),
        ..row.clone()
    };
    group.members.iter().map(of).collect()
}

/// The European Union is a party, and a certificate names one of its states.
fn with_states(row: Member, groups: &Groups) -> Vec<Member> {
    let states = groups.group(UNION_STATES).filter(|_| row.code == UNION);
    let states = states.map(|group| members_of(&row, UNION, group)).unwrap_or_default();
    std::iter::once(row).chain(states).collect()
}

const UNION: &str = "EU";

/// Name of the group that holds the states of the European Union.
const UNION_STATES: &str = "eu";

/// Rows of a table of pairs, with one more for each state of the European Union where it is a partner.
fn pairs_with_states(rows: &[PairRow], groups: &Groups) -> Vec<PairRow> {
    let states = groups.group(UNION_STATES).map_or(&[][..], |group| &group.members);
    let mut all = rows.to_vec();
    for row in rows {
        let partner = if row.a == UNION { &row.b } else { &row.a };
        if row.a == UNION || row.b == UNION {
            all.extend(states.iter().map(|state| PairRow {
                a: state.code.clone(),
                b: partner.clone(),
                from: latest(row.from, state.from),
                to: earliest(row.to, state.to),
                ..row.clone()
            }));
        }
    }
    all
}

fn latest(a: Option<Date>, b: Option<Date>) -> Option<Date> {
    a.max(b)
}

fn earliest(a: Option<Date>, b: Option<Date>) -> Option<Date> {
    a.zip(b).map(|(a, b)| a.min(b)).or(a).or(b)
}

pub(super) fn dates(top: &Keys<'_>, facts: &Facts) -> Dates {
    let Some(keys) = top.table("dates") else { return Dates::default() };
    let evidence = facts.evidence(&keys, &["from", "to", "accepted_until", "choose_by"]);
    let dates = Dates {
        from: keys.date("from"),
        to: keys.date("to"),
        accepted_until: keys.date("accepted_until"),
        choose_by: keys.word("choose_by"),
        evidence,
    };
    if dates.from.zip(dates.to).is_some_and(|(from, to)| to < from) {
        keys.wrong("to");
    }
    // It is accepted beside its successor only after its own last day.
    if dates.accepted_until.is_some() && dates.to.is_none_or(|to| dates.accepted_until < Some(to)) {
        keys.wrong("accepted_until");
    }
    dates
}

pub(super) fn pair_matrix(top: &Keys<'_>, facts: &Facts, groups: &Groups) -> Option<PairMatrix> {
    let keys = top.table("pair_matrix")?;
    let evidence = facts.evidence(&keys, &["table", "rules"]);
    let table = keys.needed("table");
    let rules = keys.needed_word("rules", RuleSet::Old);
    if rules == RuleSet::Both {
        keys.wrong("rules");
    }
    let Some(rows) = groups.matrix(table) else {
        keys.slip_at("table", ProfileFault::NoSuchMatrix { name: table.to_owned() });
        return None;
    };
    Some(PairMatrix { table: table.to_owned(), rules, rows: pairs_with_states(rows, groups), evidence })
}

const FORM_KEYS: [&str; 8] =
    ["code", "version", "title", "languages", "any_with_translation", "scripts", "paper", "pages"];

pub(super) fn form(top: &Keys<'_>, facts: &Facts) -> Option<Form> {
    let (face, copies) = (top.needed_table("form"), top.needed_table("copies"));
    let (keys, copies) = (face?, copies?);
    let evidence = facts.evidence(&keys, &FORM_KEYS);
    let copies_evidence = facts.evidence(&copies, &["words"]);
    let language = |code: &str| {
        let fits = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase());
        fits.then(|| code.to_owned())
    };
    Some(Form {
        code: keys.needed("code").to_owned(),
        version: keys.needed("version").to_owned(),
        title: keys.needed("title").to_owned(),
        languages: keys.each("languages", language),
        any_with_translation: keys.yes("any_with_translation"),
        scripts: keys.words("scripts"),
        copies: copies.owned("words"),
        copies_evidence,
        paper: keys.word("paper").unwrap_or(Paper::Plain),
        pages: keys.whole("pages").unwrap_or(1),
        evidence,
    })
}

const BOX_KEYS: [&str; 9] =
    ["n", "printed", "keys", "label", "required", "words", "max_chars", "max_lines", "overflow"];

pub(super) fn boxes(top: &Keys<'_>, facts: &Facts) -> Vec<FormBox> {
    let mut boxes: Vec<FormBox> = Vec::new();
    let tables = top.tables("box");
    if tables.is_empty() {
        top.missing("box");
    }
    for keys in tables {
        let evidence = facts.evidence(&keys, &BOX_KEYS);
        let number = keys.needed("n").to_owned();
        if boxes.iter().any(|known| known.number == number) {
            keys.slip_at("n", ProfileFault::Twice { what: "box", name: number.clone() });
        }
        boxes.push(FormBox {
            number,
            printed: keys.flag("printed").unwrap_or(true),
            keys: keys.each("keys", Bind::parse),
            label: keys.needed("label").to_owned(),
            required: keys.needed_word("required", Required::IfKnown),
            words: keys.owned("words"),
            max_chars: keys.whole("max_chars"),
            max_lines: keys.whole("max_lines"),
            overflow: keys.word("overflow").unwrap_or(Overflow::Continuation),
            evidence,
        });
    }
    boxes
}

/// The number of a box that exists, or empty.
pub(super) fn box_number(keys: &Keys<'_>, boxes: &[FormBox]) -> String {
    let number = keys.text("box");
    if !number.is_empty() && !boxes.iter().any(|known| known.number == number) {
        keys.slip_at("box", ProfileFault::NoSuchBox { number: number.to_owned() });
    }
    number.to_owned()
}

pub(super) fn flags(top: &Keys<'_>, facts: &Facts, boxes: &[FormBox]) -> Vec<FlagRow> {
    let mut flags: Vec<FlagRow> = Vec::new();
    for keys in top.tables("flag") {
        let evidence = facts.evidence(&keys, &["code", "mark", "box", "words", "excludes", "needs"]);
        if !keys.has("box") {
            keys.missing("box");
        }
        if !keys.has("code") {
            keys.missing("code");
        }
        let mark = keys.needed_word("mark", Mark::Text);
        let (in_box, excludes, needs) =
            (box_number(&keys, boxes), keys.each("excludes", Flag::from_code), keys.words("needs"));
        let Some(flag) = keys.parsed("code", Flag::from_code) else { continue };
        if flags.iter().any(|known| known.flag == flag) {
            keys.slip_at("code", ProfileFault::Twice { what: "flag", name: flag.code().to_owned() });
        }
        flags.push(FlagRow { flag, mark, in_box, words: keys.text("words").to_owned(), excludes, needs, evidence });
    }
    flags
}

pub(super) fn origin_country(top: &Keys<'_>, facts: &Facts, boxes: &[FormBox], groups: &Groups) -> Rule<OriginCountry> {
    facts.rule(top, "origin_country", &["per", "box", "allowed", "words"], |keys, evidence| {
        let mut words = Vec::new();
        if let Some(table) = keys.table("words") {
            for (code, _) in table.entries() {
                if !is_country(code) {
                    table.slip(ProfileFault::UnknownWord { word: code.to_owned(), allowed: Vec::new() });
                }
                words.push((code.to_owned(), table.needed(code).to_owned()));
            }
        }
        OriginCountry {
            per: keys.word("per").unwrap_or(OriginPer::Item),
            in_box: box_number(keys, boxes),
            allowed: countries_and_states(keys, "allowed", groups),
            words,
            evidence,
        }
    })
}

const ATTEST_KEYS: [&str; 7] = ["box", "by", "text", "place", "date", "name", "stamp"];

pub(super) fn attest(top: &Keys<'_>, name: &str, facts: &Facts, boxes: &[FormBox]) -> Rule<Attest> {
    facts.rule(top, name, &ATTEST_KEYS, |keys, evidence| Attest {
        in_box: box_number(keys, boxes),
        by: keys.words("by"),
        text: keys.text("text").to_owned(),
        place: keys.flag("place").unwrap_or(true),
        date: keys.flag("date").unwrap_or(true),
        name: keys.flag("name").unwrap_or(true),
        stamp: keys.yes("stamp"),
        evidence,
    })
}

pub(super) fn official_use(top: &Keys<'_>, facts: &Facts, boxes: &[FormBox]) -> Rule<OfficialUse> {
    facts.rule(top, "official_use", &["box", "choices", "reason", "signature"], |keys, evidence| OfficialUse {
        in_box: box_number(keys, boxes),
        choices: keys.owned("choices"),
        reason: keys.yes("reason"),
        signature: keys.yes("signature"),
        evidence,
    })
}

const NUMBER_KEYS: [&str; 6] = ["pattern", "acronym", "prescribed", "reset", "scope", "max_len"];

pub(super) fn numbering(top: &Keys<'_>, facts: &Facts) -> Option<Numbering> {
    let keys = top.needed_table("numbering")?;
    let evidence = facts.evidence(&keys, &NUMBER_KEYS);
    let text = keys.needed("pattern");
    let pattern = match Pattern::parse(text) {
        Ok(pattern) => Some(pattern),
        // A pattern that is missing or no text is noted as such.
        Err(_) if text.is_empty() => None,
        Err(fault) => {
            keys.slip_at("pattern", ProfileFault::NumberPattern(fault));
            None
        }
    };
    let scope = if keys.has("scope") { keys.words("scope") } else { vec![NumberScope::Issuer] };
    let (acronym, prescribed) = (keys.text("acronym").to_owned(), keys.yes("prescribed"));
    let (reset, max_len) = (keys.word("reset").unwrap_or(Reset::Never), keys.whole("max_len"));
    Some(Numbering { pattern: pattern?, acronym, prescribed, reset, scope, max_len, evidence })
}
