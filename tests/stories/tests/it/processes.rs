//! Two programs on one office: the second is told, the first is not disturbed, and a killed one leaves the door open.

use tamga_office::{ErrorCode, Office, Window};

use crate::around::surroundings;
use crate::stage::{Desk, Stage};

#[tokio::test(flavor = "multi_thread")]
async fn a_second_program_is_refused_until_the_first_is_gone() {
    let stage = Stage::set().await;
    let mut desk = Desk::start(&stage.chamber_dir(), 1);
    assert_eq!(desk.hears().as_deref(), Some("open"));
    let second = Office::open(&stage.chamber_dir(), surroundings()).unwrap_err();
    assert_eq!(second.code(), ErrorCode::SecondStart);
    let issued = desk.hears().expect("the first goes on");
    assert!(issued.starts_with("issued "), "{issued}");
    desk.kill();
    let office = stage.chamber();
    assert_eq!(office.search_certificates("", &Default::default(), Window::first(3)).unwrap().total, 1);
}
