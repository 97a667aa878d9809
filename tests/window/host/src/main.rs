//! How does a browser reach the program's own handlers, for tests? The shipped app on the mock runtime, over loopback.
//!
//! Contract with whoever starts it (the browser tests, a developer):
//!
//! - start: `target/debug/tamga-window-host --dir DIR --ui DIST_DIR`. `DIR` is an empty or new folder: a fresh
//!   demonstration is made in it; one that was made there before is opened again. `DIST_DIR` is `ui/dist-browser`.
//! - once it listens it prints one JSON line on standard output:
//!   `{"address":"http://127.0.0.1:PORT/?token=TOKEN"}`. Open that address. It ends on SIGTERM (or SIGKILL), and with
//!   `--until-stdin-ends` also when standard input closes, so that no host outlives a crashed test run.
//! - `GET /` and every other path outside the two below: files of `DIST_DIR`, without a token, with the content
//!   security policy of the product.
//! - `POST /invoke/<command>` with header `x-tamga-token: TOKEN`; body `{"request": …}` as JSON, or raw bytes with
//!   `content-type: application/octet-stream`. 200 with JSON or bytes; 422 with the error as JSON; 403 for a wrong token.
//! - `GET /events?token=TOKEN`: server-sent events named `changed` whose data is `{"tags":[…]}`.
//! - a dialog that asks where to save (for instance `certificate_xml_save` without a path) is answered with
//!   `DIR.saved/<proposed name>`; a dialog that asks for a file is answered with none (the page has its own input).
//!
//! Not here: any answer of its own. It is never shipped.

mod answers;
mod pages;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;

use tamga_desktop::tauri::test::mock_builder;
use tamga_desktop::{Assembled, Progress, Start, Wanted, assemble, context};

struct Options {
    dir: PathBuf,
    ui: PathBuf,
    until_stdin_ends: bool,
}

fn options() -> Result<Options, String> {
    let (mut dir, mut ui, mut until_stdin_ends) = (None, None, false);
    let mut args = std::env::args_os().skip(1);
    while let Some(arg) = args.next() {
        match arg.to_str() {
            Some("--dir") => dir = args.next().map(PathBuf::from),
            Some("--ui") => ui = args.next().map(PathBuf::from),
            Some("--until-stdin-ends") => until_stdin_ends = true,
            _ => return Err(format!("`{}` is not an option here", arg.to_string_lossy())),
        }
    }
    let missing = "usage: tamga-window-host --dir DIR --ui DIST_DIR [--until-stdin-ends]";
    Ok(Options { dir: dir.ok_or(missing)?, ui: ui.ok_or(missing)?, until_stdin_ends })
}

fn main() -> ExitCode {
    match options().and_then(|options| run(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("tamga-window-host: {why}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), String> {
    let start = Start { wanted: Wanted::Demonstration, dir: Some(options.dir.clone()), safe_graphics: false };
    let dialogs = answers::IntoFolder::beside(&options.dir);
    let Assembled { app, opened } = assemble(mock_builder(), context(), start, Box::new(dialogs), Progress::default())
        .map_err(|why| why.to_string())?;
    let served = serve::until_told(app.handle(), &options.ui, options.until_stdin_ends);
    opened.close();
    served.map_err(|why| why.to_string())
}
