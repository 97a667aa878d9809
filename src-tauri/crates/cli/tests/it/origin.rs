//! Does a product originate? From a spreadsheet and a rule on the command line, and from a worksheet that was kept.

use std::path::PathBuf;

use tempfile::TempDir;

use crate::house::Chamber;
use crate::program::tamga;

/// The example of Lantai Partners' article on the RCEP rules of origin: 1.5 of Thai and 2 of Indian materials in 5.6.
const BILL: &str = "Material,HS,Origin,Status,Value\nTransformer,8504.40,TH,accumulation,1.5\nBoard,8534,IN,no,2\n";

fn folder_with(name: &str, text: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

fn run(file: &std::path::Path, more: &[&str]) -> crate::program::Said {
    let mut arguments = vec!["origin", "calculate", file.to_str().unwrap()];
    arguments.extend_from_slice(more);
    tamga(arguments)
}

const VALUE: [&str; 8] = ["--method", "build-down", "--threshold", "40", "--fob", "5.6", "--currency", "usd"];

#[test]
fn a_bill_of_materials_is_worked_out_step_by_step() {
    let (folder, bill) = folder_with("bom.csv", BILL);
    let without = run(&bill, &VALUE).ended(1);
    assert!(
        without.out.contains("Build-down: (FOB value 5.6 USD - not originating 3.5 USD) / 5.6 USD = 37.5 %."),
        "{}",
        without.out
    );
    assert!(without.out.contains("37.5 % does not reach the 40 % that the rule asks."), "{}", without.out);
    let kept = folder.path().join("worksheet.json");
    let mut with = VALUE.to_vec();
    with.extend(["--accumulate", "TH,VN", "--agreement", "chafta", "--out", kept.to_str().unwrap()]);
    let said = run(&bill, &with).ended(0);
    assert!(said.out.contains("Accumulation: 1.5 USD from TH counts as originating (line 1)."), "{}", said.out);
    assert!(said.out.contains("= ~64.29 %."), "what has no end is shown as rounded: {}", said.out);
    assert!(said.out.contains("The product originates by this rule."), "{}", said.out);
    assert!(said.out.contains("PSR"), "the form's criterion is proposed: {}", said.out);
    // The worksheet is calculated again as it was.
    with.push("--json");
    let first = run(&bill, &with).ended(0).object();
    let again = run(&kept, &["--json"]).ended(0).object();
    for field in ["originates", "content", "criterion", "accumulationUsed"] {
        assert_eq!(first[field], again[field], "{field}");
    }
    assert_eq!(first["steps"], again["steps"]);
    assert_eq!((again["content"].as_str(), again["criterion"].as_str()), (Some("450/7"), Some("PSR")));
    // A result that its numbers do not give is found out.
    let changed = std::fs::read_to_string(&kept).unwrap().replacen("\"fob\": \"5.6\"", "\"fob\": \"6.5\"", 1);
    std::fs::write(&kept, changed).unwrap();
    let found = run(&kept, &["--json"]).ended(0).object();
    assert!(found["findings"].as_array().unwrap().iter().any(|one| one["code"] == "worksheet.differs"), "{found}");
}

#[test]
fn a_change_of_heading_is_shown_line_by_line() {
    let (_folder, bill) = folder_with("bom.csv", BILL);
    let change = ["--change", "cth", "--hs", "8504.31", "--fob", "5.6", "--currency", "USD"];
    let said = run(&bill, &change).ended(1);
    assert!(said.out.contains("Change of heading to 8504: line 2."), "{}", said.out);
    assert!(said.out.contains("No change of heading: line 1."), "{}", said.out);
    let mut forgiven = change.to_vec();
    forgiven.extend(["--de-minimis", "30"]);
    let said = run(&bill, &forgiven).ended(0);
    assert!(
        said.out.contains("Tolerance by value: 1.5 USD of FOB value 5.6 USD = ~26.79 %, within 30 %."),
        "{}",
        said.out
    );
}

#[test]
fn what_is_missing_is_named_with_what_to_do() {
    let (_folder, bill) = folder_with("bom.csv", BILL);
    let said = run(&bill, &["--fob", "5.6", "--currency", "USD"]).ended(2);
    assert!(said.err.contains("No rule was given") && said.err.contains("--method"), "{}", said.err);
    let said = run(&bill, &VALUE[..4]).ended(4);
    assert!(said.err.contains("The currency of the amounts is missing."), "{}", said.err);
    let said = run(&bill, &["--method", "net-cost", "--threshold", "50", "--currency", "USD"]).ended(4);
    assert!(said.err.contains("The total cost of the product is missing."), "{}", said.err);
    run(&bill, &["--method", "build-down", "--fob", "5.6"]).ended(2);
    run(&bill, &["--method", "best", "--threshold", "40"]).ended(2);
    run(&bill, &["--wholly-obtained", "--change", "CTH"]).ended(2);
    let (_folder, empty) = folder_with("empty.csv", "one,two\n1,2\n");
    let said = run(&empty, &[&VALUE[..], &["--json"]].concat()).ended(1);
    assert_eq!(said.object()["error"]["code"], "blocked_by_findings");
    let (_folder, broken) = folder_with("broken.json", "{\"document\": 1}");
    run(&broken, &VALUE).ended(1);
}

#[test]
fn numbers_of_a_table_with_another_decimal_mark_are_a_question_or_read_by_it() {
    let (_folder, bill) = folder_with("bom.csv", "Material;HS;Statut;Valeur\nMoteur;8501;non;1,5\nVis;7318;oui;0,25\n");
    let said = run(&bill, &VALUE).ended(4);
    assert!(said.err.contains("Line 1 has no value."), "a question is no value: {}", said.err);
    let mut french = VALUE.to_vec();
    french.extend(["--decimal", "comma"]);
    let said = run(&bill, &french).ended(0);
    assert!(said.out.contains("1.5 USD not originating"), "{}", said.out);
}

#[test]
fn a_worksheet_is_kept_with_a_draft_and_sealed_with_its_certificate() {
    let chamber = Chamber::set_up();
    let (folder, bill) = folder_with("bom.csv", BILL);
    let draft = chamber.draft();
    let kept = folder.path().join("worksheet.json");
    let mut asked = vec!["origin", "calculate", bill.to_str().unwrap()];
    asked.extend(VALUE);
    asked.extend(["--accumulate", "TH,VN", "--out", kept.to_str().unwrap(), "--draft", &draft]);
    let missing = [asked.clone(), vec!["--item", "99"]].concat();
    chamber.call(missing).run().ended(2);
    let said = chamber.call([asked.clone(), vec!["--item", "2", "--json"]].concat()).run().ended(0).object();
    let sha = said["evidence"]["sha256"].as_str().unwrap().to_owned();
    assert!(sha.len() == 64 && kept.is_file(), "{said}");
    assert_eq!(said["evidence"]["criterion"], said["criterion"], "the line took the proposal of the draft's form over");
    let issued = chamber.issue(&draft);
    let sealed = std::fs::read_to_string(&issued.xml).unwrap();
    assert_eq!(sealed.matches(sha.as_str()).count(), 1, "the digest is under the seal");
    assert!(sealed.contains("Origin worksheet, line 2"), "{sealed}");
    chamber.call(["verify", issued.xml.to_str().unwrap()]).run().ended(0);
}
