//! How do the tables read? Every row of every machine as words, for tests, papers and whoever compares them with a
//! partner's process.

use super::table::{Machine, Row, To};
use super::{
    ApplicationMachine, CertificateMachine, InboundMachine, TransmissionMachine, UseMachine, VerificationMachine,
};
use crate::word::Word;

/// One row in words; several words are joined by blanks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedRow {
    /// The machine.
    pub machine: &'static str,
    /// The states it starts from, or `-` for the first step of all.
    pub from: String,
    /// The step.
    pub event: &'static str,
    /// Which of several rows for the same step it is.
    pub when: String,
    /// What must hold.
    pub guards: String,
    /// Where it leads, or `=` when it stays.
    pub to: &'static str,
    /// What other rooms have to do.
    pub effects: String,
    /// Who may.
    pub who: String,
}

fn joined<T: Word>(words: &[T]) -> String {
    words.iter().map(|word| word.as_str()).collect::<Vec<_>>().join(" ")
}

fn printed<M: Machine>(row: &Row<M>) -> PrintedRow {
    PrintedRow {
        machine: M::NAME,
        from: if row.from.is_empty() { "-".to_owned() } else { joined(row.from) },
        event: row.event.as_str(),
        when: joined(row.when),
        guards: joined(row.guards),
        to: match row.to {
            To::Into(state) => state.as_str(),
            To::Stays => "=",
        },
        effects: joined(row.effects),
        who: joined(row.who),
    }
}

/// Every row of the six machines, in the order of `dataset.md` section 3.
pub fn printed_tables() -> Vec<PrintedRow> {
    fn rows<M: Machine>() -> impl Iterator<Item = PrintedRow> {
        M::TABLE.iter().map(printed)
    }
    rows::<ApplicationMachine>()
        .chain(rows::<CertificateMachine>())
        .chain(rows::<TransmissionMachine>())
        .chain(rows::<InboundMachine>())
        .chain(rows::<UseMachine>())
        .chain(rows::<VerificationMachine>())
        .collect()
}
