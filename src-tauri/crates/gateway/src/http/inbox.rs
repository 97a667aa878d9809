//! What waits for this client, and what does it say it has?

use axum::extract::State;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tamga_protocol::{AckRequest, AcksAnswer, Envelope, InboxItem, InboxPage, ProblemType, limits};
use tokio::time::Instant;

use crate::http::answer::Answer;
use crate::http::asked::Asked;
use crate::http::submissions::{json, limit, position, wait};
use crate::ledger::BoxPage;
use crate::room::{Room, unavailable};
use crate::scope::Scope;

/// The box of a client's own, as it asks for it.
pub(crate) const OWN: &str = "own";

/// The next page of a box.
#[utoipa::path(
    get,
    path = "/v1/inbox",
    operation_id = "readInbox",
    tag = "inbox",
    params(
        ("box" = Option<String>, Query, description = "`own` or a shared box of /v1/service"),
        ("after" = Option<String>, Query, description = "Cursor; from the beginning without it"),
        ("limit" = Option<u32>, Query, description = "At most 200"),
        ("wait" = Option<u64>, Query, description = "Seconds to hold an empty answer, at most 60"),
        ("inlineMax" = Option<u64>, Query, description = "Documents up to so many bytes come inline, 65536 unless said"),
    ),
    responses((status = 200, description = "A complete page", body = InboxPage)),
)]
pub(crate) async fn read(State(room): State<Room>, asked: Asked) -> Answer {
    let wait = match wait(&asked) {
        Ok(wait) => wait,
        Err(answer) => return answer,
    };
    let asked = std::sync::Arc::new(asked);
    let deadline = Instant::now() + wait;
    let mut ears = room.wake.ears();
    loop {
        ears.heard();
        let (room_now, asked) = (room.clone(), asked.clone());
        let looked = tokio::task::spawn_blocking(move || look(&room_now, &asked)).await;
        let page = match looked {
            Ok(Ok(page)) => page,
            Ok(Err(answer)) => return answer,
            Err(_) => return Answer::of(ProblemType::Unavailable),
        };
        if !page.items.is_empty() || !ears.wait_until(deadline).await {
            return Answer::resource(&page);
        }
    }
}

fn look(room: &Room, asked: &Asked) -> Result<InboxPage, Answer> {
    let client = room.client(asked, &[Scope::Inbox])?;
    let asked_box = asked.parameter("box").unwrap_or(OWN);
    let own = format!("own:{}", client.id);
    let box_id = if asked_box == OWN { own.as_str() } else { asked_box };
    if !room.ledger.boxes(&client.id).map_err(unavailable)?.iter().any(|name| name == box_id) {
        return Err(Answer::because(ProblemType::NotFound, "no such box"));
    }
    let list = format!("box:{box_id}");
    let after = position(room, asked, &list)?;
    let inline = asked.number("inlineMax", limits::INLINE_MAX_DEFAULT)?.min(limits::INLINE_DOCUMENT as u64);
    let page = room.ledger.page(box_id, after, limit(asked, limits::INBOX_PAGE)?).map_err(unavailable)?;
    let BoxPage { items, more, high_water } = page;
    let last = items.last().map_or(after, |(seq, _)| *seq);
    Ok(InboxPage {
        items: items.into_iter().map(|(_, item)| with_documents(item, inline)).collect(),
        next_cursor: room.cursors.write(&list, last),
        more,
        high_water,
        oldest_available: room.cursors.write(&list, 0),
    })
}

/// Puts document bytes beside their digests, up to a size; they lie in the envelope.
fn with_documents(mut item: InboxItem, inline: u64) -> InboxItem {
    if item.documents.iter().all(|document| document.size > inline) {
        return item;
    }
    let bytes = item.envelope.as_ref().and_then(|text| STANDARD.decode(text).ok());
    let Some(envelope) = bytes.and_then(|bytes| Envelope::read(&bytes).ok()) else { return item };
    for document in item.documents.iter_mut().filter(|document| document.size <= inline) {
        let mut parts = std::iter::once(&envelope.document).chain(envelope.attachments.iter().map(|paper| &paper.part));
        document.content = parts.find(|part| part.sha256 == document.sha256).and_then(|part| part.content.clone());
    }
    item
}

/// Says that items are the reader's own now.
#[utoipa::path(
    post,
    path = "/v1/inbox/acks",
    operation_id = "acknowledge",
    tag = "inbox",
    params(("Content-Digest" = String, Header, description = "RFC 9530, sha-256 over the body")),
    request_body = AckRequest,
    responses((status = 200, description = "One line each", body = AcksAnswer)),
)]
pub(crate) async fn acknowledge(State(room): State<Room>, asked: Asked) -> Answer {
    room.blocking(move |room| note(room, &asked).unwrap_or_else(|answer| answer)).await
}

fn note(room: &Room, asked: &Asked) -> Result<Answer, Answer> {
    let client = room.client(asked, &[Scope::Inbox])?;
    let AckRequest(acks) = json(asked.proven()?)?;
    if acks.len() > limits::ACKS {
        return Err(Answer::because(ProblemType::BadRequest, "more than 500 acknowledgements"));
    }
    let results = room.ledger.ack(&client.id, &acks, room.clock.now()).map_err(unavailable)?;
    Ok(Answer::json(200, &AcksAnswer(results)))
}
