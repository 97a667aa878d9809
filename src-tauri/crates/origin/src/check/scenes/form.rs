//! Scenes of the form as a whole: version, parties, office, boxes, texts, numbers.

use super::{Row, Scene};
use crate::ProofType;
use crate::check::fixture::{day, official, party, to_confirm};
use crate::finding::Severity::{Block, Info, Warn};
use crate::party::Party;
use crate::profile::{
    ChooseBy, Evidence, IssuerKind, PairMatrix, PairRow, ProofKind, Rule, RuleSet, SignatureLevel, SignatureRule,
};
use crate::time::Moment;

/// Uruguay and China apply the old rules until the middle of March and the revised ones from then on.
fn pairs(scene: &mut Scene, rules: RuleSet) {
    let row = |rules, from: Option<&str>, to: Option<&str>| PairRow {
        a: "CN".into(),
        b: "UY".into(),
        rules,
        from: from.map(day),
        to: to.map(day),
        evidence: official(),
    };
    let rows = vec![row(RuleSet::Old, None, Some("2026-03-15")), row(RuleSet::Revised, Some("2026-03-16"), None)];
    scene.form.dates.choose_by = Some(ChooseBy::Pair);
    scene.form.pair_matrix = Some(PairMatrix { table: "test".into(), rules, rows, evidence: official() });
}

/// A form that asks for so much in every signature.
fn signed(level: SignatureLevel, evidence: Evidence) -> Rule<SignatureRule> {
    Rule::Terms(SignatureRule { level, evidence })
}

/// A self-declaration of an approved exporter, under a form for that.
fn declared(scene: &mut Scene) {
    scene.issue();
    scene.form.proof = ProofKind::SelfDeclaration;
    scene.form.issuers = vec![IssuerKind::ApprovedExporter];
    scene.certificate.proof_type = ProofType::Declaration;
    scene.certificate.certification = None;
    scene.authorised(None, None);
}

pub(super) const ROWS: &[Row] = &[
    Row("profile.none_in_force", Block, |s| s.today = day("2031-01-01"), |s| s.today = day("2030-12-31")),
    Row("profile.unknown", Info, |s| s.certificate.scheme.code = "other".into(), |_| {}),
    Row(
        "profile.version_old",
        Warn,
        |s| {
            s.form.dates.to = Some(day("2026-03-09"));
            s.form.dates.accepted_until = Some(day("2026-03-10"));
            s.successor("2026-03-10");
        },
        |s| s.successor("2026-03-11"),
    ),
    Row(
        "profile.version_old",
        Block,
        |s| {
            s.form.dates.to = Some(day("2026-03-08"));
            s.form.dates.accepted_until = Some(day("2026-03-09"));
            s.successor("2026-03-09");
        },
        |s| {
            // What is issued lives out its own life.
            s.issue();
            s.form.dates.to = Some(day("2026-03-09"));
            s.form.dates.accepted_until = Some(day("2026-03-10"));
            s.successor("2026-03-10");
        },
    ),
    Row("profile.version_ahead", Info, |s| s.successor("2026-03-11"), |s| s.successor("2026-03-10")),
    Row(
        "profile.not_switched_on",
        Block,
        |s| s.at_desk().switched_on = false,
        |s| {
            s.issue();
            s.at_desk().switched_on = false;
        },
    ),
    Row("pair.not_covered", Block, |s| pairs(s, RuleSet::Revised), |s| pairs(s, RuleSet::Old)),
    Row(
        "pair.not_covered",
        Warn,
        |s| {
            pairs(s, RuleSet::Old);
            if let Some(matrix) = &mut s.form.pair_matrix {
                matrix.rows.clear();
            }
        },
        |s| {
            pairs(s, RuleSet::Revised);
            s.today = day("2026-03-16");
        },
    ),
    Row("issuer.not_entitled", Block, |s| s.at_desk().kind = IssuerKind::Customs, |s| s.at_desk().entitled = None),
    Row(
        "issuer.not_entitled",
        Block,
        |s| s.at_desk().entitled = Some(false),
        |s| {
            // An issuing body is asked nothing about what it has issued.
            s.issue();
            s.at_desk().entitled = Some(false);
        },
    ),
    Row(
        "signature.no_stamp_service",
        Block,
        |s| {
            s.at_desk();
            s.form.signature = signed(SignatureLevel::Stamped, official());
        },
        |s| {
            s.at_desk().stamps = true;
            s.form.signature = signed(SignatureLevel::Stamped, official());
        },
    ),
    Row(
        "signature.no_stamp_service",
        Warn,
        |s| {
            s.at_desk();
            s.form.signature = signed(SignatureLevel::Stamped, to_confirm());
        },
        |s| {
            s.at_desk();
            s.form.signature = signed(SignatureLevel::Basic, official());
        },
    ),
    Row(
        "issuer.stamp_not_allowed",
        Block,
        |s| {
            s.at_desk();
            s.form.proof = ProofKind::SelfDeclaration;
            s.form.issuers = vec![IssuerKind::Exporter, IssuerKind::Producer];
        },
        |s| {
            s.at_desk().kind = IssuerKind::Exporter;
            s.form.issuers = vec![IssuerKind::Exporter, IssuerKind::Producer];
        },
    ),
    Row(
        "proof.differs",
        Block,
        |s| {
            s.issue();
            s.form.proof = ProofKind::SelfDeclaration;
        },
        |s| s.form.proof = ProofKind::SelfDeclaration,
    ),
    Row(
        "proof.differs",
        Block,
        |s| {
            s.issue();
            s.certificate.proof_type = ProofType::Declaration;
            s.certificate.certification = None;
        },
        declared,
    ),
    Row(
        "declaration.certified",
        Block,
        |s| {
            s.issue();
            s.form.proof = ProofKind::SelfDeclaration;
            s.certificate.proof_type = ProofType::Declaration;
        },
        declared,
    ),
    Row(
        "authorisation.missing",
        Block,
        |s| {
            declared(s);
            s.certificate.authorisation = None;
        },
        |s| {
            // Where any exporter may declare, nobody has to be approved for it.
            declared(s);
            s.certificate.authorisation = None;
            s.form.issuers = vec![IssuerKind::RegisteredExporter, IssuerKind::AnyExporter];
        },
    ),
    Row(
        "authorisation.not_in_force",
        Block,
        |s| {
            declared(s);
            s.authorised(None, Some("2026-03-09"));
        },
        |s| {
            declared(s);
            s.authorised(Some("2026-03-10"), Some("2026-03-10"));
        },
    ),
    Row(
        "authorisation.not_in_force",
        Block,
        |s| {
            declared(s);
            s.authorised(Some("2026-03-11"), None);
        },
        declared,
    ),
    Row(
        "party.not_in_force",
        Block,
        |s| s.certificate.transport.destination_country = "MA".into(),
        |s| {
            s.certificate.transport.destination_country = "MA".into();
            s.today = day("2026-06-01");
        },
    ),
    Row("field.required", Block, |s| s.certificate.transport.export_country.clear(), |_| {}),
    Row("box.required", Block, |s| s.certificate.consignee = None, |s| s.certificate.remarks.clear()),
    Row(
        "box.too_long",
        Block,
        |s| s.certificate.remarks = vec!["x".repeat(41)],
        |s| s.certificate.remarks = vec!["x".repeat(40)],
    ),
    Row(
        "box.too_long",
        Block,
        |s| {
            s.form.boxes[7].max_lines = Some(2);
            s.certificate.remarks = vec!["1".into(), "2".into(), "3".into()];
        },
        |s| {
            s.form.boxes[7].max_lines = Some(2);
            s.certificate.remarks = vec!["1".into(), "2".into()];
        },
    ),
    Row(
        "box.words",
        Warn,
        |s| s.certificate.consignee = Some(Party { name: "Somebody".into(), ..Party::default() }),
        |s| s.certificate.consignee = Some(Party { name: "TO ORDER".into(), ..Party::default() }),
    ),
    Row(
        "box.script",
        Warn,
        |s| s.certificate.exporter.name = "Экспорт".into(),
        |s| {
            s.form.form.languages = vec!["RU".into(), "EN".into()];
            s.certificate.exporter.name = "Экспорт Export".into();
        },
    ),
    Row(
        "number.pattern",
        Block,
        |s| {
            s.issue();
            s.certificate.number = "ABC-1".into();
        },
        |s| {
            s.issue();
            s.form.numbering.prescribed = false;
            s.certificate.number = "ABC-1".into();
        },
    ),
    Row("number.block_empty", Block, |s| s.at_desk().numbers_left = 0, |s| s.at_desk().numbers_left = 1),
    Row("layout.overflow", Block, |s| s.overfull = vec!["8".into()], |_| {}),
    Row(
        "validity.over",
        Warn,
        |s| {
            s.issue();
            s.today = day("2027-03-11");
        },
        |s| {
            s.issue();
            s.today = day("2027-03-10");
        },
    ),
    Row(
        "validity.differs",
        Warn,
        |s| {
            s.issue();
            s.certificate.valid_to = Some(day("2027-03-11"));
        },
        |s| {
            s.issue();
            s.certificate.valid_to = Some(day("2027-03-09"));
        },
    ),
    Row(
        "issue.future",
        Block,
        |s| {
            s.issue();
            s.certificate.issued_at = Some(Moment::Day(day("2026-03-12")));
        },
        |s| {
            s.issue();
            s.certificate.issued_at = Some(Moment::Day(day("2026-03-11")));
        },
    ),
    Row(
        "length.dialect",
        Warn,
        |s| s.certificate.exporter.name = "x".repeat(71),
        |s| s.certificate.exporter.name = "x".repeat(70),
    ),
    Row(
        "limit.exceeded",
        Block,
        |s| s.certificate.exporter.name = "x".repeat(513),
        |s| s.certificate.exporter.name = "x".repeat(512),
    ),
    Row(
        "text.character",
        Block,
        |s| s.certificate.exporter.name = "A\u{7}B".into(),
        |s| s.certificate.remarks = vec!["two\nlines".into()],
    ),
    Row(
        "code.unknown",
        Warn,
        |s| {
            s.lists.here = true;
            s.lists.lacking = vec![(crate::code_lists::CodeList::Package, "CT")];
        },
        |s| s.lists.lacking = vec![(crate::code_lists::CodeList::Package, "CT")],
    ),
    Row(
        "third_party.details",
        Block,
        |s| s.certificate.invoices[0].third_party = true,
        |s| {
            s.certificate.invoices[0].third_party = true;
            s.certificate.invoicing_party = Some(party("Third Ltd", "SG"));
        },
    ),
];
