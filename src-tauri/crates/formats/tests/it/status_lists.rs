//! Status list claims: as a gateway may write them, and as nobody may.

use tamga_formats::status_list::{read, write};
use tamga_origin::trust::CertificateStatus;

const LIST: &str = r#"{"iss":"WHA","n":7,"prev":"PREV","snapshot":false,"asOf":"2026-05-03T14:00:00Z",
  "nextUpdate":"2026-05-04T14:00:00Z","later":1,
  "entries":[{"coNumber":"AU-1","revision":1,"status":"replaced","successor":"AU-2","at":"2026-05-03T10:00:00Z"},
    {"coNumber":"AU-3","revision":2,"status":"cancelled","at":"2026-05-03T11:00:00Z","reason":"SIG"}],
  "evidence":[{"type":"crl","sha256":"PREV","size":812}]}"#;

fn list() -> String {
    LIST.replace("PREV", &"0c".repeat(32))
}

#[test]
fn a_status_list_is_read_with_its_entries_and_what_travels_beside_it() {
    let read = read(list().as_bytes()).unwrap();
    assert_eq!((read.issuer.as_str(), read.n, read.is_snapshot), ("WHA", 7, false));
    assert_eq!(read.entries[0].status, CertificateStatus::Replaced);
    assert_eq!((read.entries[1].number.as_str(), read.entries[1].revision), ("AU-3", 2));
    assert_eq!((read.evidence[0].kind.as_str(), read.evidence[0].size), ("crl", 812));
    let bytes = write(&read).unwrap();
    assert_eq!(super::status_lists::read(&bytes).unwrap(), read);
    assert_eq!(write(&super::status_lists::read(&bytes).unwrap()).unwrap(), bytes);
}

#[test]
fn a_claim_that_means_nothing_refuses_the_status_list() {
    for (from, to, expected) in [
        ("\"iss\":\"WHA\",", "", "iss is missing"),
        ("\"n\":7", "\"n\":0", "n is missing"),
        ("\"n\":7", "\"n\":7,\"n\":8", "key \"n\" stands twice in one object"),
        ("\"snapshot\":false", "\"snapshot\":\"no\"", "snapshot has a value that cannot be read"),
        ("\"asOf\":\"2026-05-03T14:00:00Z\"", "\"asOf\":\"2026-05-03\"", "asOf has a value that cannot be read"),
        ("\"status\":\"cancelled\"", "\"status\":\"void\"", "entries[2].status has a value that cannot be read"),
        ("\"successor\":\"AU-2\",", "", "entries[1].successor is missing"),
        ("\"revision\":2", "\"revision\":4294967296", "entries[2].revision has a value that cannot be read"),
        ("\"type\":\"crl\"", "\"type\":\"program\"", "evidence[1].type has a value that cannot be read"),
        ("\"sha256\":\"0c", "\"sha256\":\"0C", "evidence[1].sha256 has a value that cannot be read"),
    ] {
        let text = list();
        assert!(text.contains(from), "the list says {from}");
        let error = read(text.replacen(from, to, 1).as_bytes()).expect_err(expected);
        // Which column a second member is seen at is the JSON reader's own affair.
        let said = error.to_string();
        assert_eq!(said.split(" (line ").next(), Some(expected), "changing {from} to {to}");
    }
}
