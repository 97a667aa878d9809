//! What a profile file says about issuing: late issue, copies, first certificates, invoices, life, corrections.

use tamga_origin::Decimal;
use tamga_origin::profile::{
    BackToBack, Basis, Blanket, Correction, Duplicate, Exhibition, FormBox, InvoiceRule, IssueWindow, LifeFrom, Limit,
    PaperCorrection, PublicCheck, Retention, Retroactive, Rule, SignatureLevel, SignatureRule, Span, ThirdPartyInvoice,
    Threshold, TransportRule, TransportWhen, Validity, Verification,
};

use super::facts::Facts;
use super::form::box_number;
use super::goods::currency;
use crate::keys::Keys;

const RETROACTIVE_KEYS: [&str; 6] = ["limit", "basis", "cap", "words", "reason", "valid_from"];

pub(super) fn retroactive(top: &Keys<'_>, facts: &Facts) -> Rule<Retroactive> {
    facts.rule(top, "retroactive", &RETROACTIVE_KEYS, |keys, evidence| {
        if !keys.has("limit") {
            keys.missing("limit");
        }
        Retroactive {
            limit: keys.parsed("limit", Limit::parse).unwrap_or(Limit::Unknown),
            basis: keys.word("basis").unwrap_or(Basis::Shipment),
            cap: keys.parsed("cap", Span::parse),
            words: keys.text("words").to_owned(),
            reason: keys.yes("reason"),
            valid_from: keys.word("valid_from").unwrap_or(LifeFrom::Issue),
            evidence,
        }
    })
}

pub(super) fn issue_window(top: &Keys<'_>, facts: &Facts) -> Rule<IssueWindow> {
    facts.rule(top, "issue_window", &["within", "basis"], |keys, evidence| {
        if !keys.has("within") {
            keys.missing("within");
        }
        IssueWindow {
            within: keys.parsed("within", Span::parse).unwrap_or(Span::Days(0)),
            basis: keys.word("basis").unwrap_or(Basis::Invoice),
            evidence,
        }
    })
}

const DUPLICATE_KEYS: [&str; 6] = ["words", "date", "valid_from", "within", "original_unused", "undertaking"];

pub(super) fn duplicate(top: &Keys<'_>, facts: &Facts) -> Rule<Duplicate> {
    facts.rule(top, "duplicate", &DUPLICATE_KEYS, |keys, evidence| Duplicate {
        words: keys.text("words").to_owned(),
        date: keys.yes("date"),
        valid_from: keys.word("valid_from").unwrap_or(LifeFrom::OriginalIssue),
        within: keys.parsed("within", Span::parse),
        original_unused: keys.yes("original_unused"),
        undertaking: keys.yes("undertaking"),
        evidence,
    })
}

const BACK_TO_BACK_KEYS: [&str; 6] = ["name", "box", "needs", "end", "partial", "customs_control"];

pub(super) fn back_to_back(top: &Keys<'_>, facts: &Facts, boxes: &[FormBox]) -> Rule<BackToBack> {
    facts.rule(top, "back_to_back", &BACK_TO_BACK_KEYS, |keys, evidence| BackToBack {
        name: keys.text("name").to_owned(),
        in_box: box_number(keys, boxes),
        needs: keys.words("needs"),
        end: keys.word("end"),
        partial: keys.yes("partial"),
        customs_control: keys.yes("customs_control"),
        evidence,
    })
}

pub(super) fn third_party_invoice(top: &Keys<'_>, facts: &Facts, boxes: &[FormBox]) -> Rule<ThirdPartyInvoice> {
    facts.rule(top, "third_party_invoice", &["name", "box", "needs", "both_invoices"], |keys, evidence| {
        ThirdPartyInvoice {
            name: keys.text("name").to_owned(),
            in_box: box_number(keys, boxes),
            needs: keys.words("needs"),
            both_invoices: keys.yes("both_invoices"),
            evidence,
        }
    })
}

pub(super) fn exhibition(top: &Keys<'_>, facts: &Facts, boxes: &[FormBox]) -> Rule<Exhibition> {
    facts.rule(top, "exhibition", &["box", "needs"], |keys, evidence| Exhibition {
        in_box: box_number(keys, boxes),
        needs: keys.words("needs"),
        evidence,
    })
}

pub(super) fn invoice(top: &Keys<'_>, facts: &Facts) -> Rule<InvoiceRule> {
    facts.rule(top, "invoice", &["required", "many", "value", "date_not_after_issue"], |keys, evidence| InvoiceRule {
        required: keys.yes("required"),
        many: keys.flag("many").unwrap_or(true),
        value: keys.yes("value"),
        date_not_after_issue: keys.yes("date_not_after_issue"),
        evidence,
    })
}

pub(super) fn transport(top: &Keys<'_>, facts: &Facts) -> Rule<TransportRule> {
    facts.rule(top, "transport", &["direct", "papers", "required"], |keys, evidence| TransportRule {
        direct: keys.yes("direct"),
        evidence_papers: keys.owned("papers"),
        required: keys.word("required").unwrap_or(TransportWhen::Optional),
        evidence,
    })
}

pub(super) fn validity(top: &Keys<'_>, facts: &Facts) -> Option<Validity> {
    let keys = top.needed_table("validity")?;
    let evidence = facts.evidence(&keys, &["months", "days", "from"]);
    let from: LifeFrom = keys.needed_word("from", LifeFrom::Unknown);
    let validity = Validity { months: keys.whole("months"), days: keys.whole("days"), from, evidence };
    let measured = keys.has("months") || keys.has("days");
    if keys.has("from") && measured == matches!(from, LifeFrom::None | LifeFrom::Unknown) {
        keys.wrong("from");
    }
    if validity.months.is_some() && validity.days.is_some() {
        keys.wrong("days");
    }
    Some(validity)
}

pub(super) fn blanket(top: &Keys<'_>, facts: &Facts) -> Rule<Blanket> {
    facts.rule(top, "blanket", &["months", "identical_goods"], |keys, evidence| {
        if !keys.has("months") {
            keys.missing("months");
        }
        Blanket { months: keys.whole("months").unwrap_or(0), identical_goods: keys.yes("identical_goods"), evidence }
    })
}

pub(super) fn threshold(top: &Keys<'_>, facts: &Facts) -> Rule<Threshold> {
    facts.rule(top, "threshold", &["amount", "currency", "above", "number"], |keys, evidence| {
        if !keys.has("amount") {
            keys.missing("amount");
        }
        keys.needed("currency");
        let rule = Threshold {
            amount: keys.decimal("amount").unwrap_or(Decimal::ZERO),
            currency: currency(keys, "currency"),
            above: keys.words("above"),
            number: keys.text("number").to_owned(),
            evidence,
        };
        if !keys.array("above").is_empty() && rule.number.is_empty() {
            keys.missing("number");
        }
        rule
    })
}

const CORRECTION_KEYS: [&str; 4] = ["paper", "electronic", "replace_words", "replace_valid_from"];

pub(super) fn correction(top: &Keys<'_>, facts: &Facts) -> Rule<Correction> {
    facts.rule(top, "correction", &CORRECTION_KEYS, |keys, evidence| Correction {
        paper: keys.word("paper").unwrap_or(PaperCorrection::Unknown),
        electronic: keys.words("electronic"),
        replace_words: keys.text("replace_words").to_owned(),
        replace_valid_from: keys.word("replace_valid_from").unwrap_or(LifeFrom::Issue),
        evidence,
    })
}

pub(super) fn retention(top: &Keys<'_>, facts: &Facts) -> Rule<Retention> {
    facts.rule(top, "retention", &["years"], |keys, evidence| {
        if !keys.has("years") {
            keys.missing("years");
        }
        Retention { years: keys.whole("years").unwrap_or(0), evidence }
    })
}

pub(super) fn verification(top: &Keys<'_>, facts: &Facts) -> Rule<Verification> {
    facts.rule(top, "verification", &["reply", "then_refused"], |keys, evidence| {
        if !keys.has("reply") {
            keys.missing("reply");
        }
        Verification {
            reply: keys.parsed("reply", Span::parse).unwrap_or(Span::Days(0)),
            then_refused: keys.yes("then_refused"),
            evidence,
        }
    })
}

pub(super) fn signature(top: &Keys<'_>, facts: &Facts) -> Rule<SignatureRule> {
    facts.rule(top, "signature", &["level"], |keys, evidence| SignatureRule {
        level: keys.needed_word("level", SignatureLevel::Basic),
        evidence,
    })
}

pub(super) fn public_check(top: &Keys<'_>, facts: &Facts) -> Rule<PublicCheck> {
    facts.rule(top, "public_check", &["fields"], |keys, evidence| {
        if keys.array("fields").is_empty() {
            keys.missing("fields");
        }
        let name = |word: &str| tamga_origin::layout::Bind::parse(word).map(|bind| bind.as_str().to_owned());
        PublicCheck { fields: keys.each("fields", name), evidence }
    })
}
