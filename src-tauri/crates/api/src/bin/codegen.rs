//! Writes (or compares, with `--check`) the files that the command table decides.

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let check = match std::env::args().nth(1).as_deref() {
        None => false,
        Some("--check") => true,
        Some(other) => {
            eprintln!("codegen: `{other}` is not an option here; known: --check");
            return ExitCode::from(2);
        }
    };
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.ancestors().nth(3).unwrap_or(here);
    let mut red = false;
    for tamga_api::codegen::Generated { path, text } in tamga_api::codegen::files() {
        let file = root.join(path);
        let kept = std::fs::read_to_string(&file);
        if kept.as_ref().is_ok_and(|kept| *kept == text) {
            continue;
        }
        if check {
            eprintln!("{path} differs from the table in tamga-api; run `cargo xtask codegen`");
            red = true;
        } else {
            let written = file.parent().map_or(Ok(()), std::fs::create_dir_all);
            match written.and_then(|()| std::fs::write(&file, text)) {
                Ok(()) => println!("writes {path}"),
                Err(why) => {
                    eprintln!("{path}: {why}");
                    red = true;
                }
            }
        }
    }
    if red { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
