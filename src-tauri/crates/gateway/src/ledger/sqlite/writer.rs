//! How do changes that wait at the same time share one commit? Each is done for itself, and undone for itself when it
//! fails; the last of those who stand in line commits for all, and nobody is answered before that is on disk.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use super::super::LedgerError;
use super::prepared::Prepared as _;

/// The most changes of one commit: the first of them waits for the last.
const MOST: usize = 64;

/// The one connection that writes.
pub(super) struct Writer {
    line: Mutex<Line>,
    /// Those who stand in line.
    waiting: AtomicUsize,
}

struct Line {
    connection: Connection,
    /// What is done and not committed yet.
    batch: Option<Batch>,
}

/// Changes that become durable together.
struct Batch {
    changes: usize,
    end: Arc<End>,
}

/// How a batch ended, once it has.
#[derive(Default)]
struct End {
    said: Mutex<Option<Result<(), Arc<rusqlite::Error>>>>,
    told: Condvar,
}

impl End {
    fn say(&self, how: Result<(), Arc<rusqlite::Error>>) {
        *locked(&self.said) = Some(how);
        self.told.notify_all();
    }

    fn wait(&self) -> Result<(), LedgerError> {
        let said = self.told.wait_while(locked(&self.said), |said| said.is_none());
        let said = said.unwrap_or_else(PoisonError::into_inner).clone();
        said.unwrap_or(Ok(())).map_err(LedgerError::engine)
    }
}

impl Writer {
    /// With a connection on which nothing is open.
    pub(super) fn new(connection: Connection) -> Self {
        Self { line: Mutex::new(Line { connection, batch: None }), waiting: AtomicUsize::new(0) }
    }

    /// Does a change, all of it or nothing, and comes back when it is on disk.
    pub(super) fn write<T>(
        &self,
        change: impl FnOnce(&Connection) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let mut turn = Turn { line: locked(&self.line), waiting: &self.waiting };
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        let end = turn.line.join()?;
        let point = turn.line.connection.savepoint()?;
        // What fails is undone when its savepoint goes, and leaves the others of its batch alone.
        let value = change(&point)?;
        point.commit()?;
        drop(turn);
        end.wait()?;
        Ok(value)
    }
}

impl Line {
    /// Takes part in the batch that is open, or opens one.
    fn join(&mut self) -> Result<Arc<End>, LedgerError> {
        if let Some(batch) = &mut self.batch {
            batch.changes += 1;
            return Ok(batch.end.clone());
        }
        self.connection.run("BEGIN IMMEDIATE", [])?;
        let end = Arc::<End>::default();
        self.batch = Some(Batch { changes: 1, end: end.clone() });
        Ok(end)
    }

    fn commit(&mut self) {
        let Some(batch) = self.batch.take() else { return };
        let committed = match self.connection.is_autocommit() {
            // Some errors undo everything that was open, not only the change they came to.
            true => Err(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_ABORT), None)),
            false => self.connection.run("COMMIT", []).map(|_| ()),
        };
        if committed.is_err() && !self.connection.is_autocommit() {
            // What cannot be undone now is undone when the file is opened again; nobody was answered.
            let _ = self.connection.run("ROLLBACK", []);
        }
        batch.end.say(committed.map_err(Arc::new));
    }
}

/// The writer in one hand. When it is given back, whoever comes next goes on with the batch; when nobody does, or the
/// batch is full, it is committed; whatever became of the change, a panic included.
struct Turn<'a> {
    line: MutexGuard<'a, Line>,
    waiting: &'a AtomicUsize,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let is_full = self.line.batch.as_ref().is_some_and(|batch| batch.changes >= MOST);
        let is_gone = self.line.connection.is_autocommit();
        if is_full || is_gone || self.waiting.load(Ordering::SeqCst) == 0 {
            self.line.commit();
        }
    }
}

/// A panic elsewhere undid its change; what the lock guards is whole.
pub(super) fn locked<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::mpsc;
    use std::thread::ScopedJoinHandle;
    use std::time::{Duration, Instant};

    use super::*;

    /// A store whose rows may name a parent; that it exists is asked at the commit.
    fn store(folder: &Path) -> (Writer, Connection) {
        let path = folder.join("batch.sqlite");
        let open = || {
            let connection = Connection::open(&path).expect("a store");
            connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(())).expect("a journal");
            connection.pragma_update(None, "foreign_keys", true).expect("keys");
            connection
        };
        let (connection, reader) = (open(), open());
        let tables =
            "CREATE TABLE row (n INTEGER PRIMARY KEY, parent INTEGER REFERENCES row DEFERRABLE INITIALLY DEFERRED)";
        connection.execute_batch(tables).expect("a table");
        (Writer::new(connection), reader)
    }

    fn put(tx: &Connection, n: i64, parent: Option<i64>) -> Result<i64, LedgerError> {
        tx.run("INSERT INTO row (n, parent) VALUES (?1, ?2)", (n, parent))?;
        Ok(n)
    }

    fn rows(of: &Connection) -> Vec<i64> {
        let mut statement = of.prepare("SELECT n FROM row ORDER BY n").expect("a question");
        statement.query_map([], |row| row.get(0)).expect("rows").collect::<Result<_, _>>().expect("rows")
    }

    /// Holds its turn until so many stand in line behind it.
    fn until_others_wait(writer: &Writer, many: usize) {
        let until = Instant::now() + Duration::from_secs(60);
        while writer.waiting.load(Ordering::SeqCst) < many {
            assert!(Instant::now() < until, "nobody came");
            std::thread::yield_now();
        }
    }

    fn answer<T>(thread: ScopedJoinHandle<'_, T>) -> T {
        thread.join().expect("no panic")
    }

    #[test]
    fn those_who_wait_share_a_commit_and_nobody_is_answered_before_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let (writer, reader) = store(folder.path());
        let (writer, first_is_told) = (&writer, &AtomicUsize::new(0));
        std::thread::scope(|scope| {
            let first = scope.spawn(|| {
                let told = writer.write(|tx| {
                    until_others_wait(writer, 1);
                    put(tx, 1, None)
                });
                first_is_told.fetch_add(1, Ordering::SeqCst);
                told
            });
            let second = scope.spawn(move || {
                // The first has its turn.
                let until = Instant::now() + Duration::from_secs(60);
                while writer.line.try_lock().is_ok() && Instant::now() < until {}
                writer.write(|tx| {
                    assert_eq!(rows(tx), [1], "what the first did is there for whoever comes after it");
                    assert_eq!(rows(&reader), [0_i64; 0], "and for nobody else: it is not committed");
                    assert_eq!(first_is_told.load(Ordering::SeqCst), 0, "so it is not answered");
                    put(tx, 2, None)
                })
            });
            assert_eq!((answer(first).ok(), answer(second).ok()), (Some(1), Some(2)));
        });
        assert_eq!(writer.write(|tx| Ok(rows(tx))).expect("rows"), [1, 2]);
    }

    /// Three in one batch; the second does this. Answers who was told that all is well, and what is kept.
    fn three(second: impl FnOnce(&Connection) -> Result<i64, LedgerError> + Send) -> ([bool; 3], Vec<i64>) {
        let folder = tempfile::tempdir().expect("a folder");
        let (writer, _) = store(folder.path());
        let writer = &writer;
        let told = std::thread::scope(|scope| {
            let ((ready, go), (ready_too, go_on)) = (mpsc::channel(), mpsc::channel());
            let first = scope.spawn(move || {
                writer.write(|tx| {
                    ready.send(()).expect("somebody hears");
                    until_others_wait(writer, 1);
                    put(tx, 1, None)
                })
            });
            go.recv().expect("the first has its turn");
            let second = scope.spawn(move || {
                writer.write(|tx| {
                    ready_too.send(()).expect("somebody hears");
                    until_others_wait(writer, 1);
                    second(tx)
                })
            });
            go_on.recv().expect("the second has its turn");
            let third = scope.spawn(move || writer.write(|tx| put(tx, 3, None)));
            [first.join(), second.join(), third.join()].map(|told| told.is_ok_and(|told| told.is_ok()))
        });
        (told, writer.write(|tx| Ok(rows(tx))).expect("the writer goes on"))
    }

    #[test]
    fn what_fails_is_undone_alone() {
        let failed = three(|tx| put(tx, 2, None).and_then(|_| Err(LedgerError::Row("spoiled".into()))));
        assert_eq!(failed, ([true, false, true], vec![1, 3]));
        let panicked = three(|tx| {
            put(tx, 2, None).expect("a row");
            panic!("on purpose")
        });
        assert_eq!(panicked, ([true, false, true], vec![1, 3]), "a panic undoes its own change and no other");
    }

    #[test]
    fn a_commit_that_fails_is_told_to_everybody_in_it() {
        assert_eq!(three(|tx| put(tx, 2, Some(9))), ([false; 3], vec![]), "nothing is kept, and nobody is told it was");
    }

    #[test]
    fn an_error_that_undoes_everything_is_told_to_those_before_it() {
        let undone = three(|tx| {
            // As the engine does when a disk is full.
            tx.execute_batch("ROLLBACK").expect("undone");
            Err(LedgerError::Row("full".into()))
        });
        assert_eq!(undone, ([false, false, true], vec![3]));
    }
}
