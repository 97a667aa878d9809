//! How does a desk get numbers ahead, and say what became of them? Leases in the name of the issuing body, once each.

use axum::extract::{Path, State};
use tamga_protocol::{
    NumberBlock, NumberBlockClaims, NumberReturn, NumberReturnClaims, NumberSpan, NumberWish, ProblemType,
};
use uuid::Uuid;

use crate::books::numbers::{self, Lease};
use crate::books::{change, look};
use crate::http::answer::Answer;
use crate::http::asked::Asked;
use crate::http::submissions::{canonical_id, json};
use crate::ledger::{Client, LedgerError};
use crate::room::{Room, unavailable};
use crate::scope::Scope;

const DAY: i64 = 86_400_000;

/// Leases numbers; may be repeated at will.
#[utoipa::path(
    put,
    path = "/v1/number-blocks/{leaseId}",
    operation_id = "leaseNumbers",
    tag = "numbers",
    params(
        ("leaseId" = Uuid, Path, description = "Chosen by the desk"),
        ("Content-Digest" = String, Header, description = "RFC 9530, sha-256 over the body"),
    ),
    request_body = NumberWish,
    responses(
        (status = 201, description = "Leased now; fewer than wished when the pool ends", body = NumberBlock),
        (status = 200, description = "Leased before", body = NumberBlock),
    ),
)]
pub(crate) async fn lease(State(room): State<Room>, Path(id): Path<String>, asked: Asked) -> Answer {
    room.blocking(move |room| take(room, &id, &asked).unwrap_or_else(|answer| answer)).await
}

fn take(room: &Room, id: &str, asked: &Asked) -> Result<Answer, Answer> {
    let client = room.client(asked, &[Scope::Submit])?;
    let id = canonical_id(id)?;
    let wish: NumberWish = json(asked.proven()?)?;
    let digest = numbers::wish_digest(&wish);
    let known = look(room.ledger.as_ref(), |records| numbers::lease(records, id)).map_err(unavailable)?;
    if let Some(known) = known {
        return again(id, &known, &client, &digest);
    }
    let pools = &room.config.numbers;
    let pool = pools.iter().find(|pool| pool.issuer == wish.issuer && pool.agreement == wish.agreement);
    let pool = pool.filter(|pool| pool.issuer == client.party);
    let pool = pool.ok_or_else(|| Answer::because(ProblemType::NotFound, "no numbers of this body and agreement"))?;
    if wish.count == 0 || wish.count > pool.at_once {
        let words = format!("count is not between 1 and {}", pool.at_once);
        return Err(Answer::because(ProblemType::BadRequest, words));
    }
    let now = room.clock.now();
    let taken = change(room.ledger.as_ref(), |records| {
        if let Some(known) = numbers::lease(records, id)? {
            return Ok(Err(known));
        }
        let Some((from, to)) = numbers::take(records, pool, wish.count)? else { return Ok(Ok(None)) };
        let claims = NumberBlockClaims {
            iss: room.config.id.clone(),
            sub: id,
            snd: client.id.clone(),
            issuer: wish.issuer.clone(),
            agreement: wish.agreement.clone(),
            from,
            to,
            pattern: pool.pattern.clone(),
            device: wish.device,
            expires: now.plus_millis(DAY.saturating_mul(pool.days.into())).rfc3339(),
            at: now.rfc3339(),
        };
        let statement = room.statements.numbers(&claims)?;
        numbers::keep(records, id, &client.id, &digest, &statement)?;
        Ok(Ok(Some(statement)))
    });
    match taken.map_err(unavailable)? {
        Ok(Some(statement)) => Ok(Answer::json(201, &NumberBlock { lease_id: id, statement })),
        Ok(None) => {
            tracing::error!(issuer = wish.issuer, agreement = wish.agreement, "no numbers are left to be leased");
            Err(Answer::because(ProblemType::Unsupported, "no numbers are left; the operator has to add some"))
        }
        Err(known) => again(id, &known, &client, &digest),
    }
}

/// A lease that is known: the same bytes to the same wish, nothing to others.
fn again(id: Uuid, known: &Lease, client: &Client, wish: &str) -> Result<Answer, Answer> {
    if known.client != client.id {
        return Err(Answer::of(ProblemType::NotFound));
    }
    if known.wish != wish {
        return Err(Answer::because(ProblemType::BadRequest, "this lease was given to another wish"));
    }
    Ok(Answer::json(200, &NumberBlock { lease_id: id, statement: known.statement.clone() }))
}

/// Says what became of leased numbers; may be repeated at will.
#[utoipa::path(
    put,
    path = "/v1/number-blocks/{leaseId}/return",
    operation_id = "returnNumbers",
    tag = "numbers",
    params(
        ("leaseId" = Uuid, Path, description = "The lease"),
        ("Content-Digest" = String, Header, description = "RFC 9530, sha-256 over the body"),
    ),
    request_body = NumberReturn,
    responses(
        (status = 201, description = "Noted now", body = NumberBlock),
        (status = 200, description = "Noted before", body = NumberBlock),
    ),
)]
pub(crate) async fn give_back(State(room): State<Room>, Path(id): Path<String>, asked: Asked) -> Answer {
    room.blocking(move |room| returned(room, &id, &asked).unwrap_or_else(|answer| answer)).await
}

fn returned(room: &Room, id: &str, asked: &Asked) -> Result<Answer, Answer> {
    let client = room.client(asked, &[Scope::Submit])?;
    let id = canonical_id(id)?;
    let said: NumberReturn = json(asked.proven()?)?;
    let (now, own) = (room.clock.now(), room.statements.id());
    let noted = change(room.ledger.as_ref(), |records| {
        let Some(known) = numbers::lease(records, id)?.filter(|lease| lease.client == client.id) else {
            return Ok(Err(Answer::of(ProblemType::NotFound)));
        };
        if let Some((before, receipt)) = known.returned {
            let words = "something else was said about this lease before";
            return Ok(match before == said {
                true => Ok((200, receipt)),
                false => Err(Answer::because(ProblemType::BadRequest, words)),
            });
        }
        let block = block(&known.statement)?;
        if !is_whole(&said, block) {
            let words = format!("each number from {} to {} must stand in exactly one span", block.from, block.to);
            return Ok(Err(Answer::because(ProblemType::BadRequest, words)));
        }
        let claims = NumberReturnClaims { iss: own.to_owned(), sub: id, returned: said.clone(), at: now.rfc3339() };
        let receipt = room.statements.numbers(&claims)?;
        numbers::give_back(records, id, &said, &receipt)?;
        Ok(Ok((201, receipt)))
    });
    let (status, statement) = noted.map_err(unavailable)??;
    Ok(Answer::json(status, &NumberBlock { lease_id: id, statement }))
}

/// The numbers of a lease this gateway signed itself.
fn block(statement: &str) -> Result<NumberSpan, LedgerError> {
    use base64::Engine as _;
    let wrong = || LedgerError::Row("a kept lease".to_owned());
    let payload = statement.split('.').nth(1).ok_or_else(wrong)?;
    let payload = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(payload).map_err(|_| wrong())?;
    let claims: NumberBlockClaims = serde_json::from_slice(&payload).map_err(|_| wrong())?;
    Ok(NumberSpan { from: claims.from, to: claims.to })
}

/// Whether the spans cover the block, each number once.
fn is_whole(said: &NumberReturn, block: NumberSpan) -> bool {
    let mut spans: Vec<NumberSpan> = said.used.iter().chain(&said.spoilt).chain(&said.unused).copied().collect();
    spans.sort_by_key(|span| span.from);
    let mut next = Some(block.from);
    for span in spans {
        if next != Some(span.from) || span.to < span.from || span.to > block.to {
            return false;
        }
        next = span.to.checked_add(1);
    }
    next == block.to.checked_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_of_a_block_is_said_exactly_once() {
        let span = |from, to| NumberSpan { from, to };
        let block = span(10, 19);
        let said = |used: &[NumberSpan], spoilt: &[NumberSpan], unused: &[NumberSpan]| NumberReturn {
            used: used.to_vec(),
            spoilt: spoilt.to_vec(),
            unused: unused.to_vec(),
        };
        assert!(is_whole(&said(&[span(10, 12), span(14, 14)], &[span(13, 13)], &[span(15, 19)]), block));
        assert!(is_whole(&said(&[], &[], &[block]), block));
        for wrong in [
            said(&[], &[], &[]),
            said(&[span(10, 19)], &[span(10, 10)], &[]),
            said(&[span(10, 12)], &[], &[span(14, 19)]),
            said(&[span(10, 20)], &[], &[]),
            said(&[span(9, 19)], &[], &[]),
            said(&[span(10, 15)], &[], &[span(15, 19)]),
            said(&[span(12, 10)], &[], &[span(10, 19)]),
        ] {
            assert!(!is_whole(&wrong, block), "{wrong:?}");
        }
    }
}
