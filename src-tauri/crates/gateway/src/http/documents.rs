//! How does a document come that is too large for an envelope? By itself, in one go or in pieces, and only all of it with
//! its digest counts; nothing tells whether somebody else sent it before.

use axum::body::{Body, HttpBody as _};
use axum::extract::{FromRequest, Path, Request, State};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE};
use tamga_protocol::{Problem, ProblemType, UploadView, headers, limits};
use tamga_seal::digest::sha256_hex;

use crate::books::uploads::{self, Progress};
use crate::books::{change, look};
use crate::http::answer::Answer;
use crate::http::asked::Asked;
use crate::http::submissions::HANDING;
use crate::ledger::{Client, LedgerError};
use crate::room::{Room, unavailable};

/// How much is kept at once.
const PIECE: usize = 1024 * 1024;

/// How far the client's own upload is.
#[utoipa::path(
    head,
    path = "/v1/documents/{sha256}",
    operation_id = "getUpload",
    tag = "submissions",
    params(("sha256" = String, Path, description = "SHA-256 of the bytes, lower-case hex")),
    responses(
        (status = 200, description = "Begun: `Upload-Offset` says how much is here"),
        (status = 404, description = "Not begun by this client"),
    ),
)]
pub(crate) async fn offset(State(room): State<Room>, Path(sha256): Path<String>, asked: Asked) -> Answer {
    room.blocking(move |room| known(room, &sha256, &asked).unwrap_or_else(|answer| answer)).await
}

fn known(room: &Room, sha256: &str, asked: &Asked) -> Result<Answer, Answer> {
    let client = room.client(asked, &HANDING)?;
    is_digest(sha256)?;
    let known = look(room.ledger.as_ref(), |records| uploads::progress(records, &client.id, sha256));
    let known = known.map_err(unavailable)?.ok_or_else(|| Answer::of(ProblemType::NotFound))?;
    if known.offset == known.size && !known.done {
        // All was here when the gateway ended, before it had looked at the digest.
        let upload = Upload { room: room.clone(), client, sha256: sha256.to_owned(), size: known.size };
        if !upload.is_whole().map_err(unavailable)? {
            return Err(Answer::of(ProblemType::NotFound));
        }
    }
    Ok(Answer::nothing(200).with(headers::UPLOAD_OFFSET, known.offset.to_string()))
}

fn is_digest(sha256: &str) -> Result<(), Answer> {
    let wrong = || Answer::because(ProblemType::BadRequest, "not a SHA-256 in lower-case hex");
    headers::is_hex_digest(sha256).then_some(()).ok_or_else(wrong)
}

/// Sends a document, whole or from where it was cut off.
#[utoipa::path(
    put,
    path = "/v1/documents/{sha256}",
    operation_id = "putDocument",
    tag = "submissions",
    params(
        ("sha256" = String, Path, description = "SHA-256 of the bytes, lower-case hex"),
        ("Content-Range" = Option<String>, Header, description = "`bytes FROM-TO/SIZE` when it is a part"),
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 201, description = "All is here and has its digest", body = UploadView),
        (status = 202, description = "A part is here", body = UploadView),
        (status = 416, description = "Not where the upload is: `Upload-Offset` says where", body = tamga_protocol::Problem,
            content_type = "application/problem+json"),
        (status = 422, description = "The bytes are not those of the digest; all of them are dropped",
            body = tamga_protocol::Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn put(State(room): State<Room>, Path(sha256): Path<String>, request: Request) -> Answer {
    let (parts, body) = request.into_parts();
    let head = Request::from_parts(parts, Body::empty());
    let (fields, asked) = (head.headers().clone(), Asked::from_request(head, &room).await);
    match asked {
        Ok(asked) => receive(&room, sha256, &fields, asked, body).await.unwrap_or_else(|answer| answer),
        Err(answer) => answer,
    }
}

/// Which part of how large a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    from: u64,
    length: u64,
    size: u64,
}

async fn receive(room: &Room, sha256: String, fields: &HeaderMap, asked: Asked, body: Body) -> Result<Answer, Answer> {
    let (own, digest) = (room.clone(), sha256.clone());
    let part = part(fields);
    let begun = tokio::task::spawn_blocking(move || begin(&own, &digest, &asked, part).map(|begun| (begun, asked)));
    let ((client, part, progress), _permit) = begun.await.map_err(|_| Answer::of(ProblemType::Unavailable))??;
    let upload = Upload { room: room.clone(), client, sha256, size: part.size };
    if progress.done {
        discard(body, part.length).await?;
        return Ok(upload.complete());
    }
    if progress.offset == progress.size && part.size == progress.size {
        // All was here when the gateway ended, before it had looked at the digest.
        discard(body, part.length).await?;
        return upload.finish().await;
    }
    if part.from != progress.offset || part.size != progress.size {
        return Err(elsewhere(progress.offset));
    }
    let offset = upload.pieces(body, part).await?;
    if offset < part.size {
        let view = UploadView { sha256: upload.sha256, size: part.size, offset };
        return Ok(Answer::json(202, &view).with(headers::UPLOAD_OFFSET, offset.to_string()));
    }
    upload.finish().await
}

/// What has to be known before the first byte is read.
fn begin(
    room: &Room,
    sha256: &str,
    asked: &Asked,
    part: Result<Part, &'static str>,
) -> Result<(Client, Part, Progress), Answer> {
    let client = room.client(asked, &HANDING)?;
    is_digest(sha256)?;
    let part = part.map_err(|words| Answer::because(ProblemType::BadRequest, words))?;
    if part.size > limits::DOCUMENT {
        return Err(Answer::because(ProblemType::TooLarge, "larger than a document may be"));
    }
    let now = room.clock.now();
    let begun = change(room.ledger.as_ref(), |records| {
        uploads::tidy(records, now)?;
        uploads::begin(records, &client.id, sha256, part.size, now)
    });
    let full = || {
        let plain = crate::problem::plain(ProblemType::RateLimited);
        let detail = Some("too many documents were sent that no submission names yet".to_owned());
        Answer::problem(Problem { detail, retry_after: Some(600), ..plain })
    };
    let progress = begun.map_err(unavailable)?.ok_or_else(full)?;
    Ok((client, part, progress))
}

fn elsewhere(offset: u64) -> Answer {
    let plain = crate::problem::plain(ProblemType::BadRequest);
    let detail = Some("the upload is at another place".to_owned());
    let problem = Problem { status: 416, detail, title: "Not where the upload is".to_owned(), ..plain };
    Answer::problem(problem).with(headers::UPLOAD_OFFSET, offset.to_string())
}

/// Where the body stands in the whole: `Content-Range`, or all of it.
fn part(fields: &HeaderMap) -> Result<Part, &'static str> {
    if fields.get(CONTENT_ENCODING).is_some_and(|coding| coding != "identity") {
        return Err("a document is sent without a coding");
    }
    let text = |name| fields.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    let length: Option<u64> = text(CONTENT_LENGTH).and_then(|length| length.parse().ok());
    let Some(range) = text(CONTENT_RANGE) else {
        let size = length.ok_or("Content-Length or Content-Range is needed")?;
        return Ok(Part { from: 0, length: size, size });
    };
    let numbers = || {
        let (span, size) = range.strip_prefix("bytes ")?.split_once('/')?;
        let (from, to) = span.split_once('-')?;
        Some((from.parse::<u64>().ok()?, to.parse::<u64>().ok()?, size.parse::<u64>().ok()?))
    };
    match numbers() {
        Some((from, to, size)) if from <= to && to < size => {
            let part = Part { from, length: to - from + 1, size };
            match length.is_none_or(|length| length == part.length) {
                true => Ok(part),
                false => Err("Content-Length is not the length of Content-Range"),
            }
        }
        _ => Err("Content-Range is not `bytes FROM-TO/SIZE`"),
    }
}

async fn frame(body: &mut Body) -> Option<Result<axum::body::Bytes, Answer>> {
    loop {
        let frame = std::future::poll_fn(|context| std::pin::Pin::new(&mut *body).poll_frame(context)).await?;
        match frame.map(|frame| frame.into_data()) {
            Ok(Ok(bytes)) => return Some(Ok(bytes)),
            Ok(Err(_)) => {}
            Err(_) => return Some(Err(Answer::because(ProblemType::BadRequest, "the body ended early"))),
        }
    }
}

/// Reads a body to its end without keeping it, so that its sender hears the answer.
async fn discard(mut body: Body, length: u64) -> Result<(), Answer> {
    let mut seen = 0_u64;
    while let Some(bytes) = frame(&mut body).await {
        seen = seen.saturating_add(bytes?.len() as u64);
        if seen > length {
            break;
        }
    }
    Ok(())
}

/// An upload under way.
struct Upload {
    room: Room,
    client: Client,
    sha256: String,
    size: u64,
}

impl Upload {
    /// Keeps what comes, piece by piece: what was kept stays when the line breaks.
    async fn pieces(&self, mut body: Body, part: Part) -> Result<u64, Answer> {
        let (mut offset, mut piece) = (part.from, Vec::with_capacity(PIECE));
        let end = part.from.saturating_add(part.length);
        loop {
            let bytes = frame(&mut body).await;
            let (ended, broken) = match bytes {
                None => (true, None),
                Some(Ok(bytes)) => {
                    piece.extend_from_slice(&bytes);
                    (false, None)
                }
                Some(Err(answer)) => (true, Some(answer)),
            };
            if offset.saturating_add(piece.len() as u64) > end {
                return Err(Answer::because(ProblemType::BadRequest, "the body is longer than it said"));
            }
            if piece.len() >= PIECE || (ended && !piece.is_empty()) {
                let kept = std::mem::replace(&mut piece, Vec::with_capacity(PIECE));
                let length = kept.len() as u64;
                self.keep(offset, kept).await?;
                offset = offset.saturating_add(length);
            }
            match (ended, broken) {
                (_, Some(answer)) => return Err(answer),
                (true, None) => return Ok(offset),
                (false, None) => {}
            }
        }
    }

    async fn keep(&self, at: u64, piece: Vec<u8>) -> Result<(), Answer> {
        let (room, client, sha256) = (self.room.clone(), self.client.id.clone(), self.sha256.clone());
        let kept = tokio::task::spawn_blocking(move || {
            let now = room.clock.now();
            let added = change(room.ledger.as_ref(), |records| {
                let added = uploads::add(records, &client, &sha256, at, &piece, now)?;
                let offset = uploads::progress(records, &client, &sha256)?.map_or(0, |progress| progress.offset);
                Ok((added, offset))
            });
            match added.map_err(unavailable)? {
                (true, _) => Ok(()),
                (false, offset) => Err(elsewhere(offset)),
            }
        });
        kept.await.map_err(|_| Answer::of(ProblemType::Unavailable))?
    }

    /// All is here: it counts when it has its digest, and is dropped when not.
    async fn finish(self) -> Result<Answer, Answer> {
        let work = move || -> Result<Answer, LedgerError> {
            if self.is_whole()? {
                return Ok(self.complete());
            }
            let plain = crate::problem::plain(ProblemType::DigestMismatch);
            Ok(Answer::problem(Problem { status: 422, ..plain }))
        };
        let done = tokio::task::spawn_blocking(work).await.map_err(|_| Answer::of(ProblemType::Unavailable))?;
        done.map_err(unavailable)
    }

    /// Whether the bytes have their digest; they are dropped when not.
    fn is_whole(&self) -> Result<bool, LedgerError> {
        let (ledger, client, sha256) = (self.room.ledger.as_ref(), &self.client.id, &self.sha256);
        let bytes = look(ledger, |records| uploads::bytes(records, client, sha256))?;
        let is_whole = sha256_hex(&bytes) == *sha256;
        change(ledger, |records| match is_whole {
            true => uploads::finish(records, client, sha256),
            false => uploads::drop_one(records, client, sha256),
        })?;
        Ok(is_whole)
    }

    fn complete(&self) -> Answer {
        let view = UploadView { sha256: self.sha256.clone(), size: self.size, offset: self.size };
        Answer::json(201, &view).with(headers::UPLOAD_OFFSET, self.size.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(fields: &[(&'static str, &str)]) -> Result<Part, &'static str> {
        let mut map = HeaderMap::new();
        for (name, value) in fields {
            map.insert(*name, value.parse().expect("a value"));
        }
        part(&map)
    }

    #[test]
    fn a_range_says_which_part_of_how_much() {
        assert_eq!(of(&[("content-length", "7")]), Ok(Part { from: 0, length: 7, size: 7 }));
        assert_eq!(of(&[("content-range", "bytes 2-4/9")]), Ok(Part { from: 2, length: 3, size: 9 }));
        for wrong in ["bytes 4-2/9", "bytes 2-9/9", "bytes 2-4/*", "bytes */9", "2-4/9", "bytes -1-4/9", "bytes 2-4"] {
            assert!(of(&[("content-range", wrong)]).is_err(), "{wrong}");
        }
        assert!(of(&[]).is_err());
        assert!(of(&[("content-range", "bytes 2-4/9"), ("content-length", "4")]).is_err());
        assert!(of(&[("content-length", "7"), ("content-encoding", "gzip")]).is_err());
    }
}
