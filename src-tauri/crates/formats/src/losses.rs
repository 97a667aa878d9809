//! What did a dialect not carry? Found by reading the written document back and comparing path by path, so that no loss
//! can be forgotten.

use tamga_origin::{Certificate, Finding};

use crate::paths;

/// A finding for each path at which the two differ: `withheld.producer` for what is left out on purpose, else
/// `loss.folded`, `loss.recoded` or `loss.dropped`. `is_folded` knows the paths whose words stand in a remark now.
pub(crate) fn losses(
    certificate: &Certificate,
    back: &Certificate,
    dialect: &'static str,
    is_folded: impl Fn(&str) -> bool,
) -> Vec<Finding> {
    let (before, after) = (paths::values(certificate), paths::values(back));
    let is_withheld = |path: &str| {
        let mut makers = certificate.producers.iter().filter(|maker| maker.confidential);
        makers.any(|maker| paths::lies_within(path, &format!("producers[{}]", maker.number)))
    };
    let finding = |path: String| {
        if is_withheld(&path) {
            let finding = Finding::info("withheld.producer", path);
            return finding.with("dialect", dialect).with("text", "");
        }
        let code = if is_folded(&path) {
            "loss.folded"
        } else if after.contains_key(&path) {
            "loss.recoded"
        } else {
            "loss.dropped"
        };
        let said = before.get(&path).or(after.get(&path)).map(String::as_str).unwrap_or_default();
        let text: String = said.chars().take(200).collect();
        Finding::warn(code, path).with("dialect", dialect).with("text", text)
    };
    paths::differing_values(&before, &after).into_iter().map(finding).collect()
}
