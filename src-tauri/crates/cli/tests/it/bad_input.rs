//! What does a person see when something is wrong with a file, a key, or the office's folder?

use std::path::{Path, PathBuf};

use tamga_office::Office;
use tempfile::TempDir;

use crate::house::{self, Chamber};
use crate::program::{Call, Said, tamga};

/// A document that cannot be read, with what is wrong with it.
struct Bad {
    name: &'static str,
    bytes: Vec<u8>,
}

fn bad_documents() -> Vec<Bad> {
    let sound = house::example();
    let bad = |name, bytes: &[u8]| Bad { name, bytes: bytes.to_vec() };
    let deep_xml = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    let deep_json = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let bomb =
        "<?xml version=\"1.0\"?><!DOCTYPE b [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]><b>&b;</b>";
    let utf16: Vec<u8> = "\u{feff}<Declaration/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![
        bad("truncated.json", &sound[..sound.len() / 2]),
        bad("truncated.xml", b"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Certificate><Number>A"),
        bad("bomb.xml", bomb.as_bytes()),
        bad("deep.xml", deep_xml.as_bytes()),
        bad("deep.json", deep_json.as_bytes()),
        bad("utf-16.xml", &utf16),
        bad("latin-1.json", b"{\"a\": \"caf\xe9\"}"),
        bad("empty.xml", b""),
        bad("photo.jpg", &[0xff, 0xd8, 0xff, 0xe0, 0, 16, b'J', b'F', b'I', b'F', 0]),
    ]
}

fn written(folder: &TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

/// Words for people: what, where, what to do; an object for programs, and the same status.
#[track_caller]
fn explained(arguments: &[&str], status: i32, code: &str, place: &str) -> Said {
    let words = tamga(arguments).ended(status);
    assert_eq!(words.out, "", "{words:#?}");
    for part in ["tamga: ", "where: ", "what to do: ", place] {
        assert!(words.err.contains(part), "{part:?} is said: {}", words.err);
    }
    let said = tamga(arguments.iter().chain(&["--json"])).ended(status);
    let error = &said.object()["error"];
    assert_eq!(error["code"], code, "{said:#?}");
    assert!(!error["message"].as_str().unwrap().is_empty() && !error["whatToDo"].as_str().unwrap().is_empty());
    said
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_document_that_cannot_be_read_is_refused_with_words() {
    let folder = tempfile::tempdir().unwrap();
    for Bad { name, bytes } in bad_documents() {
        let path = written(&folder, name, &bytes);
        let said = tamga(["check", text(&path), "--agreement", "chafta"]).ended(1);
        assert!(said.err.contains(name) && said.err.contains("what to do: "), "{name}: {}", said.err);
        let out = folder.path().join("out.xml");
        let said = tamga(["convert", text(&path), "--to", "tamga-xml", "--out", text(&out), "--json"]).ended(1);
        let code = said.object()["error"]["code"].clone();
        assert!(code == "file_unreadable" || code == "file_format_unknown", "{name}: {code}");
        assert!(!out.exists(), "{name}: nothing is written");
    }
}

#[test]
fn a_document_that_cannot_be_read_is_never_found_valid() {
    let folder = tempfile::tempdir().unwrap();
    for Bad { name, bytes } in bad_documents() {
        let path = written(&folder, name, &bytes);
        let said = tamga(["verify", text(&path), "--json"]);
        assert!(said.status == 1 || said.status == 4, "{name}: {said:#?}");
        let object = said.object();
        let verdict = if object["error"].is_object() { "refused" } else { object["verdict"].as_str().unwrap() };
        assert_ne!(verdict, "valid", "{name}");
    }
}

#[test]
fn a_file_that_is_missing_or_a_folder_is_the_worlds_fault() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("no-such.xml");
    explained(&["check", text(&missing)], 3, "file_unreadable", "no-such.xml");
    explained(&["verify", text(&missing)], 3, "file_unreadable", "no-such.xml");
    explained(&["check", text(folder.path())], 3, "file_unreadable", text(folder.path()));
}

#[test]
fn a_file_of_200_megabytes_is_refused_without_being_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(&folder, "large.xml", b"<?xml version=\"1.0\"?><a>");
    std::fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(200 * 1024 * 1024).unwrap();
    explained(&["check", text(&path)], 1, "file_too_large", "large.xml");
    let said = tamga(["verify", text(&path), "--json"]).ended(1);
    assert_eq!(said.object()["verdict"], "invalid");
    assert_eq!(said.object()["reasons"][0]["code"], "gate.too_large");
}

#[test]
fn without_a_trust_list_nothing_can_be_judged() {
    let chamber = Chamber::set_up();
    let signed = chamber.issued();
    let said = tamga(["verify", text(&signed.xml), "--json"]).ended(4);
    assert_eq!(said.object()["verdict"], "unknown");
    let reasons = said.object()["reasons"].to_string();
    assert!(reasons.contains("trust.no_list"), "{reasons}");
    let elsewhere = tempfile::tempdir().unwrap();
    let post = elsewhere.path().join("post");
    house::post(&post);
    tamga(["--dir", text(&post), "verify", text(&signed.xml)]).ended(4);
    let said = tamga(["--dir", text(&post), "trust", "list", "--json"]).ended(4);
    assert!(said.object()["version"].is_null());
}

#[test]
fn a_certificate_with_one_changed_letter_is_not_valid() {
    let chamber = Chamber::set_up();
    let signed = chamber.issued();
    let folder = tempfile::tempdir().unwrap();
    let sound = std::fs::read_to_string(&signed.xml).unwrap();
    let changed = sound.replacen(&signed.number, &signed.number.replace('0', "9"), 1);
    assert_ne!(sound, changed, "the number stands in the document");
    let path = written(&folder, "changed.xml", changed.as_bytes());
    let said = tamga(["verify", text(&path), "--trust", text(&chamber.list()), "--demonstration", "--json"]).ended(1);
    assert_eq!(said.object()["verdict"], "invalid");
    let both = [text(&signed.xml), text(&path)];
    let said =
        tamga(["verify", both[0], both[1], "--trust", text(&chamber.list()), "--demonstration", "--json"]).ended(1);
    let verdicts: Vec<String> =
        said.object()["files"].as_array().unwrap().iter().map(|file| file["verdict"].to_string()).collect();
    assert_eq!(verdicts, ["\"valid\"", "\"invalid\""], "each file has its own answer, the worst is that of all");
}

#[test]
fn a_wrong_pin_signs_nothing_and_the_draft_stays() {
    let chamber = Chamber::set_up();
    let draft = chamber.draft();
    let call =
        || Call::of(["--dir", chamber.dir(), "issue", &draft, "--pin-env", "PIN", "--json"]).env("PIN", "not the pin");
    let said = call().run().ended(3);
    assert_eq!(said.object()["error"]["code"], "pin_wrong");
    assert!(said.err.contains("The PIN does not open this key; nothing was signed."), "{}", said.err);
    let drafts = tamga(["--dir", chamber.dir(), "draft", "list", "--json"]).ended(0).object();
    assert_eq!(drafts["total"], 1, "the draft is still there");
    let hits = tamga(["--dir", chamber.dir(), "search", "", "--json"]).ended(0).object();
    assert_eq!(hits["total"], 0, "nothing was issued");
}

#[test]
fn a_pin_comes_from_where_it_was_said_and_from_nowhere_else() {
    let chamber = Chamber::set_up();
    let draft = chamber.draft();
    let arguments = |option: &'static [&'static str]| {
        ["--dir", chamber.dir(), "issue", &draft]
            .into_iter()
            .chain(option.iter().copied())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let said = tamga(arguments(&["--json"])).ended(2);
    assert_eq!(said.object()["error"]["code"], "no_secret", "there is no terminal to ask at");
    let said = tamga(arguments(&["--pin-env", "NO_SUCH_PIN"])).ended(2);
    assert!(said.err.contains("variable NO_SUCH_PIN"), "{}", said.err);
    tamga(arguments(&["--pin-env", "A", "--pin-fd", "0"])).ended(2);
    Call::of(arguments(&["--pin-fd", "0"])).input(&format!("{}\nmore\n", house::PIN)).run().ended(0);
}

#[test]
fn a_folder_without_an_office_says_how_to_make_one() {
    let folder = tempfile::tempdir().unwrap();
    explained(&["--dir", text(folder.path()), "search", "x"], 3, "no_office", text(folder.path()));
    let said = Call::of(["search", "x"]).run().ended(3);
    assert!(said.err.contains("tamga init"), "{}", said.err);
}

#[test]
fn an_office_is_not_made_where_something_lies() {
    let folder = tempfile::tempdir().unwrap();
    written(&folder, "letter.txt", b"dear");
    let arguments = [
        "--dir",
        text(folder.path()),
        "init",
        "--role",
        "receive",
        "--country",
        "CN",
        "--office",
        "Post",
        "--party",
        "CN-1",
    ];
    let said = tamga(arguments).ended(1);
    assert!(said.err.contains(text(folder.path())), "{}", said.err);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing was put beside it");
}

#[test]
fn a_second_program_on_the_same_office_is_told_so() {
    let chamber = Chamber::set_up();
    let held = Office::open(Path::new(chamber.dir()), house::surroundings()).unwrap();
    explained(&["--dir", chamber.dir(), "draft", "list"], 3, "second_start", chamber.dir());
    drop(held);
    tamga(["--dir", chamber.dir(), "draft", "list"]).ended(0);
}

#[test]
fn records_of_a_newer_version_are_left_alone() {
    let chamber = Chamber::set_up();
    let database = house::database(Path::new(chamber.dir()));
    let mut bytes = std::fs::read(&database).unwrap();
    assert!(bytes.starts_with(b"SQLite format 3\0"));
    // The schema's version stands at offset 60 of the file (SQLite file format, section 1.3.16).
    bytes[60..64].copy_from_slice(&999_u32.to_be_bytes());
    std::fs::write(&database, &bytes).unwrap();
    explained(&["--dir", chamber.dir(), "draft", "list"], 3, "database_newer", chamber.dir());
    assert_eq!(std::fs::read(&database).unwrap(), bytes, "not a byte was changed");
}

#[test]
fn a_key_file_with_a_wrong_password_is_not_taken_in() {
    let chamber = Chamber::set_up();
    let file = chamber.key_file();
    let said = Call::of([
        "--dir",
        chamber.dir(),
        "key",
        "import",
        text(&file),
        "--password-env",
        "P",
        "--pin-env",
        "N",
        "--json",
    ])
    .env("P", "wrong")
    .env("N", house::PIN)
    .run()
    .ended(3);
    assert_eq!(said.object()["error"]["code"], "key_unreadable");
}

#[test]
fn a_trust_list_by_others_is_refused_and_the_old_one_stays() {
    let chamber = Chamber::set_up();
    let stranger = Chamber::set_up();
    let said = tamga(["--dir", chamber.dir(), "trust", "import", text(&stranger.list()), "--json"]).ended(1);
    assert_eq!(said.object()["error"]["code"], "trust_list_refused");
    let kept = tamga(["--dir", chamber.dir(), "trust", "list", "--json"]).ended(0).object();
    assert_eq!(kept["version"], 1);
}
