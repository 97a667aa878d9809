//! Is a document of our own form whole, found out while reading it once (`seal-and-paper.md` 3.5)?
//!
//! What we write stands in its canonical form already: what was signed is then the file itself with the signature cut
//! out. A signature of our own hand is read letter for letter (`own`); another one, or one with evidence behind it,
//! becomes a tree by itself. The one way this can go wrong is to take for canonical what is not; so whatever is not
//! understood is left to the tree of the whole (`profile`), which stays the reference: where this way accepts, the tree
//! accepts with the same result (`tests/it/fast.rs`).

mod own;
mod standing;

use tamga_xml::Gated;

use self::standing::Standing;
use crate::co::hand::Said;
use crate::profile::{Keys, Scene, Whole, standing_place, tree_of, whole};

/// The seal of a document that stands in its canonical form; `None` when it does not, or when anything is wrong with
/// the seal: the tree then says what.
pub fn check(doc: &Gated<'_>, keys: Keys<'_>) -> Option<Whole> {
    let Standing { signature, ids, .. } = standing::standing(doc)?;
    let signature = signature?;
    let text = doc.text();
    let content = [text.get(..signature.start)?.as_bytes(), text.get(signature.end..)?.as_bytes()].concat();
    let signature = text.get(signature)?;
    if let Some(said) = Said::read(signature) {
        return own::whole(&said, content, &ids, keys);
    }
    let tree = tree_of(signature).ok()?;
    let mut scene = Scene::of(&tree).ok()?;
    // The tree of the signature alone does not know what is declared around it.
    if scene.shares_an_id(&ids) || scene.is_stamped_over_another_form() {
        return None;
    }
    scene.standing = Some(&content);
    let place = standing_place(&scene)?;
    whole(&scene, &place, keys).ok()
}

/// Is a document of our own form without a signature its own canonical form, and free of these identifiers?
pub fn is_content(doc: &Gated<'_>, taken: &[&str]) -> bool {
    standing::standing(doc)
        .is_some_and(|found| found.signature.is_none() && !found.ids.iter().any(|id| taken.contains(id)))
}
