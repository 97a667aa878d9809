//! Do the files that the table decides say what the table says?

use std::collections::BTreeSet;
use std::path::Path;

use tamga_api::{COMMANDS, codegen};

#[test]
fn every_generated_file_is_what_the_table_would_write() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(3).expect("the crate lies three folders deep");
    for codegen::Generated { path, text } in codegen::files() {
        let kept = std::fs::read_to_string(root.join(path)).unwrap_or_default();
        assert!(kept == text, "{path} differs from the table; run `cargo xtask codegen`");
    }
}

#[test]
fn every_command_is_a_noun_and_a_verb_and_stands_once() {
    let mut seen = BTreeSet::new();
    for command in COMMANDS {
        assert!(seen.insert(command.name), "{} stands twice", command.name);
        assert!(command.name.split('_').count() >= 2, "{} is no noun_verb", command.name);
        assert!(command.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{}", command.name);
    }
}

#[test]
fn a_command_reads_or_changes_but_does_not_do_both() {
    for command in COMMANDS {
        assert!(
            command.reads.is_empty() || command.changes.is_empty(),
            "{} would ask the window to read it again each time it is read",
            command.name
        );
    }
}

#[test]
fn every_shape_a_command_names_is_declared_in_the_window() {
    let files = codegen::files();
    let types = files.iter().find(|file| file.path.ends_with("types.ts")).expect("types are generated");
    for command in COMMANDS {
        for name in [(command.request_type)(), (command.response_type)()] {
            for word in name.split(['<', '>']).filter(|word| !word.is_empty()) {
                let declared = types.text.contains(&format!("export type {word}"));
                assert!(declared || ["Uint8Array", "ArrayBuffer"].contains(&word), "{} names {word}", command.name);
            }
        }
    }
}
