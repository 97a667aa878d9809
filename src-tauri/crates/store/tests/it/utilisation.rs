//! Balances: exact, and never more used than certified.

use proptest::prelude::*;
use tamga_origin::Decimal;
use tamga_store::{BalanceRow, NewUse, StoreError};

use crate::house::{ALL, House, ISSUER, day, decimal, image, write};

const NUMBER: &str = "KE/1";

fn received() -> House {
    let house = House::new();
    write(&house.store, 1, |tx| {
        let new = image(tx, NUMBER, 1, 1, "valid")?;
        tx.inbound_add(&new)
    })
    .unwrap();
    house
}

fn new_use(sequence: u32, declaration: &str, quantity: &str) -> NewUse {
    NewUse {
        issuer: ISSUER.to_owned(),
        number: NUMBER.to_owned(),
        sequence,
        party: "CN-SHA".to_owned(),
        declaration: declaration.to_owned(),
        declared_on: Some(day("2026-05-20")),
        quantity: decimal(quantity),
        unit: "KGM".to_owned(),
        reason: String::new(),
        answer: String::new(),
    }
}

fn claim(house: &House, new: &NewUse) -> Result<i64, StoreError> {
    write(&house.store, 2, |tx| tx.use_claim(new, Decimal::ZERO))
}

fn balance(house: &House, sequence: u32) -> BalanceRow {
    let rows = house
        .store
        .read(|reader| {
            let current = reader.inbound_current(ISSUER, NUMBER)?.unwrap();
            reader.balances(current.id)
        })
        .unwrap();
    rows.into_iter().find(|row| row.sequence == sequence).unwrap()
}

#[test]
fn a_claim_reserves_a_grant_writes_off_and_a_refusal_gives_back() {
    let house = received();
    let first = claim(&house, &new_use(1, "D1", "5000")).unwrap();
    assert_eq!(balance(&house, 1).left, decimal("960"));
    write(&house.store, 3, |tx| tx.use_grant(first)).unwrap();
    let over = claim(&house, &new_use(1, "D2", "960.001"));
    assert!(
        matches!(&over, Err(StoreError::QuantityExceeded { left, asked, .. }) if left == "960" && asked == "960.001"),
        "{over:?}"
    );
    let second = claim(&house, &new_use(1, "D2", "960")).unwrap();
    let mut row = balance(&house, 1);
    assert_eq!((row.used, row.claimed, row.left), (decimal("5000"), decimal("960"), decimal("0")));
    assert_eq!(row.uses.len(), 2);
    let bare = write(&house.store, 4, |tx| tx.use_refuse(second, " "));
    assert!(matches!(bare, Err(StoreError::Rule(_))), "a refusal has a reason: {bare:?}");
    write(&house.store, 4, |tx| tx.use_refuse(second, "ORI")).unwrap();
    row = balance(&house, 1);
    assert_eq!(row.left, decimal("960"));
    assert_eq!(balance(&house, 2).left, decimal("12.5"), "other items are untouched");
    let twice = write(&house.store, 5, |tx| tx.use_grant(second));
    assert!(matches!(twice, Err(StoreError::StateConflict { .. })), "{twice:?}");
}

#[test]
fn a_declaration_item_counts_once() {
    let house = received();
    let first = claim(&house, &new_use(1, "D1", "10")).unwrap();
    let twice = claim(&house, &new_use(1, "D1", "10"));
    assert!(matches!(twice, Err(StoreError::AlreadyThere { .. })), "{twice:?}");
    claim(&house, &new_use(2, "D1", "10")).expect("another item of the same declaration");
    write(&house.store, 3, |tx| tx.use_refuse(first, "MIS")).unwrap();
    claim(&house, &new_use(1, "D1", "10")).expect("after a refusal it may be claimed again");
}

#[test]
fn taking_back_needs_a_second_person_and_restores_the_balance() {
    let house = received();
    let id = claim(&house, &new_use(1, "D1", "5960")).unwrap();
    write(&house.store, 3, |tx| tx.use_grant(id)).unwrap();
    let alone = write(&house.store, 4, |tx| tx.use_reverse(id, "Amina", "typed wrong"));
    assert!(matches!(alone, Err(StoreError::SecondPersonMissing)), "{alone:?}");
    write(&house.store, 4, |tx| tx.use_reverse(id, "Brian", "typed wrong")).unwrap();
    assert_eq!(balance(&house, 1).left, decimal("5960"));
}

#[test]
fn only_a_usable_certificate_can_be_claimed_on_in_its_own_unit() {
    let house = received();
    let unit = claim(&house, &NewUse { unit: "LTR".to_owned(), ..new_use(1, "D1", "1") });
    assert!(matches!(unit, Err(StoreError::UnitDiffers { .. })), "{unit:?}");
    let unknown = claim(&house, &new_use(7, "D1", "1"));
    assert!(matches!(unknown, Err(StoreError::NotFound { .. })), "{unknown:?}");
    let negative = claim(&house, &new_use(1, "D1", "-1"));
    assert!(matches!(negative, Err(StoreError::Unreadable { .. })), "{negative:?}");
    write(&house.store, 3, |tx| {
        let kept = tx.document_keep(b"<cancel/>", "application/xml")?;
        tx.statement_add(&tamga_store::NewStatement {
            issuer: ISSUER.to_owned(),
            number: NUMBER.to_owned(),
            revision: 2,
            status: "cancelled".to_owned(),
            reason: "ERR".to_owned(),
            successor: String::new(),
            effective_at: crate::house::at(0),
            document_sha: kept.sha256,
        })
    })
    .unwrap();
    let cancelled = claim(&house, &new_use(1, "D1", "1"));
    assert!(matches!(cancelled, Err(StoreError::NotFound { .. })), "{cancelled:?}");
}

#[test]
fn a_tolerance_stretches_the_certified_quantity_and_not_further() {
    let house = received();
    let asked = |quantity: &str, tolerance: &str| {
        write(&house.store, 2, |tx| tx.use_claim(&new_use(2, quantity, quantity), decimal(tolerance)))
    };
    assert!(asked("12.7", "0.1").is_err());
    asked("12.6", "0.1").unwrap();
    assert_eq!(balance(&house, 2).left, decimal("-0.1"));
    assert!(asked("0.1", "0.1").is_err(), "the tolerance is used up too");
}

#[test]
fn write_offs_stay_with_the_number_when_a_newer_revision_comes() {
    let house = received();
    let id = claim(&house, &new_use(1, "D1", "5000")).unwrap();
    write(&house.store, 3, |tx| tx.use_grant(id)).unwrap();
    write(&house.store, 4, |tx| {
        let mut new = image(tx, NUMBER, 2, 1, "valid")?;
        new.items[0].quantity = decimal("4000");
        tx.inbound_add(&new)
    })
    .unwrap();
    assert_eq!(balance(&house, 1).left, decimal("-1000"), "over-used is shown, not hidden");
    assert!(claim(&house, &new_use(1, "D2", "1")).is_err());
}

#[test]
fn what_customs_tells_the_issuer_counts_once_and_can_be_taken_back() {
    let house = House::new();
    let tell = |new: &NewUse, state: &str| write(&house.store, 2, |tx| tx.use_told(new, state)).unwrap();
    let granted = new_use(1, "D1", "10");
    assert!(tell(&granted, "granted"));
    assert!(!tell(&granted, "granted"), "told twice");
    assert!(tell(&NewUse { reason: "typed wrong".to_owned(), ..granted.clone() }, "reversed"));
    assert!(tell(&new_use(1, "D2", "99999"), "granted"), "more than certified is stored as told");
    assert!(tell(&NewUse { reason: "ORI".to_owned(), ..new_use(2, "D1", "0") }, "refused"));
    let told = house.store.read(|reader| reader.uses_told(ISSUER, NUMBER)).unwrap();
    let told: Vec<_> = told.iter().map(|one| (one.declaration.as_str(), one.state.as_str())).collect();
    assert_eq!(told, [("D1", "reversed"), ("D2", "granted"), ("D1", "refused")]);
    assert_eq!(house.store.read(|reader| reader.uses(ISSUER, NUMBER)).unwrap(), [], "it is not our own decision");
}

#[test]
fn balances_are_listed_and_found_like_the_register() {
    let house = received();
    let page = |text: &str| house.store.read(|reader| reader.balance_page(text, ALL)).unwrap();
    assert_eq!(page("").total, 2);
    assert_eq!(page("torréfié").rows.iter().map(|row| row.sequence).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(page("nothing like it").total, 0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn no_walk_of_claims_and_decisions_uses_more_than_is_certified(
        steps in proptest::collection::vec((0..4_u8, 0..8_usize, 1..30_000_u32), 1..30)
    ) {
        let house = received();
        let mut ids = Vec::new();
        for (turn, (what, which, quantity)) in steps.into_iter().enumerate() {
            let old = ids.get(which % ids.len().max(1)).copied();
            let _ = match (what, old) {
                (1, Some(id)) => write(&house.store, 3, |tx| tx.use_grant(id)),
                (2, Some(id)) => write(&house.store, 3, |tx| tx.use_refuse(id, "ORI")),
                (3, Some(id)) => write(&house.store, 3, |tx| tx.use_reverse(id, "Brian", "typed wrong")),
                _ => {
                    let quantity = format!("{}.{:02}", quantity / 10, quantity % 100);
                    claim(&house, &new_use(1, &format!("D{turn}"), &quantity)).map(|id| ids.push(id))
                }
            };
            let row = balance(&house, 1);
            prop_assert!(!row.left.is_negative(), "{} left", row.left);
            let sum = row.left.checked_add(row.used).and_then(|sum| sum.checked_add(row.claimed));
            prop_assert_eq!(sum, Some(decimal("5960")), "nothing appears or vanishes");
        }
    }
}
