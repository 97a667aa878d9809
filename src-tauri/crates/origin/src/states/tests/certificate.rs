//! The table of `dataset.md` 3.2, and walks that must not leave it.

use proptest::prelude::*;

use super::bit;
use crate::states::*;
use crate::time::Date;
use crate::word::Word;

pub(super) fn issue_context<'a>() -> CertificateContext<'a> {
    CertificateContext {
        next_revision: 1,
        approved: true,
        in_force: true,
        number_free: true,
        entitled: true,
        asked_in_time: true,
        ..CertificateContext::default()
    }
}

pub(super) fn change_context<'a>(revision: u32) -> CertificateContext<'a> {
    let next_revision = revision + 1;
    let successor = Some(Successor { number: "N2", names_original: true, outlives_original: false });
    CertificateContext {
        revision,
        next_revision,
        amending_allowed: true,
        identity_kept: true,
        reason: "ERR",
        successor,
        second_person: true,
        ..issue_context()
    }
}

#[test]
fn a_certificate_moves_as_the_table_says() {
    use CertificateEvent::{Amend, Cancel, Copy, Duplicate, Issue, Lift, Replace, Suspend};
    use CertificateState::{Cancelled, Issued, Replaced, Suspended};
    let moved = |state, event| step_certificate(state, event, &change_context(1)).ok().map(|(state, _)| state);
    for (state, event, expected) in [
        (Some(Issued), Amend, Some(Issued)),
        (Some(Issued), Replace, Some(Replaced)),
        (Some(Issued), Cancel, Some(Cancelled)),
        (Some(Issued), Suspend, Some(Suspended)),
        (Some(Issued), Lift, None),
        (Some(Issued), Issue, None),
        (Some(Suspended), Amend, None),
        (Some(Suspended), Replace, Some(Replaced)),
        (Some(Suspended), Cancel, Some(Cancelled)),
        (Some(Suspended), Lift, Some(Issued)),
        (Some(Suspended), Suspend, None),
        (Some(Cancelled), Lift, None),
        (Some(Replaced), Cancel, None),
        (None, Cancel, None),
        (Some(Issued), Copy, Some(Issued)),
        (Some(Issued), Duplicate, Some(Issued)),
        (Some(Suspended), Copy, None),
    ] {
        assert_eq!(moved(state, event), expected, "{state:?} {event:?}");
    }
    let (state, effects) = step_certificate(None, Issue, &issue_context()).unwrap();
    assert_eq!(state, Issued);
    assert!(effects.contains(&CertificateEffect::UseNumber) && effects.contains(&CertificateEffect::Enqueue));
}

#[test]
fn a_refused_step_says_why_and_what_is_known_here() {
    use CertificateEvent::{Amend, Cancel, Issue, Replace};
    let issued = Some(CertificateState::Issued);
    let why = |state, event, context: &CertificateContext<'_>| step_certificate(state, event, context).unwrap_err().why;
    let taken = CertificateContext { number_free: false, ..issue_context() };
    assert_eq!(why(None, Issue, &taken), Why::NumberNotFree);
    assert_eq!(why(None, Issue, &CertificateContext { entitled: false, ..issue_context() }), Why::NotEntitled);
    let faulty = CertificateContext { blocking: 2, ..issue_context() };
    assert_eq!(why(None, Issue, &faulty), Why::Findings { blocking: 2 });
    let skipped = CertificateContext { next_revision: 3, ..change_context(1) };
    assert_eq!(why(issued, Cancel, &skipped), Why::RevisionNotNext { expected: 2, found: 3 });
    let forbidden = CertificateContext { amending_allowed: false, ..change_context(1) };
    assert_eq!(why(issued, Amend, &forbidden), Why::AmendingNotAllowed);
    let moved = CertificateContext { identity_kept: false, ..change_context(1) };
    assert_eq!(why(issued, Amend, &moved), Why::IdentityChanged);
    assert_eq!(why(issued, Cancel, &CertificateContext { reason: " ", ..change_context(1) }), Why::ReasonMissing);
    let used = CertificateContext { uses_known: true, second_person: false, ..change_context(1) };
    assert_eq!(why(issued, Cancel, &used), Why::SecondPersonMissing);
    assert_eq!(
        why(issued, Replace, &CertificateContext { successor: None, ..change_context(1) }),
        Why::SuccessorMissing
    );
    let outliving = Successor { number: "N2", names_original: true, outlives_original: true };
    let outliving = CertificateContext { successor: Some(outliving), ..change_context(1) };
    assert_eq!(why(issued, Replace, &outliving), Why::OutlivesOriginal);
    let drafted = CertificateContext { approved: false, ..issue_context() };
    assert_eq!(why(None, Issue, &drafted), Why::NotApproved);
    assert_eq!(why(None, Issue, &CertificateContext { in_force: false, ..issue_context() }), Why::NotInForce);
    let late = CertificateContext { asked_in_time: false, ..change_context(1) };
    assert_eq!(why(issued, CertificateEvent::Copy, &late), Why::NoTimeLeft);
    let groundless = CertificateContext { reason: "", ..change_context(1) };
    assert_eq!(why(issued, CertificateEvent::Duplicate, &groundless), Why::GroundsMissing);
    let refusal = step_certificate(Some(CertificateState::Cancelled), Cancel, &change_context(1)).unwrap_err();
    assert_eq!((refusal.why.clone(), refusal.legal.len()), (Why::Final, 0));
    assert_eq!(refusal.to_string(), "certificate: cancel is refused in state cancelled (final); known here: nothing");
    let refusal = step_certificate(Some(CertificateState::Suspended), Amend, &change_context(1)).unwrap_err();
    assert_eq!(*refusal.legal, ["replace", "cancel", "lift"]);
}

#[test]
fn expiry_is_computed_and_the_last_day_is_good() {
    let day = |day| Date::new(2027, 3, day).unwrap();
    assert!(!is_expired(CertificateState::Issued, Some(day(10)), day(10)));
    assert!(is_expired(CertificateState::Issued, Some(day(10)), day(11)));
    assert!(!is_expired(CertificateState::Cancelled, Some(day(10)), day(11)));
    assert!(!is_expired(CertificateState::Issued, None, day(11)));
}

fn certificate_walk() -> impl Strategy<Value = Vec<(CertificateEvent, u32, u8)>> {
    proptest::collection::vec((proptest::sample::select(CertificateEvent::ALL), 0_u32..3, any::<u8>()), 1..30)
}

proptest! {
    #[test]
    fn a_certificate_that_ended_stays_ended_and_its_revisions_have_no_gap(walk in certificate_walk()) {
        let (mut state, mut revision) = (None, 0);
        for (event, skip, bits) in walk {
            let context = CertificateContext {
                next_revision: revision + skip,
                number_free: bit(bits, 0),
                entitled: !bit(bits, 1),
                amending_allowed: bit(bits, 2),
                identity_kept: bit(bits, 3),
                reason: if bit(bits, 4) { "ERR" } else { "" },
                second_person: bit(bits, 5),
                uses_known: bit(bits, 6),
                blocking: usize::from(bit(bits, 7)),
                ..change_context(revision)
            };
            match step_certificate(state, event, &context) {
                Ok((next, effects)) => {
                    prop_assert!(!state.is_some_and(CertificateState::is_final), "final is final");
                    if matches!(event, CertificateEvent::Copy | CertificateEvent::Duplicate) {
                        prop_assert_eq!(Some(next), state, "a copy says nothing new");
                        prop_assert!(!effects.contains(&CertificateEffect::FreezeDocument));
                        continue;
                    }
                    prop_assert_eq!(context.next_revision, revision + 1);
                    prop_assert!(effects.contains(&CertificateEffect::FreezeDocument), "no step without a signature");
                    prop_assert!(effects.contains(&CertificateEffect::Enqueue), "every step is told to the destination");
                    prop_assert_eq!(effects.contains(&CertificateEffect::UseNumber), state.is_none());
                    revision += 1;
                    state = Some(next);
                }
                Err(refusal) => prop_assert_eq!(refusal.state, state.map_or("", CertificateState::as_str)),
            }
        }
    }
}
