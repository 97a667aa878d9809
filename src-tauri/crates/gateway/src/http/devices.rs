//! How does a device that was restored, or takes the place of another, begin anew without being taken for a copy (2.13)?

use axum::extract::{Path, State};
use tamga_origin::Timestamp;
use tamga_protocol::{DeviceView, EpochWish, ProblemType, limits};
use uuid::Uuid;

use crate::books::devices::{self, Opened, Wished};
use crate::books::{change, look};
use crate::http::answer::Answer;
use crate::http::asked::Asked;
use crate::http::submissions::{canonical_id, json};
use crate::ledger::Client;
use crate::room::{Room, unavailable};
use crate::scope::Scope;

/// Epoch and highest sequence that were seen of the client's device.
#[utoipa::path(
    get,
    path = "/v1/devices/self",
    operation_id = "getDevice",
    tag = "devices",
    responses((status = 200, description = "What was seen of it", body = DeviceView)),
)]
pub(crate) async fn own(State(room): State<Room>, asked: Asked) -> Answer {
    room.blocking(move |room| seen(room, &asked).unwrap_or_else(|answer| answer)).await
}

fn seen(room: &Room, asked: &Asked) -> Result<Answer, Answer> {
    let client = room.client(asked, &[Scope::Submit])?;
    let view = look(room.ledger.as_ref(), |records| {
        devices::of_client(records, &client.id)?.map(|device| devices::view(records, device)).transpose()
    });
    let view = view.map_err(unavailable)?;
    let nothing = || Answer::because(ProblemType::NotFound, "nothing was submitted from a device yet");
    Ok(Answer::resource(&view.ok_or_else(nothing)?))
}

/// Opens a new epoch of a device after a restore; may be repeated at will.
#[utoipa::path(
    put,
    path = "/v1/devices/{deviceId}/epochs/{epoch}",
    operation_id = "openEpoch",
    tag = "devices",
    params(
        ("deviceId" = Uuid, Path, description = "The device"),
        ("epoch" = u32, Path, description = "Higher than every epoch before"),
        ("Content-Digest" = String, Header, description = "RFC 9530, sha-256 over the body"),
    ),
    request_body = EpochWish,
    responses(
        (status = 201, description = "Open now", body = DeviceView),
        (status = 200, description = "Opened before, by the same words", body = DeviceView),
        (status = 202, description = "It takes the place of another device: an operator is awaited, and a notice comes",
            body = DeviceView),
    ),
)]
pub(crate) async fn open(
    State(room): State<Room>,
    Path((device, epoch)): Path<(String, String)>,
    asked: Asked,
) -> Answer {
    room.blocking(move |room| begin(room, &device, &epoch, &asked).unwrap_or_else(|answer| answer)).await
}

fn begin(room: &Room, device: &str, epoch: &str, asked: &Asked) -> Result<Answer, Answer> {
    let client = room.client(asked, &[Scope::Submit])?;
    let bad = |words: &str| Answer::because(ProblemType::BadRequest, words);
    let device = canonical_id(device)?;
    let number =
        epoch.parse::<u32>().ok().filter(|number| number.to_string() == epoch && i32::try_from(*number).is_ok());
    let number = number.ok_or_else(|| bad("the epoch is not a whole number"))?;
    let wish: EpochWish = json(asked.proven()?)?;
    if wish.pending.len() > limits::PENDING {
        return Err(bad("too many pending submissions"));
    }
    let at = room.clock.now();
    if wish.from.device_id != device {
        return take_over(room, &client, (device, number), &wish, at);
    }
    let opened = change(room.ledger.as_ref(), |records| {
        if devices::is_foreign(records, device, &client.party)? {
            return Ok(None);
        }
        let opened = devices::open(records, device, number, &wish, at)?;
        Ok(Some((opened, devices::view(records, device)?)))
    });
    match opened.map_err(unavailable)? {
        None => Err(Answer::of(ProblemType::NotFound)),
        Some((Opened::Now, view)) => Ok(Answer::json(201, &view)),
        Some((Opened::Before, view)) => Ok(Answer::json(200, &view)),
        Some((Opened::Cloned, _)) => Err(Answer::of(ProblemType::DeviceCloned)),
    }
}

/// Wishes to take the place of another device of the same party.
fn take_over(
    room: &Room,
    client: &Client,
    (device, epoch): (Uuid, u32),
    wish: &EpochWish,
    at: Timestamp,
) -> Result<Answer, Answer> {
    let wished = change(room.ledger.as_ref(), |records| {
        for one in [device, wish.from.device_id] {
            if devices::is_foreign(records, one, &client.party)? {
                return Ok(None);
            }
        }
        let wished = devices::wish(records, (device, epoch), wish, &client.id, at)?;
        Ok(Some((wished, devices::view(records, device)?)))
    });
    match wished.map_err(unavailable)? {
        None => Err(Answer::of(ProblemType::NotFound)),
        Some((Wished::Waits, view)) => Ok(Answer::json(202, &view)),
        Some((Wished::Granted, view)) => Ok(Answer::json(200, &view)),
        Some((Wished::Refused, _)) => {
            Err(Answer::because(ProblemType::Unsupported, "the operator has refused that it takes the other's place"))
        }
        Some((Wished::Cloned, _)) => Err(Answer::of(ProblemType::DeviceCloned)),
    }
}
