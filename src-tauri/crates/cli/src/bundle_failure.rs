//! What is wrong with a bundle or a stick, and what does a person do about it? By the code the office gives.

use tamga_office::OfficeError;

/// What happened, and what to do, when a bundle or its carrier is the reason.
pub fn of(error: &OfficeError) -> Option<(&'static str, &'static str)> {
    let params = error.params();
    let (_, code) = params.iter().find(|(name, _)| *name == "format")?;
    words(code)
}

/// The words for a code.
pub fn words(code: &str) -> Option<(&'static str, &'static str)> {
    Some(match code {
        "bundle.too_large" => {
            ("It is larger than a bundle may be.", "Pack fewer certificates, or ask for smaller parts.")
        }
        "bundle.input" => ("The stick could not be read.", "Take it out, put it in again, and repeat the command."),
        "bundle.none" => ("It is not a bundle.", "Bundles end in .cobundle; check that this is the file you meant."),
        "bundle.locked" => {
            ("It was packed for somebody else's key.", "Show `tamga bundle key` to the sender, who then packs it anew.")
        }
        "bundle.damaged" => (
            "It is damaged or cut off; nothing of it was taken in.",
            "Copy it again from where it came; the sender still has everything.",
        ),
        "bundle.format" => ("A newer program packed it.", "Update this program, then read it again."),
        "bundle.for_another" => (
            "It names another office as its receiver.",
            "Pass the stick on to that office; nothing of it was taken in.",
        ),
        "bundle.not_vouched" => (
            "Nobody this office believes has signed it.",
            "Take in the newest trust list, then read it again; nothing of it was taken in.",
        ),
        "bundle.unpackable" => ("It could not be packed.", "Check the partner with `tamga bundle partner list`."),
        "bundle.carrier" => (
            "The stick could not be written to its end.",
            "Nothing is lost: everything is still in the outbox. Use another stick, or make room on this one.",
        ),
        "bundle.nothing" => {
            ("Nothing waits for that partner.", "There is nothing to do; `tamga bundle list` shows what went.")
        }
        "bundle_entry.key" => {
            ("That is not a key bundles can be closed with.", "Keys begin with age1; compare it letter by letter.")
        }
        "bundle_entry.node" => {
            ("That is not a node's name.", "Give the name the trust list has, of at most 100 letters.")
        }
        "bundle_entry.node_fixed" => {
            ("Bundles went out under another name already.", "Keep that name: the numbers of the bundles hang on it.")
        }
        "bundle_entry.country" => ("That is not a country.", "Give two letters each, such as CN."),
        "bundle_entry.own" => ("That is this office itself.", "Give the name of the other office."),
        _ => return None,
    })
}

/// Why an entry was set aside.
pub fn aside(code: &str) -> &str {
    match code {
        "bundle_aside.kind" => "of a kind this program does not take off a stick",
        "bundle_aside.unreadable" => "it cannot be read",
        "bundle_aside.not_our_gateway" => "it is not from the gateway of this office",
        "bundle_aside.not_ours" => "it is about nothing that was sent here",
        "bundle_aside.not_proven" => "its signature does not hold",
        other => other,
    }
}
