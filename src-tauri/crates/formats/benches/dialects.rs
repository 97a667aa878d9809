//! How fast is each dialect read and written, beside what others need for the same bytes? Prints
//! `bench <name> <nanoseconds per certificate> of <bytes> [vs <other>]`; a turn is one certificate.
//!
//! The floor is quick-xml's bare event loop: it finds the tokens, keeps nothing and checks little. The readers beside
//! are Python with lxml, which is the C library libxml2: into its own tree alone (`parse`), on into plain values
//! (`values`), and with a look at the schema of the dialect in between (`checked`), which is nearest to what a reader of
//! ours does: it reports what is unknown, missing, out of order or no value of its type.
//! Figures that are set beside each other are taken in turns, so that a busy machine is slow for both. Memory is kept as
//! the programs keep it.

mod dialect;
mod schemas;

use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use dialect::{DIALECTS, Dialect, certificate};
use mimalloc::MiMalloc;
use quick_xml::Reader;
use quick_xml::events::Event;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// A usual certificate, the longest that a reader takes unasked, and one beyond all that were ever seen.
const LINES: [u32; 3] = [2, 999, 5_000];
/// How often each figure is taken; the one in the middle is printed.
const ROUNDS: usize = 15;
/// Time for one round of one figure.
const ROUND: Duration = Duration::from_millis(15);
/// Our reading takes no more than so many times the floor, and others take so many times our reading.
const OVER_FLOOR: u32 = 3;
const OVER_OURS: u32 = 10;
/// Time after which no further round of the same figures begins; three are taken in any case.
const ENOUGH: Duration = Duration::from_secs(3);

type Failure = Box<dyn std::error::Error>;

/// Measures some work in turns; nanoseconds per turn, in the same order.
fn measure(works: &mut [&mut dyn FnMut()]) -> Vec<f64> {
    let mut taken: Vec<Vec<f64>> = vec![Vec::new(); works.len()];
    let start = Instant::now();
    for round in 0..=ROUNDS {
        if round > 3 && start.elapsed() > ENOUGH {
            break;
        }
        for (work, taken) in works.iter_mut().zip(&mut taken) {
            let (mut turns, begin) = (0_u32, Instant::now());
            while turns == 0 || begin.elapsed() < ROUND {
                work();
                turns += 1;
            }
            // The first round only warms up.
            if round > 0 {
                taken.push(begin.elapsed().as_nanos() as f64 / f64::from(turns));
            }
        }
    }
    taken.into_iter().map(median).collect()
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}

fn is_xml(bytes: &[u8]) -> bool {
    bytes.starts_with(b"<")
}

/// The event loop with nothing in it; how many events there were.
fn events(bytes: &[u8]) -> Result<usize, quick_xml::Error> {
    let (mut reader, mut count) = (Reader::from_reader(bytes), 0);
    loop {
        match reader.read_event()? {
            Event::Eof => return Ok(count),
            event => {
                black_box(&event);
                count += 1;
            }
        }
    }
}

fn own(dialect: &Dialect, lines: u32, bytes: &[u8]) -> Result<(), Failure> {
    let Dialect { name, read, write } = dialect;
    let (certificate, length) = (certificate(lines), bytes.len());
    let mut writing = || drop(black_box(write(&certificate)));
    let mut reading = || drop(black_box(read(bytes)));
    if is_xml(bytes) {
        events(bytes)?;
        let mut floor = || drop(black_box(events(bytes)));
        if let [floor, reading, writing] = *measure(&mut [&mut floor, &mut reading, &mut writing]) {
            println!("bench floor-{name}-{lines} {floor:.0} of {length}");
            println!("bench read-{name}-{lines} {reading:.0} of {length} vs floor-{name}-{lines} most {OVER_FLOOR}");
            println!("bench write-{name}-{lines} {writing:.0} of {length}");
        }
    } else if let [reading, writing] = *measure(&mut [&mut reading, &mut writing]) {
        println!("bench read-{name}-{lines} {reading:.0} of {length}");
        println!("bench write-{name}-{lines} {writing:.0} of {length}");
    }
    Ok(())
}

/// Lets lxml read the same bytes and prints what it says it took.
fn beside(python: &str, dialect: &Dialect, lines: u32, bytes: &[u8]) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("certificate.xml");
    std::fs::write(&file, bytes)?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/peers/read_lxml.py");
    let schema = schemas::schema(dialect.name, folder.path())?;
    let output = Command::new(python).arg(script).arg(dialect.name).arg(&file).args(schema).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    let (said, name) = (String::from_utf8(output.stdout)?, dialect.name);
    for line in said.lines() {
        let [what, nanos, found] = *line.split_whitespace().collect::<Vec<_>>() else {
            return Err(format!("lxml said {line}").into());
        };
        // Both must have read the same goods, else their times say nothing.
        if what != "parse" && found.parse::<u32>()? != lines {
            return Err(format!("lxml found {found} lines of goods in {name}, not {lines}").into());
        }
        let goal = if what == "values" { format!(" least {OVER_OURS}") } else { String::new() };
        let beside = format!("vs read-{name}-{lines} over floor-{name}-{lines}{goal}");
        println!("bench lxml-{what}-{name}-{lines} {nanos} of {} {beside}", bytes.len());
    }
    Ok(())
}

fn main() -> Result<(), Failure> {
    let python = std::env::var("TAMGA_PEERS").ok();
    if python.is_none() {
        println!("skipped: no independent readers (cargo xtask peers)");
    }
    // With names as arguments only these dialects are measured.
    let wanted: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let is_wanted = |dialect: &&Dialect| wanted.is_empty() || wanted.iter().any(|name| *name == dialect.name);
    for dialect in DIALECTS.iter().filter(is_wanted) {
        for lines in LINES {
            let bytes = (dialect.write)(&certificate(lines))?;
            let found = (dialect.read)(&bytes)?;
            if found != lines as usize && dialect.name != "cefact-d23b" {
                return Err(format!("{}: {found} lines of goods read, {lines} written", dialect.name).into());
            }
            own(dialect, lines, &bytes)?;
            if let Some(python) = python.as_deref().filter(|_| is_xml(&bytes)) {
                beside(python, dialect, lines, &bytes)?;
            }
        }
    }
    Ok(())
}
