//! What do registers show and find of a certificate? Columns that are an index over the document and can be rebuilt
//! from it at any time.

use tamga_origin::{Certificate, Decimal, GoodsItem, Measure};
use tamga_store::CertificateIndex;

/// The name of whom the goods go to: the consignee, else the importer.
pub(crate) fn consignee(certificate: &Certificate) -> String {
    let named = [&certificate.consignee, &certificate.importer].into_iter().flatten();
    named.map(|party| party.name.as_str()).find(|name| !name.is_empty()).unwrap_or_default().to_owned()
}

/// The country the goods come from: of origin where the first item says so, else of export.
pub(crate) fn origin_country(certificate: &Certificate) -> String {
    let origin = certificate.items.first().map(|item| item.origin.country.as_str()).filter(|code| !code.is_empty());
    origin.unwrap_or(&certificate.transport.export_country).to_owned()
}

/// Descriptions and product codes.
pub(crate) fn goods(certificate: &Certificate) -> String {
    let words = |item: &GoodsItem| {
        let codes = item.product_codes.join(" ");
        let marks: Vec<&str> = item.packages.iter().map(|line| line.marks.as_str()).collect();
        format!("{} {codes} {} {}", item.description, item.hs.code, marks.join(" "))
    };
    certificate.items.iter().map(words).collect::<Vec<_>>().join("\n")
}

/// Invoices, transport documents and other references.
pub(crate) fn references(certificate: &Certificate) -> String {
    let invoices = certificate.invoices.iter().map(|invoice| invoice.number.as_str());
    let papers = certificate.transport.documents.iter().map(|paper| paper.number.as_str());
    let others = certificate.references.iter().map(|reference| reference.number.as_str());
    invoices.chain(papers).chain(others).collect::<Vec<_>>().join(" ")
}

/// The columns of the register of issued certificates.
pub(crate) fn of_certificate(certificate: &Certificate) -> CertificateIndex {
    CertificateIndex {
        agreement: certificate.scheme.code.clone(),
        valid_to: certificate.valid_to,
        exporter: certificate.exporter.name.clone(),
        consignee: consignee(certificate),
        destination: certificate.transport.destination_country.clone(),
        goods: goods(certificate),
        references: references(certificate),
        item_count: u32::try_from(certificate.items.len()).unwrap_or(u32::MAX),
    }
}

/// The quantity an item's balance counts in; goods without any measure count their packages.
pub(crate) fn ledger(item: &GoodsItem) -> Measure {
    item.ledger().cloned().unwrap_or_else(|| {
        // Whoever writes a certificate may write any count; no sum of theirs breaks anything here.
        let packages = item.packages.iter().filter_map(|line| line.count).fold(0, u64::saturating_add);
        let amount = Decimal::whole(i64::try_from(packages).unwrap_or(i64::MAX));
        Measure { amount, unit: "NMB".to_owned() }
    })
}
