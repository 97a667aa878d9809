//! Do the shipped forms avoid the traps of the trade? Each test is one trap of `agreements.md` section 10.

use tamga_origin::layout::{AreaKind, Bind};
use tamga_origin::profile::{FobWhen, HsBasis, LifeFrom, Limit, Mark, ProofKind, Side, Span, UnusedSpace};
use tamga_origin::{CriterionReading, Date, Flag, read_criterion};

use super::{form, shipped};

/// How a form reads what is printed in its origin box towards a country: its row, or why not.
fn reads(id: &str, printed: &str, destination: &str) -> String {
    let profile = form(id);
    let rows: Vec<_> = profile.face_criteria().collect();
    match read_criterion(printed, &rows, destination) {
        CriterionReading::Understood { row, percent, heading, sub, additions, .. } => {
            let parts = [
                Some(row.code.clone()),
                percent.map(|percent| percent.to_string()),
                heading,
                sub,
                (!additions.is_empty()).then(|| additions.join("+")),
            ];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
        other => format!("{other:?}").split([' ', '{', '(']).next().unwrap_or_default().to_owned(),
    }
}

fn meaning(id: &str, code: &str) -> String {
    form(id).criteria.iter().find(|row| row.code == code).map(|row| row.meaning.clone()).unwrap_or_default()
}

#[test]
fn printed_criteria_are_read_as_their_own_form_means_them() {
    for (printed, id, destination, expected) in [
        ("RVC [79.73]%+CTSH", "aifta-ai", "SG", "RVC 79.73"),
        ("\"W\" 96.18", "gsp-form-a", "JP", "W 9618"),
        ("\"Y\" 35", "gsp-form-a", "US", "Y 35"),
        ("Y 42", "gsp-form-a", "RU", "Y 42"),
        ("RVC 40%", "akfta-ak", "KR", "RVC40 40"),
        ("RVC 45%", "akfta-ak", "KR", "RVC 45"),
        ("45%", "acfta-e-2019", "CN", "RVC 45"),
        ("CTC, ACU", "rcep-co", "JP", "CTC ACU"),
        ("C1 D", "eu-japan-statement", "JP", "C 1 D"),
        ("4.2(a)", "usmca", "MX", "A"),
        ("RVC", "atiga-d-2020", "TH", "PercentMissing"),
        ("RVC 140%", "atiga-d-2020", "TH", "PercentRange"),
        ("PC 40%", "atiga-d-2020", "TH", "PercentRange"),
        ("RVC 45.678%", "atiga-d-2020", "TH", "Unknown"),
        ("Z 35", "gsp-form-a", "CA", "NotForDestination"),
        ("ACU", "rcep-co", "JP", "Missing"),
        ("RVC 40%", "rcep-co", "JP", "Unknown"),
        ("CTH/RVC 40%", "akfta-ak", "KR", "Unknown"),
        ("PE", "chafta", "CN", "Unknown"),
        ("WP", "aanzfta-2015", "AU", "Unknown"),
        ("WO", "china-singapore", "SG", "Unknown"),
        ("P", "china-singapore", "SG", "P"),
        ("D 8541", "cis-st1", "RU", "Unknown"),
        ("Д 8541", "cis-st1", "RU", "Д 8541"),
        ("PSR", "eur1-pem-2023", "CH", "Unknown"),
    ] {
        assert_eq!(reads(id, printed, destination), expected, "{printed:?} on {id} to {destination}");
    }
}

#[test]
fn form_a_certifies_in_11_and_declares_in_12_and_the_asean_forms_the_other_way_round() {
    let places = |id: &str| {
        let profile = form(id);
        let number = |key| profile.box_of(key).map(|one| one.number.clone()).unwrap_or_default();
        let x = |wanted: &str| {
            let layout = profile.layout.as_ref().unwrap();
            layout.areas.iter().find(|area| area.number == wanted).map(|area| area.at.x).unwrap()
        };
        (number(Bind::Certification), number(Bind::ExporterDeclaration), x("11") < x("12"))
    };
    let say = |certifies: &str, declares: &str| (certifies.to_owned(), declares.to_owned(), true);
    assert_eq!(places("gsp-form-a"), say("11", "12"));
    for id in ["atiga-d-2014", "atiga-d-2020", "acfta-e-2010", "acfta-e-2019", "akfta-ak", "ajcep-aj-2014", "aifta-ai"]
    {
        assert_eq!(places(id), say("12", "11"), "{id}");
    }
    assert_eq!(places("eur1-pem-2023"), say("11", "12"), "customs endorses on the left, the exporter declares");
}

#[test]
fn wp_pe_wo_and_p_mean_what_each_agreement_means() {
    let only = "only from originating";
    for (id, code, said) in [
        ("chafta", "WP", only),
        ("china-korea", "WP", only),
        ("rcep-co", "PE", only),
        ("aanzfta-2015", "PE", only),
        ("jaepa-ocd", "PE", only),
        ("afcfta-co", "WP", "Wholly obtained"),
        ("gsp-form-a", "P", "Wholly obtained"),
        ("rex-gsp", "P", "Wholly obtained"),
        ("china-singapore", "P", "Wholly obtained"),
        ("comesa-co", "P", "Wholly produced"),
        ("sadc-co", "P", "Wholly produced"),
        ("rcep-co", "CR", "Chemical reaction"),
        ("usmca", "D", "Unassembled"),
        ("eu-japan-statement", "D", "Accumulation"),
        ("akfta-ak", "SP", "specific processes"),
        ("afcfta-co", "SP", "Specific process"),
        ("comesa-co", "Y", "particular importance"),
    ] {
        assert!(meaning(id, code).contains(said), "{code} on {id} is {:?}", meaning(id, code));
    }
    let with_p: Vec<String> = shipped()
        .list()
        .iter()
        .filter(|profile| profile.criteria.iter().any(|row| row.code == "P"))
        .map(|profile| profile.id.clone())
        .collect();
    assert_eq!(with_p, ["china-singapore", "comesa-co", "gsp-form-a", "rex-gsp", "sadc-co"], "nowhere else");
}

#[test]
fn y_counts_domestic_content_towards_one_country_and_imported_towards_another() {
    let profile = form("gsp-form-a");
    let towards = |country: &str| {
        let row =
            profile.criteria.iter().find(|row| row.code == "Y" && row.destinations.iter().any(|to| to == country));
        row.map(|row| row.meaning.clone()).unwrap_or_default()
    };
    assert!(towards("US").contains("Domestic"), "{}", towards("US"));
    assert!(towards("RU").contains("imported"), "{}", towards("RU"));
}

#[test]
fn value_follows_value_content_only_where_the_form_says_so() {
    let fob = |id: &str| (form(id).fob.when, form(id).fob.parties.join(" "));
    let when_rvc = (FobWhen::WhenRvc, String::new());
    for id in ["akfta-ak", "ajcep-aj-2014", "aanzfta-2015", "rcep-co", "acfta-e-2019"] {
        assert_eq!(fob(id), when_rvc, "{id}");
    }
    assert_eq!(fob("atiga-d-2020"), (FobWhen::WhenRvcParties, "KH ID LA".to_owned()));
    for id in ["aifta-ai", "china-singapore", "ceca-india-singapore-2018", "acfta-e-2010"] {
        assert_eq!(fob(id).0, FobWhen::Always, "{id}");
    }
    assert_eq!(fob("chafta").0, FobWhen::Never);
    assert_eq!(form("aanzfta-2015").fob.separate_declaration, ["AU", "NZ"]);
}

#[test]
fn additions_never_stand_alone() {
    for id in ["rcep-co", "ajcep-aj-2014", "cross-strait-ecfa"] {
        for code in ["ACU", "DMI"] {
            assert_eq!(reads(id, code, ""), "Missing", "{code} alone on {id}");
        }
    }
}

#[test]
fn one_idea_has_the_name_its_agreement_gives_it() {
    let name = |id: &str| form(id).back_to_back.terms().map(|rule| rule.name.clone()).unwrap_or_default();
    assert_eq!(name("acfta-e-2019"), "Movement Certificate");
    assert_eq!(name("ahkfta-ahk"), "Movement Confirmation");
    assert_eq!(name("eur1-pem-2023"), "Replacement");
    assert!(form("eur1-pem-2023").back_to_back.terms().unwrap().customs_control);
    let words = |id: &str| form(id).flag(Flag::BackToBack).map(|row| row.words.clone()).unwrap_or_default();
    assert_eq!(words("acfta-e-2019"), "Movement Certificate", "so it is called beside its square too");
}

#[test]
fn a_duplicate_keeps_the_life_of_its_original() {
    let profiles = shipped();
    let mut duplicates = 0;
    for profile in profiles.list() {
        if let Some(rule) = profile.duplicate.terms() {
            assert_eq!(rule.valid_from, LifeFrom::OriginalIssue, "{}", profile.id);
            duplicates += 1;
        }
    }
    assert!(duplicates > 15, "{duplicates} forms have a rule for duplicates");
}

#[test]
fn three_days_are_counted_from_what_the_agreement_counts_them() {
    for (id, limit, basis) in [
        ("atiga-d-2020", Limit::After(Span::Days(3)), "shipment"),
        ("aanzfta-2015", Limit::After(Span::WorkingDays(3)), "export"),
        ("ahkfta-ahk", Limit::After(Span::WorkingDays(3)), "shipment"),
        ("china-korea", Limit::After(Span::WorkingDays(7)), "shipment"),
        ("korea-indonesia-cepa", Limit::After(Span::Days(7)), "shipment"),
        ("china-singapore", Limit::After(Span::Days(3)), "shipment"),
        ("eur1-pem-2023", Limit::SameDay, "export"),
        ("rcep-co", Limit::SameDay, "shipment"),
    ] {
        let profile = form(id);
        let rule = profile.retroactive.terms().unwrap();
        assert_eq!((rule.limit, rule.basis.as_str()), (limit, basis), "{id}");
    }
    assert!(form("eur1-pem-2023").retroactive.terms().unwrap().reason, "the reason is stated");
}

#[test]
fn transitional_rules_ended_with_2024_and_revised_ones_follow() {
    let day = |year, month, day| Date::new(year, month, day).unwrap();
    let old = form("eur1-transitional");
    assert!(old.dates.contain(day(2024, 12, 31)) && !old.dates.contain(day(2025, 1, 1)));
    let new = form("eur1-pem-2023");
    assert!(!new.dates.contain(day(2024, 12, 31)) && new.dates.contain(day(2025, 1, 1)));
    let words = |id: &str, flag| form(id).flag(flag).map(|row| (row.words.clone(), row.in_box.clone()));
    let stands = |words: &str| Some((words.to_owned(), "7".to_owned()));
    assert_eq!(words("eur1-transitional", Flag::Transitional), stands("TRANSITIONAL RULES"));
    assert_eq!(words("eur1-pem-2023", Flag::RevisedRules), stands("REVISED RULES"));
    assert_eq!(words("eur1-pem-2012", Flag::RevisedRules), None, "not towards a partner of the old rules");
}

#[test]
fn the_last_and_first_day_of_two_versions_are_days_apart_as_published() {
    let profiles = shipped();
    let of = |name: &str, text: &str| {
        let day = Date::parse(text).unwrap();
        let mut found: Vec<String> = profiles
            .named(name)
            .filter(|profile| profile.dates.contain(day))
            .map(|profile| profile.id.clone())
            .collect();
        found.sort();
        found.join(" ")
    };
    assert_eq!(of("atiga-d", "2020-09-19"), "atiga-d-2014");
    assert_eq!(
        of("atiga-d", "2020-09-20"),
        "atiga-d-2014 atiga-d-2020",
        "the old print is accepted beside the new one"
    );
    assert_eq!(of("atiga-d", "2020-12-20"), "atiga-d-2014 atiga-d-2020");
    assert_eq!(of("atiga-d", "2020-12-21"), "atiga-d-2020");
    assert_eq!(of("acfta-e", "2019-07-31"), "acfta-e-2010");
    assert_eq!(of("acfta-e", "2019-09-01"), "acfta-e-2019");
    assert_eq!(of("mercosur-a18", "2024-07-17"), "mercosur-a18-2009");
    assert_eq!(of("mercosur-a18", "2024-07-18"), "mercosur-a18-2009 mercosur-a18-2024");
    assert_eq!(of("mercosur-a18", "2025-07-18"), "mercosur-a18-2024");
}

#[test]
fn each_paper_lives_as_long_as_its_agreement_says() {
    for (id, months) in [
        ("tca-into-eu", 12),
        ("tca-into-uk", 24),
        ("usmca", 48),
        ("korus", 48),
        ("ecowas-co", 6),
        ("eur1-pem-2012", 4),
        ("eur1-pem-2023", 10),
        ("eur1-eu-central-america", 12),
        ("chafta", 12),
    ] {
        assert_eq!(form(id).validity.months, Some(months), "{id}");
    }
    assert_eq!(form("mercosur-a18-2009").validity.days, Some(180));
    assert_eq!(form("np-uk").validity.from, LifeFrom::None, "no life is printed and none is checked");
}

#[test]
fn ecowas_takes_one_product_for_six_months() {
    assert_eq!(form("ecowas-co").items.max, Some(1));
}

#[test]
fn a_blanket_proof_covers_twelve_months_however_long_the_paper_lives() {
    for id in ["korus", "usmca", "cptpp", "tca-into-eu", "eu-japan-statement"] {
        assert_eq!(form(id).blanket.terms().map(|rule| rule.months), Some(12), "{id}");
    }
}

#[test]
fn a_union_exporter_needs_a_number_above_six_thousand_euro_and_a_british_one_always_has_one() {
    let profile = form("tca-into-uk");
    let rule = profile.threshold.terms().unwrap();
    assert_eq!((rule.amount.to_string(), rule.currency.as_str()), ("6000".to_owned(), "EUR"));
    assert!(form("tca-into-eu").threshold.terms().is_none(), "the EORI number stands at any value");
}

#[test]
fn a_chamber_can_stamp_neither_a_cptpp_nor_a_korus_paper() {
    for id in ["cptpp", "korus", "usmca"] {
        assert!(form(id).is_made_by_traders() && form(id).certification.is_none(), "{id}");
    }
    assert_eq!(form("atr-eu-tr").proof, ProofKind::Status, "free circulation, not origin");
    assert!(form("atr-eu-tr").criteria.is_empty());
}

#[test]
fn parties_join_on_their_own_days() {
    let profile = form("rcep-co");
    let from = |country: &str, text: &str| {
        let day = Date::parse(text).unwrap();
        profile.parties.iter().any(|party| party.covers(country, Side::Export, day))
    };
    for (country, before, first) in [
        ("KR", "2022-01-31", "2022-02-01"),
        ("MY", "2022-03-17", "2022-03-18"),
        ("ID", "2023-01-01", "2023-01-02"),
        ("PH", "2023-06-01", "2023-06-02"),
    ] {
        assert!(!from(country, before) && from(country, first), "{country} joins on {first}");
    }
    assert!(from("JP", "2022-01-01"), "the others from the first day");
}

#[test]
fn some_forms_ask_for_the_code_of_the_importing_country() {
    for id in ["atiga-d-2020", "akfta-ak", "ajcep-aj-2014", "usmca"] {
        assert_eq!(form(id).hs.basis, HsBasis::ImportingParty, "{id}");
    }
    assert_eq!(form("acfta-e-2019").hs.basis, HsBasis::International);
    assert_eq!(form("mercosur-a18-2024").hs.basis, HsBasis::Ncm);
}

#[test]
fn the_mercosur_form_lost_three_boxes_in_2024() {
    let has = |id: &str, key| form(id).box_of(key).is_some();
    for key in [Bind::Consignee, Bind::DestinationCountry, Bind::Means] {
        assert!(has("mercosur-a18-2009", key), "{} stands on the old form", key.as_str());
        assert!(!has("mercosur-a18-2024", key), "{} left the form", key.as_str());
    }
}

#[test]
fn british_papers_write_the_country_out() {
    let words = |id: &str| form(id).origin_country.terms().map(|rule| rule.words.clone()).unwrap_or_default();
    assert_eq!(words("np-uk"), [("GB".to_owned(), "United Kingdom".to_owned())]);
    assert_eq!(words("np-eu"), [("EU".to_owned(), "European Union".to_owned())]);
}

#[test]
fn a_third_party_is_named_as_much_as_its_form_wants() {
    let rule = |id: &str| {
        let profile = form(id);
        let rule = profile.third_party_invoice.terms().unwrap();
        let needs: Vec<&str> = rule.needs.iter().map(|need| need.as_str()).collect();
        (rule.in_box.clone(), needs.join(" "))
    };
    assert_eq!(rule("aanzfta-2015"), ("7".to_owned(), "name".to_owned()));
    assert_eq!(rule("chafta"), ("5".to_owned(), "name address country".to_owned()));
    assert!(form("aanzfta-2015").third_party_invoice.terms().unwrap().both_invoices);
    let seven = form("aanzfta-2015").boxes.iter().find(|one| one.number == "7").unwrap().keys.clone();
    assert!(seven.contains(&Bind::InvoicingPartyName) && !seven.contains(&Bind::InvoicingParty), "the name alone");
}

#[test]
fn a_backslash_survives_as_an_end_mark() {
    for id in ["chafta", "china-singapore", "china-korea"] {
        assert_eq!(form(id).items.end_marks, ["***", "\\"], "{id}");
    }
    let grid = form("chafta").layout.as_ref().unwrap();
    let goods = grid.areas.iter().find(|area| area.kind == AreaKind::Items).unwrap();
    assert_eq!(goods.end_mark, "***", "the first is what is printed");
}

#[test]
fn what_the_items_leave_empty_is_crossed_out_where_the_form_says_so() {
    for (id, unused) in
        [("eaeu-eav", UnusedSpace::CrossOut), ("ahkfta-ahk", UnusedSpace::CrossOut), ("rcep-co", UnusedSpace::Free)]
    {
        let grid = form(id).layout.as_ref().unwrap();
        let goods = grid.areas.iter().find(|area| area.kind == AreaKind::Items).unwrap();
        assert_eq!(goods.unused, unused, "{id}");
    }
}

#[test]
fn a_form_without_a_square_for_late_issue_prints_words() {
    let late = |id: &str| form(id).flag(Flag::Retroactive).map(|row| (row.mark, row.in_box.clone()));
    assert_eq!(late("akfta-ak"), Some((Mark::Text, "12".to_owned())), "Form AK has no square");
    assert_eq!(late("atiga-d-2020"), Some((Mark::Tick, "13".to_owned())));
    assert_eq!(late("rcep-co"), Some((Mark::Tick, "17".to_owned())));
}
