//! What is wrong with a key or a card, and what does a person do about it? By the code the seal gives; what is said of
//! other errors is `failure`'s.

use tamga_office::OfficeError;

/// What happened, and what to do, when the seal said why.
pub fn of(error: &OfficeError) -> Option<(&'static str, &'static str)> {
    let params = error.params();
    let (_, code) = params.iter().find(|(name, _)| *name == "seal")?;
    Some(match code.as_str() {
        "sign.pin_few_left" => (
            "The card refuses the PIN; nothing was signed.",
            "Few tries are left: look the PIN up before you try again.",
        ),
        "sign.pin_last_try" => (
            "The card refuses the PIN; nothing was signed.",
            "One more wrong PIN locks the card: ask whoever gave it out before you try again.",
        ),
        "sign.card_locked" => (
            "The card is locked after too many wrong PINs.",
            "Whoever gave out the card can unlock it; it was not asked for anything now.",
        ),
        "sign.token_gone" => (
            "The card is not there.",
            "Put the card in and repeat the command; what was issued until then stays issued.",
        ),
        "sign.token_busy" => ("Somebody else signs with this card now.", "Wait until that is done, then try again."),
        "sign.token_failed" => {
            ("The card cannot sign.", "Try it with the program of the card's maker, then ask there.")
        }
        "key.module" => (
            "The program of the card's maker cannot be loaded.",
            "Install it, or say where it lies with `tamga key set KEY --module PATH`.",
        ),
        "key.on_card" => (
            "The key lies on a card, and so does its PIN.",
            "Change the PIN with the program of the card's maker; `tamga` goes on asking for it.",
        ),
        "key.file_unreadable" => (
            "The key file cannot be read.",
            "It has to be a PKCS#12 file (.p12) with one key; where an encryption is named, save it anew as \
             `tamga key import --help` shows.",
        ),
        "sign.key_mismatch" => (
            "The key does not fit its certificate, or is of a kind that does not sign here.",
            "Ask whoever gave it out for an RSA key of 2048 to 4096 bits or an EC key (P-256, P-384), with a certificate \
             that does not allow RSA-PSS alone.",
        ),
        "key.ring_absent" => (
            "The key ring of this computer does not open.",
            "Sign in at its desktop, or take the key file in again with --no-key-ring.",
        ),
        "key.ring_entry_missing" => (
            "This key is bound to the key ring of another computer or another user.",
            "Sign in as the user who took it in, or take the key file in again here.",
        ),
        "sign.key_ambiguous" => ("Several fit, and none was guessed.", "Name one with --which or --card."),
        "sign.key_not_found" => ("No key fits that name.", "Leave --which out to see what there is."),
        "sign.certificate_missing" => {
            ("The key has no certificate beside it.", "Ask whoever gave out the key for one that holds both.")
        }
        "sign.algorithm" => ("The key cannot sign in that way.", "Choose another --algorithm, or another key."),
        _ => return None,
    })
}
