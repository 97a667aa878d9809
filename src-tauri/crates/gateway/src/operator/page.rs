//! How does the operator's page look? One page without scripts: routes, queues, what stands still. No content of
//! certificates stands on it.

use std::fmt::Write as _;

use tamga_origin::Timestamp;

use super::{Seen, age, since};
use crate::books::standing::gate_word;
use crate::config::Leads;
use crate::room::Room;

/// The style sheet of the page.
pub(super) const STYLE: &str = "\
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #1c2430; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: start; color: #55606e; padding-bottom: .25rem; }
th, td { text-align: start; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid #d5dae1; vertical-align: top; }
td.id { font-family: ui-monospace, monospace; font-size: .875rem; overflow-wrap: anywhere; }
.demonstration { background: #fff3c4; padding: .5rem .75rem; }
.late { color: #a01c1c; font-weight: 600; }
";

/// Writes the page.
pub(super) fn write(room: &Room, seen: &Seen, now: Timestamp) -> String {
    let (config, standing) = (&room.config, room.board.seen());
    let mut page = Page(String::from("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"));
    page.raw("<meta name=\"viewport\" content=\"width=device-width\">\n<meta http-equiv=\"refresh\" content=\"30\">\n");
    page.raw("<link rel=\"stylesheet\" href=\"/status.css\">\n<title>");
    page.text(&config.id);
    page.raw("</title>\n</head>\n<body>\n<main>\n<h1>Gateway ");
    page.text(&config.id);
    page.raw("</h1>\n");
    if config.demonstration {
        page.raw(
            "<p class=\"demonstration\">Demonstration: keys, certificates and trust list count nowhere else.</p>\n",
        );
    }
    let days = since(standing.trust.list.issued_at, now) / 86_400;
    page.text(&format!("{}. Trust list {}, {days} days old.", now.rfc3339_seconds(), standing.trust.n()));
    page.raw("\n<h2 id=\"routes\">Routes</h2>\n");
    page.table(
        "routes",
        "Destinations, and whether they take and move submissions",
        &["Route", "To", "Agreement", "Leads to", "State"],
    );
    for route in &config.routes {
        let leads = match &route.leads {
            Leads::Peer(peer) => format!("gateway {peer}"),
            Leads::Box(shared) => format!("box {shared}"),
            Leads::Sender => "the sender".to_owned(),
            Leads::Ask => "asked from here".to_owned(),
        };
        let state = gate_word(standing.gate(route));
        page.row(&[&route.route, &route.destination, &route.agreement, &leads, state], state != "open");
    }
    page.raw("</tbody>\n</table>\n<h2 id=\"queues\">Queues</h2>\n");
    page.table(
        "queues",
        "What waits for other gateways",
        &["Gateway", "Waiting", "Oldest waits for", "Failures in a row"],
    );
    for queue in &seen.queues {
        let oldest = age(&queue.oldest, now);
        let (depth, failures) = (queue.depth.to_string(), queue.failures.to_string());
        let known = config.peers.iter().any(|peer| peer.id == queue.peer);
        let peer = if known { queue.peer.clone() } else { format!("{} (not configured)", queue.peer) };
        page.row(&[&peer, &depth, &duration(oldest), &failures], oldest >= 3_600 || !known);
    }
    page.raw("</tbody>\n</table>\n<h2 id=\"waiting\">Under way or standing still</h2>\n<p>");
    let counts: Vec<String> = seen.counts.iter().map(|(state, count)| format!("{state}: {count}")).collect();
    page.text(if counts.is_empty() { "Nothing." } else { "" });
    page.text(&counts.join(", "));
    page.raw("</p>\n");
    page.table("waiting", "The oldest first", &["Submission", "State", "Kind", "Route", "From", "For", "Waits since"]);
    for one in &seen.waiting {
        let peer = one.peer.clone().unwrap_or_default();
        let waits = duration(age(&one.received_at, now));
        let state = match &one.proposal {
            Some(proposal) => format!("{}; {} proposes to end it", one.state, proposal.actor),
            None => one.state.clone(),
        };
        let late = age(&one.received_at, now) >= 86_400;
        page.row(&[&one.id, &state, &one.kind, &one.route, &one.client, &peer, &waits], late);
    }
    page.raw("</tbody>\n</table>\n</main>\n</body>\n</html>\n");
    page.0
}

struct Page(String);

impl Page {
    fn raw(&mut self, html: &str) {
        self.0.push_str(html);
    }

    /// Text that may hold anything.
    fn text(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                letter => self.0.push(letter),
            }
        }
    }

    fn table(&mut self, id: &str, caption: &str, heads: &[&str]) {
        // Writing to a text does not fail.
        let _ = write!(self.0, "<table aria-labelledby=\"{id}\">\n<caption>{caption}</caption>\n<thead><tr>");
        heads.iter().for_each(|head| {
            let _ = write!(self.0, "<th scope=\"col\">{head}</th>");
        });
        self.raw("</tr></thead>\n<tbody>\n");
    }

    fn row(&mut self, cells: &[&str], is_late: bool) {
        self.raw(if is_late { "<tr class=\"late\">" } else { "<tr>" });
        for (at, cell) in cells.iter().enumerate() {
            self.raw(if at == 0 { "<td class=\"id\">" } else { "<td>" });
            self.text(cell);
            self.raw("</td>");
        }
        self.raw("</tr>\n");
    }
}

/// A time span in its largest whole unit.
fn duration(seconds: u64) -> String {
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3_600 => format!("{} min", seconds / 60),
        3_600..86_400 => format!("{} h", seconds / 3_600),
        _ => format!("{} d", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_named_themselves_is_no_markup() {
        let mut page = Page(String::new());
        page.row(&["<script>alert(1)</script>", "a & \"b\""], false);
        assert_eq!(
            page.0,
            "<tr><td class=\"id\">&lt;script&gt;alert(1)&lt;/script&gt;</td><td>a &amp; &quot;b&quot;</td></tr>\n"
        );
    }

    #[test]
    fn a_time_span_is_said_in_its_largest_unit() {
        assert_eq!([59, 60, 7_199, 90_000].map(duration), ["59 s", "1 min", "1 h", "1 d"]);
    }
}
