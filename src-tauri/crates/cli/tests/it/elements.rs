//! Can a developer or a ministry print the table of elements?

use crate::program::tamga;

#[test]
fn the_whole_table_is_printed_for_programs_and_for_sheets() {
    let object = tamga(["elements", "--json"]).ended(0).object();
    let list = object["elements"].as_array().unwrap();
    assert!(list.len() > 200 && object["count"] == list.len(), "{} elements", list.len());
    let rule = list.iter().find(|one| one["path"] == "items[].criterion.code").unwrap();
    assert_eq!(rule["wco"]["id"], "436");
    assert_eq!(rule["dialects"]["tamgaXml"], "GoodsShipment/GovernmentAgencyGoodsItem/Origin/RuleCode");
    let sheet = tamga(["elements", "--csv"]).ended(0).out;
    assert_eq!(sheet.lines().count(), 1 + list.len());
    assert!(sheet.starts_with("path,meaning,cardinality,"), "{sheet}");
}

#[test]
fn one_part_of_the_table_is_found_by_the_beginning_of_its_path() {
    let said = tamga(["elements", "items.hs"]).ended(0).out;
    assert!(said.contains("items[].hs.edition") && said.contains("145"), "{said}");
    assert!(!said.contains("invoices[]"), "{said}");
    let numbered = tamga(["elements", "items[3].criterion.code", "--json"]).ended(0).object();
    assert_eq!(numbered["count"], 1);
    let sheet = tamga(["elements", "exporter.address", "--csv"]).ended(0).out;
    assert_eq!(sheet.lines().count(), 6, "{sheet}");
    let none = tamga(["elements", "nothing", "--json"]).ended(1).object();
    assert_eq!(none["count"], 0);
}
