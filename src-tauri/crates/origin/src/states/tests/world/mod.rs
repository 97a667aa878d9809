//! All machines together: one issuing body, one border post, and everything that can go wrong between them. Random
//! events walk over applications, certificates, outbox, received images, uses and cases at once; after every event the
//! promises of `dataset.md` section 3 must hold.
//!
//! This file is the world and its promises; `issuing` and `border` are the two desks, `walk` the random walks.

mod border;
mod issuing;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use super::super::*;
use crate::decimal::Decimal;
use crate::goods::Measure;
use crate::word::Word;

/// A signed document on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Paper {
    /// A certificate's image with what it certifies.
    Image { number: usize, revision: u32, digest: u32, certified: Measure },
    /// A status statement: cancel, suspend or lift.
    Statement { number: usize, revision: u32, event: InboundEvent },
    /// A new certificate and the end of the old one in one envelope.
    Replacement { old: usize, revision: u32, number: usize, digest: u32, certified: Measure },
}

/// An outbox item.
#[derive(Debug)]
pub(super) struct Item {
    paper: Paper,
    number: usize,
    state: TransmissionState,
    latest_answer: u64,
    left: bool,
}

/// A certificate at its issuer.
#[derive(Debug)]
pub(super) struct Issued {
    state: CertificateState,
    revision: u32,
    digest: u32,
    certified: Measure,
    /// The first certificate of the line of replacements it belongs to.
    line: usize,
}

/// An image at the border.
#[derive(Debug, Clone)]
pub(super) struct Held {
    revision: u32,
    digest: u32,
    certified: Measure,
    state: InboundState,
    warnings: bool,
    judgement: Judgement,
}

/// One number at the border.
#[derive(Debug, Clone, Default)]
pub(super) struct Record {
    awaited: bool,
    images: Vec<Held>,
    /// Verified statements: revision and what they say.
    statements: Vec<(u32, InboundEvent)>,
    uses: Vec<Use>,
}

/// One use, with the case about it.
#[derive(Debug, Clone)]
pub(super) struct Use {
    quantity: Measure,
    state: UseState,
    case: Option<VerificationState>,
}

#[derive(Debug, Default)]
pub(super) struct World {
    applications: Vec<ApplicationState>,
    issued: Vec<Issued>,
    outbox: Vec<Item>,
    records: BTreeMap<usize, Record>,
    /// Replacements the border has seen: the old number and the new one.
    replaced: BTreeSet<(usize, usize)>,
    digests: u32,
    /// States that were reached, with how often.
    reached: BTreeMap<(&'static str, &'static str), usize>,
    /// States of everything that has ended, which must never change.
    ended: Vec<(String, &'static str)>,
}

/// One random event: which machine, on which thing, with which facts. A bit that is set is mostly a fault, and one in
/// four is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Event {
    pub kind: u8,
    pub pick: usize,
    pub step: usize,
    pub bits: u32,
    pub amount: i64,
}

impl Event {
    pub fn on(&self, which: u32) -> bool {
        self.bits & (1 << which) != 0
    }

    /// A step, three times out of four one that the state knows.
    pub fn what<M: Machine>(&self, state: Option<M::State>) -> M::Event {
        let known = legal::<M>(state);
        match known.is_empty() || self.on(30) {
            true => M::Event::ALL[self.step % M::Event::ALL.len()],
            false => known[self.step % known.len()],
        }
    }

    pub fn reason(&self) -> &'static str {
        if self.on(31) { "" } else { "OTH" }
    }
}

pub(super) fn tonnes(amount: i64) -> Measure {
    Measure { amount: Decimal::whole(amount), unit: "TNE".into() }
}

impl World {
    /// Takes a step, holds its answer against the table, and counts the row.
    pub fn take<M: Machine>(
        &mut self,
        state: Option<M::State>,
        event: M::Event,
        context: &M::Context<'_>,
    ) -> Option<(M::State, Vec<M::Effect>)> {
        let answer = step::<M>(state, event, context);
        let chosen = row::<M>(state, event, context);
        match &answer {
            Ok((next, effects)) => {
                let row = chosen.unwrap();
                assert!(row.guards.iter().all(|guard| M::judge(*guard, context).is_ok()), "{row:?}");
                assert_eq!(row.effects, effects.as_slice());
                assert_eq!(
                    row.to,
                    if Some(*next) == state && row.to == To::Stays { To::Stays } else { To::Into(*next) }
                );
                *self.reached.entry((M::NAME, next.as_str())).or_default() += 1;
            }
            Err(refusal) => {
                let guarded = chosen.is_ok_and(|row| row.guards.iter().any(|one| M::judge(*one, context).is_err()));
                assert!(guarded || matches!(refusal.why, Why::NotFromHere | Why::Final), "{refusal:?}");
                let is_legal = legal::<M>(state).contains(&event);
                assert_eq!(refusal.legal.contains(&refusal.event), is_legal, "{refusal}");
            }
        }
        answer.ok()
    }

    /// The promises, whatever has happened.
    pub fn keeps_its_promises(&mut self) {
        self.certificates_have_one_life();
        self.border_never_goes_back();
        self.what_ended_stays_ended();
    }

    fn certificates_have_one_life(&self) {
        let first: Vec<usize> = self.issued.iter().map(|one| one.line).collect();
        for line in first {
            let of_line: Vec<&Issued> = self.issued.iter().filter(|one| one.line == line).collect();
            let alive = of_line.iter().filter(|one| !one.state.is_final()).count();
            assert!(alive <= 1, "two valid certificates of one line: {of_line:?}");
            let last = of_line.last().unwrap();
            assert_eq!(alive == 0, last.state == CertificateState::Cancelled, "none without a step: {of_line:?}");
            assert!(
                of_line.iter().rev().skip(1).all(|one| one.state == CertificateState::Replaced),
                "only what was replaced has a successor: {of_line:?}"
            );
        }
        let approved = self.applications.iter().filter(|state| **state == ApplicationState::Issued).count();
        let first_of_line = self.issued.iter().enumerate().filter(|(at, one)| one.line == *at).count();
        assert_eq!(approved, first_of_line, "no certificate without its application");
    }

    fn border_never_goes_back(&self) {
        for (number, record) in &self.records {
            let usable: Vec<&Held> = record.images.iter().filter(|image| image.state.is_usable()).collect();
            assert!(usable.len() <= 1, "one image of number {number} counts: {record:?}");
            let superseded = record.images.iter().filter(|image| image.state == InboundState::Superseded);
            for old in superseded {
                let newer = record.images.iter().any(|image| image.revision > old.revision);
                assert!(newer, "what is superseded has something above it: {record:?}");
            }
            if let Some(current) = usable.first() {
                let old = record.images.iter().filter(|image| image.state == InboundState::Superseded);
                assert!(old.clone().all(|image| image.revision < current.revision), "late overwrote: {record:?}");
                let ends = |event: &InboundEvent| matches!(event, InboundEvent::Cancel | InboundEvent::Replace);
                assert!(!record.statements.iter().any(|(_, event)| ends(event)), "ended and usable: {record:?}");
                let last = record.statements.iter().filter(|(at, _)| *at > current.revision).max_by_key(|(at, _)| *at);
                assert!(last.is_none_or(|(_, event)| *event != InboundEvent::Suspend), "suspended: {record:?}");
            }
            for one in &record.uses {
                let waits = one.case.is_some_and(|case| !case.is_final());
                let withdrawn = one.case == Some(VerificationState::Withdrawn);
                let doubted = one.state == UseState::PendingVerification;
                assert!(!waits || doubted, "a case is open about a doubted use alone: {one:?}");
                assert!(!doubted || waits || withdrawn, "a doubt without a case: {one:?}");
            }
        }
        let is_usable = |number: usize| {
            self.records.get(&number).is_some_and(|record| record.images.iter().any(|image| image.state.is_usable()))
        };
        for (old, new) in &self.replaced {
            assert!(!(is_usable(*old) && is_usable(*new)), "{old} and {new} in its place are usable together");
        }
    }

    fn what_ended_stays_ended(&mut self) {
        let mut now: Vec<(String, &'static str)> = Vec::new();
        let mut note = |name: String, ended: bool, state: &'static str| {
            if ended {
                now.push((name, state));
            }
        };
        for (at, state) in self.applications.iter().enumerate() {
            note(format!("application {at}"), state.is_final(), state.as_str());
        }
        for (at, one) in self.issued.iter().enumerate() {
            note(format!("certificate {at}"), one.state.is_final(), one.state.as_str());
        }
        for (at, one) in self.outbox.iter().enumerate() {
            note(format!("outbox {at}"), one.state.is_final(), one.state.as_str());
        }
        for (number, record) in &self.records {
            for (at, image) in record.images.iter().enumerate() {
                note(format!("image {number} {at}"), image.state.is_final(), image.state.as_str());
            }
            for (at, one) in record.uses.iter().enumerate() {
                note(format!("use {number} {at}"), one.state.is_final(), one.state.as_str());
                if let Some(case) = one.case {
                    note(format!("case {number} {at}"), case.is_final(), case.as_str());
                }
            }
        }
        for known in &self.ended {
            assert!(now.contains(known), "{known:?} was final");
        }
        self.ended = now;
    }
}
