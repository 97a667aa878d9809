//! Scenes of issuing: flags, late issue, originals, accumulation, periods, values, papers, corrections.

use super::{Row, Scene};
use crate::certificate::{Flag, Function};
use crate::check::fixture::{day, kilograms, official, profile, value};
use crate::check::{Original, Share};
use crate::decimal::Decimal;
use crate::finding::Severity::{Block, Warn};
use crate::issuing::Authorisation;
use crate::papers::{Reference, SupportingDocument};
use crate::profile::*;
use crate::time::{Date, Moment};
use crate::transport::Departure;

fn flagged(scene: &mut Scene, flags: &[Flag]) {
    let row = |flag: Flag| {
        profile().flag(flag).cloned().or_else(|| {
            let any = profile().flags.first().cloned();
            any.map(|row| FlagRow { flag, excludes: Vec::new(), ..row })
        })
    };
    for flag in flags {
        if scene.form.flag(*flag).is_none() {
            scene.form.flags.extend(row(*flag));
        }
    }
    scene.certificate.flags = flags.to_vec();
}

fn refer(scene: &mut Scene, role: &str, issuer: &str) {
    let reference = Reference {
        role: role.into(),
        number: "OLD-1".into(),
        date: Some(day("2026-01-01")),
        issuer: issuer.into(),
        ..Reference::default()
    };
    scene.certificate.references = vec![reference];
}

fn shipped(scene: &mut Scene, on: &str) {
    scene.certificate.transport.departure = Some(Departure::At(Moment::Day(day(on))));
}

fn duplicate(scene: &mut Scene) {
    scene.form.duplicate = Rule::Terms(Duplicate {
        words: "COPY".into(),
        date: true,
        valid_from: LifeFrom::OriginalIssue,
        within: None,
        original_unused: true,
        undertaking: false,
        evidence: official(),
    });
    flagged(scene, &[Flag::Duplicate]);
    refer(scene, "duplicate_of", "");
}

/// A certificate on a first one that ends on a day and has so much left of the first item.
fn back_to_back(scene: &mut Scene, ends: &str, rest: &str) {
    scene.form.back_to_back = Rule::Terms(BackToBack {
        name: "Movement certificate".into(),
        in_box: String::new(),
        needs: vec![Detail::Number],
        end: Some(EndsWith::NotAfterOriginal),
        partial: true,
        customs_control: false,
        evidence: official(),
    });
    flagged(scene, &[Flag::BackToBack]);
    refer(scene, "back_to_back_on", "First Chamber");
    let rest = kilograms(rest).map(|measure| (1, measure)).into_iter().collect();
    scene.original = Some(Original { ends: Some(day(ends)), proven_unused: false, rest });
}

fn accumulation(scene: &mut Scene, countries: &[&str]) {
    scene.form.accumulation = Rule::Terms(Accumulation {
        kinds: vec![AccumulationKind::Diagonal],
        countries: true,
        range: None,
        evidence: official(),
    });
    flagged(scene, &[Flag::Accumulation]);
    scene.item().criterion.printed = "WO ACU".into();
    scene.item().cumulation_countries = countries.iter().map(|code| (*code).to_owned()).collect();
}

fn de_minimis(scene: &mut Scene, of_value: &str, of_weight: &str, chapters: (u8, u8)) {
    scene.form.de_minimis = Rule::Terms(DeMinimis {
        percent_value: Some(Decimal::whole(10)),
        basis: "FOB".into(),
        percent_weight: Some(Decimal::whole(7)),
        weight_chapters: Some(chapters),
        counts_in_rvc: false,
        evidence: official(),
    });
    scene.shares = vec![Share { item: 1, of_value: Decimal::parse(of_value), of_weight: Decimal::parse(of_weight) }];
}

fn blanket(scene: &mut Scene, to: &str) {
    scene.form.blanket = Rule::Terms(Blanket { months: 12, identical_goods: true, evidence: official() });
    flagged(scene, &[Flag::Blanket]);
    scene.certificate.valid_from = Some(day("2026-03-10"));
    scene.certificate.valid_to = Some(day(to));
}

fn threshold(scene: &mut Scene, of_each: &str) {
    scene.form.threshold = Rule::Terms(Threshold {
        amount: Decimal::whole(6000),
        currency: "USD".into(),
        above: vec![IssuerKind::ApprovedExporter],
        number: "approval number".into(),
        evidence: official(),
    });
    scene.form.fob.when = FobWhen::Always;
    scene.certificate.items.iter_mut().for_each(|item| item.value = value(of_each));
}

fn papers(scene: &mut Scene) {
    scene.form.papers = vec![PapersRule { basis: "WO".into(), papers: vec!["861".into()], evidence: official() }];
}

fn correction(scene: &mut Scene, way: ElectronicCorrection) {
    scene.issue();
    scene.certificate.function = Function::Change;
    scene.certificate.revision = 2;
    scene.form.correction = Rule::Terms(Correction {
        paper: PaperCorrection::None,
        electronic: vec![way],
        replace_words: String::new(),
        replace_valid_from: LifeFrom::Issue,
        evidence: official(),
    });
}

fn window(scene: &mut Scene, invoiced: &str) {
    let rule = IssueWindow { within: Span::Days(60), basis: Basis::Invoice, evidence: official() };
    scene.form.issue_window = Rule::Terms(rule);
    scene.certificate.invoices[0].date = Date::parse(invoiced);
}

fn late_reason(scene: &mut Scene, remark: &str) {
    if let Some(rule) = scene.form.retroactive.terms_mut() {
        rule.reason = true;
    }
    flagged(scene, &[Flag::Retroactive]);
    shipped(scene, "2026-03-01");
    scene.certificate.remarks = vec!["RETROACTIVE".into(), remark.into()];
}

fn period_needed(scene: &mut Scene) {
    flagged(scene, &[Flag::Blanket]);
    if let Some(row) = scene.form.flags.last_mut() {
        row.needs = vec![Companion::Period];
    }
}

pub(super) const ROWS: &[Row] = &[
    Row(
        "flag.missing",
        Block,
        |s| s.certificate.producers[0].confidential = true,
        |s| {
            s.certificate.producers[0].confidential = true;
            flagged(s, &[Flag::ProducerConf]);
        },
    ),
    Row("flag.unfounded", Warn, |s| flagged(s, &[Flag::ProducerConf]), |s| flagged(s, &[Flag::Test])),
    Row(
        "flag.exclusive",
        Block,
        |s| flagged(s, &[Flag::Duplicate, Flag::Retroactive]),
        |s| flagged(s, &[Flag::Duplicate, Flag::Exhibition]),
    ),
    Row("flag.differs", Warn, |s| flagged(s, &[Flag::Accumulation]), |s| accumulation(s, &["MA"])),
    Row(
        "flag.not_on_form",
        Warn,
        |s| s.certificate.flags = vec![Flag::DeMinimis],
        |s| s.certificate.flags = vec![Flag::Test],
    ),
    Row("flag.incomplete", Block, period_needed, |s| {
        period_needed(s);
        s.certificate.valid_from = Some(day("2026-03-10"));
        s.certificate.valid_to = Some(day("2026-12-31"));
    }),
    Row("retro.mark_missing", Block, |s| shipped(s, "2026-03-06"), |s| shipped(s, "2026-03-07")),
    Row(
        "retro.mark_missing",
        Block,
        |s| {
            // Shipped on a Wednesday with two working days to go; each holiday moves the last of them by one.
            working_days(s, &["2026-03-06"]);
            shipped(s, "2026-03-04");
        },
        |s| {
            working_days(s, &["2026-03-06", "2026-03-09"]);
            shipped(s, "2026-03-04");
        },
    ),
    Row(
        "retro.too_late",
        Block,
        |s| {
            flagged(s, &[Flag::Retroactive]);
            shipped(s, "2025-03-09");
        },
        |s| {
            flagged(s, &[Flag::Retroactive]);
            shipped(s, "2025-03-10");
        },
    ),
    Row("retro.reason_missing", Block, |s| late_reason(s, " "), |s| late_reason(s, "Papers came late")),
    Row("retro.window_closed", Block, |s| window(s, "2026-01-08"), |s| window(s, "2026-01-09")),
    Row(
        "duplicate.original_missing",
        Block,
        |s| flagged(s, &[Flag::Duplicate]),
        |s| {
            flagged(s, &[Flag::Duplicate]);
            refer(s, "duplicate_of", "");
        },
    ),
    Row(
        "duplicate.may_be_used",
        Warn,
        |s| {
            duplicate(s);
            s.at_desk();
        },
        |s| {
            duplicate(s);
            s.original = Some(Original { proven_unused: true, ..Original::default() });
        },
    ),
    Row(
        "substitution.original_missing",
        Block,
        |s| flagged(s, &[Flag::InSubstitution]),
        |s| {
            flagged(s, &[Flag::InSubstitution]);
            refer(s, "replaces", "");
        },
    ),
    Row(
        "b2b.original_missing",
        Block,
        |s| {
            flagged(s, &[Flag::BackToBack]);
            refer(s, "back_to_back_on", "");
        },
        |s| {
            flagged(s, &[Flag::BackToBack]);
            refer(s, "back_to_back_on", "First Chamber");
        },
    ),
    Row(
        "b2b.outlives_original",
        Block,
        |s| back_to_back(s, "2027-03-09", "100"),
        |s| back_to_back(s, "2027-03-10", "100"),
    ),
    Row(
        "b2b.quantity_exceeded",
        Block,
        |s| back_to_back(s, "2027-03-10", "89.999"),
        |s| back_to_back(s, "2027-03-10", "90"),
    ),
    Row(
        "exhibition.details",
        Block,
        |s| flagged(s, &[Flag::Exhibition]),
        |s| {
            flagged(s, &[Flag::Exhibition]);
            s.certificate.remarks = vec!["Fair of Tunis, Le Kram".into()];
        },
    ),
    Row(
        "de_minimis.exceeded",
        Warn,
        |s| de_minimis(s, "10.01", "1", (50, 63)),
        |s| de_minimis(s, "10.00", "90", (50, 63)),
    ),
    Row("de_minimis.exceeded", Warn, |s| de_minimis(s, "1", "7.1", (1, 24)), |s| de_minimis(s, "90", "7", (1, 24))),
    Row("accumulation.incomplete", Block, |s| accumulation(s, &[]), |s| accumulation(s, &["MA"])),
    Row("blanket.too_long", Block, |s| blanket(s, "2027-03-11"), |s| blanket(s, "2027-03-10")),
    Row("threshold.exceeded", Block, |s| threshold(s, "3000.01"), |s| threshold(s, "3000")),
    Row(
        "threshold.exceeded",
        Block,
        |s| threshold(s, "9000"),
        |s| {
            threshold(s, "9000");
            s.certificate.authorisation = Some(Authorisation { number: "REX-1".into(), ..Authorisation::default() });
        },
    ),
    Row("evidence.missing", Warn, papers, |s| {
        papers(s);
        s.certificate.evidence = vec![SupportingDocument { kind: "861".into(), ..SupportingDocument::default() }];
    }),
    Row(
        "correction.not_allowed",
        Block,
        |s| correction(s, ElectronicCorrection::NewCertificate),
        |s| correction(s, ElectronicCorrection::AmendedReissue),
    ),
    Row("transport.missing", Block, |s| transport(s, TransportWhen::Always), |s| transport(s, TransportWhen::IfKnown)),
    Row("declaration.after_issue", Warn, |s| declared(s, "2026-03-11"), |s| declared(s, "2026-03-10")),
];

fn working_days(scene: &mut Scene, holidays: &[&str]) {
    if let Some(rule) = scene.form.retroactive.terms_mut() {
        rule.limit = Limit::After(Span::WorkingDays(2));
    }
    scene.holidays = Holidays::new(&[5, 6], holidays.iter().map(|on| day(on)));
}

fn transport(scene: &mut Scene, required: TransportWhen) {
    let rule = TransportRule { direct: true, evidence_papers: Vec::new(), required, evidence: official() };
    scene.form.transport = Rule::Terms(rule);
    scene.certificate.transport.departure = None;
}

fn declared(scene: &mut Scene, on: &str) {
    if let Some(declaration) = &mut scene.certificate.exporter_declaration {
        declaration.date = Some(Moment::Day(day(on)));
    }
}
