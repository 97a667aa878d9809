//! Commands about documents that contradict one another, at the border desk.

use tamga_office::contradictions as office;

use crate::app::App;
use crate::convert;
use crate::error::Fault;
use crate::wire::*;

/// Numbers under which two signed documents say different things.
pub fn list(app: &App, _: Empty) -> Result<Contradictions, Fault> {
    let found = app.desks()?.receiving()?.contradictions()?;
    Ok(Contradictions { rows: found.into_iter().map(row).collect() })
}

fn row(one: office::Contradiction) -> Contradiction {
    let office::Contradiction { issuer, number, revision, images } = one;
    Contradiction { issuer, number, revision, images: images.into_iter().map(image).collect() }
}

fn image(one: office::ContradictingImage) -> ContradictingImage {
    let office::ContradictingImage { id, document_sha256, signed_by, officer, signed_at, received_at, via } = one;
    ContradictingImage {
        id: id.to_string(),
        document_sha256,
        signed_by,
        officer,
        signed_at: signed_at.map(convert::time),
        received_at: convert::time(received_at),
        via,
    }
}

/// Puts one of two documents aside, by two persons.
pub fn set_aside(app: &App, request: ImageSetAside) -> Result<Empty, Fault> {
    let ImageSetAside { id, second_person, reason } = request;
    let id = convert::id(&id, "document")?;
    app.desks()?.receiving()?.set_image_aside(id, &second_person, &reason)?;
    Ok(Empty {})
}
