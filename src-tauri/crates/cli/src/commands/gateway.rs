//! At which gateway is this office registered?

use serde_json::{Value, json};
use tamga_office::{Partner, PartnerRoute};

use crate::answer::{Answer, Exit};
use crate::arguments::{GatewayArguments, RouteChoice};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::files;
use crate::secret::Source;

/// What a route for certificates carries.
const CERTIFICATES: &[&str] = &["co.issue", "co.replace", "co.cancel", "co.declaration"];
/// What a route for answers carries.
const ANSWERS: &[&str] = &["co.response"];

/// Shows or sets the gateway.
pub fn gateway(desk: &Desk, asked: GatewayArguments) -> Result<Answer, Failure> {
    let office = desk.office()?;
    let GatewayArguments { url, id, anchor, client, secret_env, keep_secret, boxes, routes, answers, proxy } = asked;
    if url.is_none() && id.is_none() && anchor.is_none() && client.is_none() && routes.is_empty() && answers.is_empty()
    {
        return Ok(match office.partner() {
            Some(partner) => shown(&partner),
            None => Answer::new(json!({ "gateway": null }), "No gateway is set up.").ending(Exit::No),
        });
    }
    let (Some(url), Some(gateway_id), Some(anchor), Some(client_id)) = (&url, &id, &anchor, &client) else {
        let given = [
            ("--url", url.is_some()),
            ("--id", id.is_some()),
            ("--anchor", anchor.is_some()),
            ("--client", client.is_some()),
        ];
        let missing: Vec<&str> = given.iter().filter(|(_, is_there)| !is_there).map(|(option, _)| *option).collect();
        return Err(Failure::GatewayIncomplete { missing: missing.join(", ") });
    };
    let anchor_pem = String::from_utf8_lossy(&files::read(anchor)?).into_owned();
    let secret = if keep_secret {
        None
    } else {
        let source =
            Source { what: "secret at the gateway", option: "--secret-env", env: secret_env.as_deref(), fd: None };
        Some(source.read()?)
    };
    let certificates = routes.into_iter().map(|choice| route(choice, CERTIFICATES));
    let routes = certificates.chain(answers.into_iter().map(|choice| route(choice, ANSWERS))).collect();
    let partner = Partner {
        gateway_id: gateway_id.clone(),
        url: url.clone(),
        anchor_pem,
        client_id: client_id.clone(),
        proxy,
        boxes,
        routes,
    };
    office.set_partner(partner.clone(), secret).map_err(Failure::office(url.clone()))?;
    Ok(shown(&partner))
}

fn route(choice: RouteChoice, kinds: &[&str]) -> PartnerRoute {
    let RouteChoice { destination, agreement, id } = choice;
    PartnerRoute { id, destination, agreement, kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect() }
}

fn shown(partner: &Partner) -> Answer {
    let Partner { gateway_id, url, anchor_pem: _, client_id, proxy, boxes, routes } = partner;
    let route = |one: &PartnerRoute| json!({ "id": one.id, "destination": one.destination, "agreement": one.agreement, "kinds": one.kinds });
    let objects: Vec<Value> = routes.iter().map(route).collect();
    let object = json!({ "gateway": {
        "id": gateway_id, "url": url, "client": client_id, "proxy": proxy, "boxes": boxes, "routes": objects,
    }});
    let mut words = format!("Gateway {gateway_id} at {url}, as {client_id}; boxes: {}", boxes.join(", "));
    for one in routes {
        words.push_str(&format!("\n  to {} under {}: route {}", one.destination, one.agreement, one.id));
    }
    Answer::new(object, words)
}
