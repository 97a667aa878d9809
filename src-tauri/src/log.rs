//! Where can somebody read afterwards what went wrong? A plain text file beside the office's folder.
//!
//! Only what this program says of itself is written: codes, references, and messages without personal content.

use std::fmt::Write as _;
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::sync::Mutex;
use std::time::{SystemTime, UNIX_EPOCH};

use tamga_origin::Timestamp;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// A log beyond this many bytes is put aside at the next start.
const MOST_BYTES: u64 = 1_000_000;

/// Writes warnings and errors to a file from now on. Without a file they go to standard error.
pub fn to_file(path: &Path) {
    if std::fs::metadata(path).is_ok_and(|found| found.len() > MOST_BYTES) {
        // When it cannot be put aside it goes on growing, which is no reason not to start.
        let _ = std::fs::rename(path, path.with_extension("log.1"));
    }
    let folder = path.parent().map_or(Ok(()), std::fs::create_dir_all);
    let file = folder.and_then(|()| OpenOptions::new().create(true).append(true).open(path));
    if let Err(why) = &file {
        eprintln!("{}: {why}", path.display());
    }
    // Somebody else may have set a subscriber already, for instance a test; then that one hears us.
    let _ = tracing::subscriber::set_global_default(Log { file: file.ok().map(Mutex::new) });
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        tracing::error!("{panic}");
        usual(panic);
    }));
}

struct Log {
    file: Option<Mutex<File>>,
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_event() && *metadata.level() <= Level::WARN
    }

    fn new_span(&self, _span: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _span: &Id, _values: &Record<'_>) {}

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let millis = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        let at = Timestamp::from_millis(i64::try_from(millis).unwrap_or(i64::MAX));
        let metadata = event.metadata();
        let mut line = Line(format!("{} {} {}", at.rfc3339(), metadata.level(), metadata.target()));
        event.record(&mut line);
        line.0.push('\n');
        match &self.file {
            Some(file) => {
                let mut file = file.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                // A full disk must not stop the program from saying so in its window.
                let _ = file.write_all(line.0.as_bytes());
            }
            None => eprint!("{}", line.0),
        }
    }

    fn enter(&self, _span: &Id) {}

    fn exit(&self, _span: &Id) {}
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        // Writing into a string does not fail; line breaks would look like new entries.
        let _ = write!(self.0, " {}={}", field.name(), format!("{value:?}").replace('\n', " "));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_becomes_one_line_with_its_fields_and_a_remark_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.log");
        let file = File::create(&path).unwrap();
        tracing::subscriber::with_default(Log { file: Some(Mutex::new(file)) }, || {
            tracing::info!("nothing of note");
            tracing::warn!(reference = "E-4F2A", "line one\nline two");
        });
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text.lines().count(), 1, "{text}");
        assert!(text.contains(" WARN ") && text.contains("E-4F2A") && text.contains("line one line two"), "{text}");
    }
}
