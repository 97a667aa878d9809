//! How is it built, checked, measured and packed? One door for people and machines: `cargo xtask <command>`.
//! What the product itself does is in the rooms; this one only calls tools.

mod bench;
mod check;
mod codegen;
mod codes;
mod counts;
mod dist;
mod front;
mod fuzz;
mod house;
mod licences;
mod peers;
mod replay;
mod run;
mod sbom;
mod silence;
mod soak;
mod system;
mod test;
mod tidy;

use std::process::ExitCode;

const HELP: &str = "cargo xtask <command>

  run [--terminal] [--release]   sets the machine up, builds, and opens the program in demonstration mode;
                                 without a display the same story is told in the terminal
  test [--only rooms|front|types|browser]
                                 sets the machine up and runs every test; the last line is the sum
  check                          format, clippy, types, generated files, tidy, licences
  bench                          measures, in release
  soak [seal] [paper]            runs at full size what `test` makes small; minutes to hours
  replay TEST --seed N [--until N]
                                 plays a seed again that failed (T-02, T-05, T-22), for so many steps at most
  peers                          sets up the independent readers in Python that tests and benchmarks show our files to
  fuzz [--minutes N] [TARGET…]   runs the fuzz targets beside one another (a long run of its own)
  codegen [--check]              writes (or compares) the generated files: window types, OpenAPI
  codes [--again]                makes the searchable file of code lists (goods, places, countries, currencies)
  dist                           packs what this machine can pack, with sums and a bill of materials
  help                           these words";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let command = args.first().map_or("help", String::as_str);
    let rest = args.get(1..).unwrap_or_default();
    let done = match command {
        "run" => run::run(rest),
        "test" => test::test(rest),
        "check" => check::check(rest),
        "bench" => bench::bench(rest),
        "soak" => soak::soak(rest),
        "replay" => replay::replay(rest),
        "fuzz" => fuzz::fuzz(rest),
        "peers" => only(rest, &[]).and_then(|()| peers::ensure()),
        "codes" => codes::codes(rest),
        "codegen" => codegen::codegen(rest),
        "dist" => dist::dist(rest),
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(())
        }
        other => {
            eprintln!("There is no command `{other}`.\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

/// Refuses options that a command does not know.
fn only(args: &[String], known: &[&str]) -> Result<(), String> {
    match args.iter().find(|arg| !known.contains(&arg.as_str())) {
        Some(stranger) => Err(format!("`{stranger}` is not an option here; known: {}", known.join(" "))),
        None => Ok(()),
    }
}
