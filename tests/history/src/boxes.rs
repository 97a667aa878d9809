//! Did each reader pass through its boxes in order, without a gap, and keep what it acknowledged? H7.

use std::collections::{BTreeMap, BTreeSet};

use crate::event::Event;
use crate::finding::{Finding, Rule};

pub(crate) fn check(events: &[Event]) -> Vec<Finding> {
    let mut found = order(events);
    found.extend(kept(events));
    found
}

/// The places of a box, and those of a reader in it.
fn order(events: &[Event]) -> Vec<Finding> {
    let mut places: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    let mut whole: BTreeMap<&str, BTreeMap<u64, &str>> = BTreeMap::new();
    for event in events {
        if let Event::Boxed { inbox, place, item } = event {
            places.insert((inbox, item), *place);
            whole.entry(inbox).or_default().insert(*place, item);
        }
    }
    let mut found = Vec::new();
    let mut read: BTreeMap<(&str, &str), BTreeSet<u64>> = BTreeMap::new();
    for event in events {
        let Event::Listed { reader, inbox, item } = event else { continue };
        // What the box does not hold at the end came another way; custody is judged elsewhere.
        let Some(place) = places.get(&(inbox.as_str(), item.as_str())) else { continue };
        let mine = read.entry((reader, inbox)).or_default();
        if mine.last().is_some_and(|last| last > place) {
            found.push(Finding::new(
                Rule::Reordered,
                item,
                format!("{reader} wrote it down after later ones of {inbox}"),
            ));
        }
        mine.insert(*place);
    }
    for ((reader, inbox), mine) in &read {
        let Some(last) = mine.last() else { continue };
        let passed = whole.get(inbox).into_iter().flat_map(|places| places.range(..last));
        for (place, item) in passed.filter(|(place, _)| !mine.contains(place)) {
            found.push(Finding::new(Rule::Skipped, *item, format!("{reader} passed place {place} of {inbox}")));
        }
    }
    found
}

/// Whatever was acknowledged by the time the books were opened is in them.
fn kept(events: &[Event]) -> Vec<Finding> {
    let mut acknowledged: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut found = Vec::new();
    for event in events {
        match event {
            Event::Acknowledged { reader, item } => _ = acknowledged.entry(reader).or_default().insert(item),
            Event::Kept { reader, items } => {
                let told = acknowledged.get(reader.as_str()).into_iter().flatten();
                for item in told.filter(|item| !items.iter().any(|kept| kept == *item)) {
                    found.push(Finding::new(Rule::Forgotten, *item, format!("{reader} acknowledged it and lost it")));
                }
            }
            _ => {}
        }
    }
    found
}
