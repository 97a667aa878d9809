//! The outbox: frozen bytes, a proof for every step forward, and no way back.

use tamga_store::{Advance, AttemptStart, OutboxRow, RouteRow, Settlement, StoreError, T3, Window};

use crate::house::{ALL, House, ISSUER, ROUTE, at, block, issue, printed, proof, submit, uuid, write};

fn office() -> House {
    let house = House::new();
    write(&house.store, 0, |tx| tx.number_block_add(&block(1, 999))).unwrap();
    house
}

fn row(house: &House, id: &str) -> OutboxRow {
    house.store.read(|reader| reader.outbox_row(id)).unwrap()
}

fn begin(house: &House, id: &str, boot: &str) -> Result<u32, StoreError> {
    let start = AttemptStart { submission_id: id.to_owned(), boot_id: boot.to_owned(), mono: 5 };
    write(&house.store, 10, |tx| tx.outbox_begin(&start))
}

fn end(id: &str, attempt: u32, change: Settlement) -> T3 {
    let (outcome, kind) = match &change {
        Settlement::Accepted => ("accepted", Some("receipt")),
        Settlement::Rejected { .. } | Settlement::Conflict { .. } => ("rejected", Some("refusal")),
        Settlement::Waiting { .. } | Settlement::Blocked { .. } => ("unknown", None),
    };
    T3 {
        submission_id: id.to_owned(),
        attempt,
        outcome: outcome.to_owned(),
        left_us: true,
        class: if kind.is_none() { "timeout" } else { "" }.to_owned(),
        status: None,
        trace: String::new(),
        words: String::new(),
        evidence: kind.map(|kind| proof(kind, 11)).into_iter().collect(),
        change,
    }
}

fn settle(house: &House, end: &T3) -> Result<OutboxRow, StoreError> {
    write(&house.store, 11, |tx| tx.outbox_settle(end))
}

fn advance(house: &House, id: &str, to: &Advance, kind: &str, minute: i64) -> Result<OutboxRow, StoreError> {
    write(&house.store, minute, |tx| tx.outbox_advance(id, to, &proof(kind, minute)))
}

fn answered(outcome: &str, number: u64) -> Advance {
    Advance::Answered { outcome: outcome.to_owned(), number }
}

#[test]
fn a_certificate_goes_from_queued_to_answered_with_a_proof_for_each_step() {
    let house = office();
    let id = issue(&house.store, "run", 1, at(1)).unwrap();
    assert_eq!(row(&house, &id).state, "queued");
    let n = begin(&house, &id, "boot").unwrap();
    assert_eq!((n, row(&house, &id).state.as_str()), (1, "sending"));
    let accepted = settle(&house, &end(&id, 1, Settlement::Accepted)).unwrap();
    assert_eq!((accepted.state.as_str(), accepted.accepted_at), ("accepted", Some(at(11))));
    let delivered = advance(&house, &id, &Advance::Delivered, "delivery", 12).unwrap();
    assert_eq!((delivered.state.as_str(), delivered.delivered_at), ("delivered", Some(at(12))));
    advance(&house, &id, &answered("accepted", 1), "answer", 13).unwrap();
    let later = advance(&house, &id, &answered("refused", 7), "answer", 14).unwrap();
    assert_eq!((later.answer.as_str(), later.answered_at), ("refused", Some(at(14))));
    let older = advance(&house, &id, &answered("accepted", 3), "answer", 15).unwrap();
    assert_eq!(older.answer, "refused", "an older answer that arrives late is kept, not shown");
    let proofs = house.store.read(|reader| reader.evidence(&id)).unwrap();
    let kinds: Vec<_> = proofs.iter().map(|proof| proof.kind.as_str()).collect();
    assert_eq!(kinds, ["receipt", "delivery", "answer", "answer", "answer"]);
    assert!(begin(&house, &id, "boot").is_err(), "what is in custody is not sent again");
}

#[test]
fn no_step_forward_without_its_proof() {
    let house = office();
    let id = issue(&house.store, "run", 1, at(1)).unwrap();
    begin(&house, &id, "boot").unwrap();
    for change in [
        Settlement::Accepted,
        Settlement::Rejected { reason: "signature".to_owned() },
        Settlement::Conflict { reason: "co-number-in-use".to_owned() },
    ] {
        let without = T3 { evidence: Vec::new(), ..end(&id, 1, change) };
        let refused = settle(&house, &without);
        assert!(matches!(refused, Err(StoreError::EvidenceMissing { .. })), "{refused:?}");
    }
    for (to, kind) in [(Advance::Delivered, "receipt"), (Advance::Accepted, "delivery"), (answered("x", 1), "delivery")]
    {
        let refused = advance(&house, &id, &to, kind, 12);
        assert!(matches!(refused, Err(StoreError::EvidenceMissing { .. })), "{refused:?}");
    }
    assert_eq!(row(&house, &id).state, "sending", "nothing of it was stored");
}

#[test]
fn an_answer_that_comes_before_everything_else_implies_the_rest() {
    let house = office();
    let id = issue(&house.store, "run", 1, at(1)).unwrap();
    begin(&house, &id, "boot").unwrap();
    let early = advance(&house, &id, &answered("accepted", 1), "answer", 11).unwrap();
    assert_eq!((early.state.as_str(), early.delivered_at), ("answered", Some(at(11))));
    let late =
        Settlement::Waiting { next_at: at(20), failures: 1, local_faults: 0, odd_since: None, is_suspect: false };
    let settled = settle(&house, &end(&id, 1, late)).unwrap();
    assert_eq!(settled.state, "answered", "the end of the attempt takes nothing back");
    let attempts = house.store.read(|reader| reader.attempts(&id)).unwrap();
    assert_eq!(attempts[0].outcome.as_deref(), Some("unknown"), "but it is closed");
    let delivered = advance(&house, &id, &Advance::Delivered, "delivery", 12).unwrap();
    assert_eq!(delivered.state, "answered");
}

#[test]
fn the_same_id_business_key_or_sequence_enters_once() {
    let house = office();
    write(&house.store, 1, |tx| submit(tx, 1, "KE/1", 1, None)).unwrap();
    let same_key = write(&house.store, 2, |tx| submit(tx, 2, "KE/1", 1, None));
    assert!(matches!(same_key, Err(StoreError::AlreadyThere { .. })), "{same_key:?}");
    let same_id = write(&house.store, 2, |tx| submit(tx, 1, "KE/2", 1, None));
    assert!(matches!(same_id, Err(StoreError::AlreadyThere { .. })), "{same_id:?}");
    let stale_seq = write(&house.store, 2, |tx| {
        let kept = tx.document_keep(b"<co/>", "application/xml")?;
        let device = tx.device_seq_next()?;
        tx.device_seq_next()?;
        tx.outbox_add(&tamga_store::NewSubmission {
            submission_id: uuid(3),
            route: ROUTE.to_owned(),
            kind: "co.issue".to_owned(),
            party: "KE".to_owned(),
            issuer: ISSUER.to_owned(),
            co_number: "KE/3".to_owned(),
            revision: 1,
            number: None,
            business_key: "k".to_owned(),
            destination: "CN".to_owned(),
            envelope: b"{}".to_vec(),
            doc_sha: kept.sha256,
            depends_on: None,
            device,
        })
    });
    assert!(matches!(stale_seq, Err(StoreError::Stale { .. })), "{stale_seq:?}");
}

#[test]
fn a_rejected_number_may_be_submitted_again_under_another_id() {
    let house = office();
    let id = write(&house.store, 1, |tx| submit(tx, 1, "KE/1", 1, None)).unwrap();
    begin(&house, &id, "boot").unwrap();
    settle(&house, &end(&id, 1, Settlement::Rejected { reason: "document-invalid".to_owned() })).unwrap();
    let counts = house.store.read(|reader| reader.counts(at(0))).unwrap();
    assert_eq!(counts.needs_you, 1);
    write(&house.store, 12, |tx| submit(tx, 2, "KE/1", 1, None)).expect("the business key is free again");
    let counts = house.store.read(|reader| reader.counts(at(0))).unwrap();
    assert_eq!(counts.needs_you, 0, "the correction is on its way");
}

#[test]
fn what_depends_on_another_waits_for_its_custody_and_is_shown_when_that_is_refused() {
    let house = office();
    let first = write(&house.store, 1, |tx| submit(tx, 1, "KE/1", 1, None)).unwrap();
    let cancel = write(&house.store, 2, |tx| submit(tx, 2, "KE/1", 2, Some(&first))).unwrap();
    let held: Vec<_> = house.store.read(|reader| reader.outbox_movable(ROUTE)).unwrap();
    assert_eq!(held.iter().map(|row| row.is_held_back).collect::<Vec<_>>(), [false, true]);
    let early = begin(&house, &cancel, "boot");
    assert!(matches!(early, Err(StoreError::StateConflict { .. })), "{early:?}");
    begin(&house, &first, "boot").unwrap();
    settle(&house, &end(&first, 1, Settlement::Rejected { reason: "signature".to_owned() })).unwrap();
    let stranded = row(&house, &cancel);
    assert_eq!((stranded.state.as_str(), stranded.reason.as_str()), ("blocked", "dependency"));
    write(&house.store, 12, |tx| tx.outbox_requeue(&cancel)).unwrap();
    assert_eq!(row(&house, &cancel).state, "blocked", "queued again, it would wait for ever");
    assert_eq!(house.store.read(|reader| reader.rows_nobody_moves("boot")).unwrap(), Vec::<String>::new());
}

#[test]
fn a_chain_behind_a_refused_row_is_shown_to_its_end() {
    let house = office();
    let first = write(&house.store, 1, |tx| submit(tx, 1, "KE/1", 1, None)).unwrap();
    let second = write(&house.store, 2, |tx| submit(tx, 2, "KE/1", 2, Some(&first))).unwrap();
    let third = write(&house.store, 3, |tx| submit(tx, 3, "KE/1", 3, Some(&second))).unwrap();
    begin(&house, &first, "boot").unwrap();
    settle(&house, &end(&first, 1, Settlement::Rejected { reason: "signature".to_owned() })).unwrap();
    let fourth = write(&house.store, 12, |tx| submit(tx, 4, "KE/1", 4, Some(&third))).unwrap();
    for id in [second, third, fourth] {
        assert_eq!(row(&house, &id).reason, "dependency", "{id}");
    }
}

#[test]
fn a_new_run_takes_over_what_an_older_one_was_sending() {
    let house = office();
    let id = issue(&house.store, "run", 1, at(1)).unwrap();
    begin(&house, &id, "boot-1").unwrap();
    let house = house.closed().reopened();
    assert_eq!(house.store.read(|reader| reader.rows_nobody_moves("boot-2")).unwrap(), std::slice::from_ref(&id));
    let recovered = write(&house.store, 20, |tx| tx.outbox_recover("boot-2")).unwrap();
    assert_eq!((recovered.len(), recovered[0].attempt), (1, 1));
    let waiting = row(&house, &id);
    assert_eq!((waiting.state.as_str(), waiting.class.as_str(), waiting.next_at), ("waiting", "unknown", Some(at(20))));
    assert!(waiting.may_have_left);
    assert_eq!(house.store.read(|reader| reader.rows_nobody_moves("boot-2")).unwrap(), Vec::<String>::new());
    assert_eq!(begin(&house, &id, "boot-2").unwrap(), 2, "the same row goes on with the next attempt");
    let own = write(&house.store, 21, |tx| tx.outbox_recover("boot-2")).unwrap();
    assert_eq!(own, [], "what this run sends is left alone");
}

#[test]
fn an_attempt_that_broke_off_in_this_very_run_is_let_go_and_one_under_way_is_not() {
    let house = office();
    let broken = issue(&house.store, "run", 1, at(1)).unwrap();
    let alive = issue(&house.store, "run", 2, at(2)).unwrap();
    for id in [&broken, &alive] {
        begin(&house, id, "boot").unwrap();
    }
    let left = write(&house.store, 20, |tx| tx.outbox_let_go("boot", std::slice::from_ref(&alive))).unwrap();
    assert_eq!(left.iter().map(|row| row.submission_id.as_str()).collect::<Vec<_>>(), [broken.as_str()]);
    let waiting = row(&house, &broken);
    assert_eq!((waiting.state.as_str(), waiting.next_at, waiting.may_have_left), ("waiting", Some(at(20)), true));
    assert_eq!(row(&house, &alive).state, "sending");
    assert_eq!(begin(&house, &broken, "boot").unwrap(), 2, "it goes on with the next attempt");
    settle(&house, &end(&broken, 2, Settlement::Accepted)).unwrap();
    let attempts = house.store.read(|reader| reader.attempts(&broken)).unwrap();
    assert_eq!(attempts[0].outcome.as_deref(), Some("unknown"), "nobody knows whether the first one arrived");
}

#[test]
fn every_attempt_carries_the_same_bytes() {
    let house = office();
    let id = issue(&house.store, "run", 1, at(1)).unwrap();
    let first = house.store.read(|reader| reader.outbox_envelope(&id)).unwrap();
    for n in 1..=3 {
        assert_eq!(begin(&house, &id, "boot").unwrap(), n);
        let wait =
            Settlement::Waiting { next_at: at(12), failures: n, local_faults: 0, odd_since: None, is_suspect: false };
        settle(&house, &end(&id, n, wait)).unwrap();
        assert_eq!(house.store.read(|reader| reader.outbox_envelope(&id)).unwrap(), first);
    }
    let file = std::fs::read(house.dir().join("envelopes").join(&id)).unwrap();
    assert_eq!(&file[1..], first, "the file beside the database holds them too");
}

#[test]
fn giving_up_needs_two_persons_a_reason_and_that_nothing_left() {
    let house = office();
    let id = issue(&house.store, "run", 1, at(1)).unwrap();
    let abandon = |second: &str, reason: &str| write(&house.store, 20, |tx| tx.outbox_abandon(&id, second, reason));
    assert!(matches!(abandon("Amina", "wrong"), Err(StoreError::SecondPersonMissing)));
    assert!(matches!(abandon(" ", "wrong"), Err(StoreError::SecondPersonMissing)));
    assert!(matches!(abandon("Brian", ""), Err(StoreError::Rule(_))));
    begin(&house, &id, "boot").unwrap();
    assert!(matches!(abandon("Brian", "wrong"), Err(StoreError::StateConflict { .. })), "it is being sent");
    settle(
        &house,
        &end(
            &id,
            1,
            Settlement::Waiting { next_at: at(30), failures: 1, local_faults: 0, odd_since: None, is_suspect: false },
        ),
    )
    .unwrap();
    assert!(matches!(abandon("Brian", "wrong"), Err(StoreError::MayHaveLeft { .. })));
    write(&house.store, 21, |tx| tx.evidence_add(&id, &proof("void", 21))).unwrap();
    abandon("Brian", "wrong exporter").unwrap();
    let row = row(&house, &id);
    assert_eq!((row.state.as_str(), row.reason.as_str()), ("abandoned", "wrong exporter"));
    let late = advance(&house, &id, &Advance::Accepted, "receipt", 22).unwrap();
    assert_eq!(late.state, "abandoned", "over is over; the caller sees the contradiction");
}

#[test]
fn a_row_that_never_left_can_be_given_up_without_the_gateway() {
    let house = office();
    let id = issue(&house.store, "run", 1, at(1)).unwrap();
    begin(&house, &id, "boot").unwrap();
    let wait =
        Settlement::Waiting { next_at: at(30), failures: 1, local_faults: 0, odd_since: None, is_suspect: false };
    settle(&house, &T3 { left_us: false, outcome: "not-sent".to_owned(), ..end(&id, 1, wait) }).unwrap();
    write(&house.store, 20, |tx| tx.outbox_abandon(&id, "Brian", "wrong")).unwrap();
    write(&house.store, 21, |tx| submit(tx, 2, &printed(1), 1, None)).expect("the business key is free again");
}

#[test]
fn a_conflict_is_settled_by_a_person_or_by_custody() {
    let house = office();
    let id = issue(&house.store, "run", 1, at(1)).unwrap();
    begin(&house, &id, "boot").unwrap();
    let conflict = Settlement::Conflict { reason: "submission-conflict".to_owned() };
    assert_eq!(settle(&house, &end(&id, 1, conflict)).unwrap().state, "conflict");
    assert_eq!(house.store.read(|reader| reader.counts(at(0))).unwrap().needs_you, 1);
    let custody = advance(&house, &id, &Advance::Delivered, "delivery", 12).unwrap();
    assert_eq!(custody.state, "delivered");
}

#[test]
fn a_suspect_is_kept_with_its_trace_until_it_moves_on() {
    let house = office();
    let id = issue(&house.store, "run", 1, at(1)).unwrap();
    let fails = |attempt, trace: &str, is_suspect| {
        begin(&house, &id, "boot").unwrap();
        let wait =
            Settlement::Waiting { next_at: at(30), failures: attempt, local_faults: 0, odd_since: Some(7), is_suspect };
        settle(&house, &T3 { trace: trace.to_owned(), ..end(&id, attempt, wait) }).unwrap()
    };
    let row = fails(1, "trace-1", false);
    assert_eq!((row.odd_since, row.is_suspect, row.trace.as_str()), (Some(7), false, ""), "not one yet");
    let row = fails(2, "", true);
    assert_eq!(
        (row.odd_since, row.is_suspect, row.trace.as_str()),
        (Some(7), true, "trace-1"),
        "the last trace there was"
    );
    let movable = house.store.read(|reader| reader.outbox_movable(ROUTE)).unwrap();
    assert_eq!((movable[0].odd_since, movable[0].is_suspect, movable[0].attempts), (Some(7), true, 2));
    begin(&house, &id, "boot").unwrap();
    let row = settle(&house, &end(&id, 3, Settlement::Accepted)).unwrap();
    assert_eq!((row.odd_since, row.is_suspect, row.trace.as_str()), (None, false, ""));
}

#[test]
fn waking_marks_what_waits_and_leaves_the_rest() {
    let house = office();
    let ids: Vec<_> = (1..=3).map(|n| issue(&house.store, "run", n, at(n as i64)).unwrap()).collect();
    begin(&house, &ids[0], "boot").unwrap();
    let wait =
        Settlement::Waiting { next_at: at(30), failures: 4, local_faults: 1, odd_since: None, is_suspect: false };
    settle(&house, &end(&ids[0], 1, wait)).unwrap();
    begin(&house, &ids[1], "boot").unwrap();
    assert_eq!(write(&house.store, 12, |tx| tx.outbox_wake(ROUTE)).unwrap(), 2);
    let movable = house.store.read(|reader| reader.outbox_movable(ROUTE)).unwrap();
    assert_eq!(movable.len(), 2, "one is being sent");
    assert!(movable.iter().all(|row| row.is_woken));
    assert_eq!((movable[0].failures, movable[0].local_faults, movable[0].next_at), (4, 1, Some(at(30))));
    assert_eq!(house.store.read(|reader| reader.outbox_in_flight(ROUTE)).unwrap(), 1);
    begin(&house, &ids[0], "boot").unwrap();
    assert!(!row(&house, &ids[0]).is_woken, "the wake-up is spent");
    write(&house.store, 13, |tx| tx.outbox_due(&ids[0], at(14))).unwrap();
    assert_eq!(row(&house, &ids[0]).state, "sending", "only what waits can be made due");
}

#[test]
fn blocked_rows_come_back_when_the_reason_is_gone() {
    let house = office();
    let ids: Vec<_> = (1..=2).map(|n| issue(&house.store, "run", n, at(n as i64)).unwrap()).collect();
    write(&house.store, 5, |tx| tx.outbox_block(&ids[0], "disk")).unwrap();
    write(&house.store, 5, |tx| tx.outbox_block(&ids[1], "version")).unwrap();
    let twice = write(&house.store, 5, |tx| tx.outbox_block(&ids[1], "disk"));
    assert!(matches!(twice, Err(StoreError::StateConflict { .. })), "{twice:?}");
    assert!(begin(&house, &ids[0], "boot").is_err());
    assert_eq!(write(&house.store, 6, |tx| tx.outbox_requeue_all("disk")).unwrap(), 1);
    assert_eq!((row(&house, &ids[0]).state.as_str(), row(&house, &ids[1]).state.as_str()), ("queued", "blocked"));
}

#[test]
fn of_very_many_attempts_the_first_and_the_last_are_kept() {
    let house = office();
    let id = issue(&house.store, "run", 1, at(1)).unwrap();
    write(&house.store, 2, |tx| {
        for n in 1..=90 {
            tx.outbox_begin(&AttemptStart { submission_id: id.clone(), boot_id: "boot".to_owned(), mono: n })?;
            let attempt = u32::try_from(n).unwrap();
            let wait = Settlement::Waiting {
                next_at: at(3),
                failures: attempt,
                local_faults: 0,
                odd_since: None,
                is_suspect: false,
            };
            tx.outbox_settle(&end(&id, attempt, wait))?;
        }
        Ok(())
    })
    .unwrap();
    let kept: Vec<u32> = house.store.read(|reader| reader.attempts(&id)).unwrap().iter().map(|row| row.n).collect();
    let expected: Vec<u32> = (1..=20).chain(41..=90).collect();
    assert_eq!(kept, expected);
    assert_eq!(row(&house, &id).attempts, 90, "the count is whole");
}

#[test]
fn the_list_hides_what_has_arrived_and_the_day_line_adds_up() {
    let house = office();
    let ids: Vec<_> = (1..=4).map(|n| issue(&house.store, "run", n, at(n as i64)).unwrap()).collect();
    for id in &ids[..3] {
        begin(&house, id, "boot").unwrap();
    }
    settle(&house, &end(&ids[0], 1, Settlement::Accepted)).unwrap();
    advance(&house, &ids[0], &Advance::Delivered, "delivery", 12).unwrap();
    settle(&house, &end(&ids[1], 1, Settlement::Accepted)).unwrap();
    settle(
        &house,
        &end(
            &ids[2],
            1,
            Settlement::Waiting { next_at: at(30), failures: 1, local_faults: 0, odd_since: None, is_suspect: false },
        ),
    )
    .unwrap();
    let (open, all, day) = house
        .store
        .read(|reader| {
            Ok::<_, StoreError>((
                reader.outbox(false, ALL)?,
                reader.outbox(true, Window { offset: 0, limit: 1 })?,
                reader.outbox_day(at(0), at(60))?,
            ))
        })
        .unwrap();
    assert_eq!(open.rows.iter().map(|row| &row.submission_id).collect::<Vec<_>>(), [&ids[3], &ids[2], &ids[1]]);
    assert_eq!((all.total, all.rows.len(), &all.rows[0].submission_id), (4, 1, &ids[3]));
    assert_eq!((day.issued, day.received, day.unknown), (4, 2, 1));
    let counts = house.store.read(|reader| reader.counts(at(0))).unwrap();
    assert_eq!((counts.waiting, counts.under_way, counts.delivered_today), (2, 3, 1));
    assert_eq!(counts.last_delivery, Some(at(12)));
}

#[test]
fn the_health_of_a_route_is_kept_as_told() {
    let house = office();
    issue(&house.store, "run", 1, at(1)).unwrap();
    assert_eq!(house.store.read(|reader| reader.routes()).unwrap(), [RouteRow::unknown(ROUTE)]);
    let health = RouteRow {
        faults: 5,
        probe_at: Some(at(7)),
        probes: 2,
        concurrency: 1,
        quiet_until: Some(at(8)),
        last_wake: Some(at(3)),
        clock_offset: -4_000,
        blocked: "auth".to_owned(),
        class: "tls".to_owned(),
        passed: 41,
        last_success: Some(at(1)),
        last_fault: Some(at(6)),
        ..RouteRow::unknown(ROUTE)
    };
    write(&house.store, 7, |tx| tx.route_put(&health)).unwrap();
    assert_eq!(house.store.read(|reader| reader.route(ROUTE)).unwrap(), health);
    assert_eq!(house.store.read(|reader| reader.route("never used")).unwrap(), RouteRow::unknown("never used"));
}
