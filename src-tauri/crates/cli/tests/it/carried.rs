//! Can a chamber carry on a stick, exchange over folders, and settle what waits, by command line alone?

use std::fs;

use crate::house::Chamber;

#[test]
fn keys_and_partners_for_bundles_are_shown_and_kept() {
    let chamber = Chamber::set_up();
    let own = chamber.call(["bundle", "key", "--json"]).run().ended(0).object();
    let recipient = own["recipient"].as_str().unwrap().to_owned();
    assert!(recipient.starts_with("age1"), "{own}");
    assert!(own["signingKey"].as_str().unwrap().contains(':'));
    let again = chamber.call(["bundle", "key", "--json"]).run().ended(0).object();
    assert_eq!(again, own, "the keys stay");
    let other = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
    let add = ["bundle", "partner", "add", "post.north", "--party", "CN-CUSTOMS", "--country", "cn", "--to", other];
    let kept = chamber.call(add.into_iter().chain(["--json"])).run().ended(0).object();
    assert_eq!(kept["partners"][0]["node"], "post.north");
    assert_eq!(kept["partners"][0]["countries"][0], "CN");
    let wrong = ["bundle", "partner", "add", "post.south", "--to", "age1nonsense"];
    let refused = chamber.call(wrong.into_iter().chain(["--json"])).run().ended(2).object();
    assert_eq!(refused["error"]["code"], "bad_request");

    let stick = chamber.folder().join("stick");
    fs::create_dir(&stick).unwrap();
    let stick = stick.to_str().unwrap();
    let nothing = chamber.call(["bundle", "write", stick, "--to", "post.north"]).run().ended(1);
    assert!(nothing.err.contains("Nothing waits for that partner."), "{nothing:?}");
    chamber.call(["bundle", "write", stick, "--to", "post.west"]).run().ended(1);
    let page = chamber.folder().join("page.cobundle");
    fs::write(&page, "<html>").unwrap();
    let read = chamber.call(["bundle", "read", page.to_str().unwrap(), "--json"]).run().ended(1).object();
    assert_eq!(read["bundles"][0]["refused"], "bundle.none");
    let list = chamber.call(["bundle", "list", "--json"]).run().ended(0).object();
    assert_eq!(list["bundles"].as_array().unwrap().len(), 0);
    chamber.call(["bundle", "partner", "remove", "post.north"]).run().ended(0);
    chamber.call(["bundle", "partner", "remove", "post.north"]).run().ended(1);
}

#[test]
fn a_route_into_a_folder_is_added_listed_and_removed() {
    let chamber = Chamber::set_up();
    let (out, inward) = (chamber.folder().join("out"), chamber.folder().join("in"));
    let add = |out: &str, inward: &str| {
        let add = ["folder", "add", "aladi-br", "--country", "BR", "--out", out, "--in", inward, "--zip", "--json"];
        chamber.call(add).run()
    };
    let (out, inward) = (out.to_str().unwrap(), inward.to_str().unwrap());
    add(out, inward).ended(1);
    fs::create_dir(out).unwrap();
    fs::create_dir(inward).unwrap();
    let kept = add(out, inward).ended(0).object();
    assert_eq!(
        (kept["routes"][0]["route"].as_str(), kept["routes"][0]["zip"].as_bool()),
        (Some("aladi-br"), Some(true))
    );
    assert_eq!(add(out, out).ended(2).object()["error"]["code"], "bad_request");
    chamber.call(["folder", "remove", "aladi-br"]).run().ended(0);
    chamber.call(["folder", "remove", "aladi-br"]).run().ended(1);
}

#[test]
fn what_waits_is_listed_and_an_unknown_submission_is_nothing_to_decide_about() {
    let chamber = Chamber::set_up();
    let list = chamber.call(["outbox", "list", "--json"]).run().ended(0).object();
    assert_eq!((list["total"].as_u64(), list["needsYou"].as_u64()), (Some(0), Some(0)));
    let id = "0b5c1f2e-0c1d-4c52-9f4a-6a2f1f0e7d11";
    chamber.call(["outbox", "again", id]).run().ended(1);
    for act in ["concede", "give-up"] {
        chamber.call(["outbox", act, id, "--second", "Mara Holt", "--reason", "typed twice"]).run().ended(1);
        chamber.call(["outbox", act, id]).run().ended(2);
    }
    let none = chamber.call(["contradiction", "list", "--json"]).run().ended(0).object();
    assert_eq!(none["contradictions"].as_array().unwrap().len(), 0);
}
