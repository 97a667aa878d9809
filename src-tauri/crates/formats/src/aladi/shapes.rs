//! Does a text have the shape that the schemas ask for: telephone, mail and web addresses, tariff codes, numbers?

/// A telephone number from 1.8.2 on: country part of at most 3 digits, area of 1 to 3, a block of 3 or 4, a block of 4.
pub(super) fn is_phone(text: &str) -> bool {
    let after_country = |rest: &[u8]| {
        let rest = skip(rest, b"-. (");
        (1..=3).any(|area| {
            digits(rest, area).is_some_and(|rest| {
                let rest = skip(rest, b"-. )");
                (3..=4).any(|block| digits(rest, block).is_some_and(|rest| last_block(skip(rest, b"-. "))))
            })
        })
    };
    let bytes = text.as_bytes();
    let signed = bytes.strip_prefix(b"+");
    let country = signed.unwrap_or(bytes);
    (signed.is_none() && after_country(bytes)) || (1..=3).any(|n| digits(country, n).is_some_and(after_country))
}

fn last_block(rest: &[u8]) -> bool {
    match digits(rest, 4) {
        Some([]) => true,
        Some([b' ' | b'x' | b'i', extension @ ..]) => !extension.is_empty() && extension.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}

fn skip<'a>(mut rest: &'a [u8], any: &[u8]) -> &'a [u8] {
    while let [first, tail @ ..] = rest
        && any.contains(first)
    {
        rest = tail;
    }
    rest
}

fn digits(rest: &[u8], count: usize) -> Option<&[u8]> {
    let (head, tail) = rest.split_at_checked(count)?;
    head.iter().all(u8::is_ascii_digit).then_some(tail)
}

fn is_address_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || "._%+-".contains(c)
}

/// A mail address: at least two characters on each side of the sign, the outermost ones plain.
pub(super) fn is_email(text: &str) -> bool {
    let ends = |c: Option<char>| c.is_some_and(is_address_letter);
    let one_line = !text.bytes().any(|byte| matches!(byte, b'\n' | b'\r'));
    let two = |part: &str| part.chars().nth(1).is_some();
    let mut signs = text.match_indices('@');
    one_line
        && ends(text.chars().next())
        && ends(text.chars().next_back())
        && signs.any(|(at, _)| text.get(..at).is_some_and(two) && text.get(at + 1..).is_some_and(two))
}

/// A web address in 1.8.0.
pub(super) fn is_www(text: &str) -> bool {
    let rest = text.strip_prefix("http://www.").unwrap_or_default();
    !text.contains(['\n', '\r']) && rest.chars().next().is_some_and(is_address_letter) && rest.chars().count() >= 2
}

/// A web address with one of these beginnings, and without what no address may hold.
pub(super) fn is_url(text: &str, beginnings: &[&str]) -> bool {
    let legal = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c) || !c.is_ascii();
    beginnings.iter().any(|beginning| text.starts_with(beginning)) && text.chars().all(legal)
}

/// Is it a tariff code of one of these shapes, in which `d` stands for a digit?
pub(super) fn is_tariff(text: &str, shapes: &[&str]) -> bool {
    let fits = |(byte, shape): (u8, u8)| shape == if byte.is_ascii_digit() { b'd' } else { byte };
    shapes.iter().any(|shape| shape.len() == text.len() && text.bytes().zip(shape.bytes()).all(fits))
}

/// Puts digits into the first of the shapes that has as many places.
pub(super) fn in_shape(digits: &str, shapes: &[&str]) -> Option<String> {
    let wanted = digits.chars().count();
    let shape = shapes.iter().find(|shape| shape.chars().filter(|c| *c == 'd').count() == wanted)?;
    let mut digits = digits.chars();
    shape.chars().map(|c| if c == 'd' { digits.next() } else { Some(c) }).collect()
}

/// Is it a decimal of at most so many digits, and so many of them behind the point? Zeros at its ends do not count, and
/// nothing but them is a number only where `zero` is one.
pub(super) fn is_decimal(text: &str, most: usize, behind: usize, zero: bool) -> bool {
    // Places before the point, and behind it up to the last one that is not zero.
    let (mut whole, mut fraction) = (0, 0);
    let (mut places, mut is_number) = (None, false);
    for byte in text.strip_prefix('+').unwrap_or(text).bytes() {
        match (byte, &mut places) {
            (b'.', None) => places = Some(0),
            (b'0'..=b'9', None) => whole += usize::from(whole > 0 || byte != b'0'),
            (b'0'..=b'9', Some(places)) => {
                *places += 1;
                fraction = if byte == b'0' { fraction } else { *places };
            }
            _ => return false,
        }
        is_number |= byte != b'.';
    }
    is_number && fraction <= behind && whole + fraction <= most && (zero || whole + fraction > 0)
}

/// Is it a certificate number: country, entity, agreement, year, number, rectification?
pub(super) fn is_number(text: &str, countries: &[&str], letters: &str, may_be_a: bool) -> bool {
    let bytes = text.as_bytes();
    let all =
        |from: usize, to: usize, test: fn(&u8) -> bool| bytes.get(from..to).is_some_and(|part| part.iter().all(test));
    let one = |at: usize, test: &dyn Fn(u8) -> bool| bytes.get(at).is_some_and(|byte| test(*byte));
    text.len() == 20
        && text.get(..2).is_some_and(|country| countries.contains(&country))
        && all(2, 5, u8::is_ascii_alphanumeric)
        && one(5, &|byte| letters.as_bytes().contains(&byte))
        && one(6, &|byte| byte.is_ascii_digit() || (may_be_a && byte == b'A'))
        && all(7, 10, u8::is_ascii_digit)
        && all(10, 18, u8::is_ascii_alphanumeric)
        && all(18, 20, u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers_are_told_apart_as_the_schema_does() {
        for good in [
            "+54 11 4321-9876",
            "+5491143219876",
            "31 32636821",
            "4321-9876 12",
            "(11) 4321-9876",
            "598 2 9161234x55",
            "115555555",
            "+1.305.555.1234",
            "4321 9876",
        ] {
            assert!(is_phone(good), "{good}");
        }
        for bad in ["", "+54 9 11 4321-9876", "12345", "321 9876", "11 4321-98765", "598 2 9161234 x55", "no", "+"] {
            assert!(!is_phone(bad), "{bad}");
        }
    }

    #[test]
    fn mail_and_web_addresses_are_told_apart_as_the_schema_does() {
        for good in ["ab@c.co", "ventas@example.com.uy", "a_b@@c.d"] {
            assert!(is_email(good), "{good}");
        }
        for bad in ["", "a@b.co", "ab@c", "ab.c.co", "ñb@c.co", "ab@c.co\n"] {
            assert!(!is_email(bad), "{bad}");
        }
        assert!(is_www("http://www.example.uy") && !is_www("http://example.uy") && !is_www("https://www.example.uy"));
        assert!(is_url("://", &["://"]) && !is_url("http://a b", &["http://"]) && !is_url("ftp://a", &["http://"]));
    }

    #[test]
    fn digits_are_put_into_the_shape_of_the_version() {
        let shapes = ["dddd.dd", "dddd.dd.dd", "dd.dd.d.dd"];
        assert_eq!(in_shape("84089090", &shapes).as_deref(), Some("8408.90.90"));
        assert_eq!(in_shape("8408909", &shapes).as_deref(), Some("84.08.9.09"));
        assert_eq!(in_shape("8408909000", &shapes), None);
        assert!(is_tariff("8408.90", &shapes) && !is_tariff("8408.9", &shapes));
    }

    #[test]
    fn zeros_at_the_ends_of_a_decimal_do_not_count() {
        let fits = |text| is_decimal(text, 16, 4, false);
        for good in ["4500.000000", "9999999999999999", "+1", "1.", ".5", "0.0001", "00000000000000000001"] {
            assert!(fits(good), "{good}");
        }
        for bad in ["1.00001", "99999999999999999", "9999999999999.9999", "", ".", "+", "-1", "1.2.3", "1e3", "++1"] {
            assert!(!fits(bad), "{bad}");
        }
        assert!(is_decimal("0001.5", 2, 1, false) && !is_decimal("0001.5", 1, 1, false));
        for nothing in ["0", "0.00", ".0"] {
            assert!(!fits(nothing) && is_decimal(nothing, 16, 4, true), "{nothing}");
        }
    }
}
