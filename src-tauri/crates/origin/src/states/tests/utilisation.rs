//! The table of `dataset.md` 3.5, and walks that must not leave it.

use proptest::prelude::*;

use super::bit;
use crate::decimal::Decimal;
use crate::goods::Measure;
use crate::quantity::Balance;
use crate::states::*;
use crate::word::Word;

pub(super) fn kilograms(amount: i64) -> Measure {
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
        single_use: false,
        outcome_covers: true,
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
    let pending = Some(UseState::PendingVerification);
    assert_eq!(moved(Some(UseState::Claimed), UseEvent::Doubt), pending);
    assert_eq!(moved(pending, UseEvent::Grant), None, "a doubt is lifted by the case alone");
    assert_eq!(moved(pending, UseEvent::CloseGranted), Some(UseState::Granted));
    assert_eq!(moved(pending, UseEvent::CloseRefused), Some(UseState::Refused));
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

#[test]
fn a_form_for_one_use_is_used_up_at_once_and_a_doubt_keeps_the_quantity() {
    let quantity = kilograms(40);
    let balance = |uses: &[(Measure, UseState)]| Balance::of(&kilograms(100), uses).unwrap();
    let (fresh, used) = (balance(&[]), balance(&[(kilograms(10), UseState::Granted)]));
    let doubted = balance(&[(kilograms(70), UseState::PendingVerification)]);
    let context = |balance| UseContext {
        record: InboundState::Valid,
        expired: false,
        quantity: &quantity,
        balance,
        tolerance: Decimal::ZERO,
        recorded: false,
        single_use: true,
        outcome_covers: false,
        reason: "",
        second_person: false,
    };
    let (_, effects) = step_use(Some(UseState::Claimed), UseEvent::Grant, &context(&fresh)).unwrap();
    assert!(effects.contains(&UseEffect::Exhaust));
    assert_eq!(step_use(None, UseEvent::Claim, &context(&used)).unwrap_err().why, Why::SingleUse);
    let many = UseContext { single_use: false, ..context(&doubted) };
    let left = Why::QuantityExceeded { remaining: Decimal::whole(30) };
    assert_eq!(step_use(None, UseEvent::Claim, &many).unwrap_err().why, left, "what is doubted stays reserved");
    let open = step_use(Some(UseState::PendingVerification), UseEvent::CloseGranted, &many).unwrap_err();
    assert_eq!(open.why, Why::ItemsOpen);
    let groundless = step_use(Some(UseState::Claimed), UseEvent::Doubt, &many).unwrap_err();
    assert_eq!(groundless.why, Why::GroundsMissing);
}

#[test]
fn an_end_after_use_and_a_sum_beyond_the_certificate_are_told_and_change_nothing() {
    let over = [(kilograms(60), UseState::Granted), (kilograms(60), UseState::Granted)];
    let (fresh, over) = (Balance::of(&kilograms(100), &[]).unwrap(), Balance::of(&kilograms(100), &over).unwrap());
    let quantity = kilograms(60);
    let context = |balance| UseContext {
        record: InboundState::CancelledByIssuer,
        expired: true,
        quantity: &quantity,
        balance,
        tolerance: Decimal::ZERO,
        recorded: true,
        single_use: false,
        outcome_covers: false,
        reason: "",
        second_person: false,
    };
    let granted = Some(UseState::Granted);
    let alarm = vec![UseEffect::ListDeclarations, UseEffect::Alarm];
    for event in [UseEvent::RecordEnds, UseEvent::Merge] {
        assert_eq!(step_use(granted, event, &context(&over)), Ok((UseState::Granted, alarm.clone())), "{event:?}");
        assert_eq!(step_use(granted, event, &context(&fresh)), Ok((UseState::Granted, vec![])), "{event:?}");
    }
}

proptest! {
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
        single_use: false,
        outcome_covers: true,
                recorded: bit(bits, 2) && bit(bits, 3),
                reason: "ORI",
                second_person: bit(bits, 4),
            };
            let state = uses[which].as_ref().map(|(_, state)| *state);
            let Ok((next, _)) = step_use(state, event, &context) else { continue };
            if state != Some(next) && matches!(next, UseState::Claimed | UseState::Granted) {
                prop_assert!(record.is_usable(), "{:?} takes no use", record);
            }
            uses[which] = Some((quantity, next));
            let all: Vec<(Measure, UseState)> = uses.iter().flatten().cloned().collect();
            let balance = Balance::of(&certified, &all).unwrap();
            prop_assert!(!balance.remaining().is_negative(), "left: {}", balance.remaining());
        }
    }
}
