//! Which offices does this window work in, and who keeps them running? Opened beside the window, so that it shows at
//! once; closed in order when it goes.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tamga_api::wire::ErrorCode;
use tamga_api::{App, Desks, Fault};
use tamga_demo::{DemoError, Demonstration};
use tamga_office::keys::SystemRing;
use tamga_office::{Office, OfficeError, Surroundings, Workers};

use crate::folder::{Content, Folder};

/// How long closing may take before it is left to the next start to put things right.
const PATIENCE: Duration = Duration::from_secs(5);

enum Running {
    Demonstration(Box<Demonstration>),
    Office(Workers),
}

/// What was opened, kept until the window goes.
#[derive(Clone, Default)]
pub struct Opened(Arc<Mutex<Option<Running>>>);

impl Opened {
    /// Stops workers and gateways; blocks, but not for long.
    pub fn close(&self) {
        let Some(running) = self.0.lock().unwrap_or_else(PoisonError::into_inner).take() else { return };
        let stop = async {
            match running {
                Running::Demonstration(demonstration) => demonstration.stop().await,
                Running::Office(workers) => workers.stop().await,
            }
        };
        if tauri::async_runtime::block_on(async { tokio::time::timeout(PATIENCE, stop).await }).is_err() {
            tracing::warn!("closing took too long; the next start puts things right");
        }
    }
}

/// Opens what lies in the folder and tells the app, or why not.
pub async fn open(app: Arc<App>, folder: Folder, surroundings: Surroundings) -> Opened {
    let opened = Opened::default();
    match running(&folder, surroundings).await {
        Ok((running, desks)) => {
            *opened.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(running);
            let offices = [&desks.issuing, &desks.receiving];
            for office in offices.into_iter().flatten() {
                forward(&app, office);
            }
            app.open(desks);
        }
        Err(fault) => app.fail(fault),
    }
    opened
}

async fn running(folder: &Folder, surroundings: Surroundings) -> Result<(Running, Desks), Fault> {
    match folder.content {
        Content::Demonstration => {
            let demonstration = Demonstration::start(&folder.path, surroundings).await.map_err(demo_fault)?;
            let desks = Desks {
                issuing: Some(Arc::clone(demonstration.chamber())),
                receiving: Some(Arc::clone(demonstration.post())),
            };
            Ok((Running::Demonstration(Box::new(demonstration)), desks))
        }
        Content::Office => {
            let path = folder.path.clone();
            let office = tokio::task::spawn_blocking(move || open_office(&path, surroundings)).await;
            let office = office.map_err(Fault::internal)??;
            let workers = Workers::start(&office);
            Ok((Running::Office(workers), Desks::of(office)))
        }
    }
}

fn open_office(path: &Path, surroundings: Surroundings) -> Result<Arc<Office>, Fault> {
    let office = Office::open(path, surroundings).map_err(|error| match error {
        OfficeError::NoOffice(path) => {
            Fault::new(ErrorCode::NoOffice, "there is no office in this folder").with("path", path.display())
        }
        other => Fault::from(other),
    })?;
    office.use_key_ring(Arc::new(SystemRing));
    Ok(office)
}

fn demo_fault(error: DemoError) -> Fault {
    match error {
        DemoError::Office(error) => Fault::from(error),
        DemoError::File(why) => {
            let is_full = matches!(why.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded);
            Fault::new(if is_full { ErrorCode::DiskFull } else { ErrorCode::FileUnreadable }, why)
        }
        other => Fault::internal(other),
    }
}

/// What an office tells goes on to the window.
fn forward(app: &Arc<App>, office: &Arc<Office>) {
    let mut changes = office.subscribe();
    let app = Arc::clone(app);
    tokio::spawn(async move {
        while let Some(tags) = changes.next().await {
            let tags: Vec<_> = tags.into_iter().map(tamga_api::tag).collect();
            app.changed(&tags);
        }
    });
}
