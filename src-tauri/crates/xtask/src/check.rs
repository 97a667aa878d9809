//! Is it fit to be committed? Format, lints, types, generated files, tidiness, licences; all are tried, then summed.

use crate::{codegen, front, house, licences, tidy};

type Part = (&'static str, fn() -> Result<(), String>);

/// `cargo xtask check`.
pub fn check(args: &[String]) -> Result<(), String> {
    crate::only(args, &[])?;
    let parts: [Part; 6] = [
        ("format", || house::must(&mut house::cargo(["fmt", "--all", "--check"]))),
        ("tidy", || none(tidy::breaches()?)),
        ("licences", || none(licences::breaches()?)),
        ("types", || {
            front::ensure_built()?;
            house::must(&mut front::npm(["run", "typecheck"]))
        }),
        ("generated files", || codegen::codegen(&["--check".to_owned()])),
        ("clippy", || {
            let features = house::FEATURES;
            let flags = ["clippy", "--workspace", "--all-targets", "--features", features, "--", "-D", "warnings"];
            house::must(&mut house::cargo(flags))
        }),
    ];
    let mut red = Vec::new();
    for (name, part) in parts {
        println!("\n== {name}");
        match part() {
            Ok(()) => println!("{name}: fine"),
            Err(why) => {
                println!("{name}: {why}");
                red.push(name);
            }
        }
    }
    if red.is_empty() { Ok(()) } else { Err(format!("not fine: {}", red.join(", "))) }
}

fn none(breaches: Vec<String>) -> Result<(), String> {
    if breaches.is_empty() { Ok(()) } else { Err(format!("{} breaches\n{}", breaches.len(), breaches.join("\n"))) }
}
