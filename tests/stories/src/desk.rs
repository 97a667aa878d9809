//! A desk in a process of its own, so that tests may kill it: opens an office, starts its workers, and issues.
//!
//! `tamga-story-desk FOLDER COUNT` issues so many certificates from the project's example, one after the other, while
//! the workers send, and prints a line for each; then it goes on sending and receiving until it is killed.

mod around;

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use tamga_office::{Office, Secret, Workers};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("which folder?")?);
    let count: u64 = arguments.next().ok_or("how many?")?.parse()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().worker_threads(2).build()?;
    let office = Office::open(&folder, around::surroundings())?;
    say("open")?;
    let _guard = runtime.enter();
    let _workers = Workers::start(&office);
    for _ in 0..count {
        say(&format!("issued {}", issue(&office)?))?;
    }
    say("done")?;
    loop {
        std::thread::park();
    }
}

fn issue(office: &Arc<Office>) -> Result<String, Box<dyn Error>> {
    let (draft, stamp) = tamga_demo::complete::ready_draft(office)?;
    let key = office.keys()?.into_iter().next().ok_or("no key")?.id;
    Ok(office.issue(draft, stamp, &key, &Secret::new(tamga_demo::PIN.to_owned()))?.number)
}

/// A whole line at once: who reads it never sees half a number.
fn say(line: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("{line}\n").as_bytes())?;
    out.flush()
}
