//! The table of `dataset.md` 3.3, and walks that must not leave it.

use proptest::prelude::*;

use super::bit;
use crate::states::*;
use crate::word::Word;

pub(super) fn proved<'a>() -> TransmissionContext<'a> {
    TransmissionContext {
        route_open: true,
        predecessor_left: true,
        evidence_fits: true,
        answer_number: 5,
        latest_answer: 4,
        reason: "clock",
        second_person: true,
        nothing_arrived: true,
    }
}

#[test]
fn an_outbox_item_moves_as_the_table_says() {
    use TransmissionEvent as E;
    use TransmissionState as S;
    let moved = |state, event| step_transmission(state, event, &proved()).ok().map(|(state, _)| state);
    for (state, event, expected) in [
        (None, E::Enqueue, Some(S::Queued)),
        (Some(S::Queued), E::Start, Some(S::Sending)),
        (Some(S::Waiting), E::Start, Some(S::Sending)),
        (Some(S::Blocked), E::Start, None),
        (Some(S::Blocked), E::Clear, Some(S::Queued)),
        (Some(S::Sending), E::Accepted, Some(S::Accepted)),
        (Some(S::Sending), E::Duplicate, Some(S::Accepted)),
        (Some(S::Sending), E::NotSent, Some(S::Waiting)),
        (Some(S::Sending), E::Unknown, Some(S::Waiting)),
        (Some(S::Sending), E::Rejected, Some(S::Rejected)),
        (Some(S::Sending), E::Conflict, Some(S::Conflict)),
        (Some(S::Sending), E::Abandon, None),
        (Some(S::Waiting), E::Fault, Some(S::Blocked)),
        (Some(S::Waiting), E::Carry, Some(S::Waiting)),
        (Some(S::Waiting), E::Accepted, Some(S::Accepted)),
        (Some(S::Accepted), E::Delivered, Some(S::Delivered)),
        (Some(S::Accepted), E::Answer, Some(S::Answered)),
        (Some(S::Accepted), E::Start, None),
        (Some(S::Delivered), E::Accepted, Some(S::Delivered)),
        (Some(S::Answered), E::Delivered, Some(S::Answered)),
        (Some(S::Answered), E::Answer, Some(S::Answered)),
        (Some(S::Queued), E::Abandon, Some(S::Abandoned)),
        (Some(S::Rejected), E::Start, None),
        (Some(S::Abandoned), E::Accepted, None),
        (Some(S::Conflict), E::Clear, Some(S::Queued)),
    ] {
        assert_eq!(moved(state, event), expected, "{state:?} {event:?}");
    }
    let early = step_transmission(Some(S::Accepted), E::Answer, &proved()).unwrap().1;
    assert!(
        early.contains(&TransmissionEffect::ProveDelivery),
        "an answer before the acknowledgement implies delivery"
    );
}

#[test]
fn nothing_is_believed_without_its_proof() {
    use TransmissionEvent as E;
    use TransmissionState as S;
    let why = |state, event, context: &TransmissionContext<'_>| {
        step_transmission(Some(state), event, context).unwrap_err().why
    };
    let unproved = TransmissionContext { evidence_fits: false, ..proved() };
    for event in [E::Accepted, E::Duplicate, E::Rejected, E::Delivered, E::Answer] {
        assert_eq!(why(S::Sending, event, &unproved), Why::EvidenceDoesNotFit, "{event:?}");
    }
    let old = TransmissionContext { answer_number: 4, ..proved() };
    assert_eq!(why(S::Answered, E::Answer, &old), Why::AnswerIsOlder);
    let closed = TransmissionContext { route_open: false, ..proved() };
    assert_eq!(why(S::Queued, E::Start, &closed), Why::RouteClosed);
    let behind = TransmissionContext { predecessor_left: false, ..proved() };
    assert_eq!(why(S::Queued, E::Start, &behind), Why::PredecessorWaiting);
    let left = TransmissionContext { nothing_arrived: false, ..proved() };
    assert_eq!(why(S::Waiting, E::Abandon, &left), Why::MayHaveLeft);
    let alone = TransmissionContext { second_person: false, ..proved() };
    assert_eq!(why(S::Waiting, E::Abandon, &alone), Why::SecondPersonMissing);
}

/// Does the store's trigger let a move through? Written out of `outbox.sql`, which says the same in SQL.
fn store_lets(from: TransmissionState, to: TransmissionState) -> bool {
    use TransmissionState as S;
    match from {
        _ if from == to => true,
        S::Queued | S::Waiting => true,
        S::Blocked => to != S::Sending,
        S::Sending => !matches!(to, S::Queued | S::Abandoned),
        S::Accepted => matches!(to, S::Delivered | S::Answered | S::Rejected),
        S::Delivered => to == S::Answered,
        S::Conflict => matches!(to, S::Queued | S::Rejected | S::Accepted | S::Abandoned),
        S::Answered | S::Rejected | S::Abandoned => false,
    }
}

#[test]
fn every_move_of_an_outbox_item_is_one_the_store_lets_through() {
    for state in TransmissionState::ALL {
        for event in TransmissionEvent::ALL {
            if let Ok((next, _)) = step_transmission(Some(*state), *event, &proved()) {
                assert!(store_lets(*state, next), "{state:?} to {next:?} by {event:?}");
            }
        }
    }
}

fn transmission_walk() -> impl Strategy<Value = Vec<(TransmissionEvent, u8, u64)>> {
    proptest::collection::vec((proptest::sample::select(TransmissionEvent::ALL), any::<u8>(), 0_u64..6), 1..40)
}

proptest! {
    #[test]
    fn an_outbox_item_never_goes_back_behind_what_is_proved(walk in transmission_walk()) {
        use TransmissionState as S;
        let mut state = None;
        let mut latest = 0;
        let mut left = false;
        for (event, bits, number) in walk {
            let context = TransmissionContext {
                route_open: bit(bits, 0),
                predecessor_left: bit(bits, 1),
                evidence_fits: bit(bits, 2),
                answer_number: number,
                latest_answer: latest,
                reason: if bit(bits, 3) { "disk" } else { "" },
                second_person: bit(bits, 4),
                nothing_arrived: bit(bits, 5) && !left,
            };
            let Ok((next, effects)) = step_transmission(state, event, &context) else { continue };
            if let Some(before) = state {
                prop_assert!(store_lets(before, next), "{:?} to {:?}", before, next);
                let rank = |one: S| [S::Accepted, S::Delivered, S::Answered].iter().position(|known| *known == one);
                if let Some(reached) = rank(before) {
                    prop_assert!(rank(next).is_some_and(|now| now >= reached), "{:?} to {:?}", before, next);
                }
                prop_assert!(!before.is_final());
            }
            if next == S::Sending {
                prop_assert!(effects.contains(&TransmissionEffect::StoreAttempt), "stored before the first byte");
                left = true;
            }
            prop_assert!(!(next == S::Abandoned && left), "what may have left is not given up");
            if event == TransmissionEvent::Answer {
                prop_assert!(number > latest, "an older answer is never shown");
                latest = number;
            }
            state = Some(next);
        }
    }
}
