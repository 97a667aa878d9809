//! What an office sends: signed certificates in envelopes, and the road to the gateway.

use std::path::Path;
use std::sync::Arc;

use tamga_courier::{Access, Envelope, HttpSettings, HttpTransport, NotProven, Patience, ReceiptVerifier};
use tamga_formats::co_xml;
use tamga_gateway::{ClientConfig, Config, demonstration};
use tamga_origin::trust::{KeyUse, Span, TrustedKey};
use tamga_origin::{Certificate, IssuingBody, Moment, Scheme, Timestamp, Transport};
use tamga_protocol::{Device, DocumentPart, Kind};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{Batch, PlainKey, Secret, Stretch, SystemRandom, Typ, import_key_file, open_jws, sign_co, unlock};
use uuid::Uuid;

use crate::{Failed, now};

struct Keys(TrustedKey);

impl ReceiptVerifier for Keys {
    fn verify(&self, _: &str, _: &str, jws: &str) -> Result<Vec<u8>, NotProven> {
        let opened = open_jws(jws.as_bytes(), Typ::Receipt, std::slice::from_ref(&self.0));
        opened.map(|claims| claims.payload).map_err(|_| NotProven::BadSignature)
    }
}

/// The road of one client.
pub fn road(config: &Config, folder: &Path, url: &str, client: &str) -> Result<Arc<HttpTransport>, Failed> {
    let known = config.clients.iter().find(|known| known.id == client);
    let client: &ClientConfig = known.ok_or("no such client")?;
    let key = PlainKey::from_pkcs8(Secret::new(std::fs::read(folder.join("receipt-key.p8"))?))?;
    let span = Span { from: Timestamp::from_millis(0), to: None };
    let settings = HttpSettings {
        base_url: url.to_owned(),
        gateway_id: config.id.clone(),
        anchor_pem: std::fs::read(folder.join("tls-anchor.pem"))?,
        access: Access { client_id: client.id.clone(), client_secret: client.secret.clone() },
        proxy: None,
        patience: Patience::default(),
    };
    Ok(Arc::new(HttpTransport::new(settings, Arc::new(Keys(key.trusted(&[KeyUse::Receipt], span))))?))
}

/// Somebody who signs, with numbers and device sequences that never come twice.
pub struct Officer {
    key: Batch,
    n: u64,
}

impl Officer {
    /// The officer of a demonstration.
    pub fn new(folder: &Path) -> Result<Self, Failed> {
        let secret = || Secret::new(demonstration::PASSWORD.to_owned());
        let file = std::fs::read(folder.join("chamber.p12"))?;
        let light = Stretch { memory: 64, passes: 1 };
        let (_, wrapped) = import_key_file(&file, &secret(), &secret(), light, &SystemRandom::new())?;
        Ok(Self { key: unlock(&wrapped, &secret())?, n: 0 })
    }

    /// So many signed certificates.
    pub fn certificates(&mut self, count: usize) -> Result<Vec<Envelope>, Failed> {
        (0..count).map(|_| self.certificate()).collect()
    }

    fn certificate(&mut self) -> Result<Envelope, Failed> {
        self.n += 1;
        let number = format!("24C{:07}", self.n);
        let certificate = Certificate {
            number: number.clone(),
            document_id: Uuid::new_v4().simple().to_string(),
            revision: 1,
            issued_at: Some(Moment::Instant(now())),
            scheme: Scheme { code: "chafta".into(), form_code: "CO".into(), ..Scheme::default() },
            issuer: IssuingBody { code: "CN-DEMO".into(), ..IssuingBody::default() },
            transport: Transport { destination_country: "AU".into(), ..Transport::default() },
            // The usual certificate has some kilobytes.
            remarks: vec!["Goods as described in the attached list. ".repeat(100)],
            ..Certificate::default()
        };
        let document = sign_co(&co_xml::write_certificate(&certificate)?, now(), &mut self.key)?.bytes;
        let envelope = tamga_protocol::Envelope {
            kind: Kind::Issue,
            route: "certificates".into(),
            agreement: "chafta".into(),
            issuer: "CN-DEMO".into(),
            co_number: number,
            revision: 1,
            document: DocumentPart::inline(sha256_hex(&document), "application/xml", &document),
            attachments: Vec::new(),
            replaces: None,
            depends_on: None,
            in_reply_to: None,
            number: None,
            issued_at: now().rfc3339(),
            issued_offline: false,
            device: Device { id: Uuid::from_u128(1), epoch: 1, seq: self.n },
            conversation: None,
            crit: Vec::new(),
        };
        Ok(Envelope::new(Uuid::new_v4(), envelope.freeze()?.into_vec())?)
    }
}
