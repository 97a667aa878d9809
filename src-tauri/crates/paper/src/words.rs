//! Which words of the certificate stand behind a bound name?
//!
//! One place turns values into what a form prints: exact decimals as they are, days as `CCYY-MM-DD`, countries and
//! units written out. Lines are separated by `\n`; nothing known is an empty string.

use tamga_origin::layout::{Bind, Block};
use tamga_origin::{
    Address, Attestation, Certificate, Date, Departure, Equipment, GoodsItem, IssuingBody, Legalisation,
    LegalisationStatus, Measure, Moment, Packages, Party, Place, Producer, Reference,
};

use crate::countries;
use crate::phrases::Phrases;

/// The words of a block, for an item when it is one of the goods grid's.
pub(crate) fn block(certificate: &Certificate, item: Option<&GoodsItem>, block: &Block, phrases: &Phrases) -> String {
    let mut parts = Vec::new();
    for part in &block.parts {
        let words = match item {
            Some(item) if part.bind.is_of_item() => of_item(certificate, item, part.bind),
            _ => of_certificate(certificate, part.bind),
        };
        if !words.is_empty() || part.keep {
            parts.push(format!("{}{words}{}", phrases.short(&part.before), phrases.short(&part.after)));
        }
    }
    parts.join(&block.separator)
}

fn of_certificate(certificate: &Certificate, bind: Bind) -> String {
    let transport = &certificate.transport;
    match bind {
        Bind::Number => certificate.number.clone(),
        Bind::IssuedAt => certificate.issued_at.map(moment).unwrap_or_default(),
        Bind::IssuePlace => place(&certificate.issue_place),
        Bind::ValidFrom => date(certificate.valid_from),
        Bind::ValidTo => date(certificate.valid_to),
        Bind::SchemeName => certificate.scheme.name.clone(),
        Bind::FormCode => certificate.scheme.form_code.clone(),
        Bind::Remarks => certificate.remarks.join("\n"),
        Bind::References => lines(certificate.references.iter().map(reference)),
        Bind::PackageTotal => certificate.package_total.map(|total| total.to_string()).unwrap_or_default(),
        Bind::GrossMassTotal => certificate.gross_mass_total.as_ref().map(measure).unwrap_or_default(),
        Bind::Issuer => issuer(&certificate.issuer),
        Bind::IssuerName => certificate.issuer.name.clone(),
        Bind::IssuerCountry => countries::name(&certificate.issuer.address.country).to_owned(),
        Bind::Exporter => party(&certificate.exporter),
        Bind::ExporterCountry => countries::name(&certificate.exporter.address.country).to_owned(),
        Bind::Importer => optional(certificate.importer.as_ref()),
        Bind::Consignee => optional(certificate.consignee.as_ref()),
        Bind::Consignor => optional(certificate.consignor.as_ref()),
        Bind::Producers => producers(certificate),
        Bind::InvoicingParty => optional(certificate.invoicing_party.as_ref()),
        Bind::ExportCountry => countries::name(&transport.export_country).to_owned(),
        Bind::DestinationCountry => countries::name(&transport.destination_country).to_owned(),
        Bind::Departure => match &transport.departure {
            Some(Departure::At(at)) => moment(*at),
            Some(Departure::Words(words)) => words.clone(),
            None => String::new(),
        },
        Bind::Mode => mode(&transport.mode).to_owned(),
        Bind::Means => spaced([&transport.means.name, &transport.means.voyage, &transport.means.id]),
        Bind::Loading => place(&transport.loading),
        Bind::Discharge => place(&transport.discharge),
        Bind::Route => names(&transport.route),
        Bind::TransportDocuments => {
            transport.documents.iter().map(|document| document.number.as_str()).collect::<Vec<_>>().join(", ")
        }
        Bind::Carrier => transport.carrier.clone(),
        Bind::Invoices => lines(certificate.invoices.iter().map(|one| commas([one.number.clone(), date(one.date)]))),
        Bind::InvoicingPartyName => {
            certificate.invoicing_party.as_ref().map(|party| party.name.clone()).unwrap_or_default()
        }
        Bind::Agent => certificate.agent.as_ref().map(|agent| party(&agent.party)).unwrap_or_default(),
        Bind::Authorisation => certificate.authorisation.as_ref().map(|one| one.number.clone()).unwrap_or_default(),
        Bind::Equipment => lines(transport.equipment.iter().map(equipment)),
        Bind::ConsignmentReference => commas([transport.ucr.clone(), transport.trader_reference.clone()]),
        Bind::Evidence => {
            lines(certificate.evidence.iter().map(|paper| spaced([&paper.name, &paper.number, &date(paper.date)])))
        }
        Bind::Orders => lines(certificate.orders.iter().map(|order| spaced([&order.number, &date(order.date)]))),
        Bind::DocumentaryCredit => certificate
            .documentary_credit
            .as_ref()
            .map(|credit| spaced([&credit.number, &date(credit.date), &credit.bank]))
            .unwrap_or_default(),
        Bind::Legalisations => lines(certificate.legalisations.iter().map(legalisation)),
        Bind::CheckAddress => certificate.check_address.clone(),
        Bind::ExporterDeclaration => certificate.exporter_declaration.as_ref().map(attestation).unwrap_or_default(),
        Bind::Certification => certificate.certification.as_ref().map(attestation).unwrap_or_default(),
        Bind::Origins => origins(certificate),
        _ => String::new(),
    }
}

fn of_item(certificate: &Certificate, item: &GoodsItem, bind: Bind) -> String {
    match bind {
        Bind::ItemSequence => item.sequence.to_string(),
        Bind::ItemPackages => lines(item.packages.iter().map(packages)),
        Bind::ItemMarks => lines(item.packages.iter().map(|packages| packages.marks.clone())),
        Bind::ItemDescription => item.description.clone(),
        Bind::ItemProductCodes => item.product_codes.join(", "),
        Bind::ItemHs => {
            if item.hs.printed.is_empty() {
                item.hs.code.clone()
            } else {
                item.hs.printed.clone()
            }
        }
        Bind::ItemOrigin => countries::name(&item.origin.country).to_owned(),
        Bind::ItemPreferenceCountry => {
            let named = item.origin.preference_country.as_str();
            countries::name(if named.is_empty() { &item.origin.country } else { named }).to_owned()
        }
        Bind::ItemPercent => item.criterion.percent.map(|percent| format!("{percent}\u{a0}%")).unwrap_or_default(),
        Bind::ItemInstances => item.instances.iter().map(|instance| instance.as_str()).collect::<Vec<_>>().join(", "),
        Bind::ItemCumulation => names(&item.cumulation_countries),
        Bind::ItemProducerDeclaration => item
            .producer_declaration
            .as_ref()
            .map(|declaration| spaced([&declaration.number, &date(declaration.date)]))
            .unwrap_or_default(),
        Bind::ItemCriterion => {
            if item.criterion.printed.is_empty() {
                item.criterion.code.clone()
            } else {
                item.criterion.printed.clone()
            }
        }
        Bind::ItemGrossMass => item.gross_mass.as_ref().map(measure).unwrap_or_default(),
        Bind::ItemNetMass => item.net_mass.as_ref().map(measure).unwrap_or_default(),
        Bind::ItemQuantities => lines(item.quantities.iter().map(measure)),
        Bind::ItemValue => item
            .value
            .as_ref()
            .map(|value| {
                let incoterm = if value.incoterm == value.basis { "" } else { value.incoterm.as_str() };
                spaced([value.currency.as_str(), &value.amount.to_string(), &value.basis, incoterm])
            })
            .unwrap_or_default(),
        Bind::ItemInvoices => lines(item.invoice_refs.iter().map(|number| invoice(certificate, *number as usize))),
        Bind::ItemProducers => lines(
            item.producer_refs
                .iter()
                .filter_map(|number| certificate.producers.iter().find(|producer| producer.number == *number))
                .map(|one| producer(certificate, one)),
        ),
        _ => of_certificate(certificate, bind),
    }
}

/// Name, address lines, place, country, identifiers, one under another.
pub(crate) fn party(party: &Party) -> String {
    lines(
        std::iter::once(party.name.clone())
            .chain(address(&party.address))
            .chain(party.ids.iter().map(|id| spaced([&scheme_word(&id.scheme), &id.value])))
            .chain(std::iter::once(party.contact_name.clone()))
            .chain(party.channels.iter().map(|channel| channel.value.clone())),
    )
}

/// "Place, day" of an attestation.
pub(crate) fn place_and_day(attestation: &Attestation) -> String {
    commas([place(&attestation.place), attestation.date.map(moment).unwrap_or_default()])
}

/// "Name, title" of the person who attests.
pub(crate) fn person(attestation: &Attestation) -> String {
    commas([attestation.name.clone(), attestation.title.clone()])
}

fn attestation(attestation: &Attestation) -> String {
    lines([attestation.text.clone(), place_and_day(attestation), person(attestation)])
}

/// A day as a form prints it.
pub(crate) fn moment(moment: Moment) -> String {
    moment.date().to_string()
}

fn date(date: Option<Date>) -> String {
    date.map(|day| day.to_string()).unwrap_or_default()
}

fn optional(one: Option<&Party>) -> String {
    one.map(party).unwrap_or_default()
}

fn address(address: &Address) -> impl Iterator<Item = String> {
    let town = spaced([&address.city, &address.region, &address.postcode]);
    address.lines.clone().into_iter().chain([town, countries::name(&address.country).to_owned()])
}

fn issuer(issuer: &IssuingBody) -> String {
    lines(std::iter::once(issuer.name.clone()).chain(address(&issuer.address)))
}

fn producers(certificate: &Certificate) -> String {
    let several = certificate.producers.len() > 1;
    lines(certificate.producers.iter().map(|one| {
        let words = producer(certificate, one);
        // Several share a box made for one: each runs on in one paragraph.
        if several { format!("{}. {}", one.number, words.replace('\n', ", ")) } else { words }
    }))
}

fn producer(certificate: &Certificate, one: &Producer) -> String {
    if one.confidential {
        "AVAILABLE UPON REQUEST".to_owned()
    } else if one.same_as_exporter || one.party == certificate.exporter {
        "SAME AS EXPORTER".to_owned()
    } else {
        party(&one.party)
    }
}

/// Countries written out.
pub(crate) fn names(codes: &[String]) -> String {
    codes.iter().map(|code| countries::name(code)).collect::<Vec<_>>().join(", ")
}

/// A container with its seals.
fn equipment(equipment: &Equipment) -> String {
    if equipment.seals.is_empty() {
        equipment.number.clone()
    } else {
        format!("{} ({})", equipment.number, equipment.seals.join(", "))
    }
}

/// Who endorsed the paper, and under which reference; one that is only wanted is not printed as given.
fn legalisation(legalisation: &Legalisation) -> String {
    if legalisation.status != LegalisationStatus::Granted {
        return String::new();
    }
    let country = countries::name(&legalisation.country);
    spaced([legalisation.authority.as_str(), country, &legalisation.reference, &date(legalisation.date)])
}

fn reference(reference: &Reference) -> String {
    spaced([&reference.role.replace('_', " "), &reference.number, &date(reference.date), &reference.issuer])
}

fn invoice(certificate: &Certificate, number: usize) -> String {
    let Some(invoice) = number.checked_sub(1).and_then(|index| certificate.invoices.get(index)) else {
        return String::new();
    };
    lines([invoice.number.clone(), date(invoice.date)])
}

fn packages(packages: &Packages) -> String {
    let kind = if packages.kind_text.is_empty() { &packages.kind } else { &packages.kind_text };
    spaced([&packages.count.map(|count| count.to_string()).unwrap_or_default(), kind])
}

fn origins(certificate: &Certificate) -> String {
    let mut names: Vec<&str> = Vec::new();
    for item in &certificate.items {
        let name = countries::name(&item.origin.country);
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(", ")
}

fn place(place: &Place) -> String {
    if place.name.is_empty() { place.code.clone() } else { place.name.clone() }
}

/// A quantity with its unit as people write it.
pub(crate) fn measure(measure: &Measure) -> String {
    let unit = match measure.unit.as_str() {
        "KGM" => "kg",
        "GRM" => "g",
        "TNE" => "t",
        "LTR" => "L",
        "MTQ" => "m³",
        "MTK" => "m²",
        "MTR" => "m",
        "H87" | "C62" | "NMB" | "EA" => "pcs",
        "PR" | "NPR" => "pairs",
        "DZN" => "dozen",
        other => other,
    };
    spaced([measure.amount.to_string().as_str(), unit])
}

fn mode(code: &str) -> &str {
    match code {
        "1" => "By sea",
        "2" => "By rail",
        "3" => "By road",
        "4" => "By air",
        "5" => "By mail",
        "6" => "Multimodal",
        "8" => "By inland waterway",
        other => other,
    }
}

/// `abr.gov.au:abn` prints as `ABN`.
fn scheme_word(scheme: &str) -> String {
    scheme.rsplit(':').next().unwrap_or_default().to_uppercase()
}

fn lines(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

fn commas<const N: usize>(parts: [String; N]) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn spaced<'a>(parts: impl IntoIterator<Item = &'a (impl AsRef<str> + ?Sized + 'a)>) -> String {
    parts.into_iter().map(AsRef::as_ref).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
