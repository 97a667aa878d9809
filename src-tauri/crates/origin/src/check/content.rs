//! What would stand in a box? The text of each bound name, empty when there is nothing.

use super::{Case, at};
use crate::goods::{GoodsItem, Measure, Packages};
use crate::layout::Bind;
use crate::party::{Address, Party};
use crate::time::Moment;
use crate::transport::{Departure, Place};
use crate::{Attestation, IssuingBody};

/// Where a finding about a bound name points.
pub(super) fn path(bind: Bind, item: Option<&GoodsItem>) -> String {
    let field = match bind {
        Bind::ItemPackages => "packages",
        Bind::ItemMarks => "packages[1].marks",
        Bind::ItemHs => "hs.code",
        Bind::ItemInvoices => "invoice_refs",
        Bind::ItemProducers => "producer_refs",
        other => other.as_str().strip_prefix("items.").unwrap_or(""),
    };
    match (item, bind) {
        (Some(item), bind) if bind.is_of_item() => at(item, field),
        (_, Bind::Agent) => "agent.party.name".to_owned(),
        (_, Bind::Authorisation) => "authorisation.number".to_owned(),
        (_, Bind::Exporter) => "exporter.name".to_owned(),
        (_, Bind::Importer) => "importer.name".to_owned(),
        (_, Bind::Consignee) => "consignee.name".to_owned(),
        (_, Bind::Consignor) => "consignor.name".to_owned(),
        (_, Bind::ExporterDeclaration) => "exporter_declaration.text".to_owned(),
        (_, Bind::Certification) => "certification.text".to_owned(),
        (_, Bind::Origins) => "items".to_owned(),
        (_, bind) => bind.as_str().to_owned(),
    }
}

/// Is it given only at signing, so that a draft cannot have it?
pub(super) fn is_given_at_signing(bind: Bind) -> bool {
    use Bind::{Certification, IssuePlace, IssuedAt, Issuer, IssuerCountry, IssuerName, Number, ValidFrom, ValidTo};
    matches!(
        bind,
        Certification | IssuedAt | IssuePlace | Issuer | IssuerCountry | IssuerName | Number | ValidFrom | ValidTo
    )
}

fn joined(parts: impl IntoIterator<Item = String>) -> String {
    let said: Vec<String> = parts.into_iter().filter(|part| !part.trim().is_empty()).collect();
    said.join("\n")
}

fn place(place: &Place) -> String {
    joined([place.name.clone(), place.code.clone()])
}

fn moment(moment: Option<Moment>) -> String {
    moment.map(|moment| moment.date().to_string()).unwrap_or_default()
}

fn address(address: &Address) -> String {
    let Address { lines, city, region, postcode, country } = address;
    joined(lines.iter().chain([city, region, postcode, country]).cloned())
}

fn party(party: &Party) -> String {
    if party.name.trim().is_empty() { String::new() } else { joined([party.name.clone(), address(&party.address)]) }
}

fn body(body: &IssuingBody) -> String {
    joined([body.name.clone(), address(&body.address)])
}

fn attestation(attestation: Option<&Attestation>) -> String {
    attestation.map(|one| one.text.clone()).unwrap_or_default()
}

fn measure(measure: Option<&Measure>) -> String {
    measure.map(|one| format!("{} {}", one.amount, one.unit)).unwrap_or_default()
}

fn packages(line: &Packages) -> String {
    let count = line.count.map(|count| count.to_string()).unwrap_or_default();
    joined([count, line.kind.clone(), line.kind_text.clone()])
}

impl Case<'_> {
    /// The text of a bound name; of an item's name the item's.
    pub(super) fn content(&self, bind: Bind, item: Option<&GoodsItem>) -> String {
        let certificate = self.certificate;
        let travel = &certificate.transport;
        let optional = |one: &Option<Party>| one.as_ref().map(party).unwrap_or_default();
        match bind {
            Bind::Number => certificate.number.clone(),
            Bind::IssuedAt => moment(certificate.issued_at),
            Bind::IssuePlace => place(&certificate.issue_place),
            Bind::ValidFrom => certificate.valid_from.map(|date| date.to_string()).unwrap_or_default(),
            Bind::ValidTo => certificate.valid_to.map(|date| date.to_string()).unwrap_or_default(),
            Bind::SchemeName => certificate.scheme.name.clone(),
            Bind::FormCode => certificate.scheme.form_code.clone(),
            Bind::Remarks => joined(certificate.remarks.iter().cloned()),
            Bind::References => joined(certificate.references.iter().map(|one| one.number.clone())),
            Bind::PackageTotal => certificate.package_total.map(|total| total.to_string()).unwrap_or_default(),
            Bind::GrossMassTotal => measure(certificate.gross_mass_total.as_ref()),
            Bind::Issuer => body(&certificate.issuer),
            Bind::IssuerName => certificate.issuer.name.clone(),
            Bind::IssuerCountry => certificate.issuer.address.country.clone(),
            Bind::Exporter => party(&certificate.exporter),
            Bind::ExporterCountry => certificate.exporter.address.country.clone(),
            Bind::Importer => optional(&certificate.importer),
            Bind::Consignee => optional(&certificate.consignee),
            Bind::Consignor => optional(&certificate.consignor),
            Bind::Producers => joined(certificate.producers.iter().map(|maker| {
                if maker.same_as_exporter || maker.confidential { "SAME".to_owned() } else { party(&maker.party) }
            })),
            Bind::InvoicingParty => optional(&certificate.invoicing_party),
            Bind::ExportCountry => travel.export_country.clone(),
            Bind::DestinationCountry => travel.destination_country.clone(),
            Bind::Departure => match &travel.departure {
                Some(Departure::At(at)) => moment(Some(*at)),
                Some(Departure::Words(words)) => words.clone(),
                None => String::new(),
            },
            Bind::Mode => travel.mode.clone(),
            Bind::Means => joined([travel.means.name.clone(), travel.means.id.clone(), travel.means.voyage.clone()]),
            Bind::Loading => place(&travel.loading),
            Bind::Discharge => place(&travel.discharge),
            Bind::Route => joined(travel.route.iter().cloned()),
            Bind::TransportDocuments => joined(travel.documents.iter().map(|one| one.number.clone())),
            Bind::Carrier => travel.carrier.clone(),
            Bind::Invoices => joined(certificate.invoices.iter().map(|one| one.number.clone())),
            Bind::InvoicingPartyName => {
                certificate.invoicing_party.as_ref().map(|one| one.name.clone()).unwrap_or_default()
            }
            Bind::Agent => certificate.agent.as_ref().map(|agent| party(&agent.party)).unwrap_or_default(),
            Bind::Authorisation => certificate.authorisation.as_ref().map(|one| one.number.clone()).unwrap_or_default(),
            Bind::Equipment => joined(travel.equipment.iter().map(|one| one.number.clone())),
            Bind::ConsignmentReference => joined([travel.ucr.clone(), travel.trader_reference.clone()]),
            Bind::Evidence => {
                joined(certificate.evidence.iter().map(|one| joined([one.name.clone(), one.number.clone()])))
            }
            Bind::Orders => joined(certificate.orders.iter().map(|one| one.number.clone())),
            Bind::DocumentaryCredit => {
                certificate.documentary_credit.as_ref().map(|one| one.number.clone()).unwrap_or_default()
            }
            Bind::Legalisations => joined(certificate.legalisations.iter().map(|one| one.authority.clone())),
            Bind::CheckAddress => certificate.check_address.clone(),
            Bind::ExporterDeclaration => attestation(certificate.exporter_declaration.as_ref()),
            Bind::Certification => attestation(certificate.certification.as_ref()),
            Bind::Origins => joined(certificate.items.iter().map(|item| item.origin.country.clone())),
            _ => item.map(|item| of_item(bind, item)).unwrap_or_default(),
        }
    }
}

/// The country that sets the tariff: that of origin unless another is named.
fn tariff_country(item: &GoodsItem) -> &str {
    let named = item.origin.preference_country.as_str();
    if named.is_empty() { &item.origin.country } else { named }
}

fn of_item(bind: Bind, item: &GoodsItem) -> String {
    match bind {
        Bind::ItemSequence => item.sequence.to_string(),
        Bind::ItemPackages => joined(item.packages.iter().map(packages)),
        Bind::ItemMarks => joined(item.packages.iter().map(|line| line.marks.clone())),
        Bind::ItemDescription => item.description.clone(),
        Bind::ItemProductCodes => joined(item.product_codes.iter().cloned()),
        Bind::ItemHs => item.hs.code.clone(),
        Bind::ItemOrigin => item.origin.country.clone(),
        Bind::ItemPreferenceCountry => tariff_country(item).to_owned(),
        Bind::ItemCriterion => item.criterion.printed.clone(),
        Bind::ItemPercent => item.criterion.percent.map(|percent| percent.to_string()).unwrap_or_default(),
        Bind::ItemInstances => joined(item.instances.iter().map(|one| one.as_str().to_owned())),
        Bind::ItemCumulation => joined(item.cumulation_countries.iter().cloned()),
        Bind::ItemProducerDeclaration => {
            item.producer_declaration.as_ref().map(|one| one.number.clone()).unwrap_or_default()
        }
        Bind::ItemGrossMass => measure(item.gross_mass.as_ref()),
        Bind::ItemNetMass => measure(item.net_mass.as_ref()),
        Bind::ItemQuantities => joined(item.quantities.iter().map(|one| measure(Some(one)))),
        Bind::ItemValue => item.value.as_ref().map(|value| value.amount.to_string()).unwrap_or_default(),
        Bind::ItemInvoices => joined(item.invoice_refs.iter().map(u32::to_string)),
        Bind::ItemProducers => joined(item.producer_refs.iter().map(u32::to_string)),
        _ => String::new(),
    }
}
