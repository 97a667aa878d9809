//! Which cards, tokens and HSMs are there, and what do they say without a PIN? PKCS#11, through the program (module) that
//! the card's maker gives out; an administrator says where it lies.
//!
//! The one place that loads such a program: it is code of others and runs inside this process. Signing is `key`'s.

mod answers;
mod key;
mod mechanism;

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::object::{Attribute, AttributeType, CertificateType, ObjectClass};
use cryptoki::session::Session;
use cryptoki::slot::{Slot, TokenInfo};

use self::answers::{gone, is};
use super::kept_token::TokenPlace;
use crate::certificate::SignerCertificate;
use crate::error::SignError;

pub use key::{TokenKey, Wanted};

/// What a card says of its PIN. Cards know no number of tries, only these words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinState {
    /// Nothing was tried wrongly.
    Good,
    /// A wrong PIN was tried since the last right one; few tries are left.
    FewLeft,
    /// One more wrong PIN locks the card.
    LastTry,
    /// Locked after too many wrong PINs.
    Locked,
}

impl PinState {
    fn of(info: &TokenInfo) -> Self {
        match info {
            info if info.user_pin_locked() => Self::Locked,
            info if info.user_pin_final_try() => Self::LastTry,
            info if info.user_pin_count_low() => Self::FewLeft,
            _ => Self::Good,
        }
    }

    /// The code of a PIN that was refused while the card is in this state.
    pub fn code(self) -> &'static str {
        match self {
            Self::Good => "sign.pin_wrong",
            Self::FewLeft => "sign.pin_few_left",
            Self::LastTry => "sign.pin_last_try",
            Self::Locked => "sign.card_locked",
        }
    }
}

impl fmt::Display for PinState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Good => "it may be tried again",
            Self::FewLeft => "few tries are left",
            Self::LastTry => "one more wrong PIN locks it",
            Self::Locked => "it is locked",
        })
    }
}

/// A card as anybody may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenView {
    /// What it is called.
    pub label: String,
    /// Serial number.
    pub serial: String,
    /// Who made it.
    pub maker: String,
    /// What it is.
    pub model: String,
    /// What it says of its PIN.
    pub pin: PinState,
    /// Is the PIN typed on the reader's own keys?
    pub has_pad: bool,
    /// Certificates it shows without a PIN.
    pub certificates: Vec<TokenCertificate>,
}

/// A certificate on a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenCertificate {
    /// `CKA_ID`, which its key carries too.
    pub id: Vec<u8>,
    /// `CKA_LABEL`.
    pub label: String,
    /// The certificate.
    pub certificate: SignerCertificate,
}

/// The loaded program of a card's maker.
#[derive(Clone)]
pub struct Module(Pkcs11);

impl fmt::Debug for Module {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Module")
    }
}

/// Modules are loaded once and stay: many cannot be unloaded, and none may be initialised twice.
fn loaded() -> &'static Mutex<HashMap<PathBuf, Module>> {
    static LOADED: OnceLock<Mutex<HashMap<PathBuf, Module>>> = OnceLock::new();
    LOADED.get_or_init(Mutex::default)
}

impl Module {
    /// Loads the module at this absolute path, or answers the one that was loaded from there before.
    ///
    /// Errors: [`SignError::Module`].
    pub fn load(path: &Path) -> Result<Self, SignError> {
        let broken = |why: &dyn fmt::Display| SignError::Module(format!("{}: {why}", path.display()));
        if !path.is_absolute() || !path.is_file() {
            // A bare name would be looked for in the folders of the system's loader.
            return Err(broken(&"no such file"));
        }
        let mut loaded = loaded().lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(module) = loaded.get(path) {
            return Ok(module.clone());
        }
        let module = Self(Pkcs11::new(path).map_err(|error| broken(&error))?);
        module.initialise().map_err(|error| broken(&error))?;
        loaded.insert(path.to_owned(), module.clone());
        Ok(module)
    }

    fn initialise(&self) -> Result<(), Error> {
        match self.0.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
            Err(error) if is(&error, RvError::CryptokiAlreadyInitialized) => Ok(()),
            other => other,
        }
    }

    /// Slots with a card that is ready for use. A module that was shut down meanwhile is started again.
    fn slots(&self) -> Result<Vec<(Slot, TokenInfo)>, SignError> {
        let slots = match self.0.get_slots_with_token() {
            Err(error) if is(&error, RvError::CryptokiNotInitialized) => {
                self.initialise().map_err(gone)?;
                self.0.get_slots_with_token()
            }
            other => other,
        };
        let mut ready = Vec::new();
        for slot in slots.map_err(gone)? {
            // A card pulled out between the two questions is one that is not there.
            if let Ok(info) = self.0.get_token_info(slot)
                && info.token_initialized()
            {
                ready.push((slot, info));
            }
        }
        Ok(ready)
    }

    /// The cards that are there. No PIN is asked for, none is sent.
    ///
    /// Errors: [`SignError::TokenGone`] when the module does not answer.
    pub fn tokens(&self) -> Result<Vec<TokenView>, SignError> {
        let mut views = Vec::new();
        for (slot, info) in self.slots()? {
            let certificates = match self.0.open_ro_session(slot) {
                Ok(session) => certificates(&session)?,
                Err(_) => continue,
            };
            views.push(TokenView {
                label: info.label().to_owned(),
                serial: info.serial_number().to_owned(),
                maker: info.manufacturer_id().to_owned(),
                model: info.model().to_owned(),
                pin: PinState::of(&info),
                has_pad: info.protected_authentication_path(),
                certificates,
            });
        }
        Ok(views)
    }

    /// The slot in which a card is now.
    fn find(&self, serial: &str, label: &str) -> Result<(Slot, TokenInfo), SignError> {
        let mut slots = self.slots()?.into_iter();
        let found = slots.find(|(_, info)| info.serial_number() == serial && info.label() == label);
        found.ok_or_else(|| SignError::TokenGone(label.to_owned()))
    }
}

/// Every X.509 certificate that a session shows; those that cannot be read are passed over.
fn certificates(session: &Session) -> Result<Vec<TokenCertificate>, SignError> {
    let template = [Attribute::Class(ObjectClass::CERTIFICATE), Attribute::CertificateType(CertificateType::X_509)];
    let mut found = Vec::new();
    for object in session.find_objects(&template).map_err(gone)? {
        let wanted = [AttributeType::Id, AttributeType::Label, AttributeType::Value];
        let (mut id, mut label, mut der) = (Vec::new(), Vec::new(), Vec::new());
        for attribute in session.get_attributes(object, &wanted).map_err(gone)? {
            match attribute {
                Attribute::Id(bytes) => id = bytes,
                Attribute::Label(bytes) => label = bytes,
                Attribute::Value(bytes) => der = bytes,
                _ => {}
            }
        }
        if let Ok(certificate) = SignerCertificate::read(&der) {
            found.push(TokenCertificate { id, label: String::from_utf8_lossy(&label).into_owned(), certificate });
        }
    }
    Ok(found)
}
