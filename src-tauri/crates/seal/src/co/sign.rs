//! The signature of `seal-and-paper.md` 4.1 put in before the last end tag; nothing before or after it changes.
//!
//! Two steps: the seal is pressed, then it is proven. Whatever the document has to be (let in by the gate, canonical, free
//! of signatures and of their identifiers) the proof finds out on the finished file, so that nothing is looked through
//! twice.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use tamga_origin::Timestamp;
use tamga_xml::{Limits, gate};

use super::Sealed;
use super::hand::{CERTIFICATES, IDS, Said};
use crate::canonical::{self, Form, Method};
use crate::digest::{Running, hex, sha256};
use crate::error::SignError;
use crate::fast;
use crate::profile::{CO, OWN, Scene, check_co, own, parse};
use crate::refusal::Refusal;
use crate::signer::Signer;

pub fn sign_co(unsigned: &[u8], at: Timestamp, by: &mut dyn Signer) -> Result<Sealed, SignError> {
    let proven = press(unsigned, at, by)?.prove(by);
    let Err(refused @ SignError::SelfCheck(_)) = proven else { return proven };
    if last_tag(unsigned).is_none() {
        return Err(refused);
    }
    // A faulty key; or a document that only begins and ends as our writer's do, and may be worth a second look.
    let content = content(unsigned)?;
    match content.bytes {
        Cow::Borrowed(_) => Err(refused),
        Cow::Owned(_) => press_over(unsigned, content, at, by)?.prove(by),
    }
}

/// What is signed of a document, and where in the document its last end tag begins.
struct Content<'u> {
    /// Borrowed where it is the document itself.
    bytes: Cow<'u, [u8]>,
    place: usize,
}

/// A document with a signature that nobody has verified yet; its bytes are not handed out before.
pub struct Unproven<'u> {
    bytes: Vec<u8>,
    sha256: [u8; 32],
    content: Cow<'u, [u8]>,
}

/// The first step of [`super::sign_co`]: digests, the key, and the signature in its place.
///
/// # Errors
/// Those of [`super::sign_co`] but for its self-check.
pub fn press<'u>(unsigned: &'u [u8], at: Timestamp, by: &mut dyn Signer) -> Result<Unproven<'u>, SignError> {
    let content = match last_tag(unsigned) {
        Some(place) => Content { bytes: Cow::Borrowed(unsigned), place },
        None => content(unsigned)?,
    };
    press_over(unsigned, content, at, by)
}

fn press_over<'u>(
    unsigned: &[u8],
    content: Content<'u>,
    at: Timestamp,
    by: &mut dyn Signer,
) -> Result<Unproven<'u>, SignError> {
    let Content { bytes: content, place } = content;
    let chain = by.certificate();
    chain.leaf.must_live_at(at)?;
    let method = by.choose(CO.signatures)?;
    let (before, after) = unsigned.split_at_checked(place).ok_or(SignError::Failed)?;
    // File and content begin alike, so that this much is hashed once for both.
    let begun = Running::over(before);
    let document = match &content {
        Cow::Borrowed(_) => begun.clone().and(after),
        Cow::Owned(canonical) => sha256(canonical),
    };

    let certificates = std::iter::once(&chain.leaf.der).chain(&chain.above).take(CERTIFICATES);
    let certificates: Vec<String> = certificates.map(|der| BASE64.encode(der)).collect();
    let (document, bound) = (BASE64.encode(document), BASE64.encode(sha256(&chain.leaf.der)));
    let time = at.rfc3339_seconds();
    let mut said = Said {
        method: method.uri(),
        document: &document,
        certificates: certificates.iter().map(String::as_str).collect(),
        time: &time,
        bound: &bound,
        demonstration: chain.leaf.demonstration,
        ..Said::default()
    };
    let properties = BASE64.encode(sha256(&said.hashed_properties()));
    said.properties = &properties;
    let value = BASE64.encode(by.sign(method, &said.signed_info())?);
    said.value = &value;

    let mut bytes = Vec::with_capacity(unsigned.len() + said.length());
    bytes.extend_from_slice(before);
    said.write(&mut bytes);
    bytes.extend_from_slice(after);
    let sha256 = begun.and(bytes.get(place..).unwrap_or_default());
    Ok(Unproven { bytes, sha256, content })
}

impl Unproven<'_> {
    /// The second step of [`super::sign_co`]: the ordinary verifier over the finished file.
    ///
    /// # Errors
    /// [`SignError::SelfCheck`] when the seal does not hold, covers other content than was given, or is another signer's.
    pub fn prove(self, by: &dyn Signer) -> Result<Sealed, SignError> {
        let Self { bytes, sha256, content } = self;
        let whole = gate(&bytes, &Limits::OWN).map_err(Refusal::from).and_then(|gated| check_co(&gated));
        let whole = whole.map_err(SignError::SelfCheck)?;
        if whole.signed.as_slice() != &*content || whole.signer.as_ref() != Some(&by.certificate().leaf) {
            return Err(SignError::SelfCheck(Refusal::invalid("sig.digest", "other content than was given")));
        }
        Ok(Sealed { sha256: hex(&sha256), bytes, signed: whole.signed })
    }
}

/// Where the last end tag begins in a document that begins and ends as our writer writes it.
fn last_tag(unsigned: &[u8]) -> Option<usize> {
    let (space, root) = OWN;
    let opened = [b"<", root.as_bytes(), b" xmlns=\"", space.as_bytes(), b"\">"];
    let inside = opened.iter().try_fold(unsigned, |rest, part| rest.strip_prefix(*part))?;
    let closed = [&b">"[..], root.as_bytes(), b"</"];
    let inside = closed.iter().try_fold(inside, |rest, part| rest.strip_suffix(*part))?;
    Some(opened.iter().map(|part| part.len()).sum::<usize>() + inside.len())
}

/// What is signed of a document in any writing, found out by looking through all of it.
fn content(unsigned: &[u8]) -> Result<Content<'_>, SignError> {
    let gated = gate(unsigned, &Limits::OWN).map_err(|refusal| SignError::Document(refusal.into()))?;
    if fast::is_content(&gated, &IDS)
        && let Some(place) = gated.text().rfind("</")
    {
        return Ok(Content { bytes: Cow::Borrowed(unsigned), place });
    }
    let tree = parse(&gated).map_err(SignError::Document)?;
    let scene = Scene::of(&tree).map_err(SignError::Document)?;
    own(&gated, &scene).map_err(SignError::Document)?;
    if !scene.signatures.is_empty() {
        return Err(SignError::AlreadySigned);
    }
    if let Some(taken) = IDS.into_iter().find(|id| !scene.carriers(id).is_empty()) {
        return Err(SignError::Document(Refusal::invalid("ref.target_ambiguous", taken)));
    }
    // After the gate a raw `</` is an end tag, and nothing but white space stands after the root's.
    let place = gated.text().rfind("</");
    let place = place.ok_or_else(|| SignError::Document(Refusal::unknown("shape.unknown_form", "empty root")))?;
    let bytes = canonical::document(&tree, &Form::plain(Method::Exclusive), None).map_err(SignError::Document)?;
    Ok(Content { bytes: Cow::Owned(bytes), place })
}
