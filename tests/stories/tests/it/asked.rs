//! Customs asks: how a certificate stands, with the gateways away, and whether it was rightly issued. Both questions arrive,
//! are answered by whom they concern, and the answers stand at the border desk.

use tamga_office::questions::AskedQuestion;
use tamga_office::verifications::{Extension, FinalReply, NewRequest};
use tamga_office::{OfficeError, Window, Workers};
use tamga_origin::Moment;
use tamga_origin::states::ItemReply;

use crate::stage::{Stage, issue, key, pin, until};

fn question(number: &str, issuer: &str, issue_day: tamga_origin::Date) -> AskedQuestion {
    AskedQuestion {
        issuer: issuer.to_owned(),
        number: number.to_owned(),
        issue_day,
        reason: "claimed without a certificate".to_owned(),
        declaration: "CN-26-7".to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_asked_without_a_line_is_answered_when_there_is_one() {
    let stage = Stage::set().await;
    let (chamber, post) = (stage.chamber(), stage.post());
    let number = issue(&chamber);
    let gateways = stage.gateways().await;
    crate::thread::stage_is_told(&chamber, &post, &gateways);
    let chamber_workers = Workers::start(&chamber);
    let delivered = |office: &tamga_office::Office| {
        office.open_certificate(&number).unwrap().lamps.abroad.state == tamga_office::lamps::LampState::Lit
    };
    until("delivered", &chamber, delivered).await;
    gateways.stop().await;

    // The line is down: the question waits, and asked once more it is the same one.
    let issued = chamber.open_certificate(&number).unwrap().certificate;
    let day = match issued.issued_at.unwrap() {
        Moment::Instant(at) => at.date(),
        Moment::Day(day) => day,
    };
    let asked = question(&number, &issued.issuer.code, day);
    let post_workers = Workers::start(&post);
    let one = post.ask_question(&asked).unwrap();
    assert_eq!(post.ask_question(&asked).unwrap(), one);
    let wrong_day = question(&number, &issued.issuer.code, day.plus_days(-40).unwrap());
    let two = post.ask_question(&wrong_day).unwrap();
    let rows = post.questions(Window::first(9)).unwrap().rows;
    let states: Vec<&str> = rows.iter().map(|row| row.state.code.as_str()).collect();
    assert_eq!(states, ["question.queued", "question.queued"]);

    // It comes back: both are answered by the gateway of the country that issued.
    let gateways = stage.gateways().await;
    crate::thread::stage_is_told(&chamber, &post, &gateways);
    post.send_now(None).unwrap();
    until("answered", &post, |office| {
        let rows = office.questions(Window::first(9)).unwrap().rows;
        rows.iter().all(|row| row.standing.is_some())
    })
    .await;
    let rows = post.questions(Window::first(9)).unwrap().rows;
    let of = |id| rows.iter().find(|row| row.submission_id == id).unwrap().standing.clone().unwrap();
    let standing = of(one);
    assert_eq!((standing.word.code.as_str(), standing.came_along), ("standing.valid", true));
    assert_eq!(standing.signer, "gw.au.demo");
    assert_eq!(of(two).word.code, "standing.unknown", "a wrong day is an unknown number");
    let found = post.check_number(&number).unwrap().found.expect("the certificate came along");
    assert!(found.can_decide, "{:?}", found.verdict);

    for workers in [chamber_workers, post_workers] {
        workers.stop().await;
    }
    gateways.stop().await;
    for office in [&chamber, &post] {
        assert_eq!(office.verify_journal().unwrap().first_broken, None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_to_verify_is_replied_to_item_by_item() {
    let stage = Stage::set().await;
    let (chamber, post) = (stage.chamber(), stage.post());
    let number = issue(&chamber);
    let gateways = stage.gateways().await;
    crate::thread::stage_is_told(&chamber, &post, &gateways);
    let workers = [Workers::start(&chamber), Workers::start(&post)];
    until("received", &post, |office| office.check_number(&number).unwrap().found.is_some()).await;

    let items: Vec<u32> = post.open_received(&number).unwrap().balance.iter().map(|balance| balance.sequence).collect();
    let due = post.today().plus_days(60).unwrap();
    let request = NewRequest {
        number: number.clone(),
        grounds: "the stamp looks unlike the others".to_owned(),
        items: items.clone(),
        papers: "the exporter's application".to_owned(),
        declaration: "CN-26-7".to_owned(),
        due,
    };
    for wrong in [
        NewRequest { grounds: " ".to_owned(), ..request.clone() },
        NewRequest { items: vec![9_999], ..request.clone() },
        NewRequest { due: post.today(), ..request.clone() },
    ] {
        assert!(matches!(post.ask_to_verify(&wrong), Err(OfficeError::Entry(_))), "{wrong:?}");
    }
    let case = post.ask_to_verify(&request).unwrap();
    until("asked", &chamber, |office| !office.verifications(Some(&number)).unwrap().is_empty()).await;
    let there = chamber.verification(&case, false).unwrap();
    assert_eq!((there.grounds.as_str(), &there.items, there.due), (request.grounds.as_str(), &items, due));
    assert_eq!(
        (there.state.code.as_str(), there.acts.as_slice()),
        ("verification.acknowledged", &["reply", "ask_for_time"][..])
    );

    // For the time being: the hoped-for day is shown, and the due day stays what it was.
    let hoped = post.today().plus_days(90).unwrap();
    let time = Extension { due: hoped, note: "the file is in the archive".to_owned() };
    chamber.ask_for_time(&case, &time, &key(&chamber), &pin()).unwrap();
    until("interim", &post, |office| !office.verification(&case, true).unwrap().replies.is_empty()).await;
    let here = post.verification(&case, true).unwrap();
    assert_eq!((here.state.code.as_str(), here.due), ("verification.acknowledged", due));
    assert_eq!((here.replies[0].interim, here.replies[0].due), (true, Some(hoped)));

    // In the end: every item, by an officer who may sign for the body.
    let said = FinalReply { items: Vec::new(), note: String::new() };
    let nothing = chamber.reply_to_request(&case, &said, &key(&chamber), &pin());
    assert!(matches!(nothing, Err(OfficeError::Entry("verify_entry.items"))), "{nothing:?}");
    let words: Vec<(u32, ItemReply)> = items.iter().map(|item| (*item, ItemReply::Confirmed)).collect();
    let said = FinalReply { items: words.clone(), note: "as in our file".to_owned() };
    chamber.reply_to_request(&case, &said, &key(&chamber), &pin()).unwrap();
    let again = chamber.reply_to_request(&case, &said, &key(&chamber), &pin());
    assert!(matches!(again, Err(OfficeError::Refused(_))), "one final reply: {again:?}");
    until("replied", &post, |office| office.verification(&case, true).unwrap().replies.len() == 2).await;
    let here = post.verification(&case, true).unwrap();
    assert_eq!(here.state.code, "verification.answered");
    assert_eq!((here.replies[1].interim, &here.replies[1].items), (false, &words));
    assert_eq!(here.replies[1].note, "as in our file");
    assert!(post.open_received(&number).unwrap().can_decide, "the decision is still customs' own");

    for workers in workers {
        workers.stop().await;
    }
    gateways.stop().await;
    for office in [&chamber, &post] {
        assert_eq!(office.verify_journal().unwrap().first_broken, None);
    }
}
