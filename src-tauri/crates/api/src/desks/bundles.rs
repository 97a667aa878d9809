//! Commands of what is carried by hand, at either desk.

use tamga_office::bundles as office;

use crate::app::App;
use crate::convert;
use crate::error::Fault;
use crate::wire::*;

/// How many bundles the list shows.
const SHOWN: u32 = 200;

/// Names and keys, partners, what went and came.
pub fn state(app: &App, request: BundlesRead) -> Result<BundlesState, Fault> {
    let desks = app.desks()?;
    let desk = desks.at(request.workplace)?;
    let own = desk.bundle_identity()?;
    let office::Bundles { lines, missing } = desk.bundles(SHOWN)?;
    Ok(BundlesState {
        node: own.node,
        party: own.party,
        signing_key: own.signing_text,
        recipient: own.recipient,
        partners: desk.bundle_partners()?.into_iter().map(partner).collect(),
        lines: lines.into_iter().map(line).collect(),
        missing: missing.into_iter().map(gap).collect(),
        has_list: desk.trust_list().is_some(),
    })
}

fn partner(one: office::BundlePartner) -> BundlePartner {
    let office::BundlePartner { node, party, recipients, destinations } = one;
    BundlePartner { node, party, recipients, countries: destinations }
}

fn line(line: office::BundleLine) -> BundleLine {
    let office::BundleLine { is_ours, node, n, entries, confirmed, at, is_whole, name } = line;
    BundleLine {
        packed_here: is_ours,
        node,
        n: convert::count(n),
        entries: convert::count(entries),
        confirmed: convert::count(confirmed),
        at: convert::time(at),
        is_whole,
        name,
    }
}

fn gap(one: office::Missing) -> BundleGap {
    BundleGap { node: one.node, first: convert::count(one.first), last: convert::count(one.last) }
}

/// Names this office's node.
pub fn save_node(app: &App, request: BundleNodeSave) -> Result<Empty, Fault> {
    app.desks()?.at(request.workplace)?.set_bundle_node(request.node.trim())?;
    Ok(Empty {})
}

/// Adds a partner, or changes the one of that node.
pub fn save_partner(app: &App, request: BundlePartnerSave) -> Result<Empty, Fault> {
    let BundlePartner { node, party, recipients, countries } = request.partner;
    let partner = office::BundlePartner { node, party, recipients, destinations: countries };
    app.desks()?.at(request.workplace)?.set_bundle_partner(partner)?;
    Ok(Empty {})
}

/// Forgets a partner.
pub fn remove_partner(app: &App, request: BundlePartnerRemove) -> Result<Empty, Fault> {
    app.desks()?.at(request.workplace)?.remove_bundle_partner(&request.node)?;
    Ok(Empty {})
}

/// Packs what waits for a partner into a folder the person chooses.
pub fn write(app: &App, request: BundleWrite) -> Result<BundleWritten, Fault> {
    let BundleWrite { workplace, node, with_trust_list } = request;
    let desks = app.desks()?;
    let desk = desks.at(workplace)?;
    let Some(folder) = app.dialogs().folder() else { return Ok(BundleWritten { folder: None, bundles: Vec::new() }) };
    let packed = desk.write_bundle(&office::Carry { node: &node, numbers: &[], with_trust_list }, &folder)?;
    let bundles = packed.into_iter().map(|one| BundlePacked {
        n: convert::count(one.n),
        entries: convert::count(one.entries),
        confirms: convert::count(one.confirms),
        name: one.path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
    });
    Ok(BundleWritten { bundles: bundles.collect(), folder: Some(folder.to_string_lossy().into_owned()) })
}

/// Takes in a bundle.
pub fn read(app: &App, request: BundleReadFile) -> Result<BundleTaken, Fault> {
    let file = app.file_reader(&request.source)?;
    let report = app.desks()?.at(request.workplace)?.read_bundle(file)?;
    let aside = report.aside.into_iter().map(|office::Aside { kind, id, why, .. }| BundleAside { kind, id, why });
    Ok(BundleTaken {
        from: report.from,
        n: convert::count(report.n),
        packed_at: report.claimed_at.map(convert::time),
        was_read: report.was_read,
        taken: convert::count(report.taken),
        known: convert::count(report.known),
        aside: aside.collect(),
        confirmed: convert::count(report.confirmed),
        usable: convert::count(report.usable),
        quarantined: convert::count(report.quarantined),
        missing: report.missing.into_iter().map(gap).collect(),
        newer_trust_list: report.newer_trust_list.map(convert::count),
        is_forked: report.is_forked,
    })
}
