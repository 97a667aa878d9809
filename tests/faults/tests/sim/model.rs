//! T-01: what may be true of a desk, a post and their gateway, whatever happens to them? A model that knows the acts alone:
//! from them follows what cannot have happened yet, and what must have. The machine in `machine` does the same acts with the
//! real outbox, inbox, stores and gateway.

use proptest::prelude::*;
use proptest_state_machine::ReferenceStateMachine;
use tamga_disk::Survival;

use crate::net::Spoil;
use crate::play::{DAY, HOUR, MINUTE};

/// Whose act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// The desk: first of the offices.
    Desk = 0,
    /// The post.
    Post = 1,
}

/// One step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// A turn of the outbox worker, with the lines like this.
    Turn(Who, Option<Spoil>),
    /// A person presses "Send now".
    SendNow(Who, Option<Spoil>),
    /// The boxes are read.
    Listen(Who, Option<Spoil>),
    /// Two persons give up one of the desk's submissions.
    GiveUp(usize, Option<Spoil>),
    /// Time passes, in milliseconds.
    Pass(i64),
    /// A program is killed and started again.
    Kill(Who),
    /// The power goes at this call of the next act, and this is left.
    Cut(Who, u64, Survival),
    /// This call of the next act fails.
    Fail(Who, u64),
    /// The gateway's power goes at this call while it serves the next act; it comes back at once.
    CutGateway(u64, Survival),
    /// The gateway stops.
    Stop,
    /// It stands again.
    Stand,
    /// The desk's clock is set off by so many milliseconds.
    SetClock(i64),
}

/// What has to be so after an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sure {
    /// Nothing is on its way any more.
    Sent(Who),
    /// Everything that lies in the boxes is in the books.
    Listed(Who),
}

/// What is known of the world from the acts alone.
#[derive(Debug, Clone)]
pub struct Model {
    /// Chance of the programs.
    pub seed: u64,
    up: bool,
    /// May a submission of this office have arrived at the gateway?
    pub reached: [bool; 2],
    /// May an answer of the gateway have arrived whole at this office?
    pub heard: [bool; 2],
    /// Has nothing gone wrong on its road for longer than any delay lasts?
    calm: [bool; 2],
    /// Was everything sent since something went wrong on its road last?
    made_good: [bool; 2],
    /// Will something go wrong with its disk?
    armed: [bool; 2],
    gateway_armed: bool,
    is_clock_off: bool,
    /// What follows from the last act.
    pub sure: Option<Sure>,
}

/// The acts and what follows from them.
#[derive(Debug)]
pub struct Reference;

fn arrives(line: Option<Spoil>) -> bool {
    !matches!(line, Some(Spoil::NoConnection | Spoil::Lost | Spoil::Portal))
}

fn is_heard(line: Option<Spoil>) -> bool {
    matches!(line, None | Some(Spoil::Twice))
}

fn who() -> impl Strategy<Value = Who> {
    prop_oneof![Just(Who::Desk), Just(Who::Post)]
}

fn line() -> impl Strategy<Value = Option<Spoil>> {
    prop_oneof![
        5 => Just(None),
        1 => Just(Some(Spoil::NoConnection)),
        1 => Just(Some(Spoil::Lost)),
        1 => Just(Some(Spoil::Late)),
        1 => Just(Some(Spoil::ReplySwallowed)),
        1 => Just(Some(Spoil::Twice)),
        1 => Just(Some(Spoil::ReplyCut)),
        1 => Just(Some(Spoil::ReplyFlipped)),
        1 => Just(Some(Spoil::Portal)),
        1 => Just(Some(Spoil::ProxyError)),
    ]
}

fn survival() -> impl Strategy<Value = Survival> {
    prop_oneof![
        Just(Survival::Nothing),
        Just(Survival::Everything),
        Just(Survival::Torn { sector: 512 }),
        Just(Survival::Torn { sector: 4096 }),
    ]
}

impl ReferenceStateMachine for Reference {
    type State = Model;
    type Transition = Act;

    fn init_state() -> BoxedStrategy<Model> {
        let model = |seed| Model {
            seed,
            up: true,
            reached: [false; 2],
            heard: [false; 2],
            calm: [true; 2],
            made_good: [true; 2],
            armed: [false; 2],
            gateway_armed: false,
            is_clock_off: false,
            sure: None,
        };
        any::<u64>().no_shrink().prop_map(model).boxed()
    }

    fn transitions(_: &Model) -> BoxedStrategy<Act> {
        let pause = prop_oneof![Just(1_000), Just(40_000), Just(16 * MINUTE), Just(61 * MINUTE), Just(DAY)];
        let clock = prop_oneof![Just(0), Just(HOUR), Just(-HOUR), Just(-400 * DAY), Just(3_650 * DAY)];
        prop_oneof![
            5 => (who(), line()).prop_map(|(who, line)| Act::Turn(who, line)),
            3 => (who(), line()).prop_map(|(who, line)| Act::SendNow(who, line)),
            5 => (who(), line()).prop_map(|(who, line)| Act::Listen(who, line)),
            // The first certificate is cancelled: without it the cancellation would wait for a person.
            1 => (1..4_usize, line()).prop_map(|(row, line)| Act::GiveUp(row, line)),
            6 => pause.prop_map(Act::Pass),
            2 => who().prop_map(Act::Kill),
            3 => (who(), 1..60_u64, survival()).prop_map(|(who, call, left)| Act::Cut(who, call, left)),
            2 => (who(), 1..90_u64).prop_map(|(who, call)| Act::Fail(who, call)),
            2 => (1..60_u64, survival()).prop_map(|(call, left)| Act::CutGateway(call, left)),
            1 => Just(Act::Stop),
            3 => Just(Act::Stand),
            1 => clock.prop_map(Act::SetClock),
        ]
        .boxed()
    }

    fn preconditions(model: &Model, act: &Act) -> bool {
        match act {
            Act::Stop => model.up,
            Act::Stand => !model.up,
            _ => true,
        }
    }

    fn apply(mut model: Model, act: &Act) -> Model {
        model.sure = None;
        match *act {
            Act::Turn(who, line) => {
                model.sends(who, line);
                // A first success lets the others go over ten seconds, and not all at once.
                model.calm[who as usize] &= model.made_good[who as usize];
            }
            Act::SendNow(who, line) => {
                let was_calm = model.calm[who as usize];
                let is_smooth = model.sends(who, line);
                model.sure = (was_calm && is_smooth).then_some(Sure::Sent(who));
                model.made_good[who as usize] |= model.sure.is_some();
            }
            Act::Listen(who, line) => {
                let is_smooth = model.asks(who, line);
                model.sure = is_smooth.then_some(Sure::Listed(who));
            }
            Act::GiveUp(_, line) => _ = model.asks(Who::Desk, line),
            Act::Pass(millis) if millis > HOUR => model.calm = [true; 2],
            Act::Pass(_) => {}
            Act::Kill(who) => model.armed[who as usize] = false,
            Act::Cut(who, ..) | Act::Fail(who, _) => model.armed[who as usize] = true,
            Act::CutGateway(..) => model.gateway_armed = model.up,
            Act::Stop => (model.up, model.gateway_armed) = (false, false),
            Act::Stand => model.up = true,
            Act::SetClock(off) => {
                model.is_clock_off = off != 0;
                // What waits was planned by another clock.
                model.calm[Who::Desk as usize] = false;
                model.made_good[Who::Desk as usize] = false;
            }
        }
        model
    }
}

impl Model {
    /// Something is asked of the gateway; answers whether all of it went well.
    fn asks(&mut self, who: Who, line: Option<Spoil>) -> bool {
        let at = who as usize;
        let is_clock_right = who == Who::Post || !self.is_clock_off;
        let is_smooth = self.up && line.is_none() && !self.armed[at] && !self.gateway_armed && is_clock_right;
        self.heard[at] |= self.up && is_heard(line);
        self.armed[at] = false;
        self.gateway_armed = false;
        is_smooth
    }

    fn sends(&mut self, who: Who, line: Option<Spoil>) -> bool {
        let is_smooth = self.asks(who, line);
        let at = who as usize;
        self.reached[at] |= self.up && arrives(line);
        self.calm[at] &= is_smooth;
        self.made_good[at] &= is_smooth;
        is_smooth
    }
}
