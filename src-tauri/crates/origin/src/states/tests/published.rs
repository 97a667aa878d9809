//! The published codes of `dataset.md` 3.7 and section 6.

use crate::answer::Outcome;
use crate::states::*;
use crate::word::Word;

#[test]
fn every_meaning_has_one_row_and_every_code_is_on_its_list() {
    const FUNCTIONS: [&str; 18] =
        ["1", "4", "5", "7", "8", "9", "10", "11", "13", "17", "18", "27", "31", "35", "44", "45", "53", "64"];
    const STATUSES: [&str; 15] =
        ["1", "8", "10", "11", "12", "13", "14", "15", "19", "39", "40", "41", "42", "43", "44"];
    const RESPONSES: [&str; 8] = ["AB", "UT", "AP", "CA", "RE", "AJ", "AQ", "AG"];
    const EDI3: [&str; 9] =
        ["draft", "submitted", "not-issued", "issued", "verified", "rejected", "acquitted", "disputed", "expired"];
    #[track_caller]
    fn same(mut found: Vec<&str>, known: &[&str]) {
        let mut known = known.to_vec();
        found.sort_unstable();
        found.dedup();
        known.sort_unstable();
        assert_eq!(found, known, "each code of the list is used, and none beside them");
    }
    let meanings: Vec<Meaning> = MEANINGS.iter().map(|row| row.meaning).collect();
    assert_eq!(meanings, Meaning::ALL);
    same(MEANINGS.iter().flat_map(|row| row.functions).copied().collect(), &FUNCTIONS);
    same(MEANINGS.iter().flat_map(|row| row.statuses).copied().collect(), &STATUSES);
    same(MEANINGS.iter().filter_map(|row| row.response).collect(), &RESPONSES);
    same(MEANINGS.iter().filter_map(|row| row.edi3).collect(), &EDI3);
}

#[test]
fn what_is_written_is_read_back_as_the_same_meaning() {
    for row in MEANINGS.iter().filter(|row| !row.functions.is_empty()) {
        for function in row.functions {
            for status in if row.statuses.is_empty() { &[""][..] } else { row.statuses } {
                let read = Meaning::read(function, status, row.response.unwrap_or_default());
                assert_eq!(read, Some(row.meaning), "{function} {status} {:?}", row.response);
            }
        }
    }
    assert_eq!(Meaning::read("9", "41", ""), None, "an original that is revoked says nothing");
    assert_eq!(Meaning::read("", "", ""), None);
}

#[test]
fn steps_and_states_know_what_they_say_outside() {
    for event in CertificateEvent::ALL {
        let said = Meaning::of_certificate(*event).codes().unwrap();
        assert!(!said.functions.is_empty(), "{event:?} travels under a function");
    }
    assert_eq!(Meaning::of_certificate(CertificateEvent::Replace).codes().unwrap().functions, ["17"]);
    assert_eq!(Meaning::of_application(ApplicationState::Submitted).unwrap().codes().unwrap().statuses, ["19"]);
    assert_eq!(Meaning::of_application(ApplicationState::UnderExamination), None);
    assert_eq!(Meaning::of_outcome(Outcome::Refused).codes().unwrap().response, Some("RE"));
    assert_eq!(Meaning::of_verification(VerificationEvent::Send), Some(Meaning::VerificationAsked));
    assert_eq!(Meaning::of_verification(VerificationEvent::Reply), None, "a reply needs its outcome");
}
