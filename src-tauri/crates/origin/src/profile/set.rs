//! Which profiles are here, and which of them applies? Choice by name, day, and the two countries
//! (`agreements.md` section 9).

use super::AgreementProfile;
use crate::time::Date;

/// The profiles an office knows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Profiles {
    list: Vec<AgreementProfile>,
}

impl Profiles {
    /// A set of profiles; of two with one id the later revision counts.
    pub fn new(profiles: impl IntoIterator<Item = AgreementProfile>) -> Self {
        let mut list: Vec<AgreementProfile> = Vec::new();
        for profile in profiles {
            match list.iter_mut().find(|known| known.id == profile.id) {
                Some(known) if known.revision < profile.revision => *known = profile,
                Some(_) => {}
                None => list.push(profile),
            }
        }
        list.sort_by(|a, b| a.id.cmp(&b.id));
        Self { list }
    }

    /// All profiles, by id.
    pub fn list(&self) -> &[AgreementProfile] {
        &self.list
    }

    /// The profile with that id, whatever its dates.
    pub fn find(&self, id: &str) -> Option<&AgreementProfile> {
        self.list.iter().find(|profile| profile.id == id)
    }

    /// Profiles of a family, or the one with that id, or those a document calls by that name in any letter case.
    pub fn named<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a AgreementProfile> {
        self.list.iter().filter(move |profile| {
            profile.id.eq_ignore_ascii_case(name)
                || profile.family.eq_ignore_ascii_case(name)
                || profile.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
        })
    }

    /// The version in force on a day, by id, family or alias; of two that overlap the one that began later.
    pub fn in_force<'a>(&'a self, name: &str, day: Date) -> Option<&'a AgreementProfile> {
        self.named(name).filter(|profile| profile.dates.contain(day)).max_by_key(|profile| profile.dates.from)
    }
}
