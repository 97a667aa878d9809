//! The rule tables of a profile file (`agreements.md` section 5).

use tamga_origin::Pattern;
use tamga_origin::profile::{
    Attest, Basis, Correction, Duplicate, ElectronicCorrection, FobRule, FobWhen, FormBox, HsBasis, HsRule,
    InvoiceRule, ItemRule, ItemScope, LifeFrom, Limit, Numbering, OfficialUse, OriginCountry, PaperCorrection, Reset,
    Retroactive, ThirdPartyInvoice, Validity,
};

use super::form::box_number;
use super::{Facts, ProfileError, ProfileFault};
use crate::keys::Keys;

pub(super) fn items(top: &Keys<'_>, facts: &Facts) -> Result<ItemRule, ProfileError> {
    let keys = top.needed_table("items")?;
    let evidence = facts.evidence(&keys, &["max", "scope", "same_chapter", "end_marks"])?;
    Ok(ItemRule {
        max: keys.whole("max")?,
        scope: keys.word("scope")?.unwrap_or(ItemScope::Certificate),
        same_chapter: keys.flag("same_chapter")?.unwrap_or(false),
        end_marks: keys.owned("end_marks")?,
        evidence,
    })
}

pub(super) fn hs(top: &Keys<'_>, facts: &Facts) -> Result<HsRule, ProfileError> {
    let keys = top.needed_table("hs")?;
    let evidence = facts.evidence(&keys, &["min", "max", "basis", "edition"])?;
    let missing = |key: &str| keys.slip(ProfileFault::Missing { key: key.to_owned() });
    let (min, max) =
        (keys.whole("min")?.ok_or_else(|| missing("min"))?, keys.whole("max")?.ok_or_else(|| missing("max"))?);
    if min > max || max > 12 {
        return Err(keys.wrong("max"));
    }
    Ok(HsRule {
        min,
        max,
        basis: keys.word("basis")?.unwrap_or(HsBasis::International),
        edition: keys.text("edition")?.to_owned(),
        evidence,
    })
}

pub(super) fn fob(top: &Keys<'_>, facts: &Facts) -> Result<FobRule, ProfileError> {
    let keys = top.needed_table("fob")?;
    let evidence = facts.evidence(&keys, &["rule", "parties"])?;
    Ok(FobRule { when: keys.needed_word::<FobWhen>("rule")?, parties: keys.owned("parties")?, evidence })
}

pub(super) fn origin_country(
    top: &Keys<'_>,
    facts: &Facts,
    boxes: &[FormBox],
) -> Result<Option<OriginCountry>, ProfileError> {
    let Some(keys) = top.table("origin_country")? else { return Ok(None) };
    let evidence = facts.evidence(&keys, &["box"])?;
    Ok(Some(OriginCountry { in_box: box_number(&keys, boxes)?, evidence }))
}

pub(super) fn retroactive(top: &Keys<'_>, facts: &Facts) -> Result<Option<Retroactive>, ProfileError> {
    let Some(keys) = top.table("retroactive")? else { return Ok(None) };
    let evidence = facts.evidence(&keys, &["limit", "basis", "cap_months", "words", "valid_from"])?;
    let limit = keys.needed("limit")?;
    Ok(Some(Retroactive {
        limit: Limit::parse(limit).ok_or_else(|| keys.word_slip("limit", limit))?,
        basis: keys.word("basis")?.unwrap_or(Basis::Shipment),
        cap_months: keys.whole("cap_months")?,
        words: keys.text("words")?.to_owned(),
        valid_from: keys.word("valid_from")?.unwrap_or(LifeFrom::Issue),
        evidence,
    }))
}

pub(super) fn duplicate(top: &Keys<'_>, facts: &Facts) -> Result<Option<Duplicate>, ProfileError> {
    let Some(keys) = top.table("duplicate")? else { return Ok(None) };
    let evidence = facts.evidence(&keys, &["words", "valid_from"])?;
    Ok(Some(Duplicate {
        words: keys.text("words")?.to_owned(),
        valid_from: keys.word("valid_from")?.unwrap_or(LifeFrom::OriginalIssue),
        evidence,
    }))
}

pub(super) fn third_party_invoice(
    top: &Keys<'_>,
    facts: &Facts,
    boxes: &[FormBox],
) -> Result<Option<ThirdPartyInvoice>, ProfileError> {
    let Some(keys) = top.table("third_party_invoice")? else { return Ok(None) };
    let evidence = facts.evidence(&keys, &["box", "needs"])?;
    Ok(Some(ThirdPartyInvoice { in_box: box_number(&keys, boxes)?, needs: keys.words("needs")?, evidence }))
}

pub(super) fn invoice(top: &Keys<'_>, facts: &Facts) -> Result<Option<InvoiceRule>, ProfileError> {
    let Some(keys) = top.table("invoice")? else { return Ok(None) };
    let evidence = facts.evidence(&keys, &["required", "date_not_after_issue"])?;
    Ok(Some(InvoiceRule {
        required: keys.flag("required")?.unwrap_or(false),
        date_not_after_issue: keys.flag("date_not_after_issue")?.unwrap_or(false),
        evidence,
    }))
}

pub(super) fn validity(top: &Keys<'_>, facts: &Facts) -> Result<Validity, ProfileError> {
    let keys = top.needed_table("validity")?;
    let evidence = facts.evidence(&keys, &["months", "days", "from"])?;
    let from: LifeFrom = keys.needed_word("from")?;
    let validity = Validity { months: keys.whole("months")?, days: keys.whole("days")?, from, evidence };
    let measured = validity.months.is_some() || validity.days.is_some();
    if measured == (from == LifeFrom::None) {
        return Err(keys.wrong("from"));
    }
    Ok(validity)
}

pub(super) fn correction(top: &Keys<'_>, facts: &Facts) -> Result<Option<Correction>, ProfileError> {
    let Some(keys) = top.table("correction")? else { return Ok(None) };
    let evidence = facts.evidence(&keys, &["paper", "electronic"])?;
    Ok(Some(Correction {
        paper: keys.word("paper")?.unwrap_or(PaperCorrection::Unknown),
        electronic: keys.word("electronic")?.unwrap_or(ElectronicCorrection::Unknown),
        evidence,
    }))
}

pub(super) fn attest(
    top: &Keys<'_>,
    name: &str,
    facts: &Facts,
    boxes: &[FormBox],
) -> Result<Option<Attest>, ProfileError> {
    let Some(keys) = top.table(name)? else { return Ok(None) };
    let evidence = facts.evidence(&keys, &["box", "by", "text"])?;
    let (in_box, by) = (box_number(&keys, boxes)?, keys.words("by")?);
    Ok(Some(Attest { in_box, by, text: keys.text("text")?.to_owned(), evidence }))
}

pub(super) fn official_use(
    top: &Keys<'_>,
    facts: &Facts,
    boxes: &[FormBox],
) -> Result<Option<OfficialUse>, ProfileError> {
    let Some(keys) = top.table("official_use")? else { return Ok(None) };
    let evidence = facts.evidence(&keys, &["box", "choices"])?;
    Ok(Some(OfficialUse { in_box: box_number(&keys, boxes)?, choices: keys.owned("choices")?, evidence }))
}

pub(super) fn numbering(top: &Keys<'_>, facts: &Facts) -> Result<Numbering, ProfileError> {
    let keys = top.needed_table("numbering")?;
    let evidence = facts.evidence(&keys, &["pattern", "prescribed", "reset", "max_len"])?;
    let pattern = Pattern::parse(keys.needed("pattern")?)
        .map_err(|fault| keys.slip_at("pattern", ProfileFault::NumberPattern(fault)))?;
    Ok(Numbering {
        pattern,
        prescribed: keys.flag("prescribed")?.unwrap_or(false),
        reset: keys.word("reset")?.unwrap_or(Reset::Never),
        max_len: keys.whole("max_len")?,
        evidence,
    })
}
