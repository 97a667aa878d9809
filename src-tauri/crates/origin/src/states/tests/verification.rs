//! The table of `dataset.md` 3.6, row by row.

use crate::states::*;
use crate::time::Date;

/// A case of two items that may go the whole way.
pub(super) fn in_order<'a>() -> VerificationContext<'a> {
    VerificationContext {
        grounds: "SIG",
        items: 2,
        within_window: true,
        can_travel: true,
        letter_possible: false,
        verified: true,
        entitled: true,
        extensions_left: 1,
        answered: 2,
        decided: 2,
        overdue: false,
        reason: "OTH",
    }
}

#[test]
fn a_case_moves_as_the_table_says() {
    use VerificationEvent as E;
    use VerificationState as S;
    let moved = |state, event| step_verification(state, event, &in_order()).ok().map(|(state, _)| state);
    for (state, event, expected) in [
        (None, E::Open, Some(S::Opened)),
        (None, E::Send, None),
        (Some(S::Opened), E::Send, Some(S::Sent)),
        (Some(S::Opened), E::Reply, None),
        (Some(S::Sent), E::Arrive, Some(S::Acknowledged)),
        (Some(S::Acknowledged), E::AskForTime, Some(S::Acknowledged)),
        (Some(S::Acknowledged), E::AskForPapers, Some(S::Acknowledged)),
        (Some(S::Sent), E::AskForTime, None),
        (Some(S::Sent), E::Reply, Some(S::Answered)),
        (Some(S::Acknowledged), E::Reply, Some(S::Answered)),
        (Some(S::Answered), E::CloseGranted, Some(S::ClosedGranted)),
        (Some(S::Answered), E::CloseDenied, Some(S::ClosedDenied)),
        (Some(S::Answered), E::Withdraw, None),
        (Some(S::Sent), E::CloseDenied, None),
        (Some(S::Opened), E::Withdraw, Some(S::Withdrawn)),
        (Some(S::Acknowledged), E::Withdraw, Some(S::Withdrawn)),
        (Some(S::Withdrawn), E::Send, None),
        (Some(S::ClosedDenied), E::Reply, None),
    ] {
        assert_eq!(moved(state, event), expected, "{state:?} {event:?}");
    }
}

#[test]
fn a_case_is_refused_a_step_with_the_reason() {
    use VerificationEvent as E;
    use VerificationState as S;
    let why =
        |state, event, context: VerificationContext<'_>| step_verification(state, event, &context).unwrap_err().why;
    assert_eq!(why(None, E::Open, VerificationContext { grounds: "", ..in_order() }), Why::GroundsMissing);
    assert_eq!(why(None, E::Open, VerificationContext { items: 0, ..in_order() }), Why::NothingNamed);
    assert_eq!(why(None, E::Open, VerificationContext { within_window: false, ..in_order() }), Why::NoTimeLeft);
    let used_up = VerificationContext { extensions_left: 0, ..in_order() };
    assert_eq!(why(Some(S::Acknowledged), E::AskForPapers, used_up), Why::ExtensionUsedUp);
    let half = VerificationContext { answered: 1, ..in_order() };
    assert_eq!(why(Some(S::Acknowledged), E::Reply, half), Why::ItemsOpen);
    let stranger = VerificationContext { entitled: false, ..in_order() };
    assert_eq!(why(Some(S::Sent), E::Reply, stranger), Why::NotEntitled);
    assert_eq!(why(Some(S::Sent), E::CloseDenied, in_order()), Why::NotDue);
    let undecided = VerificationContext { decided: 1, ..in_order() };
    assert_eq!(why(Some(S::Answered), E::CloseGranted, undecided), Why::ItemsOpen);
}

#[test]
fn what_cannot_travel_goes_as_a_letter_or_not_at_all() {
    use VerificationEffect::{PrintLetter, SendRequest};
    let sent = |context: VerificationContext<'_>| {
        step_verification(Some(VerificationState::Opened), VerificationEvent::Send, &context)
            .map(|(_, effects)| effects)
    };
    assert_eq!(sent(in_order()).unwrap(), [SendRequest]);
    let by_post = VerificationContext { can_travel: false, letter_possible: true, ..in_order() };
    assert_eq!(sent(by_post).unwrap(), [PrintLetter]);
    let stuck = VerificationContext { can_travel: false, ..in_order() };
    assert_eq!(sent(stuck).unwrap_err().why, Why::NoWay);
}

#[test]
fn silence_past_the_due_date_lets_customs_close() {
    use VerificationState as S;
    let asked = Date::new(2026, 3, 1).unwrap();
    let due = due_date(asked, 90);
    assert_eq!(due, Date::new(2026, 5, 30));
    assert!(!is_overdue(S::Sent, due, Date::new(2026, 5, 30).unwrap()), "the due date itself is good");
    assert!(is_overdue(S::Acknowledged, due, Date::new(2026, 5, 31).unwrap()));
    assert!(!is_overdue(S::Answered, due, Date::new(2026, 5, 31).unwrap()));
    let late = VerificationContext { overdue: true, ..in_order() };
    for state in [S::Sent, S::Acknowledged] {
        assert!(step_verification(Some(state), VerificationEvent::CloseDenied, &late).is_ok(), "{state:?}");
    }
}

#[test]
fn a_reply_that_differs_from_item_to_item_is_partly() {
    use ItemReply::{Confirmed, NotConfirmed, Partly};
    assert_eq!(ItemReply::of_all(&[]), None);
    assert_eq!(ItemReply::of_all(&[Confirmed, Confirmed]), Some(Confirmed));
    assert_eq!(ItemReply::of_all(&[Confirmed, NotConfirmed]), Some(Partly));
    assert_eq!(ItemReply::of_all(&[NotConfirmed]), Some(NotConfirmed));
}
