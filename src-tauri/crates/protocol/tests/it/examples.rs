//! One full example of every wire type.

use tamga_protocol::*;
use uuid::Uuid;

pub const AT: &str = "2026-05-03T14:00:00.000Z";
pub const SHA_A: &str = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";
pub const SHA_B: &str = "fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9";
pub const JWS: &str = "eyJhbGciOiJFZERTQSJ9.e30.c2ln";

pub fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

pub fn certificate_key() -> BusinessKey {
    BusinessKey::Certificate { issuer: "CN-CCPIT".into(), co_number: "24C0000001".into(), revision: 1 }
}

pub fn response_key() -> BusinessKey {
    BusinessKey::Response {
        party: "AU-CUSTOMS".into(),
        issuer: "CN-CCPIT".into(),
        co_number: "24C0000001".into(),
        number: 7,
    }
}

pub fn envelope() -> Envelope {
    Envelope {
        kind: Kind::Replace,
        route: "au".into(),
        agreement: "chafta".into(),
        issuer: "CN-CCPIT".into(),
        co_number: "24C0000001".into(),
        revision: 2,
        document: DocumentPart::inline(SHA_A, "application/xml", b"<MetaData/>"),
        attachments: vec![Attachment {
            name: "invoice.pdf".into(),
            part: DocumentPart {
                sha256: SHA_B.into(),
                media_type: "application/pdf".into(),
                size: 2_000_000,
                content: None,
            },
        }],
        replaces: Some(Replaces { co_number: "24C0000000".into(), revision: 1 }),
        depends_on: Some(id(9)),
        in_reply_to: None,
        number: None,
        issued_at: AT.into(),
        issued_offline: true,
        device: Device { id: id(10), epoch: 1, seq: 42 },
        conversation: Some(id(11)),
        crit: vec!["replaces".into()],
    }
}

pub fn answer_envelope() -> Envelope {
    Envelope {
        kind: Kind::Response,
        route: "answers".into(),
        attachments: Vec::new(),
        replaces: None,
        depends_on: None,
        in_reply_to: Some(InReplyTo {
            item_id: id(12),
            issuer: "CN-CCPIT".into(),
            co_number: "24C0000001".into(),
            revision: 2,
        }),
        number: Some(7),
        issued_offline: false,
        conversation: None,
        crit: Vec::new(),
        ..envelope()
    }
}

pub fn original() -> Original {
    Original {
        submission_id: id(1),
        issuer: "CN-CCPIT".into(),
        co_number: "24C0000001".into(),
        revision: 1,
        document_sha256: SHA_A.into(),
        received_at: AT.into(),
        receipt: JWS.into(),
    }
}

pub fn problem(problem_type: ProblemType) -> Problem {
    Problem {
        title: problem_type.title().into(),
        status: problem_type.status(),
        detail: Some("words about this one".into()),
        retry: problem_type.retry(),
        retry_after: Some(5),
        original: Some(original()),
        violations: vec![Violation {
            path: "items[3].origin".into(),
            code: "document.differs".into(),
            severity: ViolationSeverity::Error,
            text: "words".into(),
        }],
        refusal: Some(JWS.into()),
        oldest_available: Some("b2xkZXN0".into()),
        server_time: AT.into(),
        trace: "3f2a".into(),
        problem_type,
    }
}

pub fn receipt() -> ReceiptClaims {
    ReceiptClaims {
        iss: "gw.cn".into(),
        rol: Role::National,
        sub: id(1),
        key: certificate_key(),
        env: SHA_B.into(),
        dig: SHA_A.into(),
        snd: "desk-1".into(),
        rcv: AT.into(),
        n: 1,
        prev: ReceiptClaims::FIRST_PREV.into(),
    }
}

pub fn refusal() -> RefusalClaims {
    RefusalClaims {
        iss: "gw.cn".into(),
        sub: id(1),
        env: Some(SHA_B.into()),
        problem_type: ProblemType::SignatureInvalid,
        at: AT.into(),
    }
}

pub fn void_claims() -> VoidClaims {
    VoidClaims { iss: "gw.cn".into(), sub: id(1), at: AT.into(), reason: "given up".into(), actor: "Officer Li".into() }
}

pub fn accepted() -> SubmissionAccepted {
    SubmissionAccepted {
        submission_id: id(2),
        state: SubmissionState::Received,
        receipt: JWS.into(),
        received_at: AT.into(),
        duplicate_of: Some(id(1)),
        links: Links { own: format!("/v1/submissions/{}", id(2)) },
    }
}

pub fn view() -> SubmissionView {
    SubmissionView {
        submission_id: id(1),
        kind: Kind::Issue,
        key: certificate_key(),
        state: SubmissionState::Answered,
        state_seq: 4,
        received_at: AT.into(),
        receipt: JWS.into(),
        duplicate_of: None,
        evidence: vec![EvidenceView {
            evidence_type: EvidenceType::Delivery,
            from: "gw.au".into(),
            at: AT.into(),
            media_type: "application/jose".into(),
            raw: JWS.into(),
        }],
        answers: vec![AnswerView { item_id: id(12), outcome: "accepted".into(), at: AT.into() }],
        overdue: false,
    }
}

pub fn list() -> SubmissionList {
    SubmissionList {
        items: vec![SubmissionLine {
            submission_id: id(1),
            env: SHA_B.into(),
            document_sha256: SHA_A.into(),
            key: response_key(),
            state: SubmissionState::Delivered,
            received_at: AT.into(),
            n: 1,
            client: None,
        }],
        next_cursor: Cursor::new("MS4x"),
        more: true,
    }
}

pub fn inbox() -> InboxPage {
    let item = InboxItem {
        item_id: id(20),
        item_type: ItemType::Submission,
        at: AT.into(),
        submission_id: Some(id(1)),
        envelope: Some("e30=".into()),
        documents: vec![InboxDocument {
            sha256: SHA_A.into(),
            size: 11,
            media_type: "application/xml".into(),
            content: Some("PE1ldGFEYXRhLz4=".into()),
        }],
        receipts: vec![JWS.into()],
        event: None,
    };
    let event = InboxItem {
        item_id: id(21),
        item_type: ItemType::Event,
        envelope: None,
        documents: Vec::new(),
        receipts: Vec::new(),
        event: Some(ItemEvent {
            state: "delivered".into(),
            state_seq: 3,
            evidence: vec![EventEvidence {
                evidence_type: EvidenceType::Delivery,
                from: "gw.au".into(),
                raw: JWS.into(),
            }],
        }),
        ..item.clone()
    };
    InboxPage {
        items: vec![item, event],
        next_cursor: Cursor::new("MS4y"),
        more: false,
        high_water: 2,
        oldest_available: Cursor::new("MS4w"),
    }
}

pub fn acks() -> AckRequest {
    AckRequest(vec![
        Ack { item_id: id(20), outcome: AckOutcome::Stored, detail: None },
        Ack { item_id: id(21), outcome: AckOutcome::Unreadable, detail: Some("no such schema".into()) },
    ])
}

pub fn ack_results() -> AcksAnswer {
    let results = [(20, AckWord::Recorded), (21, AckWord::Already), (22, AckWord::UnknownItem)];
    AcksAnswer(results.map(|(n, result)| AckResult { item_id: id(n), result }).into())
}

pub fn service() -> ServiceView {
    ServiceView {
        gateway_id: "gw.cn".into(),
        role: Role::Office,
        country: "CN".into(),
        generation: 1,
        server_time: AT.into(),
        api_versions: vec!["v1".into()],
        schema_versions: vec!["urn:tamga:co:1".into()],
        min_client_version: "0.1.0".into(),
        kinds: vec!["co.issue".into()],
        boxes: vec![BoxView { id: "own".into(), shared: false }, BoxView { id: "posts".into(), shared: true }],
        features: vec!["void".into()],
        limits: Limits {
            envelope: limits::ENVELOPE as u64,
            inline_document: limits::INLINE_DOCUMENT as u64,
            json_depth: limits::JSON_DEPTH as u64,
            submissions_page: u64::from(limits::SUBMISSIONS_PAGE),
            inbox_page: u64::from(limits::INBOX_PAGE),
            acks: limits::ACKS as u64,
            wait: limits::WAIT_SECONDS,
            document: limits::DOCUMENT,
            gzip_ratio: limits::GZIP_RATIO as u64,
            requests_a_minute: 120,
            burst: 40,
            at_once: 4,
        },
        retention: Retention { acknowledged_days: 400, document_years: 5 },
        contact: "duty@gateway.example".into(),
        demonstration: true,
    }
}

pub fn routes() -> RoutesAnswer {
    RoutesAnswer(vec![RouteView {
        route: "au".into(),
        destination: "AU".into(),
        agreement: "chafta".into(),
        kinds: vec!["co.issue".into(), "co.cancel".into()],
        state: RouteState::Paused,
        transport: "http".into(),
        deadline_hours: 24,
        capabilities: Vec::new(),
        retention_years: 5,
    }])
}

pub fn keys() -> JwkSet {
    JwkSet {
        keys: vec![Jwk {
            kty: "OKP".into(),
            crv: "Ed25519".into(),
            x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo".into(),
            kid: "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k".into(),
            alg: "EdDSA".into(),
            purpose: "receipt".into(),
            nbf: AT.into(),
            retired: Some(AT.into()),
        }],
    }
}

pub fn token() -> TokenAnswer {
    TokenAnswer {
        access_token: "t0ken".into(),
        token_type: "Bearer".into(),
        expires_in: 900,
        scope: "submit inbox".into(),
    }
}

pub fn token_error() -> TokenError {
    TokenError {
        error: "invalid_client".into(),
        error_description: Some("client id or secret is not right".into()),
        problem_type: "token-expired".into(),
        server_time: AT.into(),
    }
}

pub fn void_request() -> VoidRequest {
    VoidRequest { reason: "given up".into(), actor: "Officer Li".into() }
}

pub fn void_answer() -> VoidAnswer {
    VoidAnswer { submission_id: id(1), state: SubmissionState::Voided, statement: JWS.into() }
}
