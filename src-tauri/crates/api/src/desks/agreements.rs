//! Commands of the agreement profiles.

use tamga_office::Office;
use tamga_office::confirm::{Confirmation, FactView};
use tamga_origin::profile::{AgreementProfile, Confirmations, FormBox, Required, Source};

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
    let (confirmed, used) = (office.confirmations()?, office.agreements_used()?);
    let rows: Result<_, Fault> =
        office.profiles().list().iter().map(|profile| row(office, profile, &confirmed, &used)).collect();
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
        row: row(office, profile, &office.confirmations()?, &office.agreements_used()?)?,
        boxes: profile.boxes.iter().flat_map(boxes).collect(),
        criteria: criteria.collect(),
        flags: flags.collect(),
        items_max: profile.items.max.map(size),
        hs_min: size(profile.hs.min),
        hs_max: size(profile.hs.max),
        hs_edition: profile.hs.edition.clone(),
    })
}

/// Switches a form on or off.
pub fn switch(app: &App, request: AgreementSwitch) -> Result<Empty, Fault> {
    app.desks()?.any()?.switch_agreement(&request.id, request.on)?;
    Ok(Empty {})
}

/// The facts of a form, what they rest on, and which the office confirmed.
pub fn facts(app: &App, request: AgreementId) -> Result<AgreementFacts, Fault> {
    let desks = app.desks()?;
    let facts = desks.any()?.facts_of(&request.id)?;
    Ok(AgreementFacts { rows: facts.into_iter().map(fact).collect() })
}

fn fact(view: FactView) -> AgreementFact {
    let FactView { fact, value, note, sources, doubtful, confirmed, lapsed } = view;
    let source = |source: Source| {
        let Source { tag: _, grade, title } = source;
        FactSource { title, grade: grade.as_str().to_owned() }
    };
    let confirmed = confirmed.map(|confirmed| {
        let Confirmation { profile: _, fact: _, value: _, article, persons, on } = confirmed;
        FactConfirmed { article, persons: persons.into(), on: on.to_string() }
    });
    AgreementFact { fact, value, note, sources: sources.into_iter().map(source).collect(), doubtful, confirmed, lapsed }
}

/// Two persons compared a fact with the agreement's text.
pub fn confirm(app: &App, request: FactConfirm) -> Result<Empty, Fault> {
    let FactConfirm { agreement, fact, article, person, second } = request;
    app.desks()?.any()?.confirm_fact(&agreement, &fact, &article, [&person, &second])?;
    Ok(Empty {})
}

fn row(
    office: &Office,
    profile: &AgreementProfile,
    confirmed: &Confirmations,
    used: &[String],
) -> Result<AgreementRow, Fault> {
    Ok(AgreementRow {
        id: profile.id.clone(),
        name: profile.title("en").to_owned(),
        form_code: profile.form.code.clone(),
        form_title: profile.form.title.clone(),
        proof: profile.proof.as_str().to_owned(),
        parties: profile.parties.iter().map(|party| party.code.clone()).collect(),
        switched_on: office.is_switched_on(&profile.id)?,
        used: used.iter().position(|id| *id == profile.id).map(|at| size(at + 1)),
        to_confirm: size(Office::open_facts(profile, confirmed)),
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
