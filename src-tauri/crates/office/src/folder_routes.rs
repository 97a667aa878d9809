//! Which routes lead into folders instead of to a gateway, and who looks into the folders that come in? Signed documents go
//! out and come in as files there; the road itself is `tamga_courier::folders`.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError};

use serde::{Deserialize, Serialize};
use tamga_courier::{FolderForm, FolderSettings, FolderTransport, GatewayTransport};

use crate::changes::Tag;
use crate::error::OfficeError;
use crate::office::Office;
use crate::partner::PartnerRoute;

/// A watched folder as a box, with the road that reads it.
type FolderBox = (String, Arc<dyn GatewayTransport>);

/// Under which name the office remembers them.
const ROUTES: &str = "office.folder_routes";
/// Boxes of folders begin with it, so that none is taken for one of a gateway.
const BOX: &str = "folder/";
/// Folder inside the office's that remembers what was put out.
const MEMORY: &str = "placed";

/// A route into a folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolderRoute {
    /// Its id, as in envelopes.
    pub id: String,
    /// Name of the far side, for receipts.
    pub partner: String,
    /// Country of destination, two letters; `*` for any.
    pub destination: String,
    /// Agreement code; `*` for any.
    pub agreement: String,
    /// Kinds it carries, for instance `co.issue`.
    pub kinds: Vec<String>,
    /// Folder that goes out.
    pub out: PathBuf,
    /// Folder that comes in; receipts lie there too.
    pub inward: PathBuf,
    /// Documents go out zipped.
    pub zipped: bool,
}

impl FolderRoute {
    /// As the routes of a gateway are told.
    pub(crate) fn told(&self) -> PartnerRoute {
        PartnerRoute {
            id: self.id.clone(),
            destination: self.destination.clone(),
            agreement: self.agreement.clone(),
            kinds: self.kinds.clone(),
        }
    }
}

impl Office {
    /// Routes that lead into folders.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn folder_routes(&self) -> Result<Vec<FolderRoute>, OfficeError> {
        let kept = self.read(|reader| Ok(reader.setting(ROUTES)?))?;
        let read = kept.map(|text| serde_json::from_str(&text)).transpose();
        Ok(read.map_err(|_| OfficeError::Senseless("the routes into folders cannot be read back"))?.unwrap_or_default())
    }

    /// Adds a route into a folder, or changes the one of that id. Both folders must be there.
    ///
    /// # Errors
    /// A folder that is missing, relative, inside the office's own, or both ways at once; an id that a gateway's route
    /// has; no kind.
    pub fn set_folder_route(&self, route: FolderRoute) -> Result<(), OfficeError> {
        let is_id = !route.id.is_empty()
            && route.id.len() <= tamga_protocol::limits::ROUTE
            && route.id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
        if !is_id || route.kinds.is_empty() {
            return Err(OfficeError::Senseless("a route without an id or a kind"));
        }
        if self.partner().is_some_and(|partner| partner.routes.iter().any(|known| known.id == route.id)) {
            return Err(OfficeError::Senseless("a route of the gateway has that id"));
        }
        for folder in [&route.out, &route.inward] {
            if !folder.is_absolute() || folder.starts_with(self.dir()) {
                return Err(OfficeError::Senseless("a folder that is not one of its own"));
            }
            if !folder.is_dir() {
                return Err(OfficeError::Carrier(std::io::ErrorKind::NotFound.into()));
            }
        }
        if route.out == route.inward {
            return Err(OfficeError::Senseless("one folder for both ways"));
        }
        let mut all = self.folder_routes()?;
        all.retain(|known| known.id != route.id);
        let id = route.id.clone();
        all.push(route);
        all.sort_by(|a, b| a.id.cmp(&b.id));
        self.keep_folder_routes(&all, "folder.route", &id)
    }

    /// Forgets a route; what waits on it waits until there is one of that id again.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn remove_folder_route(&self, id: &str) -> Result<(), OfficeError> {
        let mut all = self.folder_routes()?;
        let before = all.len();
        all.retain(|known| known.id != id);
        if all.len() == before {
            return Err(tamga_store::StoreError::NotFound { what: "route", id: id.to_owned() }.into());
        }
        self.keep_folder_routes(&all, "folder.route_removed", id)
    }

    fn keep_folder_routes(&self, all: &[FolderRoute], what: &str, id: &str) -> Result<(), OfficeError> {
        let text = serde_json::to_string(all).map_err(|_| OfficeError::Senseless("routes into folders"))?;
        self.write(|tx| {
            tx.setting_set(ROUTES, &text)?;
            tx.journal_add(what, id, &[("route", id)])?;
            Ok(())
        })?;
        self.folder_roads.lock().unwrap_or_else(PoisonError::into_inner).clear();
        // What was signed while there was no way may have one now.
        self.owes.store(true, std::sync::atomic::Ordering::Relaxed);
        self.wake.notify_one();
        self.partner.send_modify(|_| {});
        self.changed(&[Tag::Settings, Tag::App, Tag::Outbox, Tag::Journal]);
        Ok(())
    }

    /// The road of a route into a folder; none when the route is a gateway's.
    pub(crate) fn folder_road(&self, route: &str) -> Result<Option<Arc<dyn GatewayTransport>>, OfficeError> {
        if let Some(road) = self.folder_roads.lock().unwrap_or_else(PoisonError::into_inner).get(route) {
            let road: Arc<dyn GatewayTransport> = road.clone();
            return Ok(Some(road));
        }
        let Some(found) = self.folder_routes()?.into_iter().find(|known| known.id == route) else { return Ok(None) };
        let clock = self.surroundings().clock.clone();
        let road = Arc::new(FolderTransport::new(FolderSettings {
            partner: found.partner,
            out: found.out,
            inward: found.inward,
            memory: self.dir().join(MEMORY),
            form: if found.zipped { FolderForm::Zipped } else { FolderForm::Bare },
            now: Arc::new(move || clock.now()),
        }));
        self.folder_roads.lock().unwrap_or_else(PoisonError::into_inner).insert(route.to_owned(), road.clone());
        Ok(Some(road))
    }

    /// Folders that are watched, as boxes with their roads. An office without a border desk takes no certificates in.
    pub(crate) fn folder_boxes(&self) -> Result<Vec<FolderBox>, OfficeError> {
        if !self.facts().told.role.receives() {
            return Ok(Vec::new());
        }
        let mut boxes = Vec::new();
        for route in self.folder_routes()? {
            if let Some(road) = self.folder_road(&route.id)? {
                boxes.push((format!("{BOX}{}", route.id), road));
            }
        }
        Ok(boxes)
    }
}
