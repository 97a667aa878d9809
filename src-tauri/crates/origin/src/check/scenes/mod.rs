//! For every code one scene that raises it and one, as near as can be, that does not.

mod form;
mod goods;
mod issue;

use super::fixture::{day, draft, issued, profile, to_confirm};
use super::tests::{TODAY, codes_are_listed};
use super::{Circumstances, Desk, Original, Share};
use crate::certificate::Certificate;
use crate::code_lists::{CodeList, CodeLists};
use crate::finding::{CODES, Finding, Severity};
use crate::goods::GoodsItem;
use crate::issuing::Authorisation;
use crate::profile::{AgreementProfile, Confirmations, Evidence, Holidays, IssuerKind, Profiles};
use crate::time::Date;

/// A certificate before its form, with everything around it.
struct Scene {
    certificate: Certificate,
    form: AgreementProfile,
    others: Vec<AgreementProfile>,
    today: Date,
    holidays: Holidays,
    desk: Option<Desk>,
    original: Option<Original>,
    shares: Vec<Share>,
    overfull: Vec<String>,
    lists: Lists,
}

/// Lists that hold every code but those named.
#[derive(Default)]
struct Lists {
    here: bool,
    lacking: Vec<(CodeList, &'static str)>,
}

impl CodeLists for Lists {
    fn knows(&self, list: CodeList, code: &str, _: Date) -> Option<bool> {
        self.here.then(|| !self.lacking.contains(&(list, code)))
    }
}

impl Scene {
    fn new() -> Self {
        let mut certificate = draft();
        certificate.scheme.code = "test".into();
        Self {
            certificate,
            form: profile(),
            others: Vec::new(),
            today: day(TODAY),
            holidays: Holidays::default(),
            desk: None,
            original: None,
            shares: Vec::new(),
            overfull: Vec::new(),
            lists: Lists::default(),
        }
    }

    /// The same certificate, issued today.
    fn issue(&mut self) {
        self.certificate = issued();
        self.certificate.scheme.code = "test".into();
    }

    /// Under an approval for these days.
    fn authorised(&mut self, from: Option<&str>, to: Option<&str>) {
        self.certificate.authorisation = Some(Authorisation {
            number: "AE-1".into(),
            from: from.map(day),
            to: to.map(day),
            ..Authorisation::default()
        });
    }

    fn item(&mut self) -> &mut GoodsItem {
        &mut self.certificate.items[0]
    }

    /// At a desk that may issue the form.
    fn at_desk(&mut self) -> &mut Desk {
        let desk =
            Desk { kind: IssuerKind::Chamber, switched_on: true, entitled: Some(true), numbers_left: 1, stamps: false };
        self.desk.insert(desk)
    }

    /// With another version of the same form from a day.
    fn successor(&mut self, from: &str) {
        let mut next = profile();
        next.id = "test-next".into();
        next.form.version = "2".into();
        next.dates.from = Some(day(from));
        next.dates.to = None;
        self.others.push(next);
    }

    fn findings(&self) -> Vec<Finding> {
        let around = Circumstances {
            holidays: &self.holidays,
            lists: &self.lists,
            confirmations: &Confirmations::NONE,
            profiles: None,
            desk: self.desk.as_ref(),
            original: self.original.as_ref(),
            shares: &self.shares,
            overfull: &self.overfull,
        };
        let profiles = Profiles::new(self.others.iter().cloned().chain([self.form.clone()]));
        profiles.check_in(&self.certificate, self.today, &around)
    }
}

/// A code, how much it weighs, what raises it, and what just does not.
struct Row(&'static str, Severity, fn(&mut Scene), fn(&mut Scene));

fn rows() -> impl Iterator<Item = &'static Row> {
    form::ROWS.iter().chain(goods::ROWS).chain(issue::ROWS)
}

fn shown(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|one| format!("{} {} {} {:?}", one.severity.as_str(), one.code, one.path, one.params)).collect()
}

#[test]
fn every_code_has_a_scene_that_raises_it_and_one_that_does_not() {
    for (code, _) in CODES {
        let count = rows().filter(|row| row.0 == *code).count();
        assert!(count >= 1, "{code} has no scene");
    }
    for Row(code, ..) in rows() {
        assert!(CODES.iter().any(|(known, _)| known == code), "{code} is no code");
    }
}

#[test]
fn each_scene_raises_its_code_with_its_weight() {
    for Row(code, severity, raises, _) in rows() {
        let mut scene = Scene::new();
        raises(&mut scene);
        let findings = scene.findings();
        codes_are_listed(&findings);
        let weights: Vec<Severity> = findings.iter().filter(|one| one.code == *code).map(|one| one.severity).collect();
        assert!(!weights.is_empty(), "{code} is raised: {:#?}", shown(&findings));
        assert!(weights.iter().all(|weight| weight == severity), "{code} weighs {severity:?}: {:#?}", shown(&findings));
    }
}

#[test]
fn each_scene_beside_it_does_not() {
    for Row(code, _, _, holds) in rows() {
        let mut scene = Scene::new();
        holds(&mut scene);
        let findings = scene.findings();
        assert!(findings.iter().all(|one| one.code != *code), "{code} is not raised: {:#?}", shown(&findings));
    }
}

#[test]
fn a_fact_confirmed_by_the_office_blocks_and_a_changed_value_only_warns_again_and_says_why() {
    let mut scene = Scene::new();
    let unconfirmed = Evidence { fact: "items".into(), value: "max = 3".into(), ..to_confirm() };
    scene.form.items.evidence = unconfirmed;
    let last = scene.certificate.items[1].clone();
    scene.certificate.items.extend([3, 4].map(|sequence| GoodsItem { sequence, ..last.clone() }));
    let weight = |form: &AgreementProfile, confirmations: &Confirmations| {
        let around = Circumstances { confirmations, ..Circumstances::default() };
        let findings = scene.certificate.check_in(form, day(TODAY), &around);
        findings.iter().find(|one| one.code == "items.too_many").map(|one| (one.severity, one.is_unconfirmed()))
    };
    let mut confirmations = Confirmations::default();
    assert_eq!(weight(&scene.form, &confirmations), Some((Severity::Warn, true)));
    confirmations.confirm(&scene.form, "items", "Article 9", ["A. First", "B. Second"], day(TODAY)).unwrap();
    assert_eq!(weight(&scene.form, &confirmations), Some((Severity::Block, false)));
    let mut revised = scene.form.clone();
    revised.items.evidence.value = "max = 2".into();
    assert_eq!(weight(&revised, &confirmations), Some((Severity::Warn, true)));
}

#[test]
fn an_unchanged_scene_has_no_findings() {
    let mut scene = Scene::new();
    assert_eq!(shown(&scene.findings()), Vec::<String>::new());
    scene.at_desk();
    scene.lists.here = true;
    assert_eq!(shown(&scene.findings()), Vec::<String>::new(), "and none at a desk with lists");
    scene.issue();
    assert_eq!(shown(&scene.findings()), Vec::<String>::new(), "and none when it is issued");
}
