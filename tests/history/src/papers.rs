//! Did each signed paper arrive once, whole, and in its turn? H1, H2, H3 (the gateway's half), H5 and voids.

use std::collections::{BTreeMap, BTreeSet};

use crate::event::{Event, Step};
use crate::finding::{Finding, Rule};

/// Number and step.
type Key<'a> = (&'a str, u32);

pub(crate) fn check(events: &[Event]) -> Vec<Finding> {
    let mut found = contents(events);
    found.extend(custody(events));
    found.extend(effects(events));
    if !events.contains(&Event::Settled) {
        found.push(Finding::new(Rule::Unfinished, "log", "it does not say that faults stopped and books were closed"));
        return found;
    }
    found.extend(arrivals(events));
    found.extend(receipts(events));
    found
}

/// One number and step has one content, wherever it lies.
fn contents(events: &[Event]) -> Vec<Finding> {
    let mut held: BTreeMap<Key<'_>, BTreeMap<&str, &str>> = BTreeMap::new();
    for event in events {
        let (number, revision, document, place) = match event {
            Event::Shown { desk, number, revision, document, .. } => (number, revision, document, desk),
            Event::Custody { gateway, number, revision, document, .. } => (number, revision, document, gateway),
            Event::Applied { post, number, revision, document, .. } => (number, revision, document, post),
            _ => continue,
        };
        held.entry((number, *revision)).or_default().entry(document).or_insert(place);
    }
    let diverged = held.into_iter().filter(|(_, documents)| documents.len() > 1);
    diverged
        .map(|((number, revision), documents)| {
            Finding::new(Rule::Diverged, number, format!("step {revision} has the contents {documents:?}"))
        })
        .collect()
}

/// A gateway has each paper once and takes nothing it promised not to.
fn custody(events: &[Event]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut taken: BTreeMap<(&str, Key<'_>), BTreeSet<&str>> = BTreeMap::new();
    let mut voided = BTreeSet::new();
    for event in events {
        if let Event::Void { gateway, submission } = event {
            voided.insert((gateway.as_str(), submission.as_str()));
        }
    }
    for event in events {
        let Event::Custody { gateway, submission, number, revision, .. } = event else { continue };
        if !taken.entry((gateway, (number, *revision))).or_default().insert(submission) {
            found.push(Finding::new(Rule::Doubled, number, format!("{gateway} has {submission} twice")));
        }
        if voided.contains(&(gateway.as_str(), submission.as_str())) {
            found.push(Finding::new(Rule::TakenAfterVoid, submission, format!("{gateway} took it all the same")));
        }
    }
    for ((gateway, (number, revision)), submissions) in taken {
        if submissions.len() > 1 {
            let words = format!("{gateway} has step {revision} under {submissions:?}");
            found.push(Finding::new(Rule::Doubled, number, words));
        }
    }
    found
}

/// A post applies each paper once, and no cancellation before what it cancels.
fn effects(events: &[Event]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut applied = BTreeSet::new();
    let mut issued = BTreeSet::new();
    for event in events {
        let Event::Applied { post, number, revision, step, .. } = event else { continue };
        if !applied.insert((post, number, revision)) {
            found.push(Finding::new(Rule::Doubled, number, format!("{post} applied step {revision} twice")));
        }
        match step {
            Step::Issue => _ = issued.insert((post, number)),
            Step::Cancel if issued.contains(&(post, number)) => {}
            Step::Cancel => {
                let words = format!("{post} applied step {revision} and had no certificate of that number");
                found.push(Finding::new(Rule::CancelledFirst, number, words));
            }
        }
    }
    found
}

/// What a person saw as issued is in custody and lies at every post it was for, unless it was given up or refused.
fn arrivals(events: &[Event]) -> Vec<Finding> {
    let mut over = BTreeSet::new();
    let (mut custody, mut applied) = (BTreeSet::new(), BTreeSet::new());
    for event in events {
        match event {
            Event::State { submission, state, .. } if matches!(state.as_str(), "abandoned" | "rejected") => {
                over.insert(submission);
            }
            Event::Custody { submission, document, .. } => _ = custody.insert((submission, document)),
            Event::Applied { post, number, revision, .. } => _ = applied.insert((post, number, revision)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    for event in events {
        let Event::Shown { desk, submission, number, revision, document, to, .. } = event else { continue };
        if over.contains(submission) {
            continue;
        }
        if !custody.contains(&(submission, document)) {
            let words = format!("{desk} showed step {revision} as issued, and no gateway has it");
            found.push(Finding::new(Rule::Lost, number, words));
        }
        for post in to.iter().filter(|post| !applied.contains(&(*post, number, revision))) {
            let words = format!("{desk} showed step {revision} as issued, and {post} does not have it");
            found.push(Finding::new(Rule::Lost, number, words));
        }
    }
    found
}

/// What a gateway signed, it has.
fn receipts(events: &[Event]) -> Vec<Finding> {
    let custody: BTreeSet<_> = events
        .iter()
        .filter_map(|event| match event {
            Event::Custody { gateway, submission, document, .. } => Some((gateway, submission, document)),
            _ => None,
        })
        .collect();
    let proofs = events.iter().filter_map(|event| match event {
        Event::Proof { submission, kind, gateway, document, .. } if matches!(kind.as_str(), "receipt" | "delivery") => {
            Some((gateway, submission, document, kind))
        }
        _ => None,
    });
    let unknown =
        proofs.filter(|(gateway, submission, document, _)| !custody.contains(&(gateway, submission, document)));
    unknown
        .map(|(gateway, submission, _, kind)| {
            let words = format!("a {kind} of {gateway}, whose register does not have those bytes");
            Finding::new(Rule::ReceiptWithoutRecord, submission, words)
        })
        .collect()
}
