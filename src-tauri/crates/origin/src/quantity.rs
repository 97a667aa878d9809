//! How much is left? Balances of a goods item in the certificate's own unit; only exact conversions are made.

use crate::conversion::convert;
use crate::decimal::Decimal;
use crate::goods::Measure;
use crate::states::UseState;
use crate::word::words;

words! {
    /// How far a certified quantity is used.
    Usage {
        /// Nothing is used.
        Unused = "unused",
        /// Some is left.
        PartlyUsed = "partly_used",
        /// Nothing is left.
        Exhausted = "exhausted",
        /// More is used than was certified, for instance by two posts that worked offline.
        OverUsed = "over_used",
    }
}

/// Why a quantity cannot be taken off a balance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuantityRefused {
    /// Nothing, or less than nothing.
    NotPositive,
    /// The unit cannot be converted exactly into the certificate's.
    UnitDiffers {
        /// Unit of the certificate.
        certified: String,
        /// Unit asked for.
        asked: String,
    },
    /// More than is left.
    Exceeds {
        /// What is left, in the certificate's unit; never below zero.
        remaining: Decimal,
    },
}

/// What was certified of one item, and what is gone from it, all in the certificate's unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    certified: Measure,
    used: Decimal,
    reserved: Decimal,
}

impl Balance {
    /// A balance from the certified quantity and every use of it; refused and reversed uses take nothing.
    ///
    /// # Errors
    /// A use in a unit that cannot be converted exactly, or sums beyond 28 digits (reported as exceeding).
    pub fn of(certified: &Measure, uses: &[(Measure, UseState)]) -> Result<Self, QuantityRefused> {
        let mut balance = Self { certified: certified.clone(), used: Decimal::ZERO, reserved: Decimal::ZERO };
        for (measure, state) in uses {
            let part = match state {
                UseState::Granted => &mut balance.used,
                UseState::Claimed | UseState::PendingVerification => &mut balance.reserved,
                UseState::Refused | UseState::Reversed => continue,
            };
            let amount = convert(measure, &certified.unit).map_err(|_| QuantityRefused::UnitDiffers {
                certified: certified.unit.clone(),
                asked: measure.unit.clone(),
            })?;
            *part = part.checked_add(amount).ok_or(QuantityRefused::Exceeds { remaining: Decimal::ZERO })?;
        }
        Ok(balance)
    }

    /// What was certified.
    pub fn certified(&self) -> &Measure {
        &self.certified
    }

    /// Written off.
    pub fn used(&self) -> Decimal {
        self.used
    }

    /// Claimed and not decided yet.
    pub fn reserved(&self) -> Decimal {
        self.reserved
    }

    /// What can still be claimed; below zero when more is gone than was certified.
    pub fn remaining(&self) -> Decimal {
        let left = self.certified.amount.checked_sub(self.used).and_then(|left| left.checked_sub(self.reserved));
        left.unwrap_or(Decimal::ZERO)
    }

    /// How far it is used, counting written-off quantities.
    pub fn usage(&self) -> Usage {
        match self.used.cmp(&self.certified.amount) {
            _ if self.used.is_zero() => Usage::Unused,
            std::cmp::Ordering::Less => Usage::PartlyUsed,
            std::cmp::Ordering::Equal => Usage::Exhausted,
            std::cmp::Ordering::Greater => Usage::OverUsed,
        }
    }

    /// Can this be taken off, within a tolerance in the certificate's unit? The answer is the amount in that unit.
    ///
    /// # Errors
    /// Zero or less, another dimension, or more than is left.
    pub fn fits(&self, quantity: &Measure, tolerance: Decimal) -> Result<Decimal, QuantityRefused> {
        if quantity.amount.is_negative() || quantity.amount.is_zero() {
            return Err(QuantityRefused::NotPositive);
        }
        let amount = convert(quantity, &self.certified.unit).map_err(|_| QuantityRefused::UnitDiffers {
            certified: self.certified.unit.clone(),
            asked: quantity.unit.clone(),
        })?;
        let remaining = self.remaining();
        match remaining.checked_add(tolerance) {
            Some(most) if amount <= most => Ok(amount),
            _ => Err(QuantityRefused::Exceeds { remaining: remaining.max(Decimal::ZERO) }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measure(text: &str, unit: &str) -> Measure {
        Measure { amount: Decimal::parse(text).unwrap(), unit: unit.to_owned() }
    }

    #[test]
    fn a_balance_counts_grants_and_claims_and_nothing_else() {
        let certified = measure("2000", "KGM");
        let uses = [
            (measure("1.2", "TNE"), UseState::Granted),
            (measure("300", "KGM"), UseState::Claimed),
            (measure("900", "KGM"), UseState::Refused),
            (measure("900", "KGM"), UseState::Reversed),
        ];
        let balance = Balance::of(&certified, &uses).unwrap();
        assert_eq!(balance.remaining(), Decimal::whole(500));
        assert_eq!(balance.usage(), Usage::PartlyUsed);
        assert_eq!(balance.fits(&measure("0.5", "TNE"), Decimal::ZERO), Ok(Decimal::whole(500)));
        let refused = QuantityRefused::Exceeds { remaining: Decimal::whole(500) };
        assert_eq!(balance.fits(&measure("500.000001", "KGM"), Decimal::ZERO), Err(refused));
        assert_eq!(balance.fits(&measure("510", "KGM"), Decimal::whole(10)), Ok(Decimal::whole(510)));
        assert_eq!(balance.fits(&measure("0", "KGM"), Decimal::ZERO), Err(QuantityRefused::NotPositive));
        assert!(matches!(balance.fits(&measure("1", "NMB"), Decimal::ZERO), Err(QuantityRefused::UnitDiffers { .. })));
    }

    #[test]
    fn two_posts_that_both_granted_leave_an_over_used_item() {
        let uses = [(measure("60", "KGM"), UseState::Granted), (measure("60", "KGM"), UseState::Granted)];
        let balance = Balance::of(&measure("100", "KGM"), &uses).unwrap();
        assert_eq!(balance.usage(), Usage::OverUsed);
        assert_eq!(balance.remaining(), Decimal::whole(-20));
        let refused = QuantityRefused::Exceeds { remaining: Decimal::ZERO };
        assert_eq!(balance.fits(&measure("1", "KGM"), Decimal::ZERO), Err(refused), "nothing is left");
    }
}
