//! How does a certificate of others stand, and which of a body's count no longer? One number asked about, with its signed
//! word; and the signed lists that posts take with them where there is no line.

use std::sync::Arc;

use axum::extract::{Path, State};
use tamga_courier::{HttpTransport, Pull};
use tamga_origin::trust::CertificateStatus;
use tamga_protocol::{
    CertificateStanding, DocumentPart, ProblemType, PulledCertificate, QueuedQuery, StatusClaims, limits,
};

use crate::asking;
use crate::books::steps;
use crate::books::{change, look};
use crate::http::answer::Answer;
use crate::http::asked::Asked;
use crate::ledger::records::Records;
use crate::ledger::{Client, LedgerError};
use crate::room::{Room, unavailable};
use crate::scope::Scope;
use crate::status;

/// Asks about a certificate: the newest document and a signed statement.
#[utoipa::path(
    get,
    path = "/v1/certificates/{issuer}/{coNumber}",
    operation_id = "pullCertificate",
    tag = "lists",
    params(
        ("issuer" = String, Path, description = "Issuing body in the trust list"),
        ("coNumber" = String, Path, description = "Certificate number as printed"),
        ("issueDate" = String, Query, description = "The day of issue, `YYYY-MM-DD`; a wrong one answers like an \
            unknown number"),
        ("reason" = String, Query, description = "Why it is asked, 1 to 500 characters; kept with who asked and when"),
        ("declaration" = Option<String>, Query, description = "The customs declaration it is about"),
    ),
    responses(
        (status = 200, description = "What is known, `unknown` included", body = PulledCertificate),
        (status = 202, description = "The gateway of the issuing body does not tell now. It is asked until it does; its \
            word comes through the inbox as `co.queryAnswer`", body = QueuedQuery),
    ),
)]
pub(crate) async fn certificate(
    State(room): State<Room>,
    Path((issuer, number)): Path<(String, String)>,
    asked: Asked,
) -> Answer {
    let asking = room.clone();
    let looked = tokio::task::spawn_blocking(move || pull(&asking, &issuer, &number, &asked)).await;
    match looked {
        Ok(Ok(Looked::Here(answer)) | Err(answer)) => answer,
        Ok(Ok(Looked::Abroad(road, client, asked))) => abroad(room, &road, client, asked).await,
        Err(_) => Answer::of(ProblemType::Unavailable),
    }
}

/// Who can tell how a certificate stands.
enum Looked {
    /// This gateway, and this is what it says.
    Here(Answer),
    /// The gateway of the body that issued it.
    Abroad(Arc<HttpTransport>, Client, Pull),
}

/// Asks the gateway of the issuing body. Its word goes on as it is: it is signed. When it does not tell, the question is
/// kept and asked again.
async fn abroad(room: Room, road: &HttpTransport, client: Client, pull: Pull) -> Answer {
    match tokio::time::timeout(asking::PATIENCE, road.pull(&pull)).await {
        Ok(Ok(pulled)) => return Answer::json(200, &pulled),
        Ok(Err(fault)) => tracing::warn!(%fault, "the gateway of the issuing body does not tell"),
        Err(_) => tracing::warn!("the gateway of the issuing body does not tell in time"),
    }
    let keep = move |room: &Room| match asking::keep(room, &pull, &client) {
        Ok(queued) => Answer::json(202, &queued),
        Err(error) => unavailable(error),
    };
    room.blocking(keep).await
}

/// The road to the gateway of the body's country, when that is another country than this gateway's.
pub(crate) fn road_to(room: &Room, issuer: &str) -> Option<Arc<HttpTransport>> {
    let standing = room.standing();
    let list = &standing.trust.list;
    let country = &list.issuers.iter().find(|body| body.id == issuer)?.country;
    if *country == room.config.country {
        return None;
    }
    let gateways = list.gateways.iter().filter(|node| node.country == *country && node.role == "national");
    gateways.filter_map(|node| room.roads.get(&node.id)).next().cloned()
}

fn pull(room: &Room, issuer: &str, number: &str, asked: &Asked) -> Result<Looked, Answer> {
    let client = room.client(asked, &[Scope::Pull])?;
    let bad = |words: &str| Answer::because(ProblemType::BadRequest, words);
    let day = asked.parameter("issueDate").filter(|day| is_day(day)).ok_or_else(|| bad("issueDate is not a day"))?;
    let is_said = |text: &&str| (1..=500).contains(&text.trim().chars().count());
    let reason = asked.parameter("reason").filter(is_said);
    let reason = reason.ok_or_else(|| bad("a reason is needed, at most 500 characters"))?;
    let declaration = asked.parameter("declaration").unwrap_or_default();
    if declaration.chars().count() > 100 {
        return Err(bad("declaration is longer than 100 characters"));
    }
    let abroad = Pull {
        issuer: issuer.to_owned(),
        co_number: crate::text::nfc(number).into_owned(),
        issue_day: day.to_owned(),
        reason: reason.to_owned(),
        declaration: declaration.to_owned(),
    };
    let reason = if declaration.is_empty() { reason.to_owned() } else { format!("{reason} [{declaration}]") };
    let number = abroad.co_number.as_str();
    if number.chars().count() > limits::CO_NUMBER || issuer.chars().count() > limits::ISSUER {
        return Err(bad("an issuing body or number that is longer than any"));
    }
    let road = if client.is_gateway { None } else { road_to(room, issuer) };
    let now = room.clock.now();
    let found = change(room.ledger.as_ref(), |records| {
        let found = find(records, issuer, number, day)?;
        steps::log(records, &client.id, (issuer, number), &reason, found.is_some(), now)
    });
    found.map_err(unavailable)?;
    if let Some(road) = road {
        // Whatever came here of it may be old: the body's own gateway knows.
        return Ok(Looked::Abroad(road, client, abroad));
    }
    Ok(Looked::Here(Answer::json(200, &here(room, &abroad).map_err(unavailable)?)))
}

/// What this gateway knows of a certificate, with its signed word on it.
pub(crate) fn here(room: &Room, pull: &Pull) -> Result<PulledCertificate, LedgerError> {
    let Pull { issuer, co_number, issue_day, reason: _, declaration: _ } = pull;
    let found = change(room.ledger.as_ref(), |records| {
        status::note(records)?;
        find(records, issuer, co_number, issue_day)
    })?;
    let (document, standing, revision, successor) = match found {
        None => (None, CertificateStanding::Unknown, 0, None),
        Some(Found { document, status, revision, successor }) => (Some(document), word(status), revision, successor),
    };
    let now = room.clock.now();
    let claims = StatusClaims {
        iss: room.config.id.clone(),
        issuer: issuer.clone(),
        co_number: co_number.clone(),
        revision,
        status: standing,
        successor,
        dig: document.as_ref().map(|part| part.sha256.clone()),
        as_of: now.rfc3339(),
        at: now.rfc3339(),
    };
    Ok(PulledCertificate { document, statement: room.statements.status(&claims)? })
}

struct Found {
    document: DocumentPart,
    status: CertificateStatus,
    revision: u32,
    successor: Option<String>,
}

/// The newest certificate of a number, when it was issued on this day.
fn find(records: &mut dyn Records, issuer: &str, number: &str, day: &str) -> Result<Option<Found>, LedgerError> {
    let steps = steps::of_number(records, issuer, number)?;
    for step in steps.iter().rev() {
        let read = status::read(records, step)?;
        let Some(certificate) = status::certificate(&read.document) else { continue };
        if status::issue_day(&certificate).as_deref() != Some(day) {
            return Ok(None);
        }
        let revision = read.envelope.revision;
        let (status, successor) = status::standing(records, issuer, number, revision)?;
        let named = &read.envelope.document;
        let document = match read.document.len() <= limits::INLINE_DOCUMENT {
            true => DocumentPart::inline(named.sha256.clone(), named.media_type.clone(), &read.document),
            false => DocumentPart { content: None, ..named.clone() },
        };
        return Ok(Some(Found { document, status, revision, successor }));
    }
    Ok(None)
}

fn word(status: CertificateStatus) -> CertificateStanding {
    match status {
        CertificateStatus::Valid => CertificateStanding::Valid,
        CertificateStatus::Suspended => CertificateStanding::Suspended,
        CertificateStatus::Replaced => CertificateStanding::Replaced,
        CertificateStatus::Cancelled => CertificateStanding::Cancelled,
    }
}

fn is_day(text: &str) -> bool {
    let shape = |(at, byte): (usize, u8)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() };
    text.len() == 10 && text.bytes().enumerate().all(shape)
}

/// Which certificates of a body count no longer: the list after the one the reader has, as signed.
#[utoipa::path(
    get,
    path = "/v1/status-list/{issuer}",
    operation_id = "getStatusList",
    tag = "lists",
    params(
        ("issuer" = String, Path, description = "Issuing body in the trust list"),
        ("after" = Option<u64>, Query, description = "Counter of the list the reader has; without it, or when it is \
            too far behind, a list that says everything"),
    ),
    responses((status = 200, description = "The next list (compact JWS, `co-status-list+jwt`)",
        content_type = "application/jose")),
)]
pub(crate) async fn status_list(State(room): State<Room>, Path(issuer): Path<String>, asked: Asked) -> Answer {
    room.blocking(move |room| next_list(room, &issuer, &asked).unwrap_or_else(|answer| answer)).await
}

fn next_list(room: &Room, issuer: &str, asked: &Asked) -> Result<Answer, Answer> {
    room.client(asked, &[])?;
    let (after, standing, now) = (asked.number("after", 0)?, room.standing(), room.clock.now());
    let ledger = room.ledger.as_ref();
    let may_sign = standing
        .trust
        .list
        .status_keys(issuer)
        .iter()
        .any(|key| key.kid == room.statements.kid() && key.span.covers(now));
    if may_sign {
        let is_new = look(ledger, |records| {
            let (seen, last) = steps::marks(records)?;
            let list = steps::last_list(records, issuer)?;
            let is_old = list.is_none_or(|list| list.made_here && list.next_update <= now.millis());
            Ok(is_old || seen != last)
        });
        if is_new.map_err(unavailable)? {
            change(ledger, |records| status::make(records, &room.statements, issuer, now)).map_err(unavailable)?;
        }
    }
    let next = look(ledger, |records| steps::list_after(records, issuer, after)).map_err(unavailable)?;
    let next = next.ok_or_else(|| Answer::because(ProblemType::NotFound, "no newer list of this body"))?;
    Ok(Answer::document(next.body, "application/jose"))
}
