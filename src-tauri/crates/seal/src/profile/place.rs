//! Where do the signatures stand, and what has each of them to cover? By what the document is, found by path.

use tamga_xml::{Event, Gated};
use uppsala::NodeId;

use super::scene::{Scene, children};
use super::shape::{DS, MANY, OBJECT, PROPERTIES, refuse};
use super::table::{
    CO, COD_EXPORTER, COD_OFFICIAL, EU_ENVELOPED, EU_ENVELOPING, PLAIN_ENVELOPED, PLAIN_ENVELOPING, Row,
};
use crate::refusal::Refusal;

/// Namespace and root of our own form.
pub const OWN: (&str, &str) = ("urn:tamga:co:1", "MetaData");
/// Namespace of envelope and frame of a COD (`aladi-cod.md` section 4).
const ENVELOPE: &str = "http://www.w3.org/2001/12/soap-envelope";

/// A signature in its place.
pub struct Placed {
    pub row: &'static Row,
    pub signature: NodeId,
    pub target: Target,
    /// The object that holds the properties, in profiles of other hands.
    pub stating: Option<NodeId>,
}

/// What a signature has to cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The whole file, by the empty reference, the signature left out.
    File,
    /// This element, by its identifier, which has to be this one.
    Element(NodeId, &'static str),
    /// The root, by the empty reference or its own identifier, the signature left out.
    Root(NodeId),
    /// This object inside the signature, by its own identifier.
    Object(NodeId),
}

/// The signatures of a document, each in the place that its profile names.
pub fn placed(doc: &Gated<'_>, scene: &Scene<'_>) -> Result<Vec<Placed>, Refusal> {
    let root = doc.events().next();
    let Some(Event::Start(root)) = root else { return Err(Refusal::invalid("gate.not_wellformed", "no root")) };
    if root.name.is(OWN.0, OWN.1) {
        return Ok(vec![own_place(doc, scene)?]);
    }
    if root.name.is(ENVELOPE, "Envelope") {
        return cod_places(scene);
    }
    Ok(vec![foreign_place(scene)?])
}

/// Our own form in bytes and nodes: no byte-order mark, no raw carriage return (a signed one is written `&#xD;`), no
/// comment, so that two files with one seal differ in nothing; and the root of the form.
pub fn own(doc: &Gated<'_>, scene: &Scene<'_>) -> Result<(), Refusal> {
    if doc.has_byte_order_mark() {
        return Err(Refusal::invalid("gate.bom", "byte-order mark"));
    }
    if doc.bytes().contains(&b'\r') {
        return Err(Refusal::invalid("gate.not_wellformed", "carriage return"));
    }
    if !scene.is(scene.root, Some(OWN.0), OWN.1) {
        let name = scene.tree.element(scene.root).map_or("", |element| &*element.name.local_name);
        return Err(Refusal::unknown("shape.unknown_form", name));
    }
    if !scene.comments.is_empty() {
        return Err(Refusal::invalid("gate.comment", "comment"));
    }
    Ok(())
}

/// The one signature of our own form: last child of the root.
pub fn own_place(doc: &Gated<'_>, scene: &Scene<'_>) -> Result<Placed, Refusal> {
    own(doc, scene)?;
    let signature = one(scene)?;
    if scene.tree.parent(signature) != Some(scene.root) || scene.tree.last_child(scene.root) != Some(signature) {
        return Err(Refusal::unknown("shape.signature_place", ""));
    }
    Ok(Placed { row: &CO, signature, target: Target::File, stating: None })
}

/// The place of a signature that is the root of its own tree, where the rest of the file is known by its bytes.
pub fn standing_place(scene: &Scene<'_>) -> Option<Placed> {
    let signature = one(scene).ok().filter(|signature| *signature == scene.root && scene.comments.is_empty())?;
    Some(Placed { row: &CO, signature, target: Target::File, stating: None })
}

fn one(scene: &Scene<'_>) -> Result<NodeId, Refusal> {
    match scene.signatures.as_slice() {
        [] => Err(Refusal::unknown("shape.no_signature", "")),
        [one] => Ok(*one),
        several => Err(Refusal::unknown("shape.signature_count", several.len())),
    }
}

/// The signatures of a COD: the exporter's over `COD`, then, when certified, the official's over `CODEH`.
fn cod_places(scene: &Scene<'_>) -> Result<Vec<Placed>, Refusal> {
    let frame = only(scene, scene.root, Some(ENVELOPE), "CertOrigin")?;
    let certified = only(scene, frame, None, "CODEH")?;
    let exporter = only(scene, certified, None, "CODExporter")?;
    let declared = only(scene, exporter, None, "COD")?;
    if scene.comments.iter().any(|comment| scene.within(*comment, certified)) {
        return Err(Refusal::invalid("gate.comment", "comment in CODEH"));
    }
    // Beside the certified part stands its signature and nothing else: one under another name would be passed over.
    let mut strangers =
        scene.elements(frame).filter(|node| *node != certified && !scene.is(*node, Some(DS), "Signature"));
    if let Some(name) = strangers.next().and_then(|node| scene.tree.element(node)) {
        return Err(Refusal::invalid("shape.child_order", &name.name.local_name));
    }
    for (id, node) in [("COD", declared), ("CODEH", certified)] {
        if scene.carries(node, id) && scene.carriers(id) != [node] {
            return Err(Refusal::invalid("ref.target_ambiguous", id));
        }
    }
    if scene.signatures.is_empty() {
        return Err(Refusal::unknown("shape.no_signature", ""));
    }
    // Each is looked for among its neighbours: thousands of them would be looked for among thousands.
    if scene.signatures.len() > MANY {
        return Err(Refusal::unknown("shape.signature_count", scene.signatures.len()));
    }
    let beside = |signature: &NodeId, part: NodeId| {
        let Some(parent) = scene.tree.parent(part).filter(|parent| scene.tree.parent(*signature) == Some(*parent))
        else {
            return false;
        };
        let next = scene.elements(parent).skip_while(|node| *node != part).nth(1);
        next == Some(*signature) || scene.elements(parent).last() == Some(*signature)
    };
    let (by_exporter, rest): (Vec<NodeId>, Vec<NodeId>) =
        scene.signatures.iter().partition(|signature| beside(signature, declared));
    let (by_official, rest): (Vec<NodeId>, Vec<NodeId>) =
        rest.iter().partition(|signature| beside(signature, certified));
    if !rest.is_empty() {
        return Err(Refusal::unknown("shape.signature_place", rest.len()));
    }
    let placed = |row, signature, node, id| Placed { row, signature, target: Target::Element(node, id), stating: None };
    let first = |signature| placed(&COD_EXPORTER, signature, declared, "COD");
    let second = |signature| placed(&COD_OFFICIAL, signature, certified, "CODEH");
    match (by_exporter.as_slice(), by_official.as_slice()) {
        ([one], []) => Ok(vec![first(*one)]),
        ([one], [two]) => Ok(vec![first(*one), second(*two)]),
        ([], _) => Err(Refusal::invalid("shape.stage", "official without exporter")),
        _ => Err(Refusal::unknown("shape.signature_count", scene.signatures.len())),
    }
}

/// The only child of this name; several would let two readers see two documents.
fn only(scene: &Scene<'_>, above: NodeId, space: Option<&str>, name: &str) -> Result<NodeId, Refusal> {
    let mut found = scene.elements(above).filter(|node| scene.is(*node, space, name));
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        (None, _) => Err(Refusal::unknown("shape.unknown_form", format!("no {name}"))),
        (Some(_), Some(_)) => Err(Refusal::invalid("ref.target_ambiguous", name)),
    }
}

/// The one signature of a document from other hands: around it, or a child of its root.
fn foreign_place(scene: &Scene<'_>) -> Result<Placed, Refusal> {
    let signature = one(scene)?;
    if !scene.manifests.is_empty() {
        return Err(Refusal::unknown("shape.manifest", scene.manifests.len()));
    }
    if scene.properties.len() > 1 {
        return Err(refuse(PROPERTIES, scene.properties.len()));
    }
    let carried = scene.elements(signature).filter(|node| scene.is(*node, Some(DS), "Object"));
    let states = |node: &NodeId| children(scene.tree, *node, "QualifyingProperties").next().is_some();
    let (stating, objects): (Vec<NodeId>, Vec<NodeId>) = carried.partition(states);
    let stating = match stating.as_slice() {
        [] => None,
        [one] => Some(*one),
        several => return Err(refuse(PROPERTIES, several.len())),
    };
    if signature == scene.root {
        let object = match objects.as_slice() {
            [] => return Err(Refusal::invalid("ref.document_uncovered", "no object")),
            [one] => *one,
            several => return Err(refuse(OBJECT, several.len())),
        };
        let row = if stating.is_some() { &EU_ENVELOPING } else { &PLAIN_ENVELOPING };
        return Ok(Placed { row, signature, target: Target::Object(object), stating });
    }
    if scene.tree.parent(signature) != Some(scene.root) {
        return Err(Refusal::unknown("shape.signature_place", ""));
    }
    let row = if stating.is_some() { &EU_ENVELOPED } else { &PLAIN_ENVELOPED };
    Ok(Placed { row, signature, target: Target::Root(scene.root), stating })
}
