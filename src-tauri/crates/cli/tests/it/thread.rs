//! Does one certificate go the whole way, command by command, through a real gateway?

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::Value;
use tamga_gateway::{Clock, Gateway, Running};
use tokio::runtime::Runtime;

use crate::house::{self, Chamber};
use crate::program::{Call, tamga};

/// A gateway that runs while a test does.
struct Line {
    runtime: Runtime,
    running: Option<Running>,
}

impl Line {
    fn start(chamber: &Chamber) -> Self {
        let runtime = Runtime::new().unwrap();
        let gateway = Gateway::start(chamber.config.clone(), Clock::new(house::now));
        let running = runtime.block_on(gateway).unwrap();
        Self { runtime, running: Some(running) }
    }

    fn url(&self) -> String {
        let address = self.running.as_ref().unwrap().address();
        format!("https://{address}")
    }

    fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            self.runtime.block_on(running.stop());
        }
    }
}

/// The two offices on one gateway.
pub struct Pair {
    pub chamber: Chamber,
    post: String,
    line: Line,
}

impl Pair {
    pub fn set_up() -> Self {
        let chamber = Chamber::set_up();
        let line = Line::start(&chamber);
        let post = chamber.folder().join("post");
        house::post(&post);
        let pair = Self { post: post.to_str().unwrap().to_owned(), chamber, line };
        let root = pair.chamber.config.trust_root.clone();
        pair.post(&["trust", "import", text(&pair.chamber.list()), "--root", &root]).ended(0);
        let file = pair.chamber.post_key_file();
        Call::of(["--dir", &pair.post, "key", "import", text(&file), "--answers", "--password-env", "P"])
            .env("P", tamga_gateway::demonstration::PASSWORD)
            .run()
            .ended(0);
        pair.register(pair.chamber.dir(), "chamber", &["--route", "*=certificates"]);
        pair.register(&pair.post, "post", &["--box", "own", "--box", "posts", "--answers", "AU=answers"]);
        pair
    }

    fn register(&self, dir: &str, client: &str, more: &[&str]) {
        let (url, anchor, id) = (self.line.url(), self.chamber.anchor(), self.chamber.config.id.clone());
        let arguments =
            ["--dir", dir, "gateway", "--url", &url, "--id", &id, "--anchor", text(&anchor), "--client", client];
        Call::of(arguments.into_iter().chain(["--secret-env", "SECRET"]).chain(more.iter().copied()))
            .env("SECRET", &self.chamber.secret(client))
            .run()
            .ended(0);
        let shown = tamga(["--dir", dir, "gateway", "--json"]).ended(0).object();
        assert_eq!(shown["gateway"]["url"], url.as_str());
        assert!(!shown.to_string().contains(&self.chamber.secret(client)), "a secret is never shown");
    }

    pub fn chamber(&self, arguments: &[&str]) -> crate::program::Said {
        self.chamber.call(arguments.iter().copied()).run()
    }

    pub fn post(&self, arguments: &[&str]) -> crate::program::Said {
        tamga(["--dir", &self.post].iter().chain(arguments))
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[track_caller]
fn figures(object: &Value, expected: &[(&str, u64)]) {
    for (name, figure) in expected {
        assert_eq!(object[name], *figure, "{name} of {object}");
    }
}

#[test]
fn a_certificate_goes_the_whole_way_command_by_command() {
    let pair = Pair::set_up();
    let signed = pair.chamber.issued();
    let number = signed.number.as_str();
    assert!(std::fs::read(&signed.pdf).unwrap().starts_with(b"%PDF-1.7"));

    let found = pair.chamber(&["search", number, "--json"]).ended(0).object();
    assert_eq!(found["hits"][0]["delivery"]["code"], "delivery.waiting", "{found}");
    figures(&pair.chamber(&["send", "--json"]).ended(0).object(), &[("accepted", 1), ("rejected", 0), ("waiting", 0)]);
    figures(&pair.chamber(&["send", "--json"]).ended(0).object(), &[("accepted", 0), ("waiting", 0)]);

    figures(
        &pair.post(&["receive", "--json"]).ended(0).object(),
        &[("received", 1), ("usable", 1), ("quarantined", 0)],
    );
    figures(&pair.post(&["receive", "--json"]).ended(0).object(), &[("received", 0)]);
    let inbox = pair.post(&["inbox", "--json"]).ended(0).object();
    assert_eq!(
        (&inbox["certificates"][0]["number"], &inbox["certificates"][0]["verdict"]),
        (&number.into(), &"valid".into())
    );
    let shown = pair.post(&["inbox", number]).ended(0);
    assert!(shown.out.contains(number) && shown.out.contains("left"), "{shown:#?}");
    let verified = pair.post(&["verify", text(&signed.xml), "--json"]).ended(0).object();
    assert_eq!(verified["verdict"], "valid");
    assert_eq!(verified["timeKnownBy"], "national_receipt", "what it came with bears its time out: {verified}");
    assert_eq!(verified["files"].as_array().unwrap().len(), 1);

    let decide =
        ["decide", number, "--items", "all", "--decision", "accept", "--declaration", "26CN0000012345", "--json"];
    let decided = pair.post(&decide).ended(0).object();
    assert!(
        decided["balance"].as_array().unwrap().iter().all(|row| row["left"].as_str().unwrap().parse() == Ok(0.0)),
        "{decided}"
    );
    assert!(decided["submission"].is_string(), "the answer is queued");
    pair.post(&decide).ended(1);
    figures(&pair.post(&["sync", "--json"]).ended(0).object(), &[("rejected", 0), ("waiting", 0), ("unknown", 0)]);
    let came = pair.chamber(&["receive", "--json"]).ended(0).object();
    assert!(came["answers"].as_u64().unwrap() >= 1, "the answer of customs is back: {came}");
    let found = pair.chamber(&["search", number, "--json"]).ended(0).object();
    assert_ne!(found["hits"][0]["destinationState"]["code"], "destination.unknown", "{found}");

    let cancel = ["cancel", number, "--reason", "nsh", "--pin-env", "PIN", "--json"];
    let said = pair.chamber(&cancel).ended(1);
    assert_eq!(said.object()["error"]["code"], "not_allowed", "a used certificate is not withdrawn by one person");
    let cancelled = pair.chamber(&[&cancel[..], &["--second", "Ada Moreno"]].concat()).ended(0).object();
    assert_eq!(cancelled["number"], number);
    figures(&pair.chamber(&["sync", "--json"]).ended(0).object(), &[("accepted", 1)]);
    figures(&pair.post(&["sync", "--json"]).ended(0).object(), &[("received", 1)]);
    let shown = pair.post(&["inbox", number, "--json"]).ended(0).object();
    assert_eq!(shown["verdict"], "invalid", "a withdrawn certificate is no longer good: {shown}");

    for office in [pair.chamber.dir(), &pair.post] {
        let walked = tamga(["--dir", office, "journal", "verify", "--json"]).ended(0).object();
        assert_eq!((&walked["ok"], &walked["firstBroken"]), (&true.into(), &Value::Null));
        assert!(walked["entries"].as_u64().unwrap() > 5, "{walked}");
        let words = tamga(["--dir", office, "doctor"]).ended(0).out;
        assert!(!words.contains("doctor."), "every check is said in words: {words}");
        let checks = tamga(["--dir", office, "doctor", "--json"]).ended(0).object();
        assert!(checks["checks"].as_array().unwrap().iter().any(|check| check["about"] == "gateway"), "{checks}");
    }
}

#[test]
fn with_the_gateway_off_certificates_wait_and_leave_when_it_is_back() {
    let mut pair = Pair::set_up();
    pair.line.stop();
    let signed = pair.chamber.issued();
    let said = pair.chamber(&["send", "--json"]).ended(3);
    figures(&said.object(), &[("accepted", 0), ("waiting", 1)]);
    let said = pair.chamber(&["receive", "--json"]).ended(3);
    assert_eq!(said.object()["error"]["code"], "offline");
    let said = pair.chamber(&["send"]).ended(3);
    assert!(said.out.contains("Nothing is lost") && said.out.contains("Waits to be sent"), "{said:#?}");

    pair.line = Line::start(&pair.chamber);
    pair.register(pair.chamber.dir(), "chamber", &["--route", "*=certificates"]);
    pair.register(&pair.post, "post", &["--box", "own", "--box", "posts", "--answers", "AU=answers"]);
    // A road that was closed a moment ago is not tried again at once, however often somebody asks.
    let deadline = Instant::now() + Duration::from_secs(60);
    let sent = loop {
        let said = pair.chamber(&["send", "--json"]);
        if said.status == 0 || Instant::now() > deadline {
            break said.ended(0).object();
        }
    };
    figures(&sent, &[("accepted", 1), ("waiting", 0)]);
    figures(&pair.post(&["receive", "--json"]).ended(0).object(), &[("received", 1), ("usable", 1)]);
    let inbox = pair.post(&["inbox", "--json"]).ended(0).object();
    assert_eq!(inbox["certificates"][0]["number"], signed.number.as_str());
}

#[test]
fn lines_can_be_decided_one_by_one_and_never_beyond_what_is_left() {
    let pair = Pair::set_up();
    let number = pair.chamber.issued().number;
    pair.chamber(&["send"]).ended(0);
    pair.post(&["receive"]).ended(0);
    let decide = |items: &str, decision: &str, declaration: &str, more: &[&str]| {
        let arguments =
            ["decide", &number, "--items", items, "--decision", decision, "--declaration", declaration, "--json"];
        pair.post(&arguments.iter().chain(more).copied().collect::<Vec<_>>())
    };
    let shown = pair.post(&["inbox", &number, "--json"]).ended(0).object();
    let certified = shown["balance"][0]["certified"].as_str().unwrap().to_owned();
    let part = decide("1:1", "accept", "D-1", &[]).ended(0).object();
    assert_eq!(part["balance"][0]["used"], "1", "{part}");
    let said = decide(&format!("1:{certified}"), "accept", "D-2", &[]).ended(1);
    assert_eq!(said.object()["error"]["code"], "quantity_exceeded");
    let said = decide("99", "accept", "D-3", &[]).ended(2);
    assert_eq!(said.object()["error"]["code"], "item_unknown");
    let said = decide("1", "refuse", "D-4", &[]).ended(2);
    assert_eq!(said.object()["error"]["code"], "reason_needed");
    let refused = decide("1", "refuse", "D-5", &["--reason", "ori"]).ended(0).object();
    assert_eq!(refused["balance"][0]["used"], "1", "a refusal writes nothing off: {refused}");
}

#[test]
fn several_drafts_are_issued_with_one_pin_and_none_when_one_of_them_is_not_there() {
    let chamber = Chamber::set_up();
    let drafts = [chamber.draft(), chamber.draft()];
    let out = chamber.folder().join("many");
    let arguments = ["issue", &drafts[0], "999", &drafts[1], "--pin-env", "PIN", "--out", text(&out), "--json"];
    let said = chamber.call(arguments).run().ended(1);
    assert_eq!(said.object()["error"]["code"], "not_found", "999 is no draft");
    assert!(std::fs::read_dir(&out).is_ok_and(|mut files| files.next().is_none()), "nothing was issued");
    let said = chamber
        .call(["issue", &drafts[0], &drafts[1], "--pin-env", "PIN", "--out", text(&out), "--json"])
        .run()
        .ended(0);
    let object = said.object();
    assert_eq!(object["certificates"].as_array().unwrap().len(), 2);
    let files: Vec<PathBuf> = std::fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 4, "a signed file and a page each: {files:?}");
    let numbers: Vec<&str> =
        object["certificates"].as_array().unwrap().iter().map(|one| one["number"].as_str().unwrap()).collect();
    assert_ne!(numbers[0], numbers[1]);
    let list = tamga(["--dir", chamber.dir(), "numbers", "list", "--json"]).ended(0).object();
    assert_eq!(list["blocks"][0]["left"], 48, "{list}");
}

#[test]
fn a_document_is_checked_and_converted_without_any_office() {
    let folder = tempfile::tempdir().unwrap();
    let example = house::example_file();
    let check = |file: &Path, more: &[&str]| {
        tamga(["check", text(file), "--agreement", "chafta"].iter().chain(more).copied().collect::<Vec<_>>())
    };
    let bare = check(&example, &["--json"]).ended(1).object();
    assert_eq!(bare["blocks"], true, "the dialect has no place for quantities: {bare}");
    let words = check(&example, &[]).ended(1).out;
    assert!(words.contains("Fix   Line 1 has no quantity.  [items.quantity at items[1].gross_mass]"), "{words}");
    let complete = folder.path().join("complete.xml");
    std::fs::write(&complete, house::complete()).unwrap();
    assert_eq!(check(&complete, &["--json"]).ended(0).object()["blocks"], false);
    let early = check(&complete, &["--at", "2015-01-01", "--json"]).object().to_string();
    assert!(early.contains("profile.none_in_force"), "the agreement was not in force then: {early}");
    for (to, begins) in [
        ("tamga-xml", "<"),
        ("cefact-json", "{"),
        ("cefact-d23b", "{"),
        ("ubl", "<CertificateOfOrigin"),
        ("csv", "\u{feff}ref,"),
        ("xlsx", "PK"),
        ("pdf", "%PDF-1.7"),
    ] {
        let out = folder.path().join(to);
        let said = tamga(["convert", text(&example), "--to", to, "--out", text(&out), "--json"]).ended(0).object();
        assert!(said["lost"].is_array());
        assert!(std::fs::read(&out).unwrap().starts_with(begins.as_bytes()), "{to}");
    }
    let from_ubl = folder.path().join("from-ubl.xml");
    tamga(["convert", text(&folder.path().join("ubl")), "--to", "tamga-xml", "--out", text(&from_ubl)]).ended(0);
    let again = folder.path().join("again.xml");
    tamga(["convert", text(&folder.path().join("cefact-json")), "--to", "tamga-xml", "--out", text(&again)]).ended(0);
    let findings = tamga(["check", text(&again), "--agreement", "chafta", "--json"]).ended(1).object();
    let fixes = |findings: &Value| {
        findings["findings"].as_array().unwrap().iter().filter(|one| one["severity"] == "block").count()
    };
    assert_eq!(fixes(&findings), fixes(&bare), "nothing was lost on the way there and back: {findings}");
}

#[test]
fn a_certificate_of_an_aladi_agreement_is_written_as_a_cod_and_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let [own, cod, again] = ["own.xml", "cod.xml", "again.xml"].map(|name| folder.path().join(name));
    let complete = String::from_utf8(house::complete()).unwrap();
    std::fs::write(&own, complete.replace(">chafta<", ">aladi-a35<")).unwrap();
    let convert =
        |from: &Path, to: &str, out: &Path| tamga(["convert", text(from), "--to", to, "--out", text(out), "--json"]);
    let said = convert(&own, "cod", &cod).ended(0).object().to_string();
    assert!(
        said.contains("cod.country") && said.contains("exporter.address.country"),
        "Australia is no member: {said}"
    );
    let written = std::fs::read_to_string(&cod).unwrap();
    assert!(written.contains("<CODVer>4.1.1</CODVer>") && written.contains("<FormA35>"), "{written}");
    let checked = tamga(["check", text(&cod), "--json"]).object().to_string();
    assert!(checked.contains("gap.required") && checked.contains("cod.country"), "{checked}");
    convert(&cod, "tamga-xml", &again).ended(0);
    let back = std::fs::read_to_string(&again).unwrap();
    assert!(back.contains(">aladi-a35<") && back.contains("HC2026-004417"), "number and agreement came back");
    let refused = convert(&house::example_file(), "cod", &cod).ended(1).object();
    assert!(refused.to_string().contains("chafta"), "no COD for an agreement of others: {refused}");
}

#[test]
fn what_each_dialect_cannot_hold_is_listed_from_a_filled_sample() {
    let object = tamga(["convert", "--losses", "--json"]).ended(0).object();
    let of = |dialect: &str| {
        let all = object["losses"].as_array().unwrap();
        let one = all.iter().find(|one| one["dialect"] == dialect).unwrap();
        one["lost"].as_array().unwrap().iter().map(|row| row["path"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(of("tamga-xml"), Vec::<String>::new());
    assert!(of("ubl").contains(&"flags[]".to_owned()), "{object}");
    assert!(of("cefact-json").len() > of("ubl").len(), "{object}");
    let words = tamga(["convert", "--losses"]).ended(0).out;
    assert!(words.lines().any(|line| line.starts_with("flags[] ") && line.contains("folded")), "{words}");
    tamga(["convert", "a.json", "--losses"]).ended(2);
}

#[test]
fn the_forms_of_this_build_are_listed_and_shown() {
    let listed = tamga(["agreements", "--json"]).ended(0).object();
    let ids: Vec<&str> =
        listed["agreements"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert!(ids.contains(&"chafta") && ids.contains(&"np-icc"), "{ids:?}");
    let shown = tamga(["agreements", "chafta", "--json"]).ended(0).object();
    assert_eq!(shown["boxes"].as_array().unwrap().len(), 14, "the form has fourteen boxes");
    assert!(tamga(["agreements", "chafta"]).ended(0).out.contains("WO"));
    assert!(tamga(["agreements", "atlantis"]).ended(2).err.contains("tamga agreements"));
}

#[test]
fn keys_are_listed_and_a_demonstration_key_says_that_it_is_one() {
    let chamber = Chamber::set_up();
    let new =
        chamber.call(["key", "new", "--demo", "--officer", "Ada Moreno", "--pin-env", "PIN", "--json"]).run().ended(0);
    let new = new.object();
    assert_eq!((&new["kind"], &new["subject"]), (&"demonstration".into(), &"Ada Moreno".into()));
    let listed = chamber.call(["key", "list", "--json"]).run().ended(0).object();
    assert_eq!(listed["keys"].as_array().unwrap().len(), 2);
    let draft = chamber.draft();
    let said = chamber.call(["issue", &draft, "--pin-env", "PIN", "--json"]).run().ended(2);
    assert_eq!(said.object()["error"]["code"], "key_needed", "with two keys one must be named");
    let key = new["keyId"].as_str().unwrap();
    let said = chamber.call(["issue", &draft, "--key", key, "--pin-env", "PIN", "--json"]).run().ended(3);
    assert_eq!(said.object()["error"]["code"], "key_not_usable", "no trust list names that key");
}

#[test]
fn the_story_is_told_in_one_command_and_leaves_nothing_behind() {
    let temp = tempfile::tempdir().unwrap();
    let said = Call::of(["demo", "--json"]).env("TMPDIR", text(temp.path())).run().ended(0);
    let story = said.object();
    let steps = story["steps"].as_array().unwrap();
    assert!(steps.len() >= 8 && steps.iter().all(|step| step["ok"] == true), "{story}");
    assert!(steps.iter().all(|step| step["ms"].as_f64().unwrap() >= 0.0));
    assert!(!story["certificate"].as_str().unwrap().is_empty() && !story["receipts"].as_array().unwrap().is_empty());
    assert!(story["pdf"].is_null(), "nothing is kept unless asked for");
    assert!(said.err.contains("Demonstration"), "{}", said.err);
    assert_eq!(std::fs::read_dir(temp.path()).unwrap().count(), 0, "the folder is gone");
}

#[test]
fn a_story_that_is_kept_can_be_looked_at_afterwards() {
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("story");
    let said = tamga(["demo", "--keep", text(&kept)]).ended(0);
    assert!(said.out.contains("The printed certificate: "), "{said:#?}");
    let story = tamga(["--dir", text(&kept.join("post")), "inbox"]).ended(0);
    assert!(story.err.contains("Demonstration office"), "{story:#?}");
    assert_ne!(story.out.trim(), "Nothing has been received yet.");
}
