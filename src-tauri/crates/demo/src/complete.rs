//! What does an application still lack, and who would know? The demonstration plays the exporter who is asked: it fills
//! what the form requires and the public sample does not carry, so that nothing of the sample is changed.

use tamga_office::Office;
use tamga_origin::{Certificate, Date, Decimal, Departure, GoodsItem, Measure, Moment, Packages, Place};

use crate::DemoError;
use crate::story::EXAMPLE;

/// Takes the project's example in as a draft and completes it: its id and stamp.
///
/// # Errors
/// A store that cannot be written.
pub fn ready_draft(chamber: &Office) -> Result<(i64, i64), DemoError> {
    let born = chamber.import_draft(EXAMPLE, Some("chafta"))?;
    let view = chamber.open_draft(born.id)?;
    let filled = complete(view.certificate, chamber.today());
    Ok((born.id, chamber.save_draft(born.id, view.stamp, filled)?.stamp))
}

/// Fills in what is missing; what is there stays.
pub(crate) fn complete(mut certificate: Certificate, today: Date) -> Certificate {
    share_totals(&mut certificate);
    certificate.items.iter_mut().for_each(fill_item);
    let export_country = certificate.transport.export_country.clone();
    let exporter = certificate.exporter.name.clone();
    if let Some(declaration) = &mut certificate.exporter_declaration {
        declaration.date.get_or_insert(Moment::Day(today));
        if declaration.place == Place::default() {
            declaration.place.name = if certificate.exporter.address.city.is_empty() {
                export_country.clone()
            } else {
                certificate.exporter.address.city.clone()
            };
        }
        if declaration.name.is_empty() {
            declaration.name = format!("For {exporter}");
        }
    }
    let travel = &mut certificate.transport;
    travel.departure.get_or_insert(Departure::At(Moment::Day(today)));
    if travel.mode.is_empty() {
        travel.mode = "1".to_owned();
    }
    if travel.means.name.is_empty() && travel.means.id.is_empty() {
        travel.means.name = "MV Example".to_owned();
    }
    if travel.loading == Place::default() {
        travel.loading = Place { code: "AUADL".to_owned(), name: "Adelaide".to_owned() };
    }
    if travel.discharge == Place::default() {
        travel.discharge = Place { code: "CNSHA".to_owned(), name: "Shanghai".to_owned() };
    }
    // The sample is some years old; what counts for a late issue is when the goods leave.
    if departed_before(travel.departure.as_ref(), today) {
        travel.departure = Some(Departure::At(Moment::Day(today)));
    }
    certificate
}

fn departed_before(departure: Option<&Departure>, today: Date) -> bool {
    matches!(departure, Some(Departure::At(moment)) if moment.date() < today)
}

/// Shares what the file states for the whole among lines that state nothing, so that the lines add up to it.
fn share_totals(certificate: &mut Certificate) {
    let lines = certificate.items.len();
    let gross = certificate.gross_mass_total.as_ref().and_then(|total| shares(total.amount, lines));
    let packages = certificate.package_total.and_then(|total| i64::try_from(total).ok());
    let packages = packages.and_then(|total| shares(Decimal::whole(total), lines));
    for (at, item) in certificate.items.iter_mut().enumerate() {
        let share = |all: &Option<Vec<Decimal>>| all.as_ref().and_then(|all| all.get(at).copied());
        if let (None, Some(total), Some(amount)) = (&item.gross_mass, &certificate.gross_mass_total, share(&gross)) {
            item.gross_mass = Some(Measure { amount, unit: total.unit.clone() });
        }
        if let (true, Some(count)) = (item.packages.is_empty(), share(&packages)) {
            item.packages.push(Packages {
                marks: "NO MARKS".to_owned(),
                count: count.to_string().parse().ok(),
                kind: "PX".to_owned(),
                kind_text: if count == Decimal::whole(1) { "PALLET" } else { "PALLETS" }.to_owned(),
            });
        }
    }
}

/// So many parts of a total: whole ones, and the rest in the last; none where a part would be nothing.
fn shares(total: Decimal, lines: usize) -> Option<Vec<Decimal>> {
    let whole: i64 = total.to_string().split('.').next()?.parse().ok()?;
    let part = whole.checked_div(i64::try_from(lines).ok()?).filter(|part| *part > 0)?;
    let mut shares = vec![Decimal::whole(part); lines.checked_sub(1)?];
    let last = shares.iter().try_fold(total, |rest, share| rest.checked_sub(*share))?;
    shares.push(last);
    Some(shares)
}

fn fill_item(item: &mut GoodsItem) {
    let kilograms = |amount| Measure { amount: Decimal::whole(amount), unit: "KGM".to_owned() };
    item.gross_mass.get_or_insert_with(|| kilograms(1200));
    item.net_mass.get_or_insert_with(|| kilograms(600));
    if item.packages.is_empty() {
        item.packages.push(Packages {
            marks: "NO MARKS".to_owned(),
            count: Some(80),
            kind: "CT".to_owned(),
            kind_text: "CARTONS".to_owned(),
        });
    }
    if item.hs.edition.is_empty() {
        item.hs.edition = "2022".to_owned();
    }
}
