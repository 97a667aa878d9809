//! How does a key on a card sign? One session, one login, signatures one after another, logout.
//!
//! A PIN that the card refused is never sent again. Only for keys that want it at every signature the right one is held
//! until the batch ends, and let go at the first refusal.

use std::fmt;

use cryptoki::error::RvError;
use cryptoki::mechanism::MechanismType;
use cryptoki::object::{Attribute, AttributeType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::slot::TokenInfo;
use cryptoki::types::AuthPin;

use super::answers::{gone, is, of_login};
use super::mechanism::{Given, Order, order};
use super::{Module, PinState, TokenCertificate, TokenPlace, certificates};
use crate::algorithm::{Algorithm, verify};
use crate::digest::hex;
use crate::error::SignError;
use crate::keys::file::{above, is_named, told};
use crate::secret::Secret;
use crate::signer::{Chain, Signer, algorithms_of, prefer};
use crate::signer_key::SignerKey;

/// What a card signs once to prove that key and certificate belong together.
const PROOF: &[u8] = b"Tamga: this key and this certificate belong together";

/// Which key is wanted when it is taken into use.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'a> {
    /// Label or serial number of the card; the only card when none is named.
    pub token: Option<&'a str>,
    /// The key: its label, its id in hex, the beginning of its certificate's fingerprint, or the name in it.
    pub key: Option<&'a str>,
}

/// A key on a card, with the card open for a batch.
pub struct TokenKey {
    session: Session,
    object: ObjectHandle,
    chain: Chain,
    place: TokenPlace,
    algorithms: Vec<Algorithm>,
    offered: Vec<MechanismType>,
    again: Option<Again>,
}

/// What is said to a card that wants the PIN at every signature (`CKA_ALWAYS_AUTHENTICATE`).
enum Again {
    /// The person types it on the reader.
    Pad,
    /// The PIN that was right at login; none after it was refused.
    Pin(Option<AuthPin>),
}

impl fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenKey").field("place", &self.place).field("subject", &self.chain.leaf.subject).finish()
    }
}

/// A private key on a card with a certificate that carries the same id.
struct Pair {
    object: ObjectHandle,
    label: String,
    asks_always: bool,
    certificate: TokenCertificate,
}

impl Module {
    /// Opens a card for the first time and finds the key that is wanted; key and certificate are paired by `CKA_ID` and
    /// proven by one signature. On readers with keys of their own `pin` is not sent.
    ///
    /// Errors: [`SignError::Ambiguous`], [`SignError::KeyNotFound`], [`SignError::CertificateMissing`],
    /// [`SignError::KeyMismatch`], and those of [`Module::open`].
    pub fn choose(&self, wanted: Wanted<'_>, pin: &Secret<String>) -> Result<TokenKey, SignError> {
        let mut fitting: Vec<(String, String)> = Vec::new();
        for (_, info) in self.slots()? {
            if wanted.token.is_none_or(|name| name == info.label() || name == info.serial_number()) {
                fitting.push((info.serial_number().to_owned(), info.label().to_owned()));
            }
        }
        let (serial, label) = match fitting.as_slice() {
            [] => return Err(SignError::TokenGone(wanted.token.unwrap_or("no card").to_owned())),
            [one] => one.clone(),
            several => {
                return Err(SignError::Ambiguous(
                    several.iter().map(|(serial, label)| format!("{serial} {label}")).collect(),
                ));
            }
        };
        let opened = Opened::new(self, &serial, &label, pin)?;
        let pair = opened.wanted(wanted.key)?;
        let all: Vec<Vec<u8>> = opened.certificates.iter().map(|one| one.certificate.der.clone()).collect();
        let leaf = pair.certificate.certificate.clone();
        let chain = Chain { above: above(&leaf, &all), leaf };
        let mut key = opened.key(pair, chain, pin)?;
        key.prove()?;
        Ok(key)
    }

    /// Opens the card for a batch with the key that was chosen once. On readers with keys of their own `pin` is not sent.
    ///
    /// Errors: [`SignError::TokenGone`], [`SignError::TokenBusy`], [`SignError::CardPinWrong`],
    /// [`SignError::CardLocked`], [`SignError::KeyNotFound`], [`SignError::TokenFailed`].
    pub fn open(&self, place: &TokenPlace, chain: Chain, pin: &Secret<String>) -> Result<TokenKey, SignError> {
        let opened = Opened::new(self, &place.serial, &place.label, pin)?;
        let mut pairs = opened.pairs()?;
        pairs.retain(|pair| pair.certificate.id == place.id && pair.certificate.certificate.der == chain.leaf.der);
        match (pairs.pop(), pairs.is_empty()) {
            (Some(only), true) => opened.key(only, chain, pin),
            (None, _) => Err(SignError::KeyNotFound(chain.leaf.name().to_owned())),
            (Some(last), _) => Err(SignError::Ambiguous(vec![told(&last.certificate.certificate); pairs.len() + 1])),
        }
    }
}

/// A card that one is signed in to.
struct Opened {
    session: Session,
    info: TokenInfo,
    offered: Vec<MechanismType>,
    certificates: Vec<TokenCertificate>,
}

impl Opened {
    fn new(module: &Module, serial: &str, label: &str, pin: &Secret<String>) -> Result<Self, SignError> {
        let (slot, info) = module.find(serial, label)?;
        let state = PinState::of(&info);
        if state == PinState::Locked {
            return Err(SignError::CardLocked);
        }
        if !info.user_pin_initialized() {
            return Err(SignError::TokenFailed("no PIN was set on it".to_owned()));
        }
        let offered = module.0.get_mechanism_list(slot).map_err(gone)?;
        let session = module.0.open_ro_session(slot).map_err(gone)?;
        let has_pad = info.protected_authentication_path();
        // An empty PIN would cost a try and can never be right.
        if !has_pad && pin.expose().is_empty() {
            return Err(SignError::CardPinWrong(state));
        }
        let typed = auth(pin);
        if let Err(error) = session.login(UserType::User, (!has_pad).then_some(&typed)) {
            let after = module.0.get_token_info(slot).map_or(state, |info| PinState::of(&info));
            return Err(of_login(error, after));
        }
        let certificates = certificates(&session)?;
        Ok(Self { session, info, offered, certificates })
    }

    /// Every private key beside every certificate that carries its id.
    fn pairs(&self) -> Result<Vec<Pair>, SignError> {
        let mut pairs = Vec::new();
        for object in self.session.find_objects(&[Attribute::Class(ObjectClass::PRIVATE_KEY)]).map_err(gone)? {
            let wanted = [AttributeType::Id, AttributeType::Label, AttributeType::AlwaysAuthenticate];
            let (mut id, mut label, mut asks_always) = (Vec::new(), Vec::new(), false);
            for attribute in self.session.get_attributes(object, &wanted).map_err(gone)? {
                match attribute {
                    Attribute::Id(bytes) => id = bytes,
                    Attribute::Label(bytes) => label = bytes,
                    Attribute::AlwaysAuthenticate(always) => asks_always = always,
                    _ => {}
                }
            }
            let label = String::from_utf8_lossy(&label).into_owned();
            for certificate in self.certificates.iter().filter(|one| !id.is_empty() && one.id == id) {
                let certificate = certificate.clone();
                pairs.push(Pair { object, label: label.clone(), asks_always, certificate });
            }
        }
        Ok(pairs)
    }

    /// The one pair that is wanted; it is asked for, never guessed.
    fn wanted(&self, which: Option<&str>) -> Result<Pair, SignError> {
        let mut pairs = self.pairs()?;
        if pairs.is_empty() {
            let any = self.session.find_objects(&[Attribute::Class(ObjectClass::PRIVATE_KEY)]).map_err(gone)?;
            return Err(if any.is_empty() { SignError::NoneInFile } else { SignError::CertificateMissing });
        }
        pairs.retain(|pair| {
            which.is_none_or(|which| {
                which == pair.label
                    || which == pair.certificate.label
                    || which.eq_ignore_ascii_case(&hex(&pair.certificate.id))
                    || is_named(&pair.certificate.certificate, which)
            })
        });
        match (pairs.pop(), pairs.is_empty()) {
            (Some(only), true) => Ok(only),
            (None, _) => Err(SignError::KeyNotFound(which.unwrap_or_default().to_owned())),
            (Some(last), _) => {
                pairs.push(last);
                let told = pairs.iter().map(|pair| {
                    format!(
                        "{} (id {}, {})",
                        told(&pair.certificate.certificate),
                        hex(&pair.certificate.id),
                        pair.label
                    )
                });
                Err(SignError::Ambiguous(told.collect()))
            }
        }
    }

    fn key(self, pair: Pair, chain: Chain, pin: &Secret<String>) -> Result<TokenKey, SignError> {
        let again = pair.asks_always.then(|| match self.info.protected_authentication_path() {
            true => Again::Pad,
            false => Again::Pin(Some(auth(pin))),
        });
        let mut algorithms = algorithms_of(&chain.leaf.key)?;
        algorithms.retain(|algorithm| {
            order(*algorithm, &self.offered).is_some_and(|order| again.is_none() || order.given == Given::Bytes)
        });
        if algorithms.is_empty() {
            let why = format!("it offers no way to sign with a key of the kind {}", chain.leaf.key.name());
            return Err(SignError::TokenFailed(why));
        }
        let place = TokenPlace {
            serial: self.info.serial_number().to_owned(),
            label: self.info.label().to_owned(),
            id: pair.certificate.id,
        };
        let (session, offered) = (self.session, self.offered);
        Ok(TokenKey { session, object: pair.object, chain, place, algorithms, offered, again })
    }
}

impl TokenKey {
    /// Where the key is.
    pub fn place(&self) -> &TokenPlace {
        &self.place
    }

    /// Does the card want the PIN at every signature?
    pub fn asks_always(&self) -> bool {
        self.again.is_some()
    }

    /// Lets the key choose this algorithm first; [`SignError::Algorithm`] when card and key cannot sign with it.
    pub fn prefer(&mut self, algorithm: Algorithm) -> Result<(), SignError> {
        prefer(&mut self.algorithms, algorithm, &self.chain.leaf.key)
    }

    fn prove(&mut self) -> Result<(), SignError> {
        let algorithm = self.algorithms.first().copied().ok_or(SignError::Failed)?;
        let value = self.sign(algorithm, PROOF)?;
        let leaf = &self.chain.leaf;
        verify(algorithm, &SignerKey::of(leaf), false, PROOF, &value)
            .map_err(|_| SignError::KeyMismatch("certificate of another key".to_owned()))
    }

    /// A signature for which the card wants the PIN once more.
    fn sign_again(&mut self, order: &Order, bytes: &[u8]) -> Result<Vec<u8>, SignError> {
        self.session.sign_init(&order.mechanism, self.object).map_err(gone)?;
        let pin = match &self.again {
            Some(Again::Pin(None)) => return Err(SignError::CardPinWrong(PinState::FewLeft)),
            Some(Again::Pin(pin)) => pin.as_ref(),
            Some(Again::Pad) | None => None,
        };
        if let Err(error) = self.session.login(UserType::ContextSpecific, pin) {
            if is(&error, RvError::PinIncorrect) || is(&error, RvError::PinLocked) {
                self.again = Some(Again::Pin(None));
            }
            return Err(of_login(error, PinState::FewLeft));
        }
        self.session.sign_update(bytes).map_err(gone)?;
        self.session.sign_final().map_err(gone)
    }
}

impl Signer for TokenKey {
    fn certificate(&self) -> &Chain {
        &self.chain
    }

    fn algorithms(&self) -> &[Algorithm] {
        &self.algorithms
    }

    fn sign(&mut self, algorithm: Algorithm, bytes: &[u8]) -> Result<Vec<u8>, SignError> {
        let known = self.algorithms.contains(&algorithm).then(|| order(algorithm, &self.offered)).flatten();
        let order = known.ok_or_else(|| SignError::Algorithm(self.chain.leaf.key.name()))?;
        if self.asks_always() {
            return self.sign_again(&order, bytes);
        }
        self.session.sign(&order.mechanism, self.object, &order.given.of(bytes)).map_err(gone)
    }
}

impl Drop for TokenKey {
    fn drop(&mut self) {
        // A card that is gone has nobody signed in any more.
        let _ = self.session.logout();
    }
}

/// The PIN as the library wants it: wiped when let go, like ours.
fn auth(pin: &Secret<String>) -> AuthPin {
    AuthPin::from(pin.expose().as_str())
}
