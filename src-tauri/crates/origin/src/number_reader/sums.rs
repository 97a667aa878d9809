//! Is one sum another one with its mark in the wrong place? (`interface.md` 8.2, rule 9)

use crate::decimal::Decimal;

/// By what factor of ten, a hundred or a thousand two amounts differ, whichever is the larger; none when they differ by
/// anything else or not at all. Such a factor is a decimal mark that was read as a group mark, or the other way round.
pub fn factor_between(stated: Decimal, sum: Decimal) -> Option<u16> {
    if stated.is_zero() || sum.is_zero() {
        return None;
    }
    [10_u16, 100, 1000].into_iter().find(|factor| {
        let times = |amount: Decimal| amount.checked_mul(Decimal::whole(i64::from(*factor)));
        times(stated) == Some(sum) || times(sum) == Some(stated)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(stated: &str, sum: &str, expected: Option<u16>) {
        let read = |text: &str| Decimal::parse(text).unwrap();
        assert_eq!(factor_between(read(stated), read(sum)), expected, "{stated} against {sum}");
    }

    #[test]
    fn a_mark_in_the_wrong_place_is_a_factor_and_a_wrong_sum_is_not() {
        check("1250", "1.25", Some(1000));
        check("1.250", "1250", Some(1000));
        check("18240.5", "182405", Some(10));
        check("99.95", "9995", Some(100));
        check("1250", "1250.00", None);
        check("1250", "1251", None);
        check("12500", "1", None);
        check("0", "0", None);
        check("0", "10", None);
    }
}
