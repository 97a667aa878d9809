//! Which folders do certificates go into and come out of?

use serde_json::{Value, json};
use tamga_office::Office;
use tamga_office::folder_routes::FolderRoute;

use crate::answer::Answer;
use crate::arguments::{FolderArguments, FolderCommand};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::terminal::table;

/// Does what was asked about routes into folders.
pub fn folder(desk: &Desk, asked: FolderCommand) -> Result<Answer, Failure> {
    let office = desk.office()?;
    match asked {
        FolderCommand::Add(asked) => add(&office, asked)?,
        FolderCommand::Remove { route } => {
            office.remove_folder_route(&route).map_err(Failure::office(format!("route {route}")))?;
        }
        FolderCommand::List => {}
    }
    let routes = office.folder_routes().map_err(Failure::office("routes into folders"))?;
    let object = |route: &FolderRoute| {
        json!({
            "route": route.id, "partner": route.partner, "country": route.destination, "agreement": route.agreement,
            "kinds": route.kinds, "out": route.out, "in": route.inward, "zip": route.zipped,
        })
    };
    let row = |route: &FolderRoute| {
        vec![
            route.id.clone(),
            route.partner.clone(),
            route.destination.clone(),
            route.agreement.clone(),
            format!("out {}", route.out.display()),
            format!("in {}", route.inward.display()),
        ]
    };
    let rows: Vec<Vec<String>> = routes.iter().map(row).collect();
    let words = if rows.is_empty() { "No route leads into a folder.".to_owned() } else { table(&rows) };
    Ok(Answer::new(json!({ "routes": routes.iter().map(object).collect::<Vec<Value>>() }), words))
}

fn add(office: &Office, asked: FolderArguments) -> Result<(), Failure> {
    let FolderArguments { route, partner, country, agreement, kind, out, inward, zip } = asked;
    let about = Failure::office(format!("route {route}"));
    let absolute = |path: std::path::PathBuf| {
        std::path::absolute(&path).map_err(|source| Failure::Unreadable { path: path.clone(), source })
    };
    let new = FolderRoute {
        id: route,
        partner,
        destination: country,
        agreement,
        kinds: kind,
        out: absolute(out)?,
        inward: absolute(inward)?,
        zipped: zip,
    };
    office.set_folder_route(new).map_err(about)
}
