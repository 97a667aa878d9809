//! Where does a submission stand, for people? Three lamps from stored evidence alone (`gateway.md` 4.6).

use tamga_origin::Timestamp;
use tamga_store::{IssuedSubmission, OutboxRow};

use crate::word::Word;

/// How a lamp is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LampState {
    /// Nothing yet.
    Empty,
    /// Being handed over.
    Turning,
    /// Waits; amber.
    Waiting,
    /// Half: not known yet, or at the office server.
    Half,
    /// Proven.
    Lit,
    /// Refused.
    Refused,
    /// Given up.
    Struck,
}

impl LampState {
    /// The word at the window's edge.
    pub fn word(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Turning => "turning",
            Self::Waiting => "waiting",
            Self::Half => "half",
            Self::Lit => "lit",
            Self::Refused => "refused",
            Self::Struck => "struck",
        }
    }
}

/// One lamp.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lamp {
    /// How it is drawn.
    pub state: LampState,
    /// `lamp.*`.
    pub word: Word,
    /// Since when.
    pub at: Option<Timestamp>,
}

/// The three facts, never merged into one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lamps {
    /// Custody at our gateway.
    pub gateway: Lamp,
    /// Custody abroad.
    pub abroad: Lamp,
    /// Answer of customs.
    pub customs: Lamp,
}

/// What the lamps are read from; nothing here is inferred from something that did not happen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Facts<'a> {
    pub(crate) state: &'a str,
    pub(crate) class: &'a str,
    pub(crate) reason: &'a str,
    pub(crate) may_have_left: bool,
    /// Does the gateway stumble over it while others pass? With the gateway's trace id, or an empty one.
    pub(crate) suspect: Option<&'a str>,
    pub(crate) is_carried: bool,
    pub(crate) answer: &'a str,
    /// Is the receipt one of an office server?
    pub(crate) by_office: bool,
    pub(crate) next_at: Option<Timestamp>,
    pub(crate) accepted_at: Option<Timestamp>,
    pub(crate) delivered_at: Option<Timestamp>,
    pub(crate) answered_at: Option<Timestamp>,
    pub(crate) updated_at: Option<Timestamp>,
}

impl<'a> Facts<'a> {
    pub(crate) fn of_row(row: &'a OutboxRow, by_office: bool) -> Self {
        let (state, reason) = stands(&row.state, &row.reason, &row.stopped);
        Self {
            state,
            class: &row.class,
            reason,
            may_have_left: row.may_have_left,
            suspect: row.is_suspect.then_some(&row.trace),
            is_carried: row.is_carried,
            answer: &row.answer,
            by_office,
            next_at: row.next_at,
            accepted_at: row.accepted_at,
            delivered_at: row.delivered_at,
            answered_at: row.answered_at,
            updated_at: Some(row.updated_at),
        }
    }

    pub(crate) fn of_issued(row: &'a IssuedSubmission, by_office: bool) -> Self {
        let (state, reason) = stands(&row.state, &row.reason, &row.stopped);
        Self {
            state,
            class: &row.class,
            reason,
            may_have_left: row.may_have_left,
            // Said in the outbox, where it can be acted on.
            suspect: None,
            is_carried: row.is_carried,
            answer: &row.answer,
            by_office,
            next_at: row.next_at,
            accepted_at: row.accepted_at,
            delivered_at: row.delivered_at,
            answered_at: row.answered_at,
            updated_at: None,
        }
    }

    /// Has it been taken into custody?
    fn is_taken(&self) -> bool {
        matches!(self.state, "accepted" | "delivered" | "answered")
    }

    /// The three lamps.
    pub(crate) fn lamps(&self) -> Lamps {
        let empty = || Lamp { state: LampState::Empty, word: Word::new("lamp.empty"), at: None };
        let delivered = matches!(self.state, "delivered" | "answered");
        let abroad = match delivered {
            true => Lamp { state: LampState::Lit, word: Word::new("lamp.abroad"), at: self.delivered_at },
            false => empty(),
        };
        let customs = match self.answer {
            "" => empty(),
            "refused" => Lamp { state: LampState::Refused, word: Word::new("lamp.refused"), at: self.answered_at },
            answer => Lamp { state: LampState::Lit, word: Word::new(format!("lamp.{answer}")), at: self.answered_at },
        };
        Lamps { gateway: self.gateway(), abroad, customs }
    }

    fn gateway(&self) -> Lamp {
        let lamp = |state, word: Word, at| Lamp { state, word, at };
        let since = |word: Word| self.updated_at.map_or(word.clone(), |at| word.with("since", at.rfc3339()));
        let next = |word: Word| self.next_at.map_or(word.clone(), |at| word.with("next", at.rfc3339()));
        match self.state {
            _ if self.is_taken() && self.by_office => lamp(LampState::Half, Word::new("lamp.office"), self.accepted_at),
            _ if self.is_taken() => lamp(LampState::Lit, Word::new("lamp.gateway"), self.accepted_at),
            "sending" => lamp(LampState::Turning, since(Word::new("lamp.sending")), self.updated_at),
            "rejected" | "conflict" => {
                lamp(LampState::Refused, Word::new("lamp.rejected").with("reason", self.reason), self.updated_at)
            }
            "abandoned" => {
                lamp(LampState::Struck, Word::new("lamp.abandoned").with("reason", self.reason), self.updated_at)
            }
            "blocked" => {
                lamp(LampState::Waiting, Word::new("lamp.blocked").with("reason", self.reason), self.updated_at)
            }
            _ if self.is_carried => lamp(LampState::Waiting, Word::new("lamp.carried"), self.updated_at),
            "waiting" if self.suspect.is_some() => {
                lamp(LampState::Waiting, next(Word::new("lamp.suspect")), self.updated_at)
            }
            "waiting" if self.may_have_left => lamp(LampState::Half, next(Word::new("lamp.unknown")), self.updated_at),
            "waiting" => lamp(LampState::Waiting, next(since(Word::new("lamp.no_connection"))), self.updated_at),
            _ => lamp(LampState::Turning, Word::new("lamp.queued"), self.updated_at),
        }
    }

    /// The short word for lists (`interface.md` 5.4): how far it has come.
    pub(crate) fn delivery(&self) -> Word {
        match self.state {
            "delivered" | "answered" => Word::new("delivery.delivered"),
            "accepted" if self.by_office => Word::new("delivery.office"),
            "accepted" => Word::new("delivery.gateway"),
            "sending" => Word::new("delivery.sending"),
            "rejected" => Word::new("delivery.rejected").with("reason", self.reason),
            "blocked" | "conflict" => Word::new("delivery.needs_you").with("reason", self.reason),
            "abandoned" => Word::new("delivery.abandoned").with("reason", self.reason),
            _ if self.is_carried => Word::new("delivery.carried"),
            "waiting" if self.suspect.is_some() => Word::new("delivery.suspect"),
            "waiting" if self.may_have_left => Word::new("delivery.unknown"),
            _ => Word::new("delivery.waiting"),
        }
    }

    /// The one thing to do now.
    pub(crate) fn what_now(&self, is_paused: bool) -> Word {
        let next = |word: Word| self.next_at.map_or(word.clone(), |at| word.with("next", at.rfc3339()));
        match self.state {
            "rejected" => Word::new("now.replace").with("reason", self.reason),
            "conflict" => Word::new("now.conflict"),
            "blocked" => match self.reason {
                "auth" | "operator" => Word::new("now.sign_in"),
                "clock" => Word::new("now.clock"),
                "disk" => Word::new("now.disk"),
                "version" => Word::new("now.update"),
                "poison" => Word::new("now.poison"),
                "dependency" => Word::new("now.dependency"),
                _ => Word::new("now.conflict"),
            },
            "accepted" | "delivered" | "answered" => Word::new("now.receipt"),
            "abandoned" => Word::new("now.nothing"),
            _ if is_paused => Word::new("now.paused"),
            "waiting" if self.class == "clock" => Word::new("now.clock"),
            "waiting" if self.suspect == Some("") => next(Word::new("now.suspect_untraced")),
            "waiting" if self.suspect.is_some() => {
                next(Word::new("now.suspect")).with("trace", self.suspect.unwrap_or_default())
            }
            "waiting" if self.may_have_left => next(Word::new("now.ask_again")),
            "waiting" => next(Word::new("now.wait")),
            _ => Word::new("now.nothing"),
        }
    }
}

/// What waits on a road that stands still until somebody acts is blocked like that road: nobody else will move it.
fn stands<'a>(state: &'a str, reason: &'a str, stopped: &'a str) -> (&'a str, &'a str) {
    if stopped.is_empty() { (state, reason) } else { ("blocked", stopped) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(state: &str) -> Facts<'_> {
        Facts {
            state,
            class: "",
            reason: "",
            may_have_left: false,
            suspect: None,
            is_carried: false,
            answer: "",
            by_office: false,
            next_at: None,
            accepted_at: None,
            delivered_at: None,
            answered_at: None,
            updated_at: None,
        }
    }

    #[track_caller]
    fn check(facts: Facts<'_>, expected: [LampState; 3], delivery: &str) {
        let lamps = facts.lamps();
        let found = [lamps.gateway.state, lamps.abroad.state, lamps.customs.state];
        assert_eq!(found, expected, "{facts:?}");
        assert_eq!(facts.delivery().code, delivery);
    }

    #[test]
    fn each_state_lights_the_lamps_of_its_row() {
        use LampState::{Empty, Half, Lit, Refused, Struck, Turning, Waiting};
        check(facts("queued"), [Turning, Empty, Empty], "delivery.waiting");
        check(facts("sending"), [Turning, Empty, Empty], "delivery.sending");
        check(facts("waiting"), [Waiting, Empty, Empty], "delivery.waiting");
        check(Facts { may_have_left: true, ..facts("waiting") }, [Half, Empty, Empty], "delivery.unknown");
        check(Facts { by_office: true, ..facts("accepted") }, [Half, Empty, Empty], "delivery.office");
        check(Facts { suspect: Some("t-1"), ..facts("waiting") }, [Waiting, Empty, Empty], "delivery.suspect");
        check(facts("accepted"), [Lit, Empty, Empty], "delivery.gateway");
        check(facts("delivered"), [Lit, Lit, Empty], "delivery.delivered");
        check(Facts { answer: "accepted", ..facts("answered") }, [Lit, Lit, Lit], "delivery.delivered");
        check(Facts { answer: "refused", ..facts("answered") }, [Lit, Lit, Refused], "delivery.delivered");
        check(facts("rejected"), [Refused, Empty, Empty], "delivery.rejected");
        check(facts("conflict"), [Refused, Empty, Empty], "delivery.needs_you");
        check(facts("blocked"), [Waiting, Empty, Empty], "delivery.needs_you");
        check(facts("abandoned"), [Struck, Empty, Empty], "delivery.abandoned");
    }

    #[test]
    fn what_stands_still_says_what_to_do() {
        let now = |facts: Facts<'_>| facts.what_now(false);
        for (reason, expected) in [
            ("auth", "now.sign_in"),
            ("clock", "now.clock"),
            ("disk", "now.disk"),
            ("version", "now.update"),
            ("poison", "now.poison"),
            ("dependency", "now.dependency"),
        ] {
            assert_eq!(now(Facts { reason, ..facts("blocked") }).code, expected);
        }
        let suspect = now(Facts { suspect: Some("t-1"), ..facts("waiting") });
        assert_eq!(suspect, Word::new("now.suspect").with("trace", "t-1"));
        assert_eq!(now(Facts { suspect: Some(""), ..facts("waiting") }).code, "now.suspect_untraced");
    }
}
