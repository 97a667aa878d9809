//! Questions keep their first answer, cases what was said to them, each once; nothing of it is ever taken out.

use tamga_store::{NewQuestion, NewReply, NewVerification, QuestionAnswer, StoreError};

use crate::house::{ALL, House, ISSUER, at, day, printed, submit, uuid, write};

#[test]
fn a_question_keeps_its_first_answer() {
    let house = House::new();
    write(&house.store, 1, |tx| submit(tx, 1, &printed(1), 1, None).map(|_| ())).unwrap();
    let question = NewQuestion {
        submission_id: uuid(1),
        issuer: ISSUER.to_owned(),
        number: printed(1),
        issue_day: day("2026-05-04"),
        reason: "no copy".to_owned(),
        declaration: String::new(),
    };
    write(&house.store, 2, |tx| tx.question_add(&question)).unwrap();
    let unsent = NewQuestion { submission_id: uuid(7), ..question.clone() };
    assert!(write(&house.store, 2, |tx| tx.question_add(&unsent)).is_err(), "a question that nothing carries");
    let waiting = || house.store.read(|reader| reader.questions_waiting(ISSUER, &printed(1))).unwrap().len();
    assert_eq!(waiting(), 1);
    let statement = write(&house.store, 3, |tx| tx.document_keep(b"a.b.c", "application/jose")).unwrap().sha256;
    let answer = |status: &str| QuestionAnswer {
        status: status.to_owned(),
        revision: 1,
        successor: String::new(),
        signer: "gw.au".to_owned(),
        as_of: at(3),
        statement_sha: statement.clone(),
        document_sha: None,
    };
    let keep = |status: &str| write(&house.store, 4, |tx| tx.question_answer(&uuid(1), &answer(status)));
    assert!(matches!(keep("perhaps"), Err(StoreError::Rule(_))));
    assert!(keep("cancelled").unwrap());
    assert!(!keep("valid").unwrap(), "the first stays");
    let rows = house.store.read(|reader| reader.questions(ALL)).unwrap();
    assert_eq!((rows.total, rows.rows[0].answer.clone()), (1, Some(answer("cancelled"))));
    assert_eq!(waiting(), 0);
    let closed = house.closed();
    let raw = closed.raw();
    for change in ["UPDATE question SET status = 'valid'", "DELETE FROM question"] {
        assert!(raw.execute(change, []).is_err(), "{change}");
    }
}

#[test]
fn a_case_is_kept_once_on_each_side_with_what_was_said() {
    let house = House::new();
    let document = write(&house.store, 1, |tx| tx.document_keep(b"<x/>", "application/xml")).unwrap().sha256;
    let case = |is_ours: bool| NewVerification {
        case_id: "c1".to_owned(),
        is_ours,
        party: "CN-CUSTOMS".to_owned(),
        issuer: ISSUER.to_owned(),
        number: printed(1),
        revision: 1,
        agreement: "chafta".to_owned(),
        country: "CN".to_owned(),
        grounds: "the stamp".to_owned(),
        papers: String::new(),
        declaration: String::new(),
        items: vec![1, 3],
        due: day("2026-07-01"),
        state: "sent".to_owned(),
        submission_id: uuid(1),
        item_id: String::new(),
        document_sha: document.clone(),
    };
    let add = |is_ours| write(&house.store, 2, |tx| tx.verification_add(&case(is_ours))).unwrap();
    assert_eq!([add(true), add(true), add(false)], [true, false, true], "one office may stand on both sides");
    let row = house.store.read(|reader| reader.verification("c1", true)).unwrap();
    assert_eq!((row.new.clone(), row.extensions, row.replies.len()), (case(true), 0, 0));
    let reply = |number: u64, interim: bool| NewReply {
        number,
        interim,
        items: if interim { Vec::new() } else { vec![(1, "confirmed".to_owned()), (3, "partly".to_owned())] },
        note: "words".to_owned(),
        due: interim.then(|| day("2026-08-01")),
        signed_by: "B. Officer".to_owned(),
        document_sha: document.clone(),
    };
    let say = |new: &NewReply| write(&house.store, 3, |tx| tx.verification_reply(row.id, new)).unwrap();
    assert_eq!([say(&reply(1, true)), say(&reply(1, true)), say(&reply(2, false))], [true, false, true]);
    write(&house.store, 4, |tx| tx.verification_move(row.id, "answered")).unwrap();
    let wrong = write(&house.store, 4, |tx| tx.verification_move(row.id, "forgotten"));
    assert!(matches!(wrong, Err(StoreError::Rule(_))), "{wrong:?}");
    let cases = house.store.read(|reader| reader.verifications(Some(&printed(1)))).unwrap();
    let ours = cases.iter().find(|one| one.new.is_ours).unwrap();
    assert_eq!((ours.new.state.as_str(), ours.extensions, ours.changed_at), ("answered", 1, at(4)));
    let said: Vec<NewReply> = ours.replies.iter().map(|reply| reply.new.clone()).collect();
    assert_eq!(said, [reply(1, true), reply(2, false)]);
    assert!(house.store.read(|reader| reader.verifications(Some("another"))).unwrap().is_empty());
    let closed = house.closed();
    let raw = closed.raw();
    for change in
        ["UPDATE verification_reply SET note = ''", "DELETE FROM verification_reply", "DELETE FROM verification"]
    {
        assert!(raw.execute(change, []).is_err(), "{change}");
    }
}
