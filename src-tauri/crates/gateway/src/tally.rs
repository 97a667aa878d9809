//! How much was asked of this node, what was answered, and how long did it take? Counted since it started, never by client
//! or content.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Upper ends of the histogram, in milliseconds.
const ENDS: [u64; 10] = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000];

#[derive(Debug, Clone, Default)]
struct Counted {
    answers: BTreeMap<(String, String, u16), u64>,
    within: [u64; ENDS.len()],
    took: Duration,
    timed: u64,
}

/// The counts of one node.
#[derive(Debug, Default)]
pub(crate) struct Tally(Mutex<Counted>);

impl Tally {
    /// Counts an answer; one that waited for something to happen is not timed.
    pub(crate) fn count(&self, method: &str, path: &str, status: u16, took: Option<Duration>) {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counted.answers.entry((method.to_owned(), path.to_owned(), status)).or_default() += 1;
        let Some(took) = took else { return };
        counted.took += took;
        counted.timed += 1;
        for (end, count) in ENDS.iter().zip(&mut counted.within) {
            *count += u64::from(took <= Duration::from_millis(*end));
        }
    }

    /// Writes the counts as Prometheus reads them.
    pub(crate) fn write(&self, text: &mut String) {
        let counted = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        head(text, "tamga_requests_total", "counter", "Requests answered, by method, path and status");
        for ((method, path, status), count) in &counted.answers {
            let labels = [("method", method.as_str()), ("path", path), ("status", &status.to_string())];
            line(text, "tamga_requests_total", &labels, *count);
        }
        let name = "tamga_request_seconds";
        head(text, name, "histogram", "Time to an answer, those that waited for something left out");
        for (end, count) in ENDS.iter().zip(counted.within) {
            line(text, &format!("{name}_bucket"), &[("le", &seconds(*end))], count);
        }
        line(text, &format!("{name}_bucket"), &[("le", "+Inf")], counted.timed);
        let sum = u64::try_from(counted.took.as_millis()).unwrap_or(u64::MAX);
        // Writing to a text does not fail.
        let _ = writeln!(text, "{name}_sum {}", seconds(sum));
        let _ = writeln!(text, "{name}_count {}", counted.timed);
    }
}

/// Milliseconds as seconds, without a float.
fn seconds(millis: u64) -> String {
    let text = format!("{}.{:03}", millis / 1_000, millis % 1_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The head of a measure.
pub(crate) fn head(text: &mut String, name: &str, kind: &str, help: &str) {
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}");
}

/// One value of a measure.
pub(crate) fn line(text: &mut String, name: &str, labels: &[(&str, &str)], value: u64) {
    let escaped = |value: &str| value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    let labels: Vec<String> = labels.iter().map(|(name, value)| format!("{name}=\"{}\"", escaped(value))).collect();
    let labels = if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
    let _ = writeln!(text, "{name}{labels} {value}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_counted_and_timed_as_prometheus_reads_them() {
        let tally = Tally::default();
        tally.count("PUT", "/v1/x", 201, Some(Duration::from_millis(20)));
        tally.count("PUT", "/v1/x", 201, Some(Duration::from_millis(1_200)));
        tally.count("GET", "/a\"b", 200, None);
        let mut text = String::new();
        tally.write(&mut text);
        for line in [
            "# TYPE tamga_requests_total counter",
            "tamga_requests_total{method=\"PUT\",path=\"/v1/x\",status=\"201\"} 2",
            "tamga_requests_total{method=\"GET\",path=\"/a\\\"b\",status=\"200\"} 1",
            "tamga_request_seconds_bucket{le=\"0.01\"} 0",
            "tamga_request_seconds_bucket{le=\"0.025\"} 1",
            "tamga_request_seconds_bucket{le=\"1\"} 1",
            "tamga_request_seconds_bucket{le=\"2.5\"} 2",
            "tamga_request_seconds_bucket{le=\"+Inf\"} 2",
            "tamga_request_seconds_sum 1.22",
            "tamga_request_seconds_count 2",
        ] {
            assert!(text.lines().any(|known| known == line), "{line} in\n{text}");
        }
    }
}
