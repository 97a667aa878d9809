//! Does every reference mean the part it has to, and what is its digest taken of? Matched to nodes found by path, never
//! followed.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use uppsala::NodeId;

use super::place::{Placed, Target};
use super::scene::{Scene, children};
use super::shape::Shape;
use super::table::{ENVELOPED, PROPERTIES_TYPE, Row, Transforms};
use crate::algorithm::Digest;
use crate::canonical::{self, Form, Method};
use crate::refusal::Refusal;

/// A part a signature covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The document.
    Document,
    /// The signed properties.
    Properties,
}

impl Role {
    fn uncovered(self) -> &'static str {
        match self {
            Self::Document => "ref.document_uncovered",
            Self::Properties => "ref.properties_uncovered",
        }
    }

    /// Word for people who look which part does not fit.
    pub fn word(self, row: &Row) -> &'static str {
        match (self, row.profile) {
            (Self::Properties, _) => "properties",
            (Self::Document, super::Profile::CodExporter) => "exporter",
            (Self::Document, super::Profile::CodOfficial) => "official",
            (Self::Document, super::Profile::Co1) => "document",
        }
    }
}

/// A reference, matched to its part.
pub struct Reference {
    pub role: Role,
    pub node: NodeId,
    pub digest: Digest,
    pub value: Vec<u8>,
    steps: Vec<Step>,
}

/// One transform.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    /// The signature is left out.
    Without,
    /// A canonical form.
    Form(Form),
}

/// All references of a signature, each matched.
pub fn references(
    scene: &Scene<'_>,
    shape: &Shape<'_>,
    place: &Placed,
    properties: Option<NodeId>,
) -> Result<Vec<Reference>, Refusal> {
    let parts = [(Role::Document, true), (Role::Properties, properties.is_some())];
    let mut wanted = parts.into_iter().filter(|(_, there)| *there).map(|(role, _)| role);
    let mut found: Vec<Reference> = Vec::new();
    for node in shape.all(&["SignedInfo", "Reference"]) {
        let role = role(scene, shape.attribute(node, "URI"), place, properties)?;
        if place.row.ordered
            && let Some(next) = wanted.next()
            && next != role
        {
            return Err(Refusal::invalid(next.uncovered(), shape.attribute(node, "URI").unwrap_or_default()));
        }
        if found.iter().any(|other| other.role == role) {
            return Err(Refusal::invalid("ref.count", shape.attribute(node, "URI").unwrap_or_default()));
        }
        let (digest, value) = digest_of(shape, node, place.row)?;
        found.push(Reference { role, node, digest, value, steps: steps(shape, node, role, place.row)? });
    }
    for reference in &found {
        typed(shape, reference)?;
    }
    let missing = parts.into_iter().find(|(role, there)| *there && !found.iter().any(|one| one.role == *role));
    match missing {
        Some((role, _)) => Err(Refusal::invalid(role.uncovered(), "")),
        None => Ok(found),
    }
}

/// Which part does a reference mean?
fn role(scene: &Scene<'_>, uri: Option<&str>, place: &Placed, properties: Option<NodeId>) -> Result<Role, Refusal> {
    let Some(uri) = uri else { return Err(Refusal::unknown("ref.form", "no URI")) };
    let id = match uri.strip_prefix('#') {
        None if uri.is_empty() && place.target == Target::File => return Ok(Role::Document),
        None if uri.is_empty() => return Err(Refusal::invalid("ref.target_other", "the whole file")),
        None => return Err(Refusal::unknown("ref.outside", uri)),
        Some(id) if id.is_empty() || id.contains(['(', '/']) => return Err(Refusal::unknown("ref.form", uri)),
        Some(id) => id,
    };
    let target = match place.target {
        Target::Element(node, wanted) if id == wanted => Some((node, Role::Document)),
        Target::Element(..) | Target::File => None,
    };
    let targets = [target, properties.map(|node| (node, Role::Properties))];
    let meant = targets.into_iter().flatten().find(|(node, _)| scene.carries(*node, id));
    let carriers = scene.carriers(id);
    match meant {
        Some((node, role)) if carriers == [node] => Ok(role),
        Some(_) => Err(Refusal::invalid("ref.target_ambiguous", id)),
        None if carriers.is_empty() => Err(Refusal::invalid("ref.target_missing", uri)),
        None => Err(Refusal::invalid("ref.target_other", uri)),
    }
}

/// The reference to the properties says so, the others say nothing.
fn typed(shape: &Shape<'_>, reference: &Reference) -> Result<(), Refusal> {
    match (reference.role, shape.attribute(reference.node, "Type")) {
        (Role::Properties, Some(PROPERTIES_TYPE)) | (Role::Document, None) => Ok(()),
        (_, found) => Err(Refusal::unknown("ref.type", found.unwrap_or_default())),
    }
}

fn steps(shape: &Shape<'_>, reference: NodeId, role: Role, row: &Row) -> Result<Vec<Step>, Refusal> {
    let holder = shape.below(reference, &["Transforms"]);
    let transforms: Vec<NodeId> =
        holder.map_or_else(Vec::new, |holder| children(shape.tree, holder, "Transform").collect());
    let names: Vec<&str> = transforms.iter().map(|node| shape.algorithm(*node)).collect();
    let refused = || Refusal::unknown("alg.transform", names.join(" "));
    let allowed = match (role, &row.document) {
        (Role::Document, Transforms::Exactly(lists)) => lists.contains(&&*names),
        (Role::Properties, _) => names == [canonical::EXCLUSIVE],
    };
    if !allowed {
        return Err(refused());
    }
    let step = |name: &&str| match *name {
        ENVELOPED => Ok(Step::Without),
        uri => Form::from_uri(uri).map(Step::Form).ok_or_else(refused),
    };
    names.iter().map(step).collect()
}

impl Reference {
    /// The bytes the digest is taken of.
    pub fn bytes(&self, scene: &Scene<'_>, place: &Placed, properties: Option<NodeId>) -> Result<Vec<u8>, Refusal> {
        let form = self.steps.iter().find_map(|step| match step {
            Step::Form(form) => Some(form.clone()),
            Step::Without => None,
        });
        // Where no form is named, nodes become bytes by Canonical XML 1.0 (XML Signature 4.4.3.2).
        let form = form.unwrap_or_else(|| Form::plain(Method::Inclusive));
        let without = self.steps.contains(&Step::Without).then_some(place.signature);
        match (self.role, place.target, properties) {
            (Role::Document, Target::File, _) => canonical::document(scene.tree, &form, without),
            // The signature stands outside of what it covers, so leaving it out leaves nothing out.
            (Role::Document, Target::Element(node, _), _) => canonical::part(scene.tree, node, &form, without),
            (Role::Properties, _, Some(node)) => canonical::part(scene.tree, node, &form, None),
            (Role::Properties, _, None) => Err(Refusal::invalid("ref.properties_uncovered", "")),
        }
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

/// Strict base64, white space apart: also the carriage returns that Java leaves behind.
pub fn decoded(text: &str) -> Result<Vec<u8>, Refusal> {
    let bare: String = text.chars().filter(|c| !matches!(c, ' ' | '\t' | '\n' | '\r')).collect();
    BASE64.decode(bare).map_err(|error| Refusal::invalid("sig.encoding", error))
}
