//! What does a running gateway say about itself? One line an event on standard error, in `key=value` form.

use std::fmt::{Debug, Write as _};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// Starts writing lines; `quiet` leaves out the one for each request.
pub fn start(quiet: bool) {
    let most = if quiet { Level::WARN } else { Level::INFO };
    // Only the first call of a process counts; there is no second.
    let _ = tracing::subscriber::set_global_default(Lines { most });
}

/// Writes events of our own rooms; spans are not used.
struct Lines {
    most: Level,
}

impl Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_event() && metadata.target().starts_with("tamga") && *metadata.level() <= self.most
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(format!("level={}", event.metadata().level()));
        event.record(&mut line);
        eprintln!("{}", line.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let text = format!("{value:?}");
        let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(&text);
        let text = text.replace(['\n', '\r'], " ").replace('"', "'");
        let name = field.name();
        // Writing to a text does not fail.
        let _ = match text.contains([' ', '=']) {
            true => write!(self.0, " {name}=\"{text}\""),
            false => write!(self.0, " {name}={text}"),
        };
    }
}
