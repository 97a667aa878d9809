//! How many certificates a second does one gateway take on its embedded store? Real TLS, real tokens, every signature
//! checked, every receipt on disk before it is answered.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tamga_courier::{
    Access, AttemptCtx, Envelope, GatewayTransport as _, HttpSettings, HttpTransport, NotProven, Patience,
    ReceiptVerifier, SubmitOutcome,
};
use tamga_formats::co_xml;
use tamga_gateway::{Clock, Config, Gateway, demonstration};
use tamga_origin::trust::{KeyUse, Span, TrustedKey};
use tamga_origin::{Certificate, IssuingBody, Moment, Scheme, Timestamp, Transport};
use tamga_protocol::{Device, DocumentPart, Kind};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{Batch, PlainKey, Secret, Stretch, SystemRandom, Typ, import_key_file, open_jws, sign_co, unlock};
use tokio::task::JoinSet;
use uuid::Uuid;

type Failed = Box<dyn std::error::Error + Send + Sync>;

/// Certificates of one round.
const ROUND: usize = 400;
/// What one client may have under way at once.
const AT_ONCE: usize = 4;

struct Keys(TrustedKey);

impl ReceiptVerifier for Keys {
    fn verify(&self, _: &str, _: &str, jws: &str) -> Result<Vec<u8>, NotProven> {
        let opened = open_jws(jws.as_bytes(), Typ::Receipt, std::slice::from_ref(&self.0));
        opened.map(|claims| claims.payload).map_err(|_| NotProven::BadSignature)
    }
}

fn main() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let prepared = demonstration::prepare(folder.path(), "CN", "127.0.0.1:0".parse()?, now())?;
    let mut officer = officer(folder.path())?;
    let mut seq = 0;
    let mut round = |count: usize| -> Result<Vec<Envelope>, Failed> {
        (0..count)
            .map(|_| {
                seq += 1;
                certificate(seq, &mut officer)
            })
            .collect()
    };
    let (alone, together) = (round(ROUND / 4)?, round(ROUND)?);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let running = Gateway::start(prepared.config.clone(), Clock::new(now)).await?;
        let road = Arc::new(road(&prepared.config, folder.path(), running.url())?);
        print("put-alone", send(&road, alone, 1).await?);
        print("put", send(&road, together, AT_ONCE).await?);
        running.stop().await;
        Ok(())
    })
}

fn print(name: &str, (whole, mut each): (Duration, Vec<Duration>)) {
    each.sort_unstable();
    let worst = each.get(each.len() * 99 / 100).copied().unwrap_or_default();
    println!("bench {name} {}", whole.as_nanos() / each.len().max(1) as u128);
    println!("bench {name}-slowest-of-100 {}", worst.as_nanos());
}

fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(0))
}

/// Hands all over, so many at a time; answers the whole time and each one's.
async fn send(
    road: &Arc<HttpTransport>,
    envelopes: Vec<Envelope>,
    at_once: usize,
) -> Result<(Duration, Vec<Duration>), Failed> {
    let (count, begun) = (envelopes.len(), Instant::now());
    let (mut waiting, mut under_way, mut each) = (envelopes.into_iter(), JoinSet::new(), Vec::with_capacity(count));
    loop {
        while under_way.len() < at_once
            && let Some(envelope) = waiting.next()
        {
            let road = road.clone();
            under_way.spawn(async move {
                let begun = Instant::now();
                let at = AttemptCtx { n: 1, at: now(), hops: Vec::new() };
                (road.submit(&envelope, &at).await, begun.elapsed())
            });
        }
        let Some(ended) = under_way.join_next().await else { break };
        let (outcome, took) = ended?;
        match outcome {
            SubmitOutcome::Accepted(_) => each.push(took),
            other => return Err(format!("not accepted: {other:?}").into()),
        }
    }
    Ok((begun.elapsed(), each))
}

fn road(config: &Config, folder: &std::path::Path, url: String) -> Result<HttpTransport, Failed> {
    let client = config.clients.iter().find(|client| client.id == "chamber").ok_or("no chamber")?;
    let key = PlainKey::from_pkcs8(Secret::new(std::fs::read(folder.join("receipt-key.p8"))?))?;
    let span = Span { from: Timestamp::from_millis(0), to: None };
    let settings = HttpSettings {
        base_url: url,
        gateway_id: config.id.clone(),
        anchor_pem: std::fs::read(folder.join("tls-anchor.pem"))?,
        access: Access { client_id: client.id.clone(), client_secret: client.secret.clone() },
        proxy: None,
        patience: Patience::default(),
    };
    Ok(HttpTransport::new(settings, Arc::new(Keys(key.trusted(&[KeyUse::Receipt], span))))?)
}

fn officer(folder: &std::path::Path) -> Result<Batch, Failed> {
    let secret = || Secret::new(demonstration::PASSWORD.to_owned());
    let file = std::fs::read(folder.join("chamber.p12"))?;
    let light = Stretch { memory: 64, passes: 1 };
    let (_, wrapped) = import_key_file(&file, &secret(), &secret(), light, &SystemRandom::new())?;
    Ok(unlock(&wrapped, &secret())?)
}

fn certificate(n: u64, officer: &mut Batch) -> Result<Envelope, Failed> {
    let number = format!("24C{n:07}");
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
    let document = sign_co(&co_xml::write_certificate(&certificate)?, now(), officer)?.bytes;
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
        device: Device { id: Uuid::from_u128(1), epoch: 1, seq: n },
        conversation: None,
        crit: Vec::new(),
    };
    Ok(Envelope::new(Uuid::new_v4(), envelope.freeze()?.into_vec())?)
}
