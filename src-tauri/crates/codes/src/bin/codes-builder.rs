//! Makes the file of code lists; `cargo xtask codes` calls it. Its work is in the room's module `builder`.

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [assets, cache, out] = arguments.as_slice() else {
        eprintln!("usage: codes-builder ASSETS CACHE OUT");
        return ExitCode::from(2);
    };
    match tamga_codes::builder::build(assets, cache, out) {
        Ok(lists) => {
            for list in lists {
                println!("{:<16} {:>7} codes", list.id, list.rows);
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            let mut words = error.to_string();
            let mut inner: &dyn std::error::Error = &error;
            while let Some(source) = inner.source() {
                words.push_str(&format!(": {source}"));
                inner = source;
            }
            eprintln!("{words}");
            ExitCode::FAILURE
        }
    }
}
