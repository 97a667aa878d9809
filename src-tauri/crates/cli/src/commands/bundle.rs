//! What is carried by hand? Keys and partners for bundles, packing, reading, and what is missing.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};
use tamga_office::bundles::{BundleLine, BundlePartner, BundleReport, Carry, Missing, Packed};
use tamga_office::{Office, OfficeError};

use crate::answer::{Answer, Exit};
use crate::arguments::{BundleCommand, BundleWriteArguments, PartnerArguments, PartnerCommand};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::terminal::table;
use crate::{bundle_failure, view};

/// Does what was asked about bundles.
pub fn bundle(desk: &Desk, asked: BundleCommand) -> Result<Answer, Failure> {
    let office = desk.office()?;
    match asked {
        BundleCommand::Key { node } => key(&office, node.as_deref()),
        BundleCommand::Partner(asked) => partner(&office, asked),
        BundleCommand::Write(asked) => write(&office, &asked),
        BundleCommand::Read { files } => read(&office, &files),
        BundleCommand::List { limit } => list(&office, limit),
    }
}

fn key(office: &Office, node: Option<&str>) -> Result<Answer, Failure> {
    if let Some(node) = node {
        office.set_bundle_node(node).map_err(Failure::office(format!("node {node}")))?;
    }
    let own = office.bundle_identity().map_err(Failure::office("keys for bundles"))?;
    let object = json!({
        "node": own.node, "party": own.party, "signingKey": own.signing_text, "recipient": own.recipient,
    });
    let words = format!(
        "Node {} of {}\nFor the trust list, use \"bundle\": {}\nFor partners, to close bundles with: {}",
        own.node, own.party, own.signing_text, own.recipient
    );
    Ok(Answer::new(object, words))
}

fn partner(office: &Office, asked: PartnerCommand) -> Result<Answer, Failure> {
    match asked {
        PartnerCommand::Add(PartnerArguments { node, party, to, country }) => {
            let about = Failure::office(format!("partner {node}"));
            let partner = BundlePartner { node, party, recipients: to, destinations: country };
            office.set_bundle_partner(partner).map_err(about)?;
        }
        PartnerCommand::Remove { node } => {
            office.remove_bundle_partner(&node).map_err(Failure::office(format!("partner {node}")))?;
        }
        PartnerCommand::List => {}
    }
    let all = office.bundle_partners().map_err(Failure::office("partners"))?;
    let objects: Vec<Value> = all
        .iter()
        .map(|one| {
            json!({
                "node": one.node, "party": one.party, "recipients": one.recipients, "countries": one.destinations,
            })
        })
        .collect();
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|one| {
            let countries = if one.destinations.is_empty() { "all".to_owned() } else { one.destinations.join(" ") };
            vec![one.node.clone(), one.party.clone(), countries, one.recipients.join(" ")]
        })
        .collect();
    let words = if rows.is_empty() { "No partners for bundles yet.".to_owned() } else { table(&rows) };
    Ok(Answer::new(json!({ "partners": objects }), words))
}

fn write(office: &Office, asked: &BundleWriteArguments) -> Result<Answer, Failure> {
    let carry = Carry { node: &asked.to, numbers: &asked.number, with_trust_list: asked.trust_list };
    let packed = office.write_bundle(&carry, &asked.folder);
    let packed = packed.map_err(Failure::office(format!("bundle to {} in {}", asked.to, asked.folder.display())))?;
    let object = |one: &Packed| {
        json!({
            "bundleId": one.bundle_id.to_string(), "node": one.node, "n": one.n, "entries": one.entries,
            "confirms": one.confirms, "file": one.path.display().to_string(),
        })
    };
    let line = |one: &Packed| {
        let things = plural(one.entries, "thing", "things");
        format!("Bundle {} to {}: {things} in {}", one.n, one.node, one.path.display())
    };
    let mut words: Vec<String> = packed.iter().map(line).collect();
    words.push("It was read back and is whole: it is safe to remove the stick.".to_owned());
    Ok(Answer::new(json!({ "bundles": packed.iter().map(object).collect::<Vec<_>>() }), words.join("\n")))
}

fn read(office: &Arc<Office>, files: &[PathBuf]) -> Result<Answer, Failure> {
    let (mut objects, mut words, mut exit) = (Vec::new(), Vec::new(), Exit::Yes);
    for path in files {
        let unreadable = |source| Failure::Unreadable { path: path.to_owned(), source };
        let file = File::open(path).map_err(unreadable)?;
        match office.read_bundle(file) {
            Ok(report) => {
                if !report.aside.is_empty() {
                    exit = exit.max(Exit::No);
                }
                objects.push(report_object(path, &report));
                words.push(report_words(path, &report));
            }
            Err(OfficeError::Bundle(error)) => {
                exit = exit.max(Exit::No);
                objects.push(json!({ "file": path.display().to_string(), "refused": error.code() }));
                let (happened, to_do) = bundle_failure::words(error.code()).unwrap_or(("It was refused.", ""));
                words.push(format!("{}: {happened} {to_do}", path.display()));
            }
            Err(error) => return Err(Failure::office(path.display().to_string())(error)),
        }
    }
    Ok(Answer::new(json!({ "bundles": objects }), words.join("\n")).ending(exit))
}

fn report_object(path: &Path, report: &BundleReport) -> Value {
    let aside: Vec<Value> = report
        .aside
        .iter()
        .map(|one| json!({ "seq": one.seq, "kind": one.kind, "id": one.id, "why": one.why }))
        .collect();
    json!({
        "file": path.display().to_string(), "bundleId": report.bundle_id.to_string(), "from": report.from,
        "n": report.n, "claimedAt": view::instant(report.claimed_at), "wasRead": report.was_read,
        "taken": report.taken, "known": report.known, "aside": aside, "confirmed": report.confirmed,
        "usable": report.usable, "quarantined": report.quarantined,
        "missing": report.missing.iter().map(missing_object).collect::<Vec<_>>(),
        "newerTrustList": report.newer_trust_list, "forked": report.is_forked,
    })
}

fn report_words(path: &Path, report: &BundleReport) -> String {
    let mut lines = vec![format!(
        "{}: bundle {} from {}{}: {} taken in, {} here already, {} of ours confirmed.",
        path.display(),
        report.n,
        report.from,
        if report.was_read { ", read before" } else { "" },
        report.taken,
        report.known,
        report.confirmed
    )];
    let aside = |one: &tamga_office::bundles::Aside| {
        format!("  set aside: {} {} ({})", one.kind, one.id, bundle_failure::aside(&one.why))
    };
    lines.extend(report.aside.iter().map(aside));
    lines.extend(report.missing.iter().map(missing_words));
    if let Some(n) = report.newer_trust_list {
        lines.push(format!("  It rests on trust list {n}, which is not here yet."));
    }
    if report.is_forked {
        lines.push(
            "  Another bundle claims the same number: ask the sender whether its records were restored.".to_owned(),
        );
    }
    lines.join("\n")
}

fn missing_object(one: &Missing) -> Value {
    json!({ "node": one.node, "first": one.first, "last": one.last })
}

fn missing_words(one: &Missing) -> String {
    match one.first == one.last {
        true => format!("  Missing: bundle {} from {}.", one.first, one.node),
        false => format!("  Missing: bundles {} to {} from {}.", one.first, one.last, one.node),
    }
}

fn list(office: &Office, limit: u32) -> Result<Answer, Failure> {
    let all = office.bundles(limit).map_err(Failure::office("bundles"))?;
    let object = |line: &BundleLine| {
        json!({
            "packedHere": line.is_ours, "node": line.node, "n": line.n, "entries": line.entries,
            "confirmed": line.confirmed, "at": view::instant(Some(line.at)), "whole": line.is_whole, "file": line.name,
        })
    };
    let row = |line: &BundleLine| {
        let what = if line.is_ours { "to" } else { "from" };
        let state = match (line.is_ours, line.is_whole) {
            (true, true) => format!("{} of {} confirmed", line.confirmed, line.entries),
            (true, false) => "not known whether it is whole".to_owned(),
            (false, true) => format!("{} of {} taken", line.confirmed, line.entries),
            (false, false) => "broken off; read it again".to_owned(),
        };
        vec![line.at.date().to_string(), format!("{what} {}", line.node), line.n.to_string(), state, line.name.clone()]
    };
    let rows: Vec<Vec<String>> = all.lines.iter().map(row).collect();
    let mut words = vec![if rows.is_empty() { "No bundles yet.".to_owned() } else { table(&rows) }];
    words.extend(all.missing.iter().map(missing_words));
    let objects: Vec<Value> = all.lines.iter().map(object).collect();
    let missing: Vec<Value> = all.missing.iter().map(missing_object).collect();
    Ok(Answer::new(json!({ "bundles": objects, "missing": missing }), words.join("\n")))
}

fn plural(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
