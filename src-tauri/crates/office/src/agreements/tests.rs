//! Which version of a form is taken for two countries on a day?

use super::*;

fn found(profiles: &Profiles, name: &str, on: &str, from: &str, to: &str) -> String {
    find(profiles, name, Date::parse(on).unwrap(), from, to).map(|one| one.id.clone()).unwrap_or_default()
}

#[test]
fn the_pair_of_countries_decides_which_rules_of_the_eur1_are_taken() {
    let profiles = built_in().unwrap();
    for (on, from, to, expected) in [
        ("2026-03-09", "CH", "DE", "eur1-pem-2023"),
        ("2026-03-09", "DE", "GE", "eur1-pem-2023"),
        ("2020-03-09", "CH", "DE", "eur1-pem-2012"),
        ("2026-03-09", "EU", "CR", "eur1-eu-central-america"),
        ("2026-03-09", "DE", "CR", "eur1-eu-central-america"),
    ] {
        assert_eq!(found(&profiles, "eur1", on, from, to), expected, "on {on} from {from} to {to}");
        assert_eq!(found(&profiles, "eur1-pem-2012", on, from, to), "eur1-pem-2012", "an id is that form");
    }
}

#[test]
fn the_days_of_the_exporting_country_decide_which_version_of_the_aanzfta_form_is_taken() {
    let mut list = built_in().unwrap().list().to_vec();
    let late = Date::parse("2026-06-01");
    let new = list.iter_mut().find(|one| one.id == "aanzfta-2025").unwrap();
    for party in new.parties.iter_mut().filter(|party| party.code == "PH") {
        party.from = late;
    }
    let profiles = Profiles::new(list);
    for (on, from, to, expected) in [
        ("2025-04-20", "SG", "AU", "aanzfta-2015"),
        ("2025-04-21", "SG", "AU", "aanzfta-2025"),
        ("2026-05-31", "PH", "AU", "aanzfta-2015"),
        ("2026-06-01", "PH", "AU", "aanzfta-2025"),
        ("2026-05-31", "AU", "PH", "aanzfta-2015"),
        ("2026-05-31", "", "", "aanzfta-2025"),
    ] {
        assert_eq!(found(&profiles, "AANZFTA", on, from, to), expected, "on {on} from {from} to {to}");
    }
    assert_eq!(found(&profiles, "AANZFTA", "2010-01-01", "SG", "AU"), "aanzfta-2025", "none in force: the newest");
    assert_eq!(found(&profiles, "Form Q", "2026-01-01", "SG", "AU"), "");
}
