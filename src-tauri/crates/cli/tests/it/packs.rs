//! Does a ministry's pack reach a chamber by command line alone, and are lists, forms and drafts changed only as asked?

use std::fs;

use crate::house::Chamber;

const TABLE: &str = "code,unit,en,fr\n09,,\"Coffee, tea and spices\",\"Café, thé et épices\"\n0901,,Coffee,Café\n\
                     090121,,Roasted dandelion coffee,Café de pissenlit\n";

#[test]
fn a_pack_is_made_believed_taken_in_searched_and_taken_out() {
    let chamber = Chamber::set_up();
    let (table, pack) = (chamber.folder().join("tariff.csv"), chamber.folder().join("pack.zip"));
    fs::write(&table, TABLE).unwrap();
    let (table, pack) = (table.to_str().unwrap(), pack.to_str().unwrap());
    let about = ["--source", "Tariff, test", "--licence", "CC0-1.0", "--maker", "Ministry", "--date", "2012-01-01"];
    let make =
        ["codes", "pack", table, "--id", "pack-test-2012", "--hs-year", "2012", "--pin-env", "PIN", "--out", pack];
    let made = chamber.call(make.into_iter().chain(about).chain(["--json"])).run().ended(0).object();
    let key = made["publisher"].as_str().unwrap().to_owned();

    let refused = chamber.call(["codes", "import", pack, "--json"]).run().ended(1).object();
    assert_eq!(refused["error"]["code"], "code_list_refused");
    assert_eq!(refused["error"]["findings"][0]["code"], "hs_pack.signer_unknown");
    chamber.call(["codes", "believe", &key, "--name", "Ministry of Trade"]).run().ended(0);
    let looked = chamber.call(["codes", "import", pack, "--look", "--json"]).run().ended(0).object();
    assert_eq!((looked["added"].as_u64(), looked["imported"].as_bool()), (Some(3), Some(false)));
    let taken = chamber.call(["codes", "import", pack, "--json"]).run().ended(0).object();
    assert_eq!(taken["publisher"]["name"], "Ministry of Trade");
    assert_eq!(taken["list"]["hsYear"], 2012);

    let lists = chamber.call(["codes", "list", "--json"]).run().ended(0).object();
    let ids: Vec<&str> = lists["lists"].as_array().unwrap().iter().filter_map(|list| list["id"].as_str()).collect();
    assert!(ids.contains(&"pack-test-2012") && ids.contains(&"un-rec20"), "{ids:?}");
    let search = ["codes", "--search", "pissenlit", "--language", "fr", "--year", "2012", "--json"];
    let found = chamber.call(search).run().ended(0).object();
    assert_eq!((found["hits"][0]["code"].as_str(), found["hits"][0]["year"].as_u64()), (Some("090121"), Some(2012)));
    chamber.call(["codes", "remove", "pack-test-2012"]).run().ended(0);
    chamber.call(["codes", "remove", "pack-test-2012"]).run().ended(1);

    let wrong = chamber.folder().join("wrong.csv");
    fs::write(&wrong, "code,en\n09,Coffee\nninety,x\n").unwrap();
    let make =
        ["codes", "pack", wrong.to_str().unwrap(), "--id", "pack-test-2012", "--hs-year", "2012", "--pin-env", "PIN"];
    let said = chamber.call(make.into_iter().chain(about).chain(["--json"])).run().ended(1).object();
    assert_eq!(said["error"]["findings"][0]["path"], "row 3");
}

#[test]
fn the_whole_of_recommendation_21_is_taken_in_with_a_word_on_each_row_that_is_not() {
    let chamber = Chamber::set_up();
    let table = chamber.folder().join("rec21.csv");
    fs::write(&table, "Code,Name,Description\nCT,Carton,\nQ7,Test crate,\nQQQ,No code,\n").unwrap();
    let import = ["codes", "import", table.to_str().unwrap(), "--edition", "revision 12", "--json"];
    let taken = chamber.call(import).run().ended(0).object();
    assert_eq!((taken["list"]["id"].as_str(), taken["list"]["rows"].as_u64()), (Some("un-rec21-whole"), Some(2)));
    assert_eq!(taken["list"]["version"], "revision 12");
    assert_eq!(
        (taken["findings"][0]["code"].as_str(), taken["findings"][0]["path"].as_str()),
        (Some("code_list.code_form"), Some("row 4"))
    );
    let found = chamber.call(["codes", "un-rec21", "--search", "test crate", "--json"]).run().ended(0).object();
    assert_eq!(found["hits"][0]["code"], "Q7");
}

#[test]
fn a_form_is_switched_off_and_on_again() {
    let chamber = Chamber::set_up();
    let draft = chamber.draft();
    let off = chamber.call(["agreements", "off", "chafta", "--json"]).run().ended(0).object();
    assert_eq!(off["on"], false);
    let said = chamber.call(["issue", &draft, "--pin-env", "PIN", "--json"]).run().ended(1).object();
    let codes: Vec<&str> =
        said["error"]["findings"].as_array().unwrap().iter().filter_map(|one| one["code"].as_str()).collect();
    assert!(codes.contains(&"profile.not_switched_on"), "{codes:?}");
    chamber.call(["agreements", "on", "chafta"]).run().ended(0);
    chamber.call(["agreements", "on", "no-such-form"]).run().ended(1);
}

#[test]
fn a_draft_is_carried_over_and_a_look_changes_nothing() {
    let chamber = Chamber::set_up();
    let file = chamber.application();
    let import = ["draft", "import", file.to_str().unwrap(), "--agreement", "mercosur-a18-2009", "--json"];
    let draft = chamber.call(import).run().ended(0).object()["drafts"][0]["id"].to_string();
    let looked = chamber.call(["draft", "carry", &draft, "--look", "--json"]).run().ended(0).object();
    assert_eq!((looked["to"].as_str(), looked["carried"].as_bool()), (Some("mercosur-a18-2024"), Some(false)));
    let keys: Vec<&str> = looked["lost"].as_array().unwrap().iter().filter_map(|one| one["key"].as_str()).collect();
    assert!(keys.contains(&"transport.loading"), "{keys:?}");
    let carried = chamber.call(["draft", "carry", &draft, "--json"]).run().ended(0).object();
    assert_eq!(carried["carried"], true);
    chamber.call(["draft", "carry", &draft]).run().ended(1);
}
