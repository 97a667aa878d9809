//! How is an office made, and what does it still lack?

use serde_json::{Value, json};
use tamga_office::{NewOffice, Office, OfficeRole, Window};
use tamga_origin::{Address, Channel, IssuingBody, Place};

use crate::answer::Answer;
use crate::arguments::{InitArguments, RoleWord};
use crate::desk::Desk;
use crate::failure::Failure;

/// Kind of a channel that is an address on the web (UN/CEFACT code list 3155).
const WEB: &str = "AO";

/// Makes an office in an empty folder.
pub fn init(desk: &Desk, asked: InitArguments) -> Result<Answer, Failure> {
    let dir = desk.dir()?;
    let InitArguments { role, country, office: name, issuer, streets, web, place, party, person, title, demonstration } =
        asked;
    let role = match role {
        RoleWord::Issue => OfficeRole::Issue,
        RoleWord::Receive => OfficeRole::Receive,
        RoleWord::Both => OfficeRole::Both,
    };
    let issuer = issuer.map(|code| IssuingBody {
        code,
        name: name.clone(),
        address: Address { lines: streets, city: place.clone(), country: country.clone(), ..Address::default() },
        channels: web.into_iter().map(|value| Channel { kind: WEB.to_owned(), value }).collect(),
        ..IssuingBody::default()
    });
    let new = NewOffice {
        role,
        country,
        name: name.clone(),
        issuer,
        place: Place { name: place, ..Place::default() },
        party: party.unwrap_or_default(),
        person,
        title,
        demonstration,
    };
    let about = dir.display().to_string();
    let office = Office::create(dir, new, desk.surroundings.clone()).map_err(Failure::office(about.clone()))?;
    let missing = missing(&office)?;
    let mut words = format!("Office \"{name}\" stands in {about}.");
    for (what, how) in &missing {
        words.push_str(&format!("\n  still missing: {what}; {how}"));
    }
    let objects: Vec<Value> = missing.iter().map(|(what, how)| json!({ "what": what, "how": how })).collect();
    let object = json!({
        "office": { "dir": about, "name": name, "role": role.word(), "demonstration": demonstration },
        "missing": objects,
    });
    Ok(Answer::new(object, words))
}

/// What the office lacks before it can work, and how it gets it.
fn missing(office: &Office) -> Result<Vec<(&'static str, &'static str)>, Failure> {
    let about = || Failure::office(office.dir().display().to_string());
    let mut missing = Vec::new();
    if office.keys().map_err(about())?.is_empty() {
        missing.push(("signing key", "tamga key import FILE.p12"));
    }
    if office.issuers(Window::first(1)).map_err(about())?.list_number.is_none() {
        missing.push(("trust list", "tamga trust import FILE --root NAME:KEY"));
    }
    if office.partner().is_none() {
        missing.push(("gateway", "tamga gateway --url URL …"));
    }
    if office.facts().told.role.issues() && office.number_blocks().map_err(about())?.is_empty() {
        missing.push(("certificate numbers", "tamga numbers add --agreement ID --first 1 --last 5000"));
    }
    Ok(missing)
}
