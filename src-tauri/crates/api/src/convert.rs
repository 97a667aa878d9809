//! How do words of the house become words of the window? Small shapes here; the certificate in `content`.

mod content;

use tamga_office as office;
use tamga_origin::{Decimal, Timestamp};

pub use content::{from_content, to_content};

use crate::error::Fault;
use crate::wire;

pub fn finding(finding: &tamga_origin::Finding) -> wire::Finding {
    let tamga_origin::Finding { code, severity, path, params } = finding;
    wire::Finding {
        code: code.to_string(),
        severity: match severity {
            tamga_origin::Severity::Block => wire::Severity::Block,
            tamga_origin::Severity::Warn => wire::Severity::Warn,
            tamga_origin::Severity::Info => wire::Severity::Info,
        },
        path: path.clone(),
        params: params.iter().map(|(name, value)| (name.to_string(), value.clone())).collect(),
    }
}

pub fn findings(findings: &[tamga_origin::Finding]) -> Vec<wire::Finding> {
    findings.iter().map(finding).collect()
}

pub fn word(word: office::Word) -> wire::Word {
    let office::Word { code, params } = word;
    wire::Word { code, params: params.into_iter().collect() }
}

pub fn time(at: Timestamp) -> String {
    at.rfc3339()
}

/// Counts on the wire are small; what is larger is as good as this.
pub fn count(n: u64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

pub fn window(offset: u32, limit: u32) -> office::Window {
    office::Window { offset: u64::from(offset), limit: limit.min(office::Window::MOST) }
}

pub fn rows<T, U>(rows: office::Rows<T>, one: impl FnMut(T) -> U) -> wire::Rows<U> {
    let office::Rows { rows, total, offset } = rows;
    wire::Rows { rows: rows.into_iter().map(one).collect(), total: count(total), offset: count(offset) }
}

/// Ids and stamps are numbers of the store and texts of the window.
pub fn id(text: &str, what: &str) -> Result<i64, Fault> {
    text.parse().map_err(|_| Fault::field(what, format!("`{text}` is no {what}")))
}

pub fn decimal(text: &str, path: impl Into<String>) -> Result<Decimal, Fault> {
    Decimal::parse(text).ok_or_else(|| Fault::field(path, format!("`{text}` is no decimal number")))
}

/// A tag of the office as the window names it.
pub fn tag(tag: office::Tag) -> wire::Tag {
    match tag {
        office::Tag::App => wire::Tag::App,
        office::Tag::Drafts => wire::Tag::Drafts,
        office::Tag::Certificates => wire::Tag::Certificates,
        office::Tag::Outbox => wire::Tag::Outbox,
        office::Tag::Received => wire::Tag::Received,
        office::Tag::Balances => wire::Tag::Balances,
        office::Tag::Keys => wire::Tag::Keys,
        office::Tag::Issuers => wire::Tag::Issuers,
        office::Tag::Journal => wire::Tag::Journal,
        office::Tag::Settings => wire::Tag::Settings,
    }
}

pub fn lamps(lamps: office::lamps::Lamps) -> wire::Lamps {
    let office::lamps::Lamps { gateway, abroad, customs } = lamps;
    wire::Lamps { gateway: lamp(gateway), abroad: lamp(abroad), customs: lamp(customs) }
}

fn lamp(lamp: office::lamps::Lamp) -> wire::Lamp {
    use office::lamps::LampState as State;
    let office::lamps::Lamp { state, word: said, at } = lamp;
    let state = match state {
        State::Empty => wire::LampState::Empty,
        State::Turning => wire::LampState::Turning,
        State::Waiting => wire::LampState::Waiting,
        State::Half => wire::LampState::Half,
        State::Lit => wire::LampState::Lit,
        State::Refused => wire::LampState::Refused,
        State::Struck => wire::LampState::Struck,
    };
    wire::Lamp { state, word: word(said), at: at.map(time) }
}

pub fn journal_row(row: office::journal::JournalRow) -> wire::JournalRow {
    let office::journal::JournalRow { seq, at, who, about, word: said } = row;
    wire::JournalRow { seq: seq.to_string(), at: time(at), who, about, word: word(said) }
}

pub fn use_row(row: office::received::UseRow) -> wire::UseRow {
    let office::received::UseRow { sequence, quantity, unit, granted, reason, declaration, declared_on, at, from } =
        row;
    wire::UseRow {
        sequence,
        quantity: quantity.to_string(),
        unit,
        granted,
        reason,
        declaration,
        declared_on: declared_on.map(|day| day.to_string()).unwrap_or_default(),
        at: time(at),
        from,
    }
}

pub fn balance_row(row: office::received::BalanceRow) -> wire::BalanceRow {
    let office::received::BalanceRow { number, sequence, description, certified, used, left, unit, earlier } = row;
    wire::BalanceRow {
        number,
        sequence,
        description,
        certified: certified.to_string(),
        used: used.to_string(),
        left: left.to_string(),
        unit,
        earlier: earlier.into_iter().map(use_row).collect(),
    }
}
