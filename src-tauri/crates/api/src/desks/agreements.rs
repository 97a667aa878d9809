//! Commands of the agreement profiles.

use tamga_office::Office;
use tamga_origin::profile::{AgreementProfile, FormBox, Required};

use crate::app::App;
use crate::convert;
use crate::error::Fault;
use crate::wire::*;

/// The key of a box that the importing authority fills in: nothing of the certificate stands there.
const OFFICIAL: &str = "official_use";

/// The forms.
pub fn list(app: &App, _: Empty) -> Result<AgreementRows, Fault> {
    let desks = app.desks()?;
    let office = desks.any()?;
    let rows: Result<_, Fault> = office.profiles().list().iter().map(|profile| row(office, profile)).collect();
    Ok(AgreementRows { rows: rows? })
}

/// One form with its boxes, criteria and flags.
pub fn open(app: &App, request: AgreementId) -> Result<AgreementView, Fault> {
    let desks = app.desks()?;
    let office = desks.any()?;
    let Some(profile) = office.profiles().find(&request.id) else {
        return Err(Fault::new(ErrorCode::NotFound, format!("there is no form {}", request.id)));
    };
    let criteria = profile.face_criteria().map(|criterion| AgreementCriterion {
        code: criterion.code.clone(),
        meaning: criterion.meaning.clone(),
        reference: if criterion.reference { "required".to_owned() } else { String::new() },
        // A pattern with a variable part is better shown by an example.
        printed: criterion.examples.first().cloned().unwrap_or_else(|| criterion.code.clone()),
        examples: criterion.examples.clone(),
    });
    let flags =
        profile.flags.iter().map(|row| AgreementFlag { code: row.flag.code().to_owned(), words: row.words.clone() });
    Ok(AgreementView {
        row: row(office, profile)?,
        boxes: profile.boxes.iter().flat_map(boxes).collect(),
        criteria: criteria.collect(),
        flags: flags.collect(),
        items_max: profile.items.max.map(size),
        hs_min: size(profile.hs.min),
        hs_max: size(profile.hs.max),
    })
}

fn row(office: &Office, profile: &AgreementProfile) -> Result<AgreementRow, Fault> {
    Ok(AgreementRow {
        id: profile.id.clone(),
        name: profile.title("en").to_owned(),
        form_code: profile.form.code.clone(),
        form_title: profile.form.title.clone(),
        proof: profile.proof.as_str().to_owned(),
        parties: profile.parties.iter().map(|party| party.code.clone()).collect(),
        switched_on: office.is_switched_on(&profile.id)?,
    })
}

/// A box that holds several things of the certificate counts once for each.
fn boxes(form_box: &FormBox) -> Vec<AgreementBox> {
    let FormBox { number, keys, label, required, words, max_chars, .. } = form_box;
    let one = |key: &str| AgreementBox {
        n: number.clone(),
        key: key.to_owned(),
        label: label.clone(),
        required: match required {
            Required::Always => Requirement::Always,
            Required::IfKnown => Requirement::IfKnown,
            Required::Never => Requirement::Never,
            Required::ByAuthority => Requirement::ByAuthority,
        },
        words: words.clone(),
        max_chars: max_chars.map(size),
    };
    if keys.is_empty() { vec![one(OFFICIAL)] } else { keys.iter().map(|key| one(key.as_str())).collect() }
}

fn size(n: usize) -> u32 {
    convert::count(n as u64)
}
