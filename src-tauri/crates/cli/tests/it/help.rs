//! Can a new user find the way by the help alone?

use crate::program::tamga;

/// Every command there is, and the program itself.
const COMMANDS: &[&str] = &[
    "",
    "demo",
    "init",
    "key",
    "key import",
    "key new",
    "key list",
    "key token",
    "key token list",
    "key token use",
    "key set",
    "key pin",
    "trust",
    "trust import",
    "trust list",
    "trust show",
    "trust history",
    "trust diff",
    "trust growth",
    "trust specimen",
    "trust status",
    "trust publish-status",
    "gateway",
    "numbers",
    "numbers add",
    "numbers list",
    "agreements",
    "codes",
    "codes list",
    "codes import",
    "codes remove",
    "codes believe",
    "codes pack",
    "elements",
    "agreements lint",
    "agreements on",
    "agreements off",
    "agreements confirm",
    "template",
    "draft",
    "draft import",
    "draft list",
    "draft carry",
    "check",
    "origin",
    "origin calculate",
    "issue",
    "sign",
    "verify",
    "convert",
    "send",
    "receive",
    "sync",
    "inbox",
    "question",
    "question ask",
    "question list",
    "verification",
    "verification ask",
    "verification list",
    "verification more-time",
    "verification reply",
    "decide",
    "outbox",
    "outbox list",
    "outbox again",
    "outbox concede",
    "outbox give-up",
    "contradiction",
    "contradiction list",
    "contradiction set-aside",
    "folder",
    "folder add",
    "folder list",
    "folder remove",
    "bundle",
    "bundle key",
    "bundle partner",
    "bundle partner add",
    "bundle partner list",
    "bundle partner remove",
    "bundle write",
    "bundle read",
    "bundle list",
    "search",
    "cancel",
    "evidence",
    "evidence service",
    "evidence fetch",
    "evidence take",
    "evidence list",
    "export",
    "journal",
    "journal verify",
    "doctor",
];

fn help_of(command: &str) -> String {
    let said = tamga(command.split_whitespace().chain(["--help"])).ended(0);
    assert_eq!(said.err, "", "{command}");
    said.out
}

#[test]
fn the_help_of_every_command_reads_as_it_did() {
    for command in COMMANDS {
        let name = format!("help_{}", if command.is_empty() { "tamga" } else { command }.replace(' ', "_"));
        insta::assert_snapshot!(name, help_of(command));
    }
}

#[test]
fn no_command_is_left_out_above() {
    for parent in [
        "",
        "key",
        "key token",
        "trust",
        "numbers",
        "agreements",
        "codes",
        "draft",
        "origin",
        "outbox",
        "question",
        "verification",
        "contradiction",
        "folder",
        "bundle",
        "bundle partner",
        "evidence",
        "journal",
    ] {
        let help = help_of(parent);
        let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
        // A long line goes on further in.
        for line in listed.filter(|line| line.starts_with("  ") && !line.starts_with("    ")) {
            let name = line.split_whitespace().next().unwrap();
            let full = format!("{parent} {name}").trim().to_owned();
            assert!(COMMANDS.iter().any(|known| *known == full), "{full} has a help snapshot");
        }
    }
}

#[test]
fn every_help_fits_a_usual_terminal_and_names_the_common_options() {
    for command in COMMANDS {
        let help = help_of(command);
        let widest = help.lines().max_by_key(|line| line.chars().count()).unwrap_or_default();
        assert!(widest.chars().count() <= 120, "{command}: {widest}");
        assert!(help.contains("--json") && help.contains("--dir"), "{command}: {help}");
        assert!(help.contains("Example") || command.is_empty() || help.contains("Commands:"), "{command}: {help}");
    }
}

#[test]
fn a_wrong_call_ends_with_two_and_says_how_it_is_called() {
    for arguments in [
        &["frobnicate"][..],
        &["check"],
        &["issue"],
        &["init", "--role", "sell", "--country", "AU", "--office", "x"],
        &["init", "--role", "issue", "--country", "AU", "--office", "x"],
        &["verify", "a.xml", "--at", "yesterday"],
        &["check", "a.xml", "--at", "4.5.2026"],
        &["decide", "A1", "--items", "0", "--decision", "accept", "--declaration", "x"],
        &["convert", "a.json", "--to", "docx", "--out", "x"],
        &["key", "new"],
    ] {
        let said = tamga(arguments).ended(2);
        assert_eq!(said.out, "", "{arguments:?}");
        assert!(said.err.contains("--help"), "{arguments:?}: {}", said.err);
    }
}

#[test]
fn with_no_words_at_all_the_help_is_shown() {
    let said = tamga::<&str>([]).ended(2);
    assert!(said.err.contains("tamga demo"), "{}", said.err);
}
