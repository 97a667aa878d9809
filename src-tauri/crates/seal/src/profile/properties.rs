//! What does the signer say about the signing? Signed properties (XAdES 1.3.2): time, role, and the certificate bound.

use tamga_origin::Timestamp;
use uppsala::NodeId;

use super::Claimed;
use super::reference::digest_of;
use super::scene::Scene;
use super::shape::Shape;
use super::table::Row;
use crate::algorithm::Digest;
use crate::refusal::Refusal;

/// The digest of the signer's certificate, inside the signed bytes.
pub struct Binding {
    pub digest: Digest,
    pub value: Vec<u8>,
}

/// Signed properties, read.
pub struct Stated {
    pub node: NodeId,
    pub claimed: Claimed,
    pub binding: Binding,
}

impl Stated {
    /// Reads the properties of a signature whose shape was checked.
    pub fn read(shape: &Shape<'_>, row: &Row) -> Result<Self, Refusal> {
        let node = shape.node(&["Object", "QualifyingProperties", "SignedProperties"]);
        let node = node.ok_or_else(|| wrong("missing"))?;
        let within = |path: &[&str]| shape.below(node, path);
        let time = within(&["SignedSignatureProperties", "SigningTime"]).ok_or_else(|| wrong("SigningTime"))?;
        let at = Timestamp::parse_rfc3339(&shape.text(time)).ok_or_else(|| wrong("SigningTime"))?;
        let role = within(&["SignedSignatureProperties", "SignerRoleV2", "ClaimedRoles", "ClaimedRole"]);
        let bound = within(&["SignedSignatureProperties", "SigningCertificateV2", "Cert", "CertDigest"]);
        let (digest, value) = digest_of(shape, bound.ok_or_else(|| wrong("SigningCertificateV2"))?, row)?;
        let claimed = Claimed { at: Some(at), role: role.map_or_else(String::new, |role| shape.text(role)) };
        Ok(Self { node, claimed, binding: Binding { digest, value } })
    }

    /// Do the properties speak about this signature and the reference to the document?
    pub fn speak_of(&self, scene: &Scene<'_>, shape: &Shape<'_>, document: NodeId) -> Result<(), Refusal> {
        let names = |node: Option<NodeId>, attribute, carrier| {
            let uri = node.and_then(|node| shape.attribute(node, attribute));
            let name = uri.and_then(|uri| uri.strip_prefix('#')).unwrap_or_default();
            !name.is_empty() && scene.carriers(name) == [carrier]
        };
        if !names(shape.node(&["Object", "QualifyingProperties"]), "Target", shape.signature) {
            return Err(wrong("Target"));
        }
        let format = shape.below(self.node, &["SignedDataObjectProperties", "DataObjectFormat"]);
        if !names(format, "ObjectReference", document) {
            return Err(wrong("ObjectReference"));
        }
        Ok(())
    }
}

fn wrong(what: &str) -> Refusal {
    Refusal::invalid("shape.signed_properties", what)
}
