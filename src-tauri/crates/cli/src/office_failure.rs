//! What does it mean when the office says no? What happened, how the command ends, and what to do, by the office's code;
//! keys and sticks have more to say (`key_failure`, `bundle_failure`).

use tamga_office::confirm::ConfirmationRefused;
use tamga_office::{ErrorCode, OfficeError};

use crate::answer::Exit;
use crate::{bundle_failure, key_failure};

/// Does the sentence leave nothing to add in other words?
pub(crate) fn says_it_all(code: ErrorCode) -> bool {
    matches!(code, ErrorCode::BlockedByFindings | ErrorCode::LayoutOverflow | ErrorCode::SecondStart)
}

/// How a command ends that the office says no to.
pub(crate) fn exit_of(code: ErrorCode) -> Exit {
    match code {
        ErrorCode::NotFound
        | ErrorCode::BlockedByFindings
        | ErrorCode::FileUnreadable
        | ErrorCode::FileTooLarge
        | ErrorCode::FileFormatUnknown
        | ErrorCode::TrustListRefused
        | ErrorCode::CodeListRefused
        | ErrorCode::NotAllowed
        | ErrorCode::AlreadyDecided
        | ErrorCode::QuantityExceeded
        | ErrorCode::LayoutOverflow
        | ErrorCode::StateConflict => Exit::No,
        ErrorCode::BadRequest => Exit::Wrong,
        ErrorCode::Stale
        | ErrorCode::PinWrong
        | ErrorCode::PinLocked
        | ErrorCode::KeyNotUsable
        | ErrorCode::KeyExpired
        | ErrorCode::KeyUnreadable
        | ErrorCode::KeyUnknown
        | ErrorCode::NumberBlockEmpty
        | ErrorCode::NumberUsed
        | ErrorCode::Offline
        | ErrorCode::DiskFull
        | ErrorCode::DatabaseNewer
        | ErrorCode::DatabaseBusy
        | ErrorCode::SecondStart
        | ErrorCode::Internal => Exit::World,
    }
}

/// What happened and what to do, where more is known than the code says.
fn said_of(error: &OfficeError) -> Option<(&'static str, &'static str)> {
    key_failure::of(error).or_else(|| bundle_failure::of(error))
}

/// What happened.
pub(crate) fn happened(error: &OfficeError) -> &'static str {
    if let OfficeError::NotConfirmed(why) = error {
        return match why {
            ConfirmationRefused::NoSuchFact => "The form has no such fact with a value.",
            ConfirmationRefused::NoArticle => "The article in which it was read is missing.",
            ConfirmationRefused::OnePerson => "It takes two different persons.",
        };
    }
    if let Some((happened, _)) = said_of(error) {
        return happened;
    }
    match error.code() {
        ErrorCode::NotFound => "Nothing here has that number or id.",
        ErrorCode::Stale => "Somebody else changed this meanwhile.",
        ErrorCode::BlockedByFindings => "Some points must be put right first; nothing was issued.",
        ErrorCode::PinWrong => "The PIN does not open this key; nothing was signed.",
        ErrorCode::PinLocked => "This key is locked after too many wrong PINs.",
        ErrorCode::KeyNotUsable => "This key may not sign this.",
        ErrorCode::KeyExpired => "This key's certificate has ended, or has not begun.",
        ErrorCode::KeyUnreadable => "The key file could not be opened.",
        ErrorCode::KeyUnknown => "There is no key of that id here.",
        ErrorCode::NumberBlockEmpty => "No certificate number is left for this form; nothing was issued.",
        ErrorCode::NumberUsed => "The next certificate number was used already; nothing was issued.",
        ErrorCode::FileUnreadable => "The content of the file could not be read.",
        ErrorCode::FileTooLarge => "The file is too large to be a certificate.",
        ErrorCode::FileFormatUnknown => "This kind of file is not known here.",
        ErrorCode::TrustListRefused => "The trust list was refused; the one in use stays.",
        ErrorCode::CodeListRefused => "The code list was refused; those that are here stay.",
        ErrorCode::NotAllowed => "This office has no desk for that.",
        ErrorCode::AlreadyDecided => "A decision for this declaration stands already.",
        ErrorCode::QuantityExceeded => "More is asked for than is left on the certificate; nothing was written off.",
        ErrorCode::Offline => "There is no connection to the gateway; nothing is lost.",
        ErrorCode::DiskFull => "The disk is full; nothing was lost and nothing was issued.",
        ErrorCode::DatabaseNewer => "A newer version of Tamga wrote this office's records; they were not touched.",
        ErrorCode::DatabaseBusy => "Another program holds this office's records.",
        ErrorCode::SecondStart => "Another Tamga has this office open.",
        ErrorCode::LayoutOverflow => "The content does not fit the paper of this form; nothing was issued.",
        ErrorCode::StateConflict => "That is not possible in the present state.",
        ErrorCode::BadRequest => "That does not make sense here.",
        ErrorCode::Internal => "Something happened that should not happen; nothing was left half done.",
    }
}

/// What to do about it.
pub(crate) fn remedy(error: &OfficeError) -> &'static str {
    said_of(error).map_or_else(|| to_do(error.code()), |(_, to_do)| to_do)
}

fn to_do(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::NotFound => "`tamga search TEXT` finds numbers; `tamga draft list` shows drafts.",
        ErrorCode::Stale => "Look at it again and repeat the command.",
        ErrorCode::BlockedByFindings => "Put right what is marked Fix, then repeat the command.",
        ErrorCode::PinWrong => "Try again with the right PIN; after several wrong ones the key is locked for a while.",
        ErrorCode::PinLocked => "Wait, then try again with the right PIN.",
        ErrorCode::KeyNotUsable => "Choose another key with --key; `tamga key list` shows them.",
        ErrorCode::KeyExpired => "Take in a renewed key with `tamga key import`, or choose another with --key.",
        ErrorCode::KeyUnreadable => "Check that it is a PKCS#12 file (.p12) with one key, and its password.",
        ErrorCode::KeyUnknown => "`tamga key list` shows the keys.",
        ErrorCode::NumberBlockEmpty => "Add a block with `tamga numbers add`; the draft is safe.",
        ErrorCode::NumberUsed => "Repeat the command; the next number is taken.",
        ErrorCode::FileUnreadable => "Save it again where it came from; it may be cut off or damaged.",
        ErrorCode::FileTooLarge => "Check that this is the file you meant.",
        ErrorCode::FileFormatUnknown => {
            "Tamga reads its own XML, UN/CEFACT JSON and UBL in UTF-8, and applications as CSV or XLSX."
        }
        ErrorCode::TrustListRefused => "Get the newest list from its publisher; check the root keys you named.",
        ErrorCode::CodeListRefused => {
            "Put right what is named, or ask its maker for a whole file; `tamga codes believe` takes packs of a publisher."
        }
        ErrorCode::NotAllowed => "Use the folder of an office with that desk: --dir DIR.",
        ErrorCode::AlreadyDecided => "`tamga inbox NUMBER` shows what was decided.",
        ErrorCode::QuantityExceeded => "Lower the quantity to what is left, or refuse.",
        ErrorCode::Offline => "Try again when the line is back; `tamga doctor` looks at the gateway.",
        ErrorCode::DiskFull => "Free some space and repeat the command.",
        ErrorCode::DatabaseNewer => "Update this program.",
        ErrorCode::DatabaseBusy => "Wait a moment and repeat the command.",
        ErrorCode::SecondStart => "Close the window or the other command, then repeat this one.",
        ErrorCode::LayoutOverflow => "Shorten the box that is named.",
        ErrorCode::StateConflict => "`tamga search NUMBER` shows how it stands.",
        ErrorCode::BadRequest => "See --help of this command.",
        ErrorCode::Internal => "Run `tamga doctor` and give its answer to support.",
    }
}
