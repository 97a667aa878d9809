//! What must be known before the shell is compiled? The pages, the permissions, and which commands there are.

mod commands;

fn main() {
    let manifest = tauri_build::AppManifest::new().commands(commands::COMMANDS);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(why) = tauri_build::try_build(attributes) {
        // The message is long and has its own line breaks; a panic would print it escaped.
        println!("cargo:warning=the shell cannot be built: {why:#}");
        std::process::exit(1);
    }
}
