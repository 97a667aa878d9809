//! Every wire type as text. A changed snapshot is a changed API: a member may be added, never renamed or removed.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tamga_protocol::ProblemType;

use crate::examples::*;

/// Writes it, compares the text, and reads it back to the same value.
macro_rules! stands {
    ($($name:ident: $value:expr;)+) => {
        $(#[test]
        fn $name() {
            let value = $value;
            insta::assert_json_snapshot!(stringify!($name), value);
            reads_back(&value);
        })+
    };
}

fn reads_back<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let bytes = serde_json::to_vec(value).unwrap();
    assert_eq!(serde_json::from_slice::<T>(&bytes).unwrap(), *value, "what is written reads back");
}

stands! {
    envelope_of_a_certificate: envelope();
    envelope_of_an_answer: answer_envelope();
    business_key_of_a_certificate: certificate_key();
    business_key_of_an_answer: response_key();
    a_problem: problem(ProblemType::CoNumberInUse);
    claims_of_a_receipt: receipt();
    claims_of_a_refusal: refusal();
    claims_of_a_void: void_claims();
    submission_accepted: accepted();
    submission_view: view();
    submission_list: list();
    inbox_page: inbox();
    acknowledgements: acks();
    results_of_acknowledgements: ack_results();
    service_view: service();
    routes_answer: routes();
    receipt_keys: keys();
    token_answer: token();
    token_refused: token_error();
    wish_to_void: void_request();
    promise_of_a_void: void_answer();
}

#[test]
fn every_problem_has_its_status_and_its_word_about_trying_again() {
    let lines: Vec<String> = ProblemType::ALL
        .iter()
        .map(|problem| {
            let retry = serde_json::to_value(problem.retry()).unwrap();
            format!("{} {} {} | {}", problem.as_str(), problem.status(), retry.as_str().unwrap(), problem.title())
        })
        .collect();
    insta::assert_snapshot!("problems", lines.join("\n"));
}
