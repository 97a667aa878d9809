//! How small and how quick is a window with nothing in it? What the bench sets the program beside.

fn main() -> tauri::Result<()> {
    tauri::Builder::default().run(tauri::generate_context!("../tests/window/empty/tauri.conf.json"))
}
