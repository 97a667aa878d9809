//! The use of a goods item at the border: balance and decision are two things (`dataset.md` 3.5). Each item is decided
//! on its own; a refusal of one never touches another.

use super::{InboundState, Refusal, Why, reasoned, require};
use crate::decimal::Decimal;
use crate::goods::Measure;
use crate::quantity::{Balance, QuantityRefused};
use crate::word::words;

words! {
    /// Where one use of one item stands.
    UseState {
        /// Claimed: the quantity is reserved.
        Claimed = "claimed",
        /// Granted: the quantity is written off.
        Granted = "granted",
        /// Refused: nothing is written off.
        Refused = "refused",
        /// Granted and taken back.
        Reversed = "reversed",
    }
}

impl UseState {
    /// No step leads out of it.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Refused | Self::Reversed)
    }
}

words! {
    /// What happens to one use.
    UseEvent {
        /// A declaration claims preference for a quantity.
        Claim = "claim",
        /// The officer grants it.
        Grant = "grant",
        /// The officer refuses it.
        Refuse = "refuse",
        /// Two persons take a grant back.
        Reverse = "reverse",
    }
}

/// The facts a step is judged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UseContext<'a> {
    /// State of the record that is claimed on.
    pub record: InboundState,
    /// Was its validity over on the declaration's day?
    pub expired: bool,
    /// What is asked for.
    pub quantity: &'a Measure,
    /// What was certified and is used, without this use.
    pub balance: &'a Balance,
    /// How much more than certified is let through, in the certificate's unit.
    pub tolerance: Decimal,
    /// Is this item of this declaration recorded already?
    pub recorded: bool,
    /// Reason code.
    pub reason: &'a str,
    /// Has a second person agreed?
    pub second_person: bool,
}

words! {
    /// What the step asks the other rooms to do.
    UseEffect {
        /// The quantity is reserved.
        Reserve = "reserve",
        /// The quantity is written off.
        WriteOff = "write_off",
        /// The reservation is let go.
        Release = "release",
        /// The balance is restored.
        Restore = "restore",
        /// `utilisation` goes to the issuing side.
        SendUtilisation = "send_utilisation",
    }
}

fn legal(state: Option<UseState>) -> Vec<UseEvent> {
    match state {
        None => vec![UseEvent::Claim],
        Some(UseState::Claimed) => vec![UseEvent::Grant, UseEvent::Refuse],
        Some(UseState::Granted) => vec![UseEvent::Reverse],
        Some(UseState::Refused | UseState::Reversed) => Vec::new(),
    }
}

/// Takes one step, or says why not.
pub fn step_use(
    state: Option<UseState>,
    event: UseEvent,
    context: &UseContext<'_>,
) -> Result<(UseState, Vec<UseEffect>), Refusal> {
    judge(state, event, context).map_err(|why| Refusal {
        machine: "utilisation",
        state: state.map_or("", UseState::as_str),
        event: event.as_str(),
        why,
        legal: legal(state).into_iter().map(UseEvent::as_str).collect(),
    })
}

fn judge(
    state: Option<UseState>,
    event: UseEvent,
    context: &UseContext<'_>,
) -> Result<(UseState, Vec<UseEffect>), Why> {
    require(!state.is_some_and(UseState::is_final), Why::Final)?;
    require(legal(state).contains(&event), Why::NotFromHere)?;
    let usable = || {
        require(context.record.is_usable(), Why::NotUsable)?;
        match context.balance.fits(context.quantity, context.tolerance) {
            Ok(_) => Ok(()),
            Err(QuantityRefused::NotPositive) => Err(Why::QuantityNotPositive),
            Err(QuantityRefused::UnitDiffers { certified, asked }) => Err(Why::UnitDiffers { certified, asked }),
            Err(QuantityRefused::Exceeds { remaining }) => Err(Why::QuantityExceeded { remaining }),
        }
    };
    match event {
        UseEvent::Claim => {
            require(!context.recorded, Why::AlreadyRecorded)?;
            require(!context.expired, Why::Expired)?;
            usable()?;
            Ok((UseState::Claimed, vec![UseEffect::Reserve]))
        }
        UseEvent::Grant => {
            // Between claim and grant the record may have been cancelled.
            usable()?;
            Ok((UseState::Granted, vec![UseEffect::WriteOff, UseEffect::SendUtilisation]))
        }
        UseEvent::Refuse => {
            reasoned(context.reason)?;
            Ok((UseState::Refused, vec![UseEffect::Release, UseEffect::SendUtilisation]))
        }
        UseEvent::Reverse => {
            reasoned(context.reason)?;
            require(context.second_person, Why::SecondPersonMissing)?;
            Ok((UseState::Reversed, vec![UseEffect::Restore, UseEffect::SendUtilisation]))
        }
    }
}
