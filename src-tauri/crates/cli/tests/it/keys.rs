//! Keys by the commands a person would use: bound to a real key ring, and on a card made of software.
#![cfg(target_os = "linux")]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tamga_gateway::demonstration;

use crate::house::{Chamber, PIN};
use crate::program::Call;

fn is_there(tool: &str) -> bool {
    let found = Command::new(tool).arg("--version").output().is_ok();
    if !found {
        println!("skipped: {tool} is not installed");
    }
    found
}

/// An office like the chamber of the house, but without a key, made with these commands of a shell before.
const OFFICE: &str = r#"
set -e
"$T" --dir "$D" init --role issue --country AU --office "Demonstration Chamber of Commerce" --issuer AU-DEMO \
  --place Melbourne --person "Demonstration Officer" --title Officer --demonstration >/dev/null
"$T" --dir "$D" trust import "$LIST" --root "$ROOT" >/dev/null
"$T" --dir "$D" numbers add --pattern 'AUD{yyyy}{seq:6}' --first 1 --last 50 >/dev/null
"#;

/// Runs a script with the program as `$T`, a new office's folder as `$D` and what the gateway handed out.
fn script(chamber: &Chamber, starter: &[&str], text: &str, dir: &Path) -> Output {
    let mut command = Command::new(starter[0]);
    command
        .args(&starter[1..])
        .args(["sh", "-c", text])
        .env("T", env!("CARGO_BIN_EXE_tamga"))
        .env("D", dir)
        .env("LIST", chamber.list())
        .env("ROOT", &chamber.config.trust_root)
        .env("P12", chamber.key_file())
        .env("APPLICATION", chamber.application())
        .env("P", demonstration::PASSWORD)
        .env("PIN", "713-902")
        .env("HOME", chamber.folder())
        .env("XDG_DATA_HOME", chamber.folder())
        .env("XDG_RUNTIME_DIR", chamber.folder())
        .env("NO_COLOR", "1")
        .env_remove("DBUS_SESSION_BUS_ADDRESS");
    command.output().unwrap()
}

fn objects(output: &Output) -> Vec<Value> {
    let text = String::from_utf8_lossy(&output.stdout);
    let told = String::from_utf8_lossy(&output.stderr);
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|why| panic!("{why}: {text}\n{told}"))).collect()
}

#[test]
fn a_key_bound_to_the_key_ring_signs_with_a_short_pin_there_and_nowhere_else() {
    if !is_there("dbus-run-session") || !is_there("gnome-keyring-daemon") {
        return;
    }
    let chamber = Chamber::set_up();
    let dir = chamber.folder().join("bound");
    let text = format!(
        r#"{OFFICE}
printf ring | gnome-keyring-daemon --unlock --components=secrets >/dev/null
"$T" --dir "$D" key import "$P12" --password-env P --pin-env PIN --json
"$T" --dir "$D" draft import "$APPLICATION" --agreement chafta >/dev/null
"$T" --dir "$D" issue 1 --pin-env PIN --json
ID=$("$T" --dir "$D" key list | cut -d' ' -f1)
NEW=914-207 "$T" --dir "$D" key pin "$ID" --pin-env PIN --new-pin-env NEW --json
"$T" --dir "$D" draft import "$APPLICATION" --agreement chafta >/dev/null
PIN=914-207 "$T" --dir "$D" issue 2 --pin-env PIN --json
"#
    );
    let output = script(&chamber, &["dbus-run-session", "--"], &text, &dir);
    let said = objects(&output);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(said[0]["advice"].as_array().unwrap().len(), 0, "there is a key ring: {}", said[0]);
    assert_eq!(said[1]["certificates"].as_array().unwrap().len(), 1, "{}", said[1]);
    assert_eq!(said[2]["keyId"], said[0]["keyId"], "{}", said[2]);
    assert_eq!(said[3]["certificates"].as_array().unwrap().len(), 1, "the new PIN opens it there: {}", said[3]);

    let call = |arguments: &[&str]| {
        let all = ["--dir", dir.to_str().unwrap()].into_iter().chain(arguments.iter().copied());
        Call::of(all).env("PIN", "713-902").env("P", demonstration::PASSWORD)
    };
    call(&["draft", "import", chamber.application().to_str().unwrap(), "--agreement", "chafta"]).run().ended(0);
    let elsewhere = call(&["issue", "3", "--pin-env", "PIN"]).run().ended(3);
    assert!(elsewhere.err.contains("key ring"), "{elsewhere:?}");
}

#[test]
fn without_a_key_ring_a_passphrase_is_asked_for_and_that_is_said() {
    let chamber = Chamber::set_up();
    let dir = chamber.folder().join("bare");
    let import = r#"PIN="$SECRET" "$T" --dir "$D" key import "$P12" --password-env P --pin-env PIN --json"#;
    let short = script(&chamber, &["env", "SECRET=713-902"], &format!("{OFFICE}\n{import}"), &dir);
    assert_eq!(short.status.code(), Some(2), "{}", String::from_utf8_lossy(&short.stderr));
    let long = script(&chamber, &["env", "SECRET=a passphrase of some length"], import, &dir);
    let said = objects(&long);
    assert_eq!(said[0]["advice"][0]["code"], "key.ring_absent", "{}", said[0]);
    let apart = script(
        &chamber,
        &["env", "SECRET=a passphrase of some length"],
        &format!("{OFFICE}\n{import} --no-key-ring"),
        &chamber.folder().join("apart"),
    );
    assert_eq!(objects(&apart)[0]["advice"].as_array().unwrap().len(), 0, "who asked for it needs no advice");
}

#[test]
fn a_card_is_listed_taken_into_use_and_signs_several_with_one_pin() {
    let module = "/usr/lib/softhsm/libsofthsm2.so";
    if !is_there("softhsm2-util") || !is_there("pkcs11-tool") || !Path::new(module).is_file() {
        return;
    }
    let chamber = Chamber::set_up();
    let text = format!(
        r#"{OFFICE}
cd "$HOME" && mkdir tokens && printf 'directories.tokendir = %s/tokens\n' "$HOME" > softhsm2.conf
export SOFTHSM2_CONF="$HOME/softhsm2.conf"
openssl pkcs12 -in "$P12" -nodes -passin env:P -out both.pem
openssl pkcs8 -topk8 -nocrypt -in both.pem -out key.p8
openssl x509 -in both.pem -outform DER -out own.der
softhsm2-util --init-token --free --label co --so-pin 12345678 --pin "$PIN" >/dev/null
softhsm2-util --import key.p8 --token co --label officer --id 01 --pin "$PIN" >/dev/null
pkcs11-tool --module {module} --token-label co --login --pin "$PIN" --write-object own.der --type cert --id 01 \
  --label officer >/dev/null
"$T" --dir "$D" key token list --module {module} --json
"$T" --dir "$D" key token use --module {module} --card co --which officer --pin-env PIN --json
for each in 1 2 3; do "$T" --dir "$D" draft import "$APPLICATION" --agreement chafta >/dev/null; done
"$T" --dir "$D" key list --json
"$T" --dir "$D" issue 1 2 3 --pin-env PIN --json
PIN=000000 "$T" --dir "$D" issue 1 --pin-env PIN --json || true
"#
    );
    let output = script(&chamber, &["env"], &text, &chamber.folder().join("carded"));
    let said = objects(&output);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    let card = &said[0]["cards"][0];
    assert_eq!((&card["label"], &card["certificates"][0]["id"]), (&Value::from("co"), &Value::from("01")), "{told}");
    assert_eq!(said[2]["keys"][0]["keyId"], said[1]["keyId"]);
    assert_eq!(said[3]["certificates"].as_array().unwrap().len(), 3, "{}", said[3]);
    assert!(!told.contains("713-902") && !told.contains("000000"), "{told}");
}

#[test]
fn a_pin_is_changed_with_the_old_one_asked_once_and_counted_when_wrong() {
    let chamber = Chamber::set_up();
    let keys = chamber.call(["key", "list", "--json"]).run().ended(0).object();
    let id = keys["keys"][0]["keyId"].as_str().unwrap().to_owned();
    let change = |lines: &str| {
        chamber.call(["key", "pin", &id, "--pin-fd", "0", "--new-pin-fd", "0", "--json"]).input(lines).run()
    };
    let wrong = change("a wrong pin of a test\nanother pin of a test\n").ended(3).object();
    assert_eq!(
        (&wrong["error"]["code"], wrong["error"]["message"].is_string()),
        (&"pin_wrong".into(), true),
        "{wrong}"
    );
    let short = change(&format!("{PIN}\nshort\n"));
    assert_ne!(short.status, 0, "{short:?}");
    let changed = change(&format!("{PIN}\nanother pin of a test\n")).ended(0);
    assert_eq!(changed.object()["keyId"], *id);
    let draft = chamber.draft();
    chamber.call(["issue", &draft, "--pin-env", "PIN"]).run().ended(3);
    chamber.call(["issue", &draft, "--pin-env", "PIN"]).env("PIN", "another pin of a test").run().ended(0);
    chamber.call(["key", "pin", "no-such-key", "--pin-env", "PIN", "--new-pin-env", "PIN"]).run().ended(3);
    let unheard = chamber.call(["key", "pin", &id]).run().ended(2);
    assert!(unheard.err.contains("--pin-env"), "without a terminal it is said where a PIN may come from: {unheard:?}");
}

#[test]
fn a_key_for_rsa_pss_alone_is_refused_and_it_is_said_what_to_ask_for() {
    if !is_there("openssl") {
        return;
    }
    let chamber = Chamber::set_up();
    let text = r#"
set -e
cd "$HOME"
openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out pss.key 2>/dev/null
openssl req -new -x509 -key pss.key -subj /CN=Pss -days 30 -out pss.pem
openssl pkcs12 -export -inkey pss.key -in pss.pem -passout env:P -out pss.p12
"#;
    let made = script(&chamber, &["env"], text, &chamber.folder().join("unused"));
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let file = chamber.folder().join("pss.p12");
    let import = ["key", "import", file.to_str().unwrap(), "--password-env", "P", "--pin-env", "PIN"];
    let refused = chamber.call(import).env("P", demonstration::PASSWORD).run().ended(3);
    assert!(refused.err.contains("RSA-PSS"), "{refused:?}");
    let help = crate::program::tamga(["key", "import", "--help"]).ended(0).out;
    assert!(help.contains("RSA-PSS") && help.contains("openssl pkcs12 -export"), "{help}");
}
