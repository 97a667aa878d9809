//! How does the window hold a certificate? Empty texts stand for what is missing.

use super::shapes;

shapes! {
    struct Place {
        pub code: String,
        pub name: String,
    }

    struct Measure {
        pub amount: String,
        pub unit: String,
    }

    struct PartyId {
        pub scheme: String,
        pub value: String,
    }

    struct Channel {
        pub kind: String,
        pub value: String,
    }

    struct Address {
        pub lines: Vec<String>,
        pub city: String,
        pub region: String,
        pub postcode: String,
        pub country: String,
    }

    struct Party {
        pub name: String,
        pub ids: Vec<PartyId>,
        pub address: Address,
        pub contact_name: String,
        pub channels: Vec<Channel>,
    }

    struct Producer {
        pub number: u32,
        pub party: Party,
        pub same_as_exporter: bool,
        pub confidential: bool,
    }

    struct Packages {
        pub marks: String,
        pub count: String,
        pub kind: String,
        pub kind_text: String,
    }

    struct Invoice {
        pub number: String,
        pub date: String,
        pub third_party: bool,
    }

    struct Value {
        pub amount: String,
        pub currency: String,
        pub basis: String,
    }

    struct TransportDocument {
        pub kind: String,
        pub number: String,
    }

    struct GoodsItem {
        pub sequence: u32,
        pub packages: Vec<Packages>,
        pub description: String,
        pub product_codes: Vec<String>,
        pub hs_code: String,
        pub hs_printed: String,
        pub hs_edition: String,
        pub origin_country: String,
        pub origin_region: String,
        pub preference_country: String,
        pub criterion: String,
        pub criterion_code: String,
        pub producer_refs: Vec<u32>,
        pub gross_mass: Option<Measure>,
        pub net_mass: Option<Measure>,
        pub quantities: Vec<Measure>,
        pub value: Option<Value>,
        pub invoice_refs: Vec<u32>,
    }

    struct Transport {
        pub export_country: String,
        pub destination_country: String,
        /// A day, an instant, or words such as "earliest available".
        pub departure: String,
        pub mode: String,
        pub means_name: String,
        pub means_id: String,
        pub voyage: String,
        pub loading: Place,
        pub discharge: Place,
        pub route: Vec<String>,
        pub documents: Vec<TransportDocument>,
        pub carrier: String,
    }

    struct Attestation {
        pub text: String,
        pub date: String,
        pub place: Place,
        pub name: String,
        pub title: String,
    }

    struct Reference {
        pub role: String,
        pub kind: String,
        pub number: String,
        pub date: String,
        pub issuer: String,
        pub country: String,
    }

    struct IssuingBody {
        pub code: String,
        pub name: String,
        pub address: Address,
        pub channels: Vec<Channel>,
    }

    /// The certificate as the editor holds it and as a certificate page shows it.
    struct CertificateContent {
        pub number: String,
        pub agreement: String,
        pub agreement_name: String,
        pub form_code: String,
        pub form_version: String,
        pub proof_type: String,
        pub is_preferential: bool,
        pub flags: Vec<String>,
        pub issued_at: String,
        pub issue_place: Place,
        pub valid_from: String,
        pub valid_to: String,
        pub remarks: Vec<String>,
        pub package_total: String,
        pub gross_mass_total: Option<Measure>,
        pub issuer: IssuingBody,
        pub exporter_declaration: Option<Attestation>,
        pub certification: Option<Attestation>,
        pub exporter: Party,
        pub importer: Option<Party>,
        pub consignee: Option<Party>,
        pub consignor: Option<Party>,
        pub producers: Vec<Producer>,
        pub invoicing_party: Option<Party>,
        pub transport: Transport,
        pub items: Vec<GoodsItem>,
        pub invoices: Vec<Invoice>,
        pub references: Vec<Reference>,
    }
}
