//! How is a name in a certificate written for people (RFC 4514)? Letter for letter as `x509-cert` writes it, which looks
//! through a thousand names of parts for every part of every name; a dozen of them stand in nearly all certificates.

use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::der::asn1::{Ia5StringRef, PrintableStringRef, Utf8StringRef};
use x509_cert::der::oid::ObjectIdentifier;
use x509_cert::der::oid::db::{rfc3280, rfc4519};
use x509_cert::der::{Tag, Tagged as _};
use x509_cert::name::RdnSequence;

/// Parts of names and how they are called.
const COMMON: [(ObjectIdentifier, &str); 10] = [
    (rfc4519::CN, "CN"),
    (rfc4519::O, "O"),
    (rfc4519::OU, "OU"),
    (rfc4519::C, "C"),
    (rfc4519::SERIAL_NUMBER, "SERIALNUMBER"),
    (rfc4519::L, "L"),
    (rfc4519::ST, "ST"),
    (rfc4519::SN, "SN"),
    (rfc4519::GIVEN_NAME, "GIVENNAME"),
    (rfc3280::EMAIL_ADDRESS, "EMAIL"),
];

/// A name as RFC 4514 text.
pub fn written(name: &RdnSequence) -> String {
    let mut out = String::with_capacity(96);
    for (place, parts) in name.0.iter().rev().enumerate() {
        if place > 0 {
            out.push(',');
        }
        for (place, part) in parts.0.iter().enumerate() {
            if place > 0 {
                out.push('+');
            }
            match common(part) {
                Some((called, value)) => {
                    out.push_str(called);
                    out.push('=');
                    escape(value, &mut out);
                }
                None => out.push_str(&part.to_string()),
            }
        }
    }
    out
}

/// Does an organisational unit of a name have exactly this value?
pub fn has_unit(name: &RdnSequence, unit: &str) -> bool {
    let mut parts = name.0.iter().flat_map(|parts| parts.0.iter()).filter(|part| part.oid == rfc4519::OU);
    parts.any(|part| part.to_string().strip_prefix("OU=") == Some(unit))
}

/// How a part is called and what it says, where it is one of the common kind.
fn common(part: &AttributeTypeAndValue) -> Option<(&'static str, &str)> {
    let (_, called) = COMMON.iter().find(|(kind, _)| *kind == part.oid)?;
    let value = match part.value.tag() {
        Tag::Utf8String => Utf8StringRef::try_from(&part.value).ok()?.as_str(),
        Tag::PrintableString => PrintableStringRef::try_from(&part.value).ok()?.as_str(),
        Tag::Ia5String => Ia5StringRef::try_from(&part.value).ok()?.as_str(),
        _ => return None,
    };
    Some((called, value))
}

/// RFC 4514, 2.4.
fn escape(value: &str, out: &mut String) {
    let mut rest = value.char_indices().peekable();
    while let Some((at, letter)) = rest.next() {
        let is_edge = at == 0 || rest.peek().is_none();
        match letter {
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' => out.push('\\'),
            ' ' if is_edge => out.push('\\'),
            '#' if at == 0 => out.push('\\'),
            '\0'..='\x1f' | '\x7f' => {
                out.push('\\');
                out.push_str(&crate::digest::hex(&[u8::try_from(letter).unwrap_or_default()]));
                continue;
            }
            _ => {}
        }
        out.push(letter);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use x509_cert::der::Any;
    use x509_cert::der::asn1::SetOfVec;
    use x509_cert::name::RelativeDistinguishedName;

    use super::*;

    fn name(parts: &[(ObjectIdentifier, Tag, &str)]) -> RdnSequence {
        let one = |(oid, tag, value): &(ObjectIdentifier, Tag, &str)| {
            let value = Any::new(*tag, value.as_bytes()).expect("a value");
            let parts = SetOfVec::try_from([AttributeTypeAndValue { oid: *oid, value }]);
            RelativeDistinguishedName(parts.expect("one part"))
        };
        RdnSequence(parts.iter().map(one).collect())
    }

    #[test]
    fn common_parts_are_called_as_the_library_calls_them() {
        for (kind, called) in COMMON {
            for (tag, value) in
                [(Tag::Utf8String, "Ñandú, S.A."), (Tag::PrintableString, "a+b"), (Tag::Ia5String, "a@b")]
            {
                let name = name(&[(kind, tag, value), (rfc4519::CN, Tag::Utf8String, "x")]);
                assert_eq!(written(&name), name.to_string(), "{called}");
                assert!(written(&name).contains(&format!(",{called}=")), "{called}");
            }
        }
    }

    #[test]
    fn other_parts_and_values_are_left_to_the_library() {
        for (kind, tag, value) in [
            (rfc4519::DC, Tag::Ia5String, "example"),
            (ObjectIdentifier::new_unwrap("1.2.3.4"), Tag::Utf8String, "x"),
            (rfc4519::CN, Tag::TeletexString, "x"),
            (rfc4519::CN, Tag::BmpString, "\0x"),
            (rfc4519::CN, Tag::PrintableString, "not*printable"),
        ] {
            let name = name(&[(kind, tag, value)]);
            assert_eq!(written(&name), name.to_string(), "{value:?}");
        }
    }

    #[test]
    fn a_part_with_two_values_is_written_with_a_plus() {
        let part = |oid, value: &str| AttributeTypeAndValue {
            oid,
            value: Any::new(Tag::Utf8String, value.as_bytes()).expect("a value"),
        };
        let both = SetOfVec::try_from([part(rfc4519::CN, "Ann"), part(rfc4519::OU, "DEMONSTRATION")]);
        let name = RdnSequence(vec![RelativeDistinguishedName(both.expect("two parts"))]);
        assert_eq!(written(&name), name.to_string());
        assert!(written(&name).contains('+'));
        assert!(has_unit(&name, "DEMONSTRATION") && !has_unit(&name, "DEMO"));
    }

    #[test]
    fn only_an_organisational_unit_of_exactly_this_value_counts() {
        let unit = |kind, value: &str| has_unit(&name(&[(kind, Tag::Utf8String, value)]), "DEMONSTRATION");
        assert!(unit(rfc4519::OU, "DEMONSTRATION"));
        assert!(!unit(rfc4519::O, "DEMONSTRATION") && !unit(rfc4519::OU, "DEMONSTRATION "));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_value_is_written_as_the_library_writes_it(value in "[ #,+\\PC\"\\\\;<>=\u{0}-\u{1f}\u{7f}]{0,12}") {
            let name = name(&[(rfc4519::O, Tag::Utf8String, &value)]);
            prop_assert_eq!(written(&name), name.to_string());
        }
    }
}
