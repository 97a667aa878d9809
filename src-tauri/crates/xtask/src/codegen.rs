//! Are the generated files those that the code would write? The window's types and wrappers, and the OpenAPI text.

use crate::house;

/// `cargo xtask codegen [--check]`.
pub fn codegen(args: &[String]) -> Result<(), String> {
    crate::only(args, &["--check"])?;
    let check = args.iter().any(|arg| arg == "--check");
    let mut api = vec!["run", "-q", "-p", "tamga-api", "--bin", "codegen"];
    if check {
        api.extend(["--", "--check"]);
    }
    house::must(&mut house::cargo(api))?;
    openapi(check)
}

fn openapi(check: bool) -> Result<(), String> {
    let text =
        house::ask(&mut house::cargo(["run", "-q", "-p", "tamga-gateway", "--bin", "tamga-gateway", "--", "openapi"]))?;
    let path = house::root().join("assets").join("openapi.json");
    if !check {
        println!("writes {}", path.display());
        return std::fs::write(&path, text).map_err(|why| format!("{}: {why}", path.display()));
    }
    match std::fs::read_to_string(&path) {
        Ok(kept) if kept == text => Ok(()),
        Ok(_) => Err("assets/openapi.json differs from what the gateway describes; run `cargo xtask codegen`".into()),
        Err(why) => Err(format!("assets/openapi.json: {why}; run `cargo xtask codegen`")),
    }
}
