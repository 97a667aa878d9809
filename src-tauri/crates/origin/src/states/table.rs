//! What have all state machines in common? A table of rows that can be printed and walked, and the one function that
//! takes a step by it. What the rows say belongs to the machines.

use std::fmt::Debug;

use super::refusal::{Refusal, Why};
use crate::word::{Word, words};

words! {
    /// Who takes a step (`dataset.md` section 3).
    Who {
        /// X: the exporter.
        Exporter = "exporter",
        /// K: a clerk of the issuing body.
        Clerk = "clerk",
        /// O: an issuing officer.
        Officer = "officer",
        /// C: a customs officer, or the customs system for them.
        Customs = "customs",
        /// S: a customs supervisor.
        Supervisor = "supervisor",
        /// A: an administrator.
        Administrator = "administrator",
        /// W: the program by itself.
        Worker = "worker",
    }
}

/// Where a row leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To<S> {
    /// Into this state.
    Into(S),
    /// It stays where it is; the effects are all that happens.
    Stays,
}

/// One row of a machine's table.
#[derive(Debug)]
pub struct Row<M: Machine> {
    /// The states it starts from; none for the first step of all.
    pub from: &'static [M::State],
    /// The step.
    pub event: M::Event,
    /// Which of several rows for the same step it is: the first one whose conditions hold is taken.
    pub when: &'static [M::Guard],
    /// What must hold, in the order in which a refusal names it.
    pub guards: &'static [M::Guard],
    /// Where it leads.
    pub to: To<M::State>,
    /// What the step asks the other rooms to do, all in one transaction.
    pub effects: &'static [M::Effect],
    /// Who may take it.
    pub who: &'static [Who],
}

impl<M: Machine> Row<M> {
    /// Does the row start here?
    pub fn starts_from(&self, state: Option<M::State>) -> bool {
        state.map_or(self.from.is_empty(), |state| self.from.contains(&state))
    }
}

/// A state machine: its words, its table, and what its guards look at.
pub trait Machine: Sized + Debug + 'static {
    /// Where a thing can stand.
    type State: Word + Eq + Debug;
    /// What can happen to it.
    type Event: Word + Eq + Debug;
    /// What can be asked of the facts.
    type Guard: Word + Eq + Debug;
    /// What a step asks of other rooms.
    type Effect: Word + Eq + Debug;
    /// The facts a step is judged by: time, actor and stored facts come in here.
    type Context<'a>;

    /// Its name in refusals and printed tables.
    const NAME: &'static str;
    /// States that no step leads out of.
    const FINAL: &'static [Self::State];
    /// Every row.
    const TABLE: &'static [Row<Self>];

    /// Does the guard hold?
    ///
    /// # Errors
    /// The reason why not.
    fn judge(guard: Self::Guard, context: &Self::Context<'_>) -> Result<(), Why>;
}

/// Takes one step as the table says.
///
/// # Errors
/// A refusal that says why, and which steps this state knows.
pub fn step<M: Machine>(
    state: Option<M::State>,
    event: M::Event,
    context: &M::Context<'_>,
) -> Result<(M::State, Vec<M::Effect>), Refusal> {
    take::<M>(state, event, context, None).map_err(|why| refusal::<M>(state, event, why))
}

/// Takes one step for somebody who must be among those the table names for it.
///
/// # Errors
/// As [`step`], and [`Why::NotTheirs`].
pub fn step_as<M: Machine>(
    who: Who,
    state: Option<M::State>,
    event: M::Event,
    context: &M::Context<'_>,
) -> Result<(M::State, Vec<M::Effect>), Refusal> {
    take::<M>(state, event, context, Some(who)).map_err(|why| refusal::<M>(state, event, why))
}

/// The steps a state knows at all, in the table's order; each has guards of its own.
pub fn legal<M: Machine>(state: Option<M::State>) -> Vec<M::Event> {
    let mut known = Vec::new();
    for row in M::TABLE.iter().filter(|row| row.starts_from(state)) {
        if !known.contains(&row.event) {
            known.push(row.event);
        }
    }
    known
}

/// Who may take this step from here; nobody when the state does not know it.
pub fn who_may<M: Machine>(state: Option<M::State>, event: M::Event) -> Vec<Who> {
    let rows = M::TABLE.iter().filter(|row| row.starts_from(state) && row.event == event);
    let mut known: Vec<Who> = rows.flat_map(|row| row.who).copied().collect();
    known.sort();
    known.dedup();
    known
}

/// The row that these facts choose for a step, whether its guards hold or not.
///
/// # Errors
/// [`Why::Final`] or [`Why::NotFromHere`] when the state does not know the step.
pub fn row<M: Machine>(
    state: Option<M::State>,
    event: M::Event,
    context: &M::Context<'_>,
) -> Result<&'static Row<M>, Why> {
    let mut rows = M::TABLE.iter().filter(|row| row.starts_from(state) && row.event == event);
    let chosen = rows.find(|row| row.when.iter().all(|case| M::judge(*case, context).is_ok()));
    let ended = state.is_some_and(|state| M::FINAL.contains(&state));
    chosen.ok_or(if ended { Why::Final } else { Why::NotFromHere })
}

fn take<M: Machine>(
    state: Option<M::State>,
    event: M::Event,
    context: &M::Context<'_>,
    who: Option<Who>,
) -> Result<(M::State, Vec<M::Effect>), Why> {
    let row = row::<M>(state, event, context)?;
    require(who.is_none_or(|who| row.who.contains(&who)), Why::NotTheirs)?;
    for guard in row.guards {
        M::judge(*guard, context)?;
    }
    let next = match row.to {
        To::Into(next) => next,
        To::Stays => state.ok_or(Why::NotFromHere)?,
    };
    Ok((next, row.effects.to_vec()))
}

fn refusal<M: Machine>(state: Option<M::State>, event: M::Event, why: Why) -> Refusal {
    Refusal {
        machine: M::NAME,
        state: state.map_or("", M::State::as_str),
        event: event.as_str(),
        why,
        legal: legal::<M>(state).into_iter().map(M::Event::as_str).collect(),
    }
}

/// A guard: goes on when `holds`, else names the reason.
pub(super) fn require(holds: bool, why: Why) -> Result<(), Why> {
    if holds { Ok(()) } else { Err(why) }
}

pub(super) fn reasoned(reason: &str) -> Result<(), Why> {
    require(!reason.trim().is_empty(), Why::ReasonMissing)
}
