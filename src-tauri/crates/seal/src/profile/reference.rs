//! Does every reference mean the part it has to? Matched to nodes found by path, never followed.

use std::borrow::Cow;

use uppsala::NodeId;

use super::Profile;
use super::place::{Placed, Target};
use super::scene::Scene;
use super::shape::Shape;
use super::table::{OBJECT_TYPE, PROPERTIES_TYPE, Row, Transforms};
use super::transform::{Steps, decoded};
use crate::algorithm::Digest;
use crate::canonical::EXCLUSIVE;
use crate::refusal::Refusal;

/// A part a signature covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The document.
    Document,
    /// The signed properties.
    Properties,
    /// Certificates and keys beside the signature.
    KeyInfo,
}

impl Role {
    fn uncovered(self) -> &'static str {
        match self {
            Self::Document => "ref.document_uncovered",
            Self::Properties | Self::KeyInfo => "ref.properties_uncovered",
        }
    }

    /// Word for people who look which part does not fit.
    pub fn word(self, row: &Row) -> &'static str {
        match (self, row.profile) {
            (Self::Properties, _) => "properties",
            (Self::KeyInfo, _) => "certificates",
            (Self::Document, Profile::CodExporter) => "exporter",
            (Self::Document, Profile::CodOfficial) => "official",
            (Self::Document, _) => "document",
        }
    }
}

/// A reference, matched to its part.
pub struct Reference {
    pub role: Role,
    pub node: NodeId,
    pub digest: Digest,
    pub value: Vec<u8>,
    /// The element it covers; `None` is the whole file.
    covers: Option<NodeId>,
    steps: Steps,
}

impl Reference {
    /// The bytes the digest is taken of.
    pub fn bytes<'s>(&self, scene: &Scene<'s>, signature: NodeId) -> Result<Cow<'s, [u8]>, Refusal> {
        match (self.covers, scene.standing) {
            // Only the row of our own form is checked so, and its one form is what the file was compared with.
            (None, Some(file)) => Ok(Cow::Borrowed(file)),
            (None, None) => self.steps.of_file(scene.tree, signature).map(Cow::Owned),
            (Some(node), _) => self.steps.of_part(scene.tree, node, signature).map(Cow::Owned),
        }
    }
}

/// All references of a signature, each matched.
pub fn references(
    scene: &Scene<'_>,
    shape: &Shape<'_>,
    place: &Placed,
    properties: Option<NodeId>,
) -> Result<Vec<Reference>, Refusal> {
    let row = place.row;
    let mut wanted = [Role::Document, Role::Properties].into_iter();
    let mut found: Vec<Reference> = Vec::new();
    for node in shape.all(&["SignedInfo", "Reference"]) {
        let uri = shape.attribute(node, "URI");
        let (role, covers) = meant(scene, shape, uri, place, properties)?;
        if row.own
            && let Some(next) = wanted.next()
            && next != role
        {
            return Err(Refusal::invalid(next.uncovered(), uri.unwrap_or_default()));
        }
        if found.iter().any(|other| other.role == role) {
            return Err(Refusal::invalid("ref.count", uri.unwrap_or_default()));
        }
        let (digest, value) = digest_of(shape, node, row)?;
        let steps = Steps::read(shape, node, transforms(role, row), row.prefixes)?;
        found.push(Reference { role, node, digest, value, covers, steps });
    }
    for reference in &found {
        typed(shape, reference, row)?;
    }
    for (role, wanted) in [(Role::Document, true), (Role::Properties, properties.is_some())] {
        if wanted && !found.iter().any(|reference| reference.role == role) {
            return Err(Refusal::invalid(role.uncovered(), ""));
        }
    }
    Ok(found)
}

/// Which part does a reference mean, and which element is that?
fn meant(
    scene: &Scene<'_>,
    shape: &Shape<'_>,
    uri: Option<&str>,
    place: &Placed,
    properties: Option<NodeId>,
) -> Result<(Role, Option<NodeId>), Refusal> {
    let Some(uri) = uri else { return Err(Refusal::unknown("ref.form", "no URI")) };
    let id = match uri.strip_prefix('#') {
        None if !uri.is_empty() => return Err(Refusal::unknown("ref.outside", uri)),
        None if matches!(place.target, Target::File | Target::Root(_)) => return Ok((Role::Document, None)),
        None => return Err(Refusal::invalid("ref.target_other", "the whole file")),
        Some(id) if id.is_empty() || id.contains(['(', '/']) => return Err(Refusal::unknown("ref.form", uri)),
        Some(id) => id,
    };
    let document = match place.target {
        Target::Element(node, wanted) if id == wanted => Some(node),
        Target::Root(node) | Target::Object(node) => Some(node),
        Target::Element(..) | Target::File => None,
    };
    let key_info = if place.row.properties && !place.row.own { shape.node(&["KeyInfo"]) } else { None };
    let parts = [(Role::Document, document), (Role::Properties, properties), (Role::KeyInfo, key_info)];
    let meant = parts.into_iter().find(|(_, node)| node.is_some_and(|node| scene.carries(node, id)));
    let carriers = scene.carriers(id);
    match meant {
        Some((role, Some(node))) if carriers == [node] => Ok((role, Some(node))),
        Some(_) => Err(Refusal::invalid("ref.target_ambiguous", id)),
        None if carriers.is_empty() => Err(Refusal::invalid("ref.target_missing", uri)),
        None => Err(Refusal::invalid("ref.target_other", uri)),
    }
}

/// The reference to the properties says so; the others say nothing, or, from other hands, that they mean an object.
fn typed(shape: &Shape<'_>, reference: &Reference, row: &Row) -> Result<(), Refusal> {
    match (reference.role, shape.attribute(reference.node, "Type")) {
        (Role::Properties, Some(PROPERTIES_TYPE)) => Ok(()),
        (Role::Document | Role::KeyInfo, None) => Ok(()),
        (Role::Document | Role::KeyInfo, Some("" | OBJECT_TYPE)) if row.foreign => Ok(()),
        (_, found) => Err(Refusal::unknown("ref.type", found.unwrap_or_default())),
    }
}

fn transforms(role: Role, row: &Row) -> &'static Transforms {
    static OWN_PROPERTIES: Transforms = Transforms::Exactly(&[&[EXCLUSIVE]]);
    match role {
        Role::Document => row.document,
        Role::Properties | Role::KeyInfo if row.own => &OWN_PROPERTIES,
        Role::Properties | Role::KeyInfo => &Transforms::Form,
    }
}

/// Digest method and value of a reference or of the certificate's binding.
pub fn digest_of(shape: &Shape<'_>, holder: NodeId, row: &Row) -> Result<(Digest, Vec<u8>), Refusal> {
    let absent = || Refusal::invalid("shape.child_order", "digest");
    let method = shape.below(holder, &["DigestMethod"]).ok_or_else(absent)?;
    let value = shape.below(holder, &["DigestValue"]).ok_or_else(absent)?;
    let uri = shape.algorithm(method);
    let digest = Digest::from_uri(uri)?;
    if !row.digests.contains(&digest) {
        return Err(Refusal::unknown("alg.digest", uri));
    }
    Ok((digest, decoded(&shape.text(value))?))
}
