//! What takes how long, beside what? Several things run in turn, round after round, so that all of them meet the same
//! machine; what was interrupted does not count, and of the rest the middle is told.

use std::time::{Duration, Instant};

/// A batch is long enough for the clock, and short enough to be left alone on a busy machine.
const BATCH: Duration = Duration::from_micros(1_500);
/// Batches that count, of each.
const ENOUGH: usize = 60;
/// Longest time for all of them.
const PATIENCE: Duration = Duration::from_secs(25);

/// One thing that is measured.
pub struct Contender<'a> {
    name: String,
    /// What the figure is read beside, as the table takes it.
    beside: String,
    batch: Box<dyn FnMut() -> Option<u128> + 'a>,
    kept: Vec<u128>,
}

impl<'a> Contender<'a> {
    /// Something of this process.
    pub fn turn(name: impl Into<String>, mut turn: impl FnMut() + 'a) -> Self {
        Self::batch(name, move || batch(&mut turn))
    }

    /// Something that measures itself: nanoseconds for one turn, none for a batch that was interrupted.
    pub fn batch(name: impl Into<String>, batch: impl FnMut() -> Option<u128> + 'a) -> Self {
        Self { name: name.into(), beside: String::new(), batch: Box::new(batch), kept: Vec::new() }
    }

    /// Its figure is read beside another one.
    pub fn vs(mut self, other: &str) -> Self {
        self.beside.push_str(&format!(" vs {other}"));
        self
    }

    /// The ratio to that one has a goal.
    pub fn most(mut self, goal: &str) -> Self {
        self.beside.push_str(&format!(" most {goal}"));
        self
    }

    /// The same from below.
    pub fn least(mut self, goal: &str) -> Self {
        self.beside.push_str(&format!(" least {goal}"));
        self
    }
}

/// Runs all of them and prints what each took.
pub fn run(contenders: Vec<Contender<'_>>) {
    let (mut contenders, started) = (contenders, Instant::now());
    // The first round only warms up.
    for one in &mut contenders {
        (one.batch)();
    }
    let is_enough = |all: &[Contender<'_>]| all.iter().all(|one| one.kept.len() >= ENOUGH);
    while !is_enough(&contenders) && started.elapsed() < PATIENCE {
        for one in &mut contenders {
            one.kept.extend((one.batch)());
        }
    }
    for Contender { name, beside, mut kept, .. } in contenders {
        kept.sort_unstable();
        let Some(middle) = kept.get(kept.len() / 2) else {
            println!("skipped: {name} was interrupted in every round");
            continue;
        };
        println!("bench {name} {middle}{beside}");
    }
}

fn batch(turn: &mut impl FnMut()) -> Option<u128> {
    let (before, begun, mut turns) = (interruptions(), Instant::now(), 0_u32);
    while turns == 0 || begun.elapsed() < BATCH {
        turn();
        turns += 1;
    }
    let taken = begun.elapsed().as_nanos() / u128::from(turns);
    (interruptions() == before).then_some(taken)
}

/// How often another thread was given the processor in place of this one; always the same where the system does not say.
fn interruptions() -> Option<u64> {
    let said = std::fs::read_to_string("/proc/thread-self/status").ok()?;
    said.lines().find_map(|line| line.strip_prefix("nonvoluntary_ctxt_switches:")?.trim().parse().ok())
}
