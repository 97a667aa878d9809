//! The table of `dataset.md` 3.4, and walks that must not leave it.

use proptest::prelude::*;

use super::bit;
use crate::states::*;
use crate::time::Date;

pub(super) fn verified<'a>(revision: u32, other_revision: u32) -> InboundContext<'a> {
    InboundContext {
        within_limits: true,
        anything_new: true,
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
        (None, E::Statement, Some(S::Awaited)),
        (Some(S::Awaited), E::Statement, Some(S::Awaited)),
        (Some(S::Awaited), E::Arrive, Some(S::Received)),
        (Some(S::Awaited), E::Judge(Judgement::Valid), None),
        (Some(S::Received), E::Statement, None),
    ] {
        assert_eq!(moved(state, event), expected, "{state:?} {event:?}");
    }
    let unverified = InboundContext { verified: false, ..verified(1, 2) };
    for event in [E::Conflict, E::Supersede, E::Cancel, E::Replace, E::Suspend] {
        assert_eq!(step_inbound(Some(S::Valid), event, &unverified).unwrap_err().why, Why::NotVerified, "{event:?}");
    }
    let waiting = step_inbound(Some(S::Awaited), E::Arrive, &verified(1, 2)).unwrap().1;
    assert!(waiting.contains(&InboundEffect::ApplyStatements), "what waited for the certificate applies at once");
    let large = InboundContext { within_limits: false, ..verified(1, 2) };
    assert_eq!(step_inbound(None, E::Arrive, &large).unwrap_err().why, Why::TooLarge);
    let nothing_new = InboundContext { anything_new: false, ..verified(1, 2) };
    assert_eq!(step_inbound(Some(S::Quarantined), E::CheckAgain, &nothing_new).unwrap_err().why, Why::NothingNew);
    let warned = InboundContext { had_warnings: true, ..verified(1, 2) };
    assert_eq!(step_inbound(Some(S::Suspended), E::Lift, &warned).unwrap().0, S::ValidWithWarnings);
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

#[test]
fn the_last_day_and_the_days_the_scheme_lets_pass_are_good() {
    let day = |day| Date::new(2027, 3, day).unwrap();
    assert!(!is_past_validity(Some(day(10)), 0, day(10)));
    assert!(is_past_validity(Some(day(10)), 0, day(11)));
    assert!(!is_past_validity(Some(day(10)), 3, day(13)));
    assert!(is_past_validity(Some(day(10)), 3, day(14)));
    assert!(!is_past_validity(None, 0, day(14)));
}

proptest! {
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
            let (state, _) = step_inbound(None, InboundEvent::Arrive, &verified(revision, revision)).unwrap();
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
                within_limits: bit(bits, 5),
                anything_new: bit(bits, 6),
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
}
