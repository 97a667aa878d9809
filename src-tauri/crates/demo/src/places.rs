//! Which countries and bodies does the demonstration have? Names, codes and routes, in one place.
//!
//! A chamber in Australia certifies for China: the direction of the public ChAFTA sample. Every name says that it is a
//! demonstration.

use tamga_office::{NewOffice, OfficeRole, PartnerRoute};
use tamga_origin::{Address, Channel, IssuingBody, Place};

/// Country of the chamber.
pub(crate) const EXPORT: &str = "AU";
/// Country of the border post.
pub(crate) const IMPORT: &str = "CN";
/// Code of the chamber in the trust list and in its numbers.
pub(crate) const CHAMBER: &str = "DCC";
/// Party of the border post.
pub(crate) const CUSTOMS: &str = "CN-DEMO-CUSTOMS";
/// The chamber's officer.
pub(crate) const OFFICER: &str = "Rowan Ellery";
/// The officer at the border post.
pub(crate) const CUSTOMS_OFFICER: &str = "Lin Wei";
/// The second person the story asks when a used certificate is withdrawn.
pub(crate) const SECOND: &str = "Mara Holt";
/// The shared box of the importing country's posts.
pub(crate) const POSTS: &str = "posts";
/// Agreements the chamber may certify, and whose self-declarations it registers.
pub(crate) const AGREEMENTS: [&str; 3] = ["chafta", "np-icc", "rcep-declaration"];

/// Id of a country's gateway.
pub(crate) fn gateway(country: &str) -> String {
    format!("gw.{}.demo", country.to_ascii_lowercase())
}

/// Route of certificates into a country.
pub(crate) fn certificates_to(country: &str) -> String {
    format!("certificates-{}", country.to_ascii_lowercase())
}

/// Route of answers into a country.
pub(crate) fn answers_to(country: &str) -> String {
    format!("answers-{}", country.to_ascii_lowercase())
}

/// Route of questions about certificates of a country.
pub(crate) fn questions_to(country: &str) -> String {
    format!("questions-{}", country.to_ascii_lowercase())
}

/// What the chamber is told.
pub(crate) fn chamber() -> NewOffice {
    NewOffice {
        role: OfficeRole::Issue,
        country: EXPORT.to_owned(),
        name: "Demonstration Chamber of Commerce".to_owned(),
        issuer: Some(IssuingBody {
            code: CHAMBER.to_owned(),
            name: "Demonstration Chamber of Commerce".to_owned(),
            address: Address {
                lines: vec!["1 Example Parade".to_owned()],
                city: "Adelaide".to_owned(),
                region: "SA".to_owned(),
                postcode: "5000".to_owned(),
                country: EXPORT.to_owned(),
            },
            channels: vec![Channel { kind: "EM".to_owned(), value: "certificates@chamber.example".to_owned() }],
            ..IssuingBody::default()
        }),
        place: Place { code: "AUADL".to_owned(), name: "Adelaide".to_owned() },
        party: CHAMBER.to_owned(),
        person: OFFICER.to_owned(),
        title: "Certifying Officer".to_owned(),
        demonstration: true,
    }
}

/// What the border post is told.
pub(crate) fn post() -> NewOffice {
    NewOffice {
        role: OfficeRole::Receive,
        country: IMPORT.to_owned(),
        name: "Demonstration Border Post".to_owned(),
        issuer: None,
        place: Place { code: "CNSHA".to_owned(), name: "Shanghai".to_owned() },
        party: CUSTOMS.to_owned(),
        person: CUSTOMS_OFFICER.to_owned(),
        title: "Customs Officer".to_owned(),
        demonstration: true,
    }
}

/// Where the chamber's certificates go.
pub(crate) fn chamber_routes() -> Vec<PartnerRoute> {
    let kinds =
        ["co.issue", "co.replace", "co.cancel", "co.declaration", "co.verifyAnswer"].map(str::to_owned).to_vec();
    vec![PartnerRoute { id: certificates_to(IMPORT), destination: IMPORT.to_owned(), agreement: "*".to_owned(), kinds }]
}

/// Where the post's answers, requests and questions go.
pub(crate) fn post_routes() -> Vec<PartnerRoute> {
    let route = |id: String, kinds: &[&str]| PartnerRoute {
        id,
        destination: EXPORT.to_owned(),
        agreement: "*".to_owned(),
        kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
    };
    vec![route(answers_to(EXPORT), &["co.response", "co.verify"]), route(questions_to(EXPORT), &["co.query"])]
}
