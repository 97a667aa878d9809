//! How much does an algorithm or a key prove at a date (`seal-and-paper.md` 6.4)? Data: from when on a thing is noted,
//! from when on it is a doubt. What is refused whatever the date is never read at all (`algorithm`).

use tamga_origin::Timestamp;

use crate::algorithm::{Algorithm, Digest};
use crate::certificate::KeyKind;
use crate::profile::{Algorithms, Profile};
use crate::refusal::{Class, Reason};

/// From which day on; the earlier one is the stricter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Since {
    /// At every date.
    Always,
    /// From the first second of this day, UTC: year, month, day.
    Day(i32, u8, u8),
    /// At no date.
    Never,
}

impl Since {
    fn reached(self, at: Timestamp) -> bool {
        let day = at.date();
        self <= Self::Day(day.year(), day.month(), day.day())
    }
}

/// What is thought of one weakness, by the time judged at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rule {
    /// From when on it is noted.
    pub noted: Since,
    /// From when on it is a doubt.
    pub doubted: Since,
}

impl Rule {
    fn class(self, at: Timestamp) -> Option<Class> {
        let noted = self.noted.reached(at).then_some(Class::Note);
        if self.doubted.reached(at) { Some(Class::Unknown) } else { noted }
    }

    fn raised(self, by: Self) -> Self {
        Self { noted: self.noted.min(by.noted), doubted: self.doubted.min(by.doubted) }
    }
}

/// The rules of a house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Strength {
    /// SHA-1 in a COD: the standard's own field uses it.
    pub sha1_in_cod: Rule,
    /// SHA-1 anywhere else.
    pub sha1: Rule,
    /// RSA keys of 1024 to 2047 bits.
    pub rsa_1024: Rule,
    /// RSA keys of 2048 to 3071 bits.
    pub rsa_2048: Rule,
}

impl Default for Strength {
    /// Dates of NIST SP 800-131A (SHA-1, RSA 1024) and SP 800-57 (RSA 2048).
    fn default() -> Self {
        Self {
            sha1_in_cod: Rule { noted: Since::Always, doubted: Since::Never },
            sha1: Rule { noted: Since::Always, doubted: Since::Day(2017, 1, 1) },
            rsa_1024: Rule { noted: Since::Always, doubted: Since::Day(2014, 1, 1) },
            rsa_2048: Rule { noted: Since::Day(2031, 1, 1), doubted: Since::Never },
        }
    }
}

impl Strength {
    /// The same rules with those of an office on top: of each two dates the earlier one, so nothing is ever lowered.
    #[must_use]
    pub fn raised(&self, by: &Self) -> Self {
        Self {
            sha1_in_cod: self.sha1_in_cod.raised(by.sha1_in_cod),
            sha1: self.sha1.raised(by.sha1),
            rsa_1024: self.rsa_1024.raised(by.rsa_1024),
            rsa_2048: self.rsa_2048.raised(by.rsa_2048),
        }
    }

    /// What is to be said of a signature's algorithms at the time judged.
    pub fn digests(&self, profile: Profile, made_with: &Algorithms, at: Timestamp) -> Option<Reason> {
        let rule = match profile {
            Profile::CodExporter | Profile::CodOfficial => self.sha1_in_cod,
            Profile::Co1
            | Profile::EuEnveloped
            | Profile::EuEnveloping
            | Profile::PlainEnveloped
            | Profile::PlainEnveloping => self.sha1,
        };
        let weak = made_with.signature == Algorithm::RsaSha1 || made_with.digests.contains(&Digest::Sha1);
        let class = if weak { rule.class(at) } else { None };
        class.map(|class| Reason::new(class, "alg.weak").found("SHA-1"))
    }

    /// What is to be said of a key at a time.
    pub fn key(&self, key: &KeyKind, at: Timestamp) -> Option<Reason> {
        let rule = match key {
            KeyKind::Rsa(..2048) => self.rsa_1024,
            KeyKind::Rsa(..3072) => self.rsa_2048,
            _ => return None,
        };
        rule.class(at).map(|class| Reason::new(class, "key.weak").found(key.name()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(strength: &Strength, profile: Profile, key: u16, digest: Digest, day: &str) -> Vec<(Class, String)> {
        let made_with =
            Algorithms { signature: Algorithm::RsaSha256, digest, digests: vec![digest], key: KeyKind::Rsa(key) };
        let at = Timestamp::parse_rfc3339(day).expect("a time");
        let reasons = [strength.digests(profile, &made_with, at), strength.key(&made_with.key, at)];
        reasons.into_iter().flatten().map(|reason| (reason.class, reason.code().to_owned())).collect()
    }

    #[test]
    fn each_weakness_is_noted_or_doubted_from_its_day_on() {
        const NOTE: Class = Class::Note;
        const DOUBT: Class = Class::Unknown;
        type Said = &'static [(Class, &'static str)];
        let strength = Strength::default();
        let cases: [(Profile, u16, Digest, &str, Said); 9] = [
            (Profile::CodOfficial, 3072, Digest::Sha1, "2040-01-01T00:00:00Z", &[(NOTE, "alg.weak")]),
            (Profile::Co1, 3072, Digest::Sha1, "2016-12-31T23:59:59Z", &[(NOTE, "alg.weak")]),
            (Profile::Co1, 3072, Digest::Sha1, "2017-01-01T00:00:00Z", &[(DOUBT, "alg.weak")]),
            (Profile::Co1, 1024, Digest::Sha256, "2013-12-31T23:59:59Z", &[(NOTE, "key.weak")]),
            (Profile::CodExporter, 2047, Digest::Sha256, "2014-01-01T00:00:00Z", &[(DOUBT, "key.weak")]),
            (Profile::Co1, 2048, Digest::Sha256, "2030-12-31T23:59:59Z", &[]),
            (Profile::Co1, 2048, Digest::Sha256, "2031-01-01T00:00:00Z", &[(NOTE, "key.weak")]),
            (Profile::Co1, 3072, Digest::Sha256, "2040-01-01T00:00:00Z", &[]),
            (Profile::Co1, 1024, Digest::Sha1, "2026-01-01T00:00:00Z", &[(DOUBT, "alg.weak"), (DOUBT, "key.weak")]),
        ];
        for (profile, key, digest, day, wanted) in cases {
            let found = said(&strength, profile, key, digest, day);
            let found: Vec<(Class, &str)> = found.iter().map(|(class, code)| (*class, &**code)).collect();
            assert_eq!(found, wanted, "{profile:?} RSA {key} {digest:?} {day}");
        }
    }

    #[test]
    fn an_office_raises_the_rules_and_never_lowers_them() {
        let strict = Rule { noted: Since::Always, doubted: Since::Day(2020, 1, 1) };
        let lax = Rule { noted: Since::Never, doubted: Since::Never };
        let office = Strength { sha1_in_cod: strict, sha1: lax, rsa_1024: lax, rsa_2048: strict };
        let raised = Strength::default().raised(&office);
        assert_eq!(raised.sha1_in_cod, strict);
        assert_eq!(raised.sha1, Strength::default().sha1);
        assert_eq!(raised.rsa_1024, Strength::default().rsa_1024);
        assert_eq!(raised.rsa_2048, strict);
        assert_eq!(raised, office.raised(&Strength::default()), "in either order");
    }
}
