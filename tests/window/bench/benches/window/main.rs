//! How soon can somebody work, and what does the window weigh, beside an empty one? Both programs are built for release
//! and started through the same driver; a start ends when the desk's rows (or the empty page's word) are to be read.
//!
//! Prints `bench <name> <nanoseconds>` lines for the table of `cargo xtask bench`, and lines for what is no time.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    dead_code,
    reason = "a bench that fails may panic; what it shares with the tests it does not use whole"
)]

#[cfg(target_os = "linux")]
#[path = "../../../driver.rs"]
mod driver;
#[cfg(target_os = "linux")]
mod measure;
#[cfg(target_os = "linux")]
#[path = "../../../screen.rs"]
mod screen;

#[cfg(target_os = "linux")]
fn main() {
    measure::all();
}

#[cfg(not(target_os = "linux"))]
fn main() {
    println!("The window is measured through WebKitWebDriver, which is on Linux only.");
}
