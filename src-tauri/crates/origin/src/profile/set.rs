//! Which profiles are here, and which of them applies? Choice by name, day, and the two countries
//! (`agreements.md` section 9).

use super::{AgreementProfile, ChooseBy, Side};
use crate::time::Date;

/// Which version of a form applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice<'a> {
    /// None is in force on that day.
    None,
    /// This one.
    One(&'a AgreementProfile),
    /// The exporter chooses between these, the newest first.
    Ask(Vec<&'a AgreementProfile>),
}

impl<'a> Choice<'a> {
    /// The one that applies, or the first of those that may be chosen.
    pub fn first(self) -> Option<&'a AgreementProfile> {
        match self {
            Self::None => None,
            Self::One(profile) => Some(profile),
            Self::Ask(profiles) => profiles.into_iter().next(),
        }
    }
}

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

    /// The version that applies to goods going from one country to another on a day (`agreements.md` section 9), by id,
    /// family or alias; a country that is not known yet, empty, rules nothing out.
    ///
    /// A version that ended and is only accepted beside its successor gives way to it. Where more than one is left, the
    /// exporter is asked where the form lets him choose, else the one that began last applies.
    pub fn choose<'a>(&'a self, name: &str, day: Date, exporting: &str, importing: &str) -> Choice<'a> {
        let mut left: Vec<&AgreementProfile> = self.named(name).filter(|one| one.dates.contain(day)).collect();
        // A version whose parties do not hold the two countries is no choice, unless none does.
        let is_party = |one: &&AgreementProfile| one.has_parties(exporting, importing, day);
        if left.iter().any(is_party) {
            left.retain(is_party);
        }
        left.retain(|one| match (&one.dates.choose_by, &one.pair_matrix) {
            (Some(ChooseBy::Pair), Some(matrix)) if !exporting.is_empty() && !importing.is_empty() => {
                matrix.applies(exporting, importing, day) != Some(false)
            }
            _ => true,
        });
        if left.iter().any(|one| !one.dates.is_leaving(day)) {
            left.retain(|one| !one.dates.is_leaving(day));
        }
        left.sort_by_key(|one| std::cmp::Reverse(one.dates.from));
        let asked = left.len() > 1 && left.iter().all(|one| one.dates.choose_by == Some(ChooseBy::Exporter));
        match left.first() {
            None => Choice::None,
            Some(_) if asked => Choice::Ask(left),
            Some(first) => Choice::One(first),
        }
    }

    /// The next version of a form that begins after a day.
    pub fn next_version(&self, profile: &AgreementProfile, day: Date) -> Option<(&AgreementProfile, Date)> {
        let begins = |one: &AgreementProfile| one.dates.from.filter(|from| *from > day);
        let others = self.list.iter().filter(|one| one.family == profile.family && one.id != profile.id);
        others.filter_map(|one| Some((one, begins(one)?))).min_by_key(|(_, from)| *from)
    }
}

impl AgreementProfile {
    /// Are both countries parties on that day, each on its side? An empty one is not asked.
    pub fn has_parties(&self, exporting: &str, importing: &str, day: Date) -> bool {
        let is = |country: &str, side: Side| {
            country.is_empty() || self.parties.iter().any(|party| party.covers(country, side, day))
        };
        is(exporting, Side::Export) && is(importing, Side::Import)
    }
}
