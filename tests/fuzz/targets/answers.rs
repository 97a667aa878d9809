//! Whatever a gateway answers, with all its marks: nothing is custody or a refusal whose statement does not name the
//! submission, and a page of an inbox hands on no bytes that miss their digest. The signatures of statements are taken as
//! good here, so that time goes into what stands behind them.
#![no_main]

use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use libfuzzer_sys::fuzz_target;
use sha2::{Digest, Sha256};
use tamga_courier::{
    Access, Answering, AttemptCtx, Envelope, Fault, GatewayTransport, HttpSettings, HttpTransport, Line, LineAnswer,
    LineRequest, NotProven, Patience, ReceiptVerifier, SubmissionKey, SubmitOutcome,
};
use tamga_origin::Timestamp;
use tamga_protocol::headers;
use uuid::Uuid;

#[path = "../../../src-tauri/crates/courier/examples/messages/mod.rs"]
mod messages;

const GATEWAY: &str = "gw.test";

/// The payload of a statement, whoever signed it.
struct Anybody;

impl ReceiptVerifier for Anybody {
    fn verify(&self, _: &str, _: &str, jws: &str) -> Result<Vec<u8>, NotProven> {
        let payload = jws.split('.').nth(1).ok_or(NotProven::BadSignature)?;
        URL_SAFE_NO_PAD.decode(payload).map_err(|_| NotProven::BadSignature)
    }

    fn is_destination(&self, gateway: &str, _: &SubmissionKey) -> bool {
        gateway == "gw.abroad"
    }
}

/// A line on which the next answer lies ready.
struct Scripted(Mutex<LineAnswer>);

fn marked(status: u16, media_type: &str, body: &[u8]) -> LineAnswer {
    let digest = headers::content_digest(&Sha256::digest(body).into());
    let fields = [
        (headers::GATEWAY_ID, GATEWAY.to_owned()),
        (headers::CONTENT_DIGEST, digest),
        ("content-type", media_type.to_owned()),
    ];
    let fields = fields.map(|(name, value)| (name.to_ascii_lowercase(), value)).to_vec();
    LineAnswer { status, fields, body: body.to_vec() }
}

impl Line for Scripted {
    fn exchange(&self, request: LineRequest) -> Answering<'_, Result<LineAnswer, Fault>> {
        let answer = if request.path == "/oauth2/token" {
            marked(200, headers::JSON, br#"{"access_token":"t","token_type":"Bearer","expires_in":900,"scope":""}"#)
        } else {
            self.0.lock().expect("one thread").clone()
        };
        Box::pin(async move { Ok(answer) })
    }
}

struct Desk {
    line: Arc<Scripted>,
    transport: HttpTransport,
    envelope: Envelope,
    runtime: tokio::runtime::Runtime,
}

fn desk() -> &'static Desk {
    static DESK: OnceLock<Desk> = OnceLock::new();
    DESK.get_or_init(|| {
        let line = Arc::new(Scripted(Mutex::new(marked(200, headers::JSON, b"{}"))));
        let settings = HttpSettings {
            base_url: "https://gw.test".into(),
            gateway_id: GATEWAY.into(),
            anchor_pem: Vec::new(),
            access: Access { client_id: "desk-1".into(), client_secret: "a secret of some length".into() },
            proxy: None,
            patience: Patience::default(),
        };
        Desk {
            transport: HttpTransport::over(line.clone(), settings, Arc::new(Anybody)),
            line,
            envelope: Envelope::new(Uuid::from_u128(1), messages::envelope()).expect("the envelope of the seeds"),
            runtime: tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime"),
        }
    })
}

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, body)) = bytes.split_first() else { return };
    let Desk { line, transport, envelope, runtime } = desk();
    let (status, media_type) = match kind % 4 {
        0 => (201, headers::JSON),
        1 => (422, headers::PROBLEM_JSON),
        2 => (409, headers::PROBLEM_JSON),
        _ => (200, headers::JSON),
    };
    *line.0.lock().expect("one thread") = marked(status, media_type, body);
    if kind % 4 == 3 {
        let page = runtime.block_on(transport.fetch("own", Some("cursor"), 50, Duration::ZERO));
        for document in page.iter().flat_map(|page| &page.items).flat_map(|item| &item.documents) {
            let digest = |held: &Vec<u8>| headers::hex(&Sha256::digest(held).into());
            assert!(document.content.as_ref().is_none_or(|held| digest(held) == document.sha256));
        }
        return;
    }
    let attempt = AttemptCtx { n: 1, at: Timestamp::from_millis(0), hops: Vec::new() };
    let evidence = match runtime.block_on(transport.submit(envelope, &attempt)) {
        SubmitOutcome::Accepted(evidence) | SubmitOutcome::Rejected(_, evidence) => evidence,
        SubmitOutcome::Duplicate(..) | SubmitOutcome::NotSent(_) | SubmitOutcome::Unknown(_) => return,
    };
    let key = envelope.key();
    assert_eq!(evidence.text("sub").and_then(|sub| Uuid::parse_str(sub).ok()), Some(key.id), "it speaks of another");
    assert!(evidence.text("env").is_none_or(|env| env == key.envelope_sha256), "it speaks of other bytes");
});
