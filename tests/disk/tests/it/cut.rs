//! The power goes at every write and every flush of a life, and comes back to whatever the disk kept.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Instant;

use tamga_disk::{Chance, Image, Plan, Survival};
use tamga_store::{Store, StoreKey};
use tempfile::TempDir;

use crate::dump::{Dump, difference, dump};
use crate::work::{Act, Place, Stage, at, ballast, copy, stages};

/// States tried for each cut.
const STATES: u64 = 20;

/// What may be left: nothing, everything, and then torn in sectors of either size.
fn survival(state: u64) -> Survival {
    match state {
        0 => Survival::Nothing,
        1 => Survival::Everything,
        state if state % 2 == 0 => Survival::Torn { sector: 512 },
        _ => Survival::Torn { sector: 4096 },
    }
}

/// How many states, from the environment for a long run.
fn states() -> u64 {
    std::env::var("TAMGA_CUT_STATES").ok().and_then(|text| text.parse().ok()).unwrap_or(STATES)
}

/// The database of an image after SQLite recovered it, in a folder of its own; other files of the office are not there.
fn recovered(place: &Place, image: &Image, folder: &Path) -> Vec<u8> {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        // The store of an earlier state was opened here; what it made beside its database is of no account.
        if path.is_dir() { std::fs::remove_dir_all(path).unwrap() } else { std::fs::remove_file(path).unwrap() }
    }
    for name in ["office.db", "office.db-wal", "office.db-journal"] {
        if let Some(bytes) = image.get(&place.dir().join(name)) {
            std::fs::write(folder.join(name), bytes).unwrap();
        }
    }
    pages(&folder.join("office.db"))
}

/// The pages of a database, with whatever stood in its log.
fn pages(path: &Path) -> Vec<u8> {
    let conn = rusqlite::Connection::open(path).unwrap();
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    drop(conn);
    std::fs::read(path).unwrap()
}

/// The office as it is found when the power is back, in a folder of its own.
fn found(place: &Place, image: &Image) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&place.dir(), folder.path());
    for name in ["office.db", "office.db-wal", "backups/copy.tmp"] {
        let _ = std::fs::remove_file(folder.path().join(name));
    }
    for (path, bytes) in image {
        let to = folder.path().join(path.strip_prefix(place.dir()).unwrap());
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::write(to, bytes).unwrap();
    }
    folder
}

/// What came of the cuts of an act.
#[derive(Debug, Default)]
struct Tally {
    cuts: u64,
    states: u64,
    /// Different ones among them.
    different: u64,
    /// States in which the step was done.
    after: u64,
}

/// Cuts the power at every call of an act and looks at what is left.
fn cut(stage: &Stage) -> Tally {
    let Stage { act, before, after, calls, .. } = stage;
    let folder = tempfile::tempdir().unwrap();
    let (mut tally, mut known) = (Tally::default(), BTreeMap::new());
    for call in 1..=*calls {
        let mut place = stage.place();
        place.disk.plan(Plan::CutAt(call));
        let ended = place.act(*act);
        // On a database that was opened anew an act may need a call less.
        if !place.disk.is_off() {
            assert!(ended.is_ok() && call + 2 > *calls, "{act:?} made no call {call} of {calls}");
            continue;
        }
        // A store that is closed has nobody to tell.
        assert!(ended.is_err() || *act == Act::Close, "{act:?} succeeded without power at call {call}");
        place.store = None;
        tally.cuts += 1;
        let mut chance = Chance::new(call);
        let mut seen = BTreeSet::new();
        for state in 0..states() {
            let image = place.disk.left_behind(survival(state), &mut chance);
            tally.states += 1;
            if !seen.insert(image.clone()) {
                continue;
            }
            tally.different += 1;
            // The store is opened on one state of each cut as it lies: nothing kept, or torn.
            if state == call % 2 * 2 {
                goes_on(found(&place, &image).path(), before.is_empty().then_some(after), *act, call);
            }
            // Pages that are the same say the same; each different file is read row by row.
            let is_after = *known.entry(recovered(&place, &image, folder.path())).or_insert_with(|| {
                if before.is_empty() {
                    // The database was being made, in several transactions: now it is made.
                    goes_on(folder.path(), Some(after), *act, call);
                    return false;
                }
                let says = dump(&folder.path().join("office.db"));
                let is_after = says == *after && after != before;
                let half = difference(before, &says);
                assert!(is_after || half.is_empty(), "{act:?}, call {call}, state {state}: neither: {half:?}");
                is_after
            });
            tally.after += u64::from(is_after);
        }
    }
    tally
}

/// Cuts acts of these kinds, and asserts that cuts fell on either side of their commits.
fn cut_all(wanted: impl Fn(Act) -> bool) {
    let began = Instant::now();
    let ballast = ballast();
    let mut sum = Tally::default();
    for stage in stages(ballast.path()).iter().filter(|stage| stage.is_first_of_its_kind && wanted(stage.act)) {
        let Tally { cuts, states, different, after } = cut(stage);
        assert!(cuts > 0, "{:?} writes", stage.act);
        // The last flush of a commit is the border: cut there, everything may have been written.
        assert!(after > 0 || stage.after == stage.before || stage.before.is_empty(), "{:?} is never done", stage.act);
        sum.cuts += cuts;
        sum.states += states;
        sum.different += different;
        sum.after += after;
    }
    println!("soak cuts {}", sum.states);
    println!("{sum:?} in {:.1?}", began.elapsed());
}

#[test]
fn after_a_power_cut_at_any_write_of_t1_to_t3_each_is_done_or_not_and_never_half() {
    cut_all(|act| matches!(act, Act::Write(step) if step.starts_with('T') || step.starts_with("reserve")));
}

#[test]
fn after_a_power_cut_at_any_write_of_the_inbox_each_step_is_done_or_not_and_never_half() {
    cut_all(|act| matches!(act, Act::Write(step) if !step.starts_with('T') && !step.starts_with("reserve")));
}

#[test]
fn after_a_power_cut_while_it_is_made_opened_copied_or_closed_an_office_is_whole() {
    cut_all(|act| !matches!(act, Act::Write(_)));
}

/// The store opens, finds no damage, and takes the next write; a copy that was being made is whole or not there.
fn goes_on(dir: &Path, says: Option<&Dump>, act: Act, call: u64) {
    let store = Store::open(dir, StoreKey::Plain, at(0)).unwrap_or_else(|error| panic!("{act:?}, {call}: {error:?}"));
    assert_eq!(store.quick_check().unwrap(), Vec::<String>::new(), "{act:?}, {call}");
    assert_eq!(store.read(|reader| reader.journal_check()).unwrap().broken_at, None, "{act:?}, {call}");
    if let Some(says) = says {
        assert_eq!(
            difference(says, &dump(&dir.join("office.db"))),
            Vec::<String>::new(),
            "{act:?}, {call}: made as undisturbed"
        );
    }
    store.write("Amina", at(9), |tx| tx.journal_add("test.step", "after the cut", &[])).unwrap();
    drop(store);
    let backup = dir.join("backups/copy.db");
    if backup.exists() {
        dump(&backup);
    }
}
