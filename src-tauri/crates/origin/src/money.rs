//! What is an amount of money? An exact decimal with its currency, never with more decimals than the currency has, and
//! never added to another currency. Exchange rates are nobody's guess and not here.

use crate::decimal::Decimal;

/// Decimals of the currencies that have another number of them than two (ISO 4217, minor unit).
const DECIMALS: [(&str, u8); 25] = [
    ("BHD", 3),
    ("BIF", 0),
    ("CLF", 4),
    ("CLP", 0),
    ("DJF", 0),
    ("GNF", 0),
    ("IQD", 3),
    ("ISK", 0),
    ("JOD", 3),
    ("JPY", 0),
    ("KMF", 0),
    ("KRW", 0),
    ("KWD", 3),
    ("LYD", 3),
    ("OMR", 3),
    ("PYG", 0),
    ("RWF", 0),
    ("TND", 3),
    ("UGX", 0),
    ("UYW", 4),
    ("VND", 0),
    ("VUV", 0),
    ("XAF", 0),
    ("XOF", 0),
    ("XPF", 0),
];

/// How many decimals the amounts of a currency have; two unless ISO 4217 says otherwise.
pub fn currency_decimals(currency: &str) -> u8 {
    DECIMALS.iter().find(|(code, _)| *code == currency).map_or(2, |(_, decimals)| *decimals)
}

/// Why something is no amount of money, or two amounts cannot be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MoneyFault {
    /// A currency is three capitals (ISO 4217).
    Currency {
        /// What stood there.
        found: String,
    },
    /// The amount is finer than the smallest coin.
    TooFine {
        /// Decimals the currency has.
        decimals: u8,
    },
    /// Two currencies are never added.
    Mixed {
        /// Currency of the first amount.
        first: String,
        /// Currency of the second.
        second: String,
    },
    /// The sum has more than 28 digits.
    TooLarge,
}

/// An exact amount in a currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    amount: Decimal,
    currency: String,
}

impl Money {
    /// An amount of a currency; zeros behind the last coin are forgiven.
    ///
    /// # Errors
    /// A currency that is no code, or an amount finer than its coins.
    pub fn new(amount: Decimal, currency: &str) -> Result<Self, MoneyFault> {
        if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Err(MoneyFault::Currency { found: currency.to_owned() });
        }
        let decimals = currency_decimals(currency);
        if amount.rounded(decimals) != Some(amount) {
            return Err(MoneyFault::TooFine { decimals });
        }
        Ok(Self { amount, currency: currency.to_owned() })
    }

    /// The amount.
    pub fn amount(&self) -> Decimal {
        self.amount
    }

    /// The currency, ISO 4217.
    pub fn currency(&self) -> &str {
        &self.currency
    }

    /// The sum.
    ///
    /// # Errors
    /// Another currency, or more than 28 digits.
    pub fn plus(&self, other: &Self) -> Result<Self, MoneyFault> {
        if self.currency != other.currency {
            return Err(MoneyFault::Mixed { first: self.currency.clone(), second: other.currency.clone() });
        }
        let amount = self.amount.checked_add(other.amount).ok_or(MoneyFault::TooLarge)?;
        Ok(Self { amount, currency: self.currency.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(amount: &str, currency: &str) -> Result<Money, MoneyFault> {
        Money::new(Decimal::parse(amount).unwrap(), currency)
    }

    #[test]
    fn an_amount_has_the_decimals_of_its_currency() {
        for (amount, currency) in
            [("10.25", "USD"), ("10", "JPY"), ("10.00", "JPY"), ("0.125", "KWD"), ("1.5000", "CLF"), ("-3.10", "EUR")]
        {
            assert!(money(amount, currency).is_ok(), "{amount} {currency}");
        }
        assert_eq!(money("10.255", "USD"), Err(MoneyFault::TooFine { decimals: 2 }));
        assert_eq!(money("10.5", "JPY"), Err(MoneyFault::TooFine { decimals: 0 }));
        assert_eq!(money("0.1255", "TND"), Err(MoneyFault::TooFine { decimals: 3 }));
        for currency in ["usd", "US", "USDX", "U$D", ""] {
            assert_eq!(money("1", currency), Err(MoneyFault::Currency { found: currency.into() }));
        }
    }

    #[test]
    fn currencies_are_never_mixed() {
        let sum = money("1.10", "EUR").unwrap().plus(&money("2.20", "EUR").unwrap()).unwrap();
        assert_eq!((sum.amount().to_string().as_str(), sum.currency()), ("3.30", "EUR"));
        let mixed = sum.plus(&money("1", "USD").unwrap());
        assert_eq!(mixed, Err(MoneyFault::Mixed { first: "EUR".into(), second: "USD".into() }));
    }
}
