//! Which agreement has which acronym, forms and members, and which profile of ours is meant by it?

use std::sync::LazyLock;

use super::version::Version;

/// Member countries of ALADI, as the schemas list them (1.8.0 without Panama).
pub(super) const COUNTRIES: [&str; 13] = ["AR", "BO", "BR", "CL", "CO", "CU", "EC", "MX", "PA", "PY", "PE", "UY", "VE"];

/// One line of `agreements.txt`.
pub(super) struct Agreement {
    pub(super) acronym: &'static str,
    /// The first version whose schema takes the acronym.
    pub(super) since: Version,
    forms: [Vec<&'static str>; 2],
    /// Empty when not known.
    pub(super) members: Vec<&'static str>,
}

impl Agreement {
    /// The forms it is filled in, the usual one first.
    pub(super) fn forms(&self, version: Version) -> &[&'static str] {
        let [before, from_4_1_0] = &self.forms;
        if version >= Version::V4_1_0 { from_4_1_0 } else { before }
    }
}

/// Every agreement, and the lines of the table that could not be read (none, as a test shows).
pub(super) static AGREEMENTS: LazyLock<(Vec<Agreement>, Vec<&'static str>)> = LazyLock::new(|| {
    let lines = include_str!("agreements.txt").lines().filter(|line| !line.starts_with('#'));
    let (mut agreements, mut faults) = (Vec::new(), Vec::new());
    for line in lines {
        match parse(line) {
            Some(agreement) => agreements.push(agreement),
            None => faults.push(line),
        }
    }
    (agreements, faults)
});

fn parse(line: &'static str) -> Option<Agreement> {
    let mut words = line.split(' ');
    let (acronym, since, forms, members) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let list = |text: &'static str| match text {
        "-" => Vec::new(),
        "*" => COUNTRIES.to_vec(),
        text => text.split(',').collect(),
    };
    let (before, from_4_1_0) = forms.split_once('|').unwrap_or((forms, forms));
    Some(Agreement {
        acronym,
        since: Version::from_code(since)?,
        forms: [list(before), list(from_4_1_0)],
        members: list(members),
    })
}

/// The agreement with an acronym.
pub(super) fn agreement(acronym: &str) -> Option<&'static Agreement> {
    AGREEMENTS.0.iter().find(|agreement| agreement.acronym == acronym)
}

/// The acronym that the code of an agreement profile speaks of: `aladi-a35` is A35, `aladi-ace67` A67, `A18` itself.
pub fn acronym_of(scheme: &str) -> Option<&'static str> {
    scheme.split('-').find_map(|part| {
        let part = part.to_ascii_uppercase();
        let part = part.strip_prefix("ACE").map_or(part.clone(), |number| format!("A{number}"));
        agreement(&part).map(|agreement| agreement.acronym)
    })
}

/// The forms an agreement is filled in under a version, the usual one first; none for an unknown acronym.
pub fn forms_of(acronym: &str, version: Version) -> &'static [&'static str] {
    agreement(acronym).map_or(&[], |agreement| agreement.forms(version))
}

/// The countries of an agreement; none for an unknown acronym.
pub fn members_of(acronym: &str) -> &'static [&'static str] {
    agreement(acronym).map_or(&[], |agreement| &agreement.members)
}

/// Is the acronym one of the version's schema?
pub(super) fn taken(acronym: &str, version: Version) -> bool {
    agreement(acronym).is_some_and(|agreement| version >= agreement.since)
}

/// The code of the profile that a document of this agreement was made under.
pub(super) fn profile(acronym: &str, version: Version) -> String {
    match acronym {
        "A18" if version >= Version::V4_1_0 => "mercosur-a18-2024".to_owned(),
        "A18" => "mercosur-a18-2009".to_owned(),
        "A67" => "aladi-ace67".to_owned(),
        "" => String::new(),
        other => format!("aladi-{}", other.to_ascii_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read() {
        assert!(AGREEMENTS.1.is_empty(), "{:?}", AGREEMENTS.1);
        assert_eq!(AGREEMENTS.0.len(), 48);
        for agreement in &AGREEMENTS.0 {
            for version in Version::ALL {
                assert!(agreement.forms(version).iter().all(|form| super::super::FORMS.contains(form)));
            }
            assert!(agreement.members.iter().all(|country| COUNTRIES.contains(country)));
        }
    }

    #[test]
    fn a_profile_tells_its_agreement_and_back() {
        for agreement in &AGREEMENTS.0 {
            for version in Version::ALL {
                assert_eq!(acronym_of(&profile(agreement.acronym, version)), Some(agreement.acronym));
            }
        }
        for (scheme, acronym) in [("a57", "A57"), ("ca1", "CA1"), ("aladi-ace35-2026", "A35")] {
            assert_eq!(acronym_of(scheme), Some(acronym));
        }
        for scheme in ["", "chafta", "np-icc", "a99", "aladi", "ace"] {
            assert_eq!(acronym_of(scheme), None, "{scheme}");
        }
    }
}
