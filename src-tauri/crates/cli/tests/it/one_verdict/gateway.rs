//! A gateway asked over its own API: what it takes into custody it found valid; of everything else it says why not.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tamga_faults::{Caller, Reply, Request};
use tamga_protocol::{Device, DocumentPart, Envelope, Kind, Problem, SubmissionAccepted, TokenAnswer, headers};
use tamga_seal::digest::{sha256, sha256_hex};
use uuid::Uuid;

use super::documents::Case;
use crate::field::{Field, secret};
use crate::house;

/// A client of the field's gateway that hands over for others.
pub struct Client {
    caller: Caller,
    token: String,
}

impl Client {
    pub fn sign_in(field: &Field, id: &str) -> Self {
        let anchor = std::fs::read_to_string(field.anchor()).unwrap();
        let caller = Caller::new(field.address(), &anchor).unwrap();
        let basic = STANDARD.encode(format!("{id}:{}", secret(id).replace(' ', "+")));
        let body = b"grant_type=client_credentials".to_vec();
        let request = Request {
            method: "POST".to_owned(),
            path: "/oauth2/token".to_owned(),
            fields: vec![
                ("host".to_owned(), "localhost".to_owned()),
                ("authorization".to_owned(), format!("Basic {basic}")),
                ("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned()),
                (headers::CONTENT_DIGEST.to_owned(), headers::content_digest(&sha256(&body))),
            ],
            body,
        };
        let reply = field.wait(caller.call(&request)).unwrap();
        assert_eq!(reply.status, 200, "{}", String::from_utf8_lossy(&reply.body));
        let token = serde_json::from_slice::<TokenAnswer>(&reply.body).unwrap().access_token;
        Self { caller, token }
    }

    fn put(&self, field: &Field, envelope: &Envelope) -> Reply {
        let body = envelope.freeze().unwrap().into_vec();
        let request = Request {
            method: "PUT".to_owned(),
            path: format!("/v1/submissions/{}", Uuid::from_bytes(rand())),
            fields: vec![
                ("host".to_owned(), "localhost".to_owned()),
                ("authorization".to_owned(), format!("Bearer {}", self.token)),
                ("content-type".to_owned(), headers::JSON.to_owned()),
                (headers::CONTENT_DIGEST.to_owned(), headers::content_digest(&sha256(&body))),
            ],
            body,
        };
        field.wait(self.caller.call(&request)).unwrap()
    }

    /// Nothing when the document was taken, else the codes it was refused for.
    pub fn judges(&self, field: &Field, case: &Case) -> Result<(), BTreeSet<String>> {
        let about = &case.about;
        let envelope = Envelope {
            kind: Kind::Issue,
            route: "certificates".to_owned(),
            agreement: about.agreement.to_owned(),
            issuer: about.issuer.clone(),
            co_number: about.number.clone(),
            revision: 1,
            document: DocumentPart::inline(sha256_hex(&case.bytes), "application/xml", &case.bytes),
            attachments: Vec::new(),
            replaces: None,
            depends_on: None,
            in_reply_to: None,
            number: None,
            issued_at: house::now().rfc3339(),
            issued_offline: false,
            device: Device { id: Uuid::from_bytes(rand()), epoch: 1, seq: 1 },
            conversation: None,
            crit: Vec::new(),
        };
        let reply = self.put(field, &envelope);
        if serde_json::from_slice::<SubmissionAccepted>(&reply.body).is_ok() {
            return Ok(());
        }
        let problem: Problem = serde_json::from_slice(&reply.body)
            .unwrap_or_else(|error| panic!("{}: {error}: {}", case.name, String::from_utf8_lossy(&reply.body)));
        Err(problem.violations.into_iter().map(|violation| violation.code).collect())
    }
}

fn rand() -> [u8; 16] {
    let mut bytes = [0; 16];
    assert!(tamga_office::system_chance().fill(&mut bytes), "there is chance");
    bytes
}
