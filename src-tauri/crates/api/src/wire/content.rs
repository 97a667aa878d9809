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

    struct Agent {
        /// `representative` or `attorney`.
        pub kind: String,
        pub party: Party,
    }

    struct Invoice {
        pub number: String,
        pub date: String,
        pub kind: String,
        pub third_party: bool,
    }

    struct Value {
        pub amount: String,
        pub currency: String,
        pub basis: String,
        pub incoterm: String,
    }

    struct ProducerDeclaration {
        pub number: String,
        pub date: String,
    }

    struct Equipment {
        pub number: String,
        pub seals: Vec<String>,
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
        pub hs_list: String,
        pub origin_country: String,
        pub origin_region: String,
        pub preference_country: String,
        pub criterion: String,
        pub criterion_code: String,
        pub criterion_percent: String,
        pub criterion_heading: String,
        pub criterion_sub: String,
        pub rvc_method: String,
        pub instances: Vec<String>,
        pub cumulation_countries: Vec<String>,
        pub producer_refs: Vec<u32>,
        pub gross_mass: Option<Measure>,
        pub net_mass: Option<Measure>,
        pub quantities: Vec<Measure>,
        /// Which of the quantities write-offs count, from 1.
        pub ledger: Option<u32>,
        pub value: Option<Value>,
        pub invoice_refs: Vec<u32>,
        pub producer_declaration: Option<ProducerDeclaration>,
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
        pub means_id_kind: String,
        pub means_kind: String,
        pub loading: Place,
        pub discharge: Place,
        pub route: Vec<String>,
        pub documents: Vec<TransportDocument>,
        pub carrier: String,
        pub carrier_id: String,
        pub equipment: Vec<Equipment>,
        pub ucr: String,
        pub trader_reference: String,
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
        pub line: Option<u32>,
    }

    struct SupportingDocument {
        pub category: String,
        pub kind: String,
        pub number: String,
        pub name: String,
        pub date: String,
        pub digest: String,
    }

    struct Order {
        pub kind: String,
        pub number: String,
        pub date: String,
    }

    struct DocumentaryCredit {
        pub number: String,
        pub date: String,
        pub bank: String,
    }

    struct Legalisation {
        pub kind: String,
        pub authority: String,
        pub country: String,
        pub reference: String,
        pub date: String,
        pub status: String,
        pub remark: String,
    }

    struct Amendment {
        pub reason: String,
        pub path: String,
        pub before: String,
        pub after: String,
    }

    struct Authorisation {
        pub number: String,
        pub category: String,
        pub authority: String,
        pub from: String,
        pub to: String,
    }

    struct CompetentAuthority {
        pub name: String,
        pub country: String,
    }

    struct IssuingBody {
        pub code: String,
        pub name: String,
        pub address: Address,
        pub channels: Vec<Channel>,
        pub accreditation: String,
        pub competent_authority: CompetentAuthority,
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
        pub copies: Option<u32>,
        pub check_address: String,
        pub check_token: String,
        pub package_total: String,
        pub gross_mass_total: Option<Measure>,
        pub issuer: IssuingBody,
        pub exporter_declaration: Option<Attestation>,
        pub certification: Option<Attestation>,
        pub authorisation: Option<Authorisation>,
        pub exporter: Party,
        pub importer: Option<Party>,
        pub consignee: Option<Party>,
        pub consignor: Option<Party>,
        pub producers: Vec<Producer>,
        pub invoicing_party: Option<Party>,
        pub agent: Option<Agent>,
        pub transport: Transport,
        pub items: Vec<GoodsItem>,
        pub invoices: Vec<Invoice>,
        pub references: Vec<Reference>,
        pub evidence: Vec<SupportingDocument>,
        pub orders: Vec<Order>,
        pub documentary_credit: Option<DocumentaryCredit>,
        pub legalisations: Vec<Legalisation>,
        pub amendments: Vec<Amendment>,
        pub annex_digest: String,
    }
}
