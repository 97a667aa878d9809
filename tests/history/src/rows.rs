//! Did each row move forward, on proof, to an end, and did people see the truth? H3 (the desk's half), H4, H6, H8, H9,
//! H10.

use std::collections::{BTreeMap, BTreeSet};

use crate::event::Event;
use crate::finding::{Finding, Rule};

/// How far a state is on its way; what is over is beyond everything.
fn station(state: &str) -> u8 {
    match state {
        "accepted" => 1,
        "delivered" => 2,
        "answered" => 3,
        "rejected" | "abandoned" => 4,
        _ => 0,
    }
}

/// The evidence a state rests on.
fn rests_on(state: &str) -> &'static [&'static str] {
    match state {
        "accepted" => &["receipt"],
        "delivered" => &["delivery"],
        "answered" => &["answer"],
        "rejected" | "conflict" => &["refusal"],
        _ => &[],
    }
}

/// What the gateway's lamp may show in a state (4.6). A road that is stopped shows its rows as blocked.
fn lamps(state: &str) -> &'static [&'static str] {
    match state {
        "queued" => &["turning", "waiting"],
        "sending" => &["turning"],
        "waiting" => &["half", "waiting"],
        "blocked" => &["waiting"],
        // Half is the receipt of an office server.
        "accepted" | "delivered" | "answered" => &["half", "lit"],
        "rejected" | "conflict" => &["refused"],
        "abandoned" => &["struck"],
        _ => &[],
    }
}

pub(crate) fn check(events: &[Event]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut states: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    let mut proofs: BTreeSet<(&str, &str, &str)> = BTreeSet::new();
    for event in events {
        match event {
            Event::State { desk, submission, state } => {
                let before = states.insert((desk, submission), state).unwrap_or("queued");
                if station(state) < station(before) || (station(before) == 4 && state != before) {
                    found.push(Finding::new(Rule::WentBack, submission, format!("{desk}: {before}, then {state}")));
                }
                let wanted = rests_on(state);
                if !wanted.is_empty() && !wanted.iter().any(|kind| proofs.contains(&(desk, submission, kind))) {
                    let words = format!("{desk}: {state} without a {} that holds", wanted.join(" or "));
                    found.push(Finding::new(Rule::Unproven, submission, words));
                }
            }
            Event::Proof { desk, submission, kind, holds, .. } => {
                if *holds {
                    proofs.insert((desk, submission, kind));
                } else {
                    found.push(Finding::new(
                        Rule::Unproven,
                        submission,
                        format!("{desk}: a {kind} that does not hold"),
                    ));
                }
            }
            Event::Lamp { desk, submission, shows } => {
                let state = states.get(&(desk.as_str(), submission.as_str())).copied().unwrap_or("queued");
                if !lamps(state).contains(&shows.as_str()) {
                    let words = format!("{desk}: the lamp is {shows} while the row is {state}");
                    found.push(Finding::new(Rule::WrongWords, submission, words));
                }
            }
            Event::Stranded { desk, submission } => {
                found.push(Finding::new(Rule::Stranded, submission, format!("{desk}: nobody will move it")));
            }
            Event::Measured { name, value, most } if value > most => {
                found.push(Finding::new(Rule::OutOfBounds, name, format!("{value}, at most {most}")));
            }
            _ => {}
        }
    }
    if events.contains(&Event::Settled) {
        for ((desk, submission), state) in states {
            if matches!(state, "queued" | "sending" | "waiting") {
                found.push(Finding::new(Rule::Unresolved, submission, format!("{desk}: still {state}")));
            }
        }
    }
    found
}
