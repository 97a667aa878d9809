//! The tables of `dataset.md` section 3, and random walks that must not leave them.

use std::path::PathBuf;

use proptest::prelude::*;

use super::*;
use crate::goods::Measure;
use crate::quantity::Balance;
use crate::time::Date;
use crate::word::Word;

/// The words in a CHECK of the store's schema: `column TEXT … CHECK (column IN ('a', 'b'))`.
fn stored_words(noun: &str, table: &str, column: &str) -> Vec<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("../store/src/{noun}/{noun}.sql"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let from = text.find(&format!("CREATE TABLE {table} ")).unwrap_or_else(|| panic!("there is no table {table}"));
    let begin = text[from..].find(&format!("({column} IN (")).map(|at| from + at + column.len() + 6).unwrap();
    let end = begin + text[begin..].find(')').unwrap();
    text[begin..end].split(',').map(|word| word.trim().trim_matches('\'').to_owned()).collect()
}

#[track_caller]
fn same_words<T: Word>(noun: &str, table: &str, column: &str, passing: &[&str]) {
    let mut stored = stored_words(noun, table, column);
    let mut known: Vec<String> = T::ALL.iter().map(|member| member.as_str().to_owned()).collect();
    known.retain(|word| !passing.contains(&word.as_str()));
    stored.sort();
    known.sort();
    assert_eq!(known, stored, "words of {table}.{column}");
}

#[test]
fn the_words_of_states_are_those_the_store_lets_in() {
    same_words::<CertificateState>("certificates", "certificate", "state", &[]);
    same_words::<CertificateEvent>("certificates", "certificate_revision", "kind", &[]);
    same_words::<TransmissionState>("outbox", "outbox", "state", &[]);
    same_words::<InboundState>("inbound", "inbound", "state", &["received"]);
    same_words::<UseState>("utilisation", "utilisation", "state", &[]);
}

fn issue_context<'a>() -> CertificateContext<'a> {
    CertificateContext { next_revision: 1, number_free: true, entitled: true, ..CertificateContext::default() }
}

fn change_context<'a>(revision: u32) -> CertificateContext<'a> {
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
    use CertificateEvent::{Amend, Cancel, Issue, Lift, Replace, Suspend};
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

fn proved<'a>() -> TransmissionContext<'a> {
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

fn verified<'a>(revision: u32, other_revision: u32) -> InboundContext<'a> {
    InboundContext {
        verified: true,
        revision,
        other_revision,
        reason: "SIG",
        second_person: true,
        ..InboundContext::default()
    }
}

#[test]
fn an_image_moves_as_the_table_says() {
    use InboundEvent as E;
    use InboundState as S;
    let moved = |state, event| step_inbound(state, event, &verified(1, 2)).ok().map(|(state, _)| state);
    for (state, event, expected) in [
        (None, E::Arrive, Some(S::Received)),
        (Some(S::Received), E::Judge(Judgement::Valid), Some(S::Valid)),
        (Some(S::Received), E::Judge(Judgement::ValidWithWarnings), Some(S::ValidWithWarnings)),
        (Some(S::Received), E::Judge(Judgement::RefusedByRule), Some(S::Refused)),
        (Some(S::Received), E::Judge(Judgement::Broken), Some(S::Quarantined)),
        (Some(S::Received), E::Judge(Judgement::MayHeal), Some(S::Quarantined)),
        (Some(S::Received), E::ArriveLate, Some(S::Superseded)),
        (Some(S::Valid), E::Conflict, Some(S::Quarantined)),
        (Some(S::Quarantined), E::CheckAgain, Some(S::Received)),
        (Some(S::Quarantined), E::SetAside, Some(S::SetAside)),
        (Some(S::Quarantined), E::Judge(Judgement::Valid), None),
        (Some(S::Valid), E::Supersede, Some(S::Superseded)),
        (Some(S::ValidWithWarnings), E::Cancel, Some(S::CancelledByIssuer)),
        (Some(S::Suspended), E::Replace, Some(S::ReplacedByIssuer)),
        (Some(S::Valid), E::Suspend, Some(S::Suspended)),
        (Some(S::Suspended), E::Lift, Some(S::Valid)),
        (Some(S::CancelledByIssuer), E::Lift, None),
        (Some(S::Refused), E::CheckAgain, None),
    ] {
        assert_eq!(moved(state, event), expected, "{state:?} {event:?}");
    }
    let unverified = InboundContext { verified: false, ..verified(1, 2) };
    for event in [E::Conflict, E::Supersede, E::Cancel, E::Replace, E::Suspend] {
        assert_eq!(step_inbound(Some(S::Valid), event, &unverified).unwrap_err().why, Why::NotVerified, "{event:?}");
    }
    let older = step_inbound(Some(S::Valid), E::Supersede, &verified(2, 2)).unwrap_err();
    assert_eq!(older.why, Why::RevisionNotHigher { held: 2, found: 2 });
    let used = InboundContext { used: true, ..verified(1, 2) };
    assert_eq!(step_inbound(Some(S::Valid), E::Cancel, &used).unwrap().1, [InboundEffect::AlertUses]);
}

#[test]
fn an_arriving_image_finds_its_place_by_revision_and_digest() {
    let image = |revision, digest: &str, state| Image { revision, digest: digest.into(), state };
    let held = [
        image(1, "a", InboundState::Superseded),
        image(3, "c", InboundState::Valid),
        image(5, "e", InboundState::Quarantined),
        image(6, "f", InboundState::SetAside),
    ];
    assert_eq!(placement(&[], 4, "x"), Placement::First);
    assert_eq!(placement(&held, 3, "c"), Placement::Repeat);
    assert_eq!(placement(&held, 6, "f"), Placement::Repeat);
    assert_eq!(placement(&held, 3, "x"), Placement::Conflict);
    assert_eq!(placement(&held, 5, "x"), Placement::Conflict);
    assert_eq!(placement(&held, 6, "x"), Placement::Newer, "what was set aside stands in nobody's way");
    assert_eq!(placement(&held, 4, "x"), Placement::Newer);
    assert_eq!(placement(&held, 2, "x"), Placement::Late);
}

fn kilograms(amount: i64) -> Measure {
    Measure { amount: Decimal::whole(amount), unit: "KGM".into() }
}

#[test]
fn a_use_moves_as_the_table_says() {
    let (quantity, balance) = (kilograms(40), Balance::of(&kilograms(100), &[]).unwrap());
    let context = UseContext {
        record: InboundState::Valid,
        expired: false,
        quantity: &quantity,
        balance: &balance,
        tolerance: Decimal::ZERO,
        recorded: false,
        reason: "ORI",
        second_person: true,
    };
    let moved = |state, event| step_use(state, event, &context).ok().map(|(state, _)| state);
    assert_eq!(moved(None, UseEvent::Claim), Some(UseState::Claimed));
    assert_eq!(moved(Some(UseState::Claimed), UseEvent::Grant), Some(UseState::Granted));
    assert_eq!(moved(Some(UseState::Claimed), UseEvent::Refuse), Some(UseState::Refused));
    assert_eq!(moved(Some(UseState::Granted), UseEvent::Reverse), Some(UseState::Reversed));
    assert_eq!(moved(Some(UseState::Claimed), UseEvent::Reverse), None);
    assert_eq!(moved(Some(UseState::Refused), UseEvent::Grant), None);
    let why = |state, event, context: UseContext<'_>| step_use(state, event, &context).unwrap_err().why;
    assert_eq!(why(None, UseEvent::Claim, UseContext { recorded: true, ..context }), Why::AlreadyRecorded);
    assert_eq!(why(None, UseEvent::Claim, UseContext { expired: true, ..context }), Why::Expired);
    let cancelled = UseContext { record: InboundState::CancelledByIssuer, ..context };
    assert_eq!(why(None, UseEvent::Claim, cancelled), Why::NotUsable);
    assert_eq!(why(Some(UseState::Claimed), UseEvent::Grant, cancelled), Why::NotUsable);
    let much = kilograms(101);
    let exceeded = Why::QuantityExceeded { remaining: Decimal::whole(100) };
    assert_eq!(why(None, UseEvent::Claim, UseContext { quantity: &much, ..context }), exceeded);
    let litres = Measure { amount: Decimal::whole(1), unit: "LTR".into() };
    let differs = Why::UnitDiffers { certified: "KGM".into(), asked: "LTR".into() };
    assert_eq!(why(None, UseEvent::Claim, UseContext { quantity: &litres, ..context }), differs);
    assert_eq!(
        why(Some(UseState::Claimed), UseEvent::Refuse, UseContext { reason: "", ..context }),
        Why::ReasonMissing
    );
}

fn certificate_walk() -> impl Strategy<Value = Vec<(CertificateEvent, u32, u8)>> {
    proptest::collection::vec((proptest::sample::select(CertificateEvent::ALL), 0_u32..3, any::<u8>()), 1..30)
}

fn transmission_walk() -> impl Strategy<Value = Vec<(TransmissionEvent, u8, u64)>> {
    proptest::collection::vec((proptest::sample::select(TransmissionEvent::ALL), any::<u8>(), 0_u64..6), 1..40)
}

fn bit(bits: u8, which: u8) -> bool {
    bits & (1 << which) != 0
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

    #[test]
    fn a_late_older_image_never_overwrites_whatever_comes_in_whatever_order(
        arrivals in proptest::collection::vec((1_u32..6, 0_u8..2, 0_u8..5), 1..25),
    ) {
        let mut held: Vec<Image> = Vec::new();
        for (revision, digest, judged) in arrivals {
            let digest = format!("{revision}-{digest}");
            let place = placement(&held, revision, &digest);
            if place == Placement::Repeat {
                continue;
            }
            let (state, _) = step_inbound(None, InboundEvent::Arrive, &InboundContext::default()).unwrap();
            let judgement = [Judgement::Valid, Judgement::ValidWithWarnings, Judgement::RefusedByRule, Judgement::Broken, Judgement::MayHeal][usize::from(judged)];
            let genuine = matches!(judgement, Judgement::Valid | Judgement::ValidWithWarnings);
            let counting = held.iter().position(|image| image.state.is_usable());
            let step = |state, event, own, other| step_inbound(Some(state), event, &verified(own, other)).unwrap().0;
            let state = match place {
                Placement::Conflict if genuine => {
                    for image in held.iter_mut().filter(|image| image.revision == revision && image.state.is_usable()) {
                        image.state = step(image.state, InboundEvent::Conflict, revision, revision);
                    }
                    step(state, InboundEvent::Conflict, revision, revision)
                }
                Placement::Late if genuine => {
                    let highest = held.iter().map(|image| image.revision).max().unwrap();
                    step(state, InboundEvent::ArriveLate, revision, highest)
                }
                Placement::Newer if genuine => {
                    if let Some(old) = counting {
                        held[old].state = step(held[old].state, InboundEvent::Supersede, held[old].revision, revision);
                    }
                    step(state, InboundEvent::Judge(judgement), revision, revision)
                }
                _ => step(state, InboundEvent::Judge(judgement), revision, revision),
            };
            held.push(Image { revision, digest, state });
            let usable: Vec<&Image> = held.iter().filter(|image| image.state.is_usable()).collect();
            prop_assert!(usable.len() <= 1, "one image counts: {:?}", held);
            if let Some(current) = usable.first() {
                let superseded = held.iter().filter(|image| image.state == InboundState::Superseded);
                prop_assert!(superseded.map(|image| image.revision).all(|old| old < current.revision), "{:?}", held);
            }
        }
    }

    #[test]
    fn a_walk_of_events_never_makes_an_ended_or_quarantined_image_usable(
        walk in proptest::collection::vec((proptest::sample::select(&InboundEvent::ALL[..]), 1_u32..4, 1_u32..4, any::<u8>()), 1..40),
    ) {
        let mut state = None;
        for (event, revision, other_revision, bits) in walk {
            let context = InboundContext {
                verified: bit(bits, 0),
                revision,
                other_revision,
                had_warnings: bit(bits, 1),
                used: bit(bits, 2),
                reason: if bit(bits, 3) { "SIG" } else { "" },
                second_person: bit(bits, 4),
            };
            let Ok((next, _)) = step_inbound(state, event, &context) else { continue };
            if next.is_usable() && state != Some(next) {
                let from = state.unwrap_or(InboundState::Received);
                prop_assert!(matches!(from, InboundState::Received | InboundState::Suspended), "{:?} to {:?}", from, next);
            }
            if state.is_some_and(InboundState::is_final) {
                prop_assert_eq!(Some(next), state);
            }
            state = Some(next);
        }
    }

    #[test]
    fn uses_never_exceed_what_was_certified_and_an_unusable_record_takes_none(
        certified in 1_i64..200,
        walk in proptest::collection::vec((0_usize..5, proptest::sample::select(UseEvent::ALL), 1_i64..90, any::<u8>()), 1..60),
    ) {
        let certified = kilograms(certified);
        let mut uses: Vec<Option<(Measure, UseState)>> = vec![None; 5];
        for (which, event, amount, bits) in walk {
            let record = if bit(bits, 0) { InboundState::Valid } else { *InboundState::ALL.iter().cycle().nth(usize::from(bits)).unwrap() };
            let others: Vec<(Measure, UseState)> =
                uses.iter().enumerate().filter(|(at, _)| *at != which).filter_map(|(_, one)| one.clone()).collect();
            let balance = Balance::of(&certified, &others).unwrap();
            let quantity = uses[which].as_ref().map_or_else(|| kilograms(amount), |(quantity, _)| quantity.clone());
            let context = UseContext {
                record,
                expired: bit(bits, 1),
                quantity: &quantity,
                balance: &balance,
                tolerance: Decimal::ZERO,
                recorded: bit(bits, 2) && bit(bits, 3),
                reason: "ORI",
                second_person: bit(bits, 4),
            };
            let state = uses[which].as_ref().map(|(_, state)| *state);
            let Ok((next, _)) = step_use(state, event, &context) else { continue };
            if matches!(next, UseState::Claimed | UseState::Granted) {
                prop_assert!(record.is_usable(), "{:?} takes no use", record);
            }
            uses[which] = Some((quantity, next));
            let all: Vec<(Measure, UseState)> = uses.iter().flatten().cloned().collect();
            let balance = Balance::of(&certified, &all).unwrap();
            prop_assert!(!balance.remaining().is_negative(), "left: {}", balance.remaining());
        }
    }
}
