//! What stands behind the window? The offices it works in, files and PINs that wait, and who hears of changes.

use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use tamga_office::{Office, Pin, Surroundings};

use crate::dialogs::Dialogs;
use crate::error::Fault;
use crate::files::Files;
use crate::pins::Pins;
use crate::wire::{ApiError, ErrorCode, FileSource, Tag, Workplace};

/// The offices of this window.
#[derive(Clone, Default)]
pub struct Desks {
    /// The office with the issuing desk.
    pub issuing: Option<Arc<Office>>,
    /// The office with the border desk; may be the same.
    pub receiving: Option<Arc<Office>>,
}

impl Desks {
    /// One office with the desks its role has.
    pub fn of(office: Arc<Office>) -> Self {
        let role = office.facts().told.role;
        Self { issuing: role.issues().then(|| Arc::clone(&office)), receiving: role.receives().then_some(office) }
    }

    /// The issuing desk.
    pub(crate) fn issuing(&self) -> Result<&Office, Fault> {
        self.issuing.as_deref().ok_or_else(|| Fault::new(ErrorCode::NotAllowed, "this office has no issuing desk"))
    }

    /// The border desk.
    pub(crate) fn receiving(&self) -> Result<&Office, Fault> {
        self.receiving.as_deref().ok_or_else(|| Fault::new(ErrorCode::NotAllowed, "this office has no border desk"))
    }

    /// The office behind a workplace.
    pub(crate) fn at(&self, workplace: Workplace) -> Result<&Arc<Office>, Fault> {
        let office = match workplace {
            Workplace::Issue => &self.issuing,
            Workplace::Receive => &self.receiving,
        };
        office.as_ref().ok_or_else(|| Fault::new(ErrorCode::NotAllowed, "this office has no such desk"))
    }

    /// Every office once, the issuing one first.
    pub(crate) fn each(&self) -> Vec<&Arc<Office>> {
        let mut each: Vec<&Arc<Office>> = self.issuing.iter().collect();
        if let Some(office) = &self.receiving
            && !each.iter().any(|known| Arc::ptr_eq(known, office))
        {
            each.push(office);
        }
        each
    }

    /// The same, for whoever only asks.
    pub(crate) fn all(&self) -> Vec<&Office> {
        self.each().into_iter().map(|office| &**office).collect()
    }

    /// The office that speaks for the window where it does not matter which.
    pub(crate) fn any(&self) -> Result<&Office, Fault> {
        let any = self.issuing.as_deref().or(self.receiving.as_deref());
        any.ok_or_else(|| Fault::new(ErrorCode::NotAllowed, "there is no office"))
    }
}

enum Opening {
    Underway,
    Open(Arc<Desks>),
    Failed {
        error: Box<ApiError>,
        /// The frame has heard it; who asks again wants it tried again.
        told: bool,
    },
}

/// Hears which tags changed; must return at once.
pub type Teller = Box<dyn Fn(&[Tag]) + Send + Sync>;

/// Begins to open the offices once more; must return at once.
pub type Opener = Box<dyn Fn() + Send + Sync>;

/// What stands behind one window.
pub struct App {
    surroundings: Surroundings,
    opening: Mutex<Opening>,
    opened: Condvar,
    dialogs: Box<dyn Dialogs>,
    teller: Teller,
    opener: OnceLock<Opener>,
    files: Files,
    pins: Pins,
}

impl App {
    /// A window whose office is still being opened: questions wait until it is.
    pub fn new(surroundings: Surroundings, dialogs: Box<dyn Dialogs>, teller: Teller) -> Self {
        Self {
            surroundings,
            opening: Mutex::new(Opening::Underway),
            opened: Condvar::new(),
            dialogs,
            teller,
            opener: OnceLock::new(),
            files: Files::default(),
            pins: Pins::default(),
        }
    }

    /// The offices are open; questions that wait go on.
    pub fn open(&self, desks: Desks) {
        *self.opening() = Opening::Open(Arc::new(desks));
        self.opened.notify_all();
        (self.teller)(Tag::ALL);
    }

    /// No office could be opened: every question hears why. No change is told, or the frame would ask again and so
    /// try again without end.
    pub fn fail(&self, fault: Fault) {
        let error = self.refusal(fault);
        *self.opening() = Opening::Failed { error, told: false };
        self.opened.notify_all();
    }

    /// Who opens the offices when a person asks to try again.
    pub fn opened_by(&self, opener: Opener) {
        // It is set once, when the program is put together.
        let _ = self.opener.set(opener);
    }

    /// The frame asks how things stand: what could not be opened, and was said to be so, is tried again.
    pub(crate) fn look_again(&self) {
        let mut opening = self.opening();
        match &*opening {
            Opening::Failed { told: true, .. } => {
                if let Some(opener) = self.opener.get() {
                    *opening = Opening::Underway;
                    drop(opening);
                    opener();
                }
            }
            Opening::Underway | Opening::Open(_) | Opening::Failed { told: false, .. } => {}
        }
    }

    /// The frame has heard why nothing is open.
    pub(crate) fn heard(&self) {
        if let Opening::Failed { told, .. } = &mut *self.opening() {
            *told = true;
        }
    }

    /// Is the opening over, one way or the other?
    pub fn is_settled(&self) -> bool {
        !matches!(*self.opening(), Opening::Underway)
    }

    /// A person dropped or chose this path, so that the window may name it.
    pub fn grant(&self, path: PathBuf) {
        self.files.grant(path);
    }

    /// Tells the window what to read again.
    pub fn changed(&self, tags: &[Tag]) {
        if !tags.is_empty() {
            (self.teller)(tags);
        }
    }

    /// A fault as the window hears it; the log has the same reference.
    pub fn refusal(&self, fault: Fault) -> Box<ApiError> {
        if let Fault::Closed(error) = fault {
            return error;
        }
        let reference = format!("E-{:04X}", self.surroundings.number() & 0xFFFF);
        let error = fault.into_api(reference);
        // What a person typed stands in the message of a bad request, and must not stand in a log.
        let said = if error.code == ErrorCode::BadRequest { "" } else { &error.message };
        let field = error.field.as_deref().unwrap_or_default();
        tracing::warn!(code = error.code.as_str(), reference = %error.reference, field, said, "refused");
        Box::new(error)
    }

    /// The offices, as soon as they are open.
    pub(crate) fn desks(&self) -> Result<Arc<Desks>, Fault> {
        let settled = self.opened.wait_while(self.opening(), |opening| matches!(opening, Opening::Underway));
        match &*settled.unwrap_or_else(PoisonError::into_inner) {
            Opening::Open(desks) => Ok(Arc::clone(desks)),
            Opening::Failed { error, .. } => Err(Fault::Closed(error.clone())),
            Opening::Underway => Err(Fault::internal("the office is still being opened")),
        }
    }

    pub(crate) fn dialogs(&self) -> &dyn Dialogs {
        self.dialogs.as_ref()
    }

    pub(crate) fn file(&self, source: &FileSource) -> Result<Vec<u8>, Fault> {
        self.files.read(source, self.elapsed())
    }

    /// The same without a copy in memory, for files that may be large.
    pub(crate) fn file_reader(&self, source: &FileSource) -> Result<Box<dyn std::io::Read>, Fault> {
        self.files.reader(source, self.elapsed())
    }

    pub(crate) fn is_granted(&self, path: &std::path::Path) -> bool {
        self.files.is_granted(path)
    }

    pub(crate) fn hold(&self, bytes: Vec<u8>) -> Result<String, Fault> {
        let handle = self.handle()?;
        self.files.hold(handle.clone(), bytes, self.elapsed())?;
        Ok(handle)
    }

    pub(crate) fn keep_pin(&self, pin: Vec<u8>) -> Result<String, Fault> {
        let handle = self.handle()?;
        self.pins.keep(handle.clone(), pin, self.elapsed())?;
        Ok(handle)
    }

    pub(crate) fn pin(&self, handle: &str) -> Result<Pin, Fault> {
        self.pins.take(handle, self.elapsed())
    }

    fn handle(&self) -> Result<String, Fault> {
        Ok(self.surroundings.uuid()?.simple().to_string())
    }

    fn elapsed(&self) -> Duration {
        self.surroundings.clock.elapsed()
    }

    fn opening(&self) -> MutexGuard<'_, Opening> {
        self.opening.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
