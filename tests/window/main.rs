//! Does the real program work in a real window? The built program under a virtual screen, driven through
//! WebKitWebDriver as a person would: a few journeys, not every screen; those are the browser tests'.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that fails may panic, in its helpers too"
)]

mod driver;
mod journeys;
mod screen;
mod window;
