//! What belongs to the window's program, on whatever runtime? The commands, the event, dropped files, the one window.

use std::sync::{Arc, Mutex, PoisonError};

use tamga_api::{App, Dialogs};
use tamga_office::Surroundings;
use tauri::webview::PageLoadEvent;
use tauri::{
    AppHandle, Builder, Context, DragDropEvent, Emitter, Manager, Runtime, WebviewUrl, WebviewWindowBuilder,
    WindowEvent,
};

use crate::folder::Folder;
use crate::opening::{self, Opened};
use crate::start::Start;
use crate::{bridge, changes, world};

/// Label of the one window.
pub const WINDOW: &str = "main";
/// The one event.
pub const CHANGED: &str = "changed";

/// The program, ready to run.
pub struct Assembled<R: Runtime> {
    /// The program.
    pub app: tauri::App<R>,
    /// What it opens; to be closed at the end.
    pub opened: Closing,
}

/// Closes at the end what was opened, also when the opening is still under way.
#[derive(Clone, Default)]
pub struct Closing(Arc<Mutex<Option<tauri::async_runtime::JoinHandle<Opened>>>>);

impl Closing {
    /// Begins to open; what an earlier attempt left is nothing, or there would be no other.
    fn begin(&self, app: Arc<App>, folder: Folder, surroundings: Surroundings) {
        let opening = tauri::async_runtime::spawn(opening::open(app, folder, surroundings));
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(opening);
    }

    /// Waits for the opening, then closes.
    pub fn close(&self) {
        let opening = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Ok(opened)) = opening.map(tauri::async_runtime::block_on) {
            opened.close();
        }
    }
}

/// The pages, the configuration and the permissions that were built in.
pub fn context<R: Runtime>() -> Context<R> {
    tauri::generate_context!()
}

/// Who hears how far a start has come.
pub struct Progress {
    /// The window is about to be made.
    pub opening: Box<dyn Fn() + Send + Sync>,
    /// Its page has loaded.
    pub loaded: Box<dyn Fn() + Send + Sync>,
}

impl Default for Progress {
    /// Nobody.
    fn default() -> Self {
        Self { opening: Box::new(|| ()), loaded: Box::new(|| ()) }
    }
}

/// Puts the program together and begins to open what `start` wants.
///
/// # Errors
/// What keeps the runtime from making a window.
pub fn assemble<R: Runtime>(
    builder: Builder<R>,
    context: Context<R>,
    start: Start,
    dialogs: Box<dyn Dialogs>,
    progress: Progress,
) -> tauri::Result<Assembled<R>> {
    let surroundings = world::surroundings();
    let (ear, heard) = changes::ear();
    let app = Arc::new(App::new(surroundings.clone(), dialogs, Box::new(move |tags| ear.hear(tags))));
    let (asked, dropped) = (Arc::clone(&app), Arc::clone(&app));
    let program = builder
        .invoke_handler(move |invoke| bridge::answer(&asked, invoke))
        .on_window_event(move |_, event| {
            if let WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) = event {
                paths.iter().for_each(|path| dropped.grant(path.clone()));
            }
        })
        .build(context)?;
    let Progress { opening, loaded } = progress;
    opening();
    WebviewWindowBuilder::new(&program, WINDOW, WebviewUrl::App("index.html".into()))
        .title("Tamga")
        .inner_size(1280.0, 800.0)
        .min_inner_size(800.0, 560.0)
        .on_page_load(move |_, page| {
            if page.event() == PageLoadEvent::Finished {
                loaded();
            }
        })
        .build()?;
    let handle = program.handle().clone();
    std::thread::spawn(move || {
        heard.tell(|changed| {
            // A window that is closing hears nothing any more.
            let _ = handle.emit(CHANGED, changed);
        });
    });
    let opened = Closing::default();
    let (again, weak, folder) = (opened.clone(), Arc::downgrade(&app), start.folder());
    app.opened_by(Box::new({
        let (folder, surroundings) = (folder.clone(), surroundings.clone());
        move || {
            if let Some(app) = weak.upgrade() {
                again.begin(app, folder.clone(), surroundings.clone());
            }
        }
    }));
    opened.begin(app, folder, surroundings);
    Ok(Assembled { app: program, opened })
}

/// Brings the window to the front, for a second start.
pub fn show<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = app.get_webview_window(WINDOW) {
        // Whether a window manager does as asked is its own affair.
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}
