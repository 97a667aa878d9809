//! What a profile file asks of the goods: items, tariff codes, quantities, values, de minimis and accumulation.

use tamga_origin::criterion::Range;
use tamga_origin::profile::{
    Accumulation, DeMinimis, FobRule, FobWhen, HsBasis, HsPrint, HsRule, ItemRule, ItemScope, Presence, QuantityRule,
    Rule, UnusedSpace,
};

use super::facts::Facts;
use super::form::countries_and_states;
use super::groups::Groups;
use crate::keys::Keys;

const ITEM_KEYS: [&str; 6] = ["max", "scope", "same_chapter", "each_in_own_right", "end_marks", "unused_space"];

pub(super) fn items(top: &Keys<'_>, facts: &Facts) -> Option<ItemRule> {
    let keys = top.needed_table("items")?;
    let evidence = facts.evidence(&keys, &ITEM_KEYS);
    let max = keys.whole("max");
    if max == Some(0) {
        keys.wrong("max");
    }
    Some(ItemRule {
        max,
        scope: keys.word("scope").unwrap_or(ItemScope::Certificate),
        same_chapter: keys.yes("same_chapter"),
        each_in_own_right: keys.yes("each_in_own_right"),
        end_marks: keys.owned("end_marks"),
        unused_space: keys.word("unused_space").unwrap_or(UnusedSpace::Free),
        evidence,
    })
}

pub(super) fn hs(top: &Keys<'_>, facts: &Facts) -> Option<HsRule> {
    let keys = top.needed_table("hs")?;
    let evidence = facts.evidence(&keys, &["min", "max", "basis", "edition", "print"]);
    for key in ["min", "max"] {
        if !keys.has(key) {
            keys.missing(key);
        }
    }
    let (min, max) = (keys.whole("min").unwrap_or(0), keys.whole("max").unwrap_or(12));
    if min > max || max > 12 {
        keys.wrong("max");
    }
    let edition = keys.text("edition").to_owned();
    if !(edition.is_empty() || edition.len() == 4 && edition.bytes().all(|byte| byte.is_ascii_digit())) {
        keys.word_slip("edition", &edition);
    }
    Some(HsRule {
        min,
        max,
        basis: keys.word("basis").unwrap_or(HsBasis::International),
        edition,
        print: keys.word("print").unwrap_or(HsPrint::Plain),
        evidence,
    })
}

pub(super) fn quantity(top: &Keys<'_>, facts: &Facts) -> Rule<QuantityRule> {
    facts.rule(top, "quantity", &["gross", "net", "other", "units"], |keys, evidence| QuantityRule {
        gross: keys.word("gross").unwrap_or(Presence::Optional),
        net: keys.word("net").unwrap_or(Presence::Optional),
        other: keys.word("other").unwrap_or(Presence::Optional),
        units: keys.owned("units"),
        evidence,
    })
}

pub(super) fn fob(top: &Keys<'_>, facts: &Facts, groups: &Groups) -> Option<FobRule> {
    let keys = top.needed_table("fob")?;
    let evidence = facts.evidence(&keys, &["rule", "parties", "currency", "separate_declaration"]);
    let rule = FobRule {
        when: keys.needed_word("rule", FobWhen::Unknown),
        parties: countries_and_states(&keys, "parties", groups),
        currency: currency(&keys, "currency"),
        separate_declaration: countries_and_states(&keys, "separate_declaration", groups),
        evidence,
    };
    // Named parties and the rule that goes by them belong together.
    if (rule.when == FobWhen::WhenRvcParties) == keys.array("parties").is_empty() {
        keys.wrong("parties");
    }
    Some(rule)
}

/// An ISO 4217 code, or empty for any.
pub(super) fn currency(keys: &Keys<'_>, key: &str) -> String {
    let code = keys.text(key);
    if !(code.is_empty() || code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase())) {
        keys.word_slip(key, code);
    }
    code.to_owned()
}

const DE_MINIMIS_KEYS: [&str; 5] = ["percent_value", "basis", "percent_weight", "weight_chapters", "counts_in_rvc"];

pub(super) fn de_minimis(top: &Keys<'_>, facts: &Facts) -> Rule<DeMinimis> {
    let percent = |keys: &Keys<'_>, key: &str| {
        let number = keys.decimal(key);
        if number.is_some_and(|number| Range::parse("0..100").is_none_or(|range| !range.holds(number))) {
            keys.wrong(key);
        }
        number
    };
    facts.rule(top, "de_minimis", &DE_MINIMIS_KEYS, |keys, evidence| {
        let rule = DeMinimis {
            percent_value: percent(keys, "percent_value"),
            basis: keys.text("basis").to_owned(),
            percent_weight: percent(keys, "percent_weight"),
            weight_chapters: keys.parsed("weight_chapters", chapters),
            counts_in_rvc: keys.yes("counts_in_rvc"),
            evidence,
        };
        if !keys.has("percent_value") && !keys.has("percent_weight") {
            keys.missing("percent_value");
        }
        rule
    })
}

/// First and last chapter, written `50-63`.
fn chapters(text: &str) -> Option<(u8, u8)> {
    let (first, last) = text.split_once('-')?;
    let chapter = |text: &str| (text.len() == 2).then(|| text.parse().ok()).flatten();
    let (first, last) = (chapter(first)?, chapter(last)?);
    (first <= last && first > 0).then_some((first, last))
}

pub(super) fn accumulation(top: &Keys<'_>, facts: &Facts) -> Rule<Accumulation> {
    facts.rule(top, "accumulation", &["kinds", "countries", "range"], |keys, evidence| {
        if keys.array("kinds").is_empty() {
            keys.missing("kinds");
        }
        Accumulation {
            kinds: keys.words("kinds"),
            countries: keys.yes("countries"),
            range: keys.parsed("range", Range::parse),
            evidence,
        }
    })
}
