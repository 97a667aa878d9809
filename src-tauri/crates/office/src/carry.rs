//! What becomes of a draft when a newer version of its form is in force? It is carried over, after a person has seen what
//! moves, what the new form has no place for, and what it asks anew.
//!
//! What that is, is decided by `tamga-origin` (`carry`). What is lost stays beside the draft in the journal.

use tamga_origin::carry::{Carried, carry_over};
use tamga_origin::profile::AgreementProfile;
use tamga_origin::{Certificate, Finding};
use tamga_store::StoreError;

use crate::changes::Tag;
use crate::drafts::{content, read_kept};
use crate::error::OfficeError;
use crate::office::Office;

/// A draft that could be carried over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarryLooked {
    /// The profile it is on.
    pub from: String,
    /// The profile it would be on.
    pub to: String,
    /// Edit stamp of the draft that was looked at.
    pub stamp: i64,
    /// What happens to it.
    pub carried: Carried,
}

/// A draft that was carried over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarryDone {
    /// What happened to it.
    pub looked: CarryLooked,
    /// The new edit stamp.
    pub stamp: i64,
    /// What the rules of the new form notice.
    pub findings: Vec<Finding>,
}

impl Office {
    /// The newer version of a draft's form that is in force for its countries today, when there is one.
    pub fn newer_form(&self, agreement: &str, draft: &Certificate) -> Option<&AgreementProfile> {
        let form = self.profiles.find(agreement)?;
        let travel = &draft.transport;
        let choice =
            self.profiles.choose(&form.family, self.today(), &travel.export_country, &travel.destination_country);
        let newest = choice.first()?;
        let newest = self.profiles.find(&newest.id)?;
        (newest.id != form.id && newest.dates.from > form.dates.from).then_some(newest)
    }

    /// What carrying a draft over would do, and nothing more.
    ///
    /// # Errors
    /// `NotFound`; `UnknownAgreement` when no newer version of its form is in force.
    pub fn look_at_carry(&self, id: i64) -> Result<CarryLooked, OfficeError> {
        let (row, kept) = self.read(|reader| Ok((reader.draft(id)?, reader.draft_content(id)?)))?;
        let draft = read_kept(&kept.document)?;
        let from = self.profiles.find(&kept.agreement);
        let from = from.ok_or_else(|| OfficeError::UnknownAgreement(kept.agreement.clone()))?;
        let to = self.newer_form(&kept.agreement, &draft);
        let to = to.ok_or_else(|| OfficeError::UnknownAgreement(from.family.clone()))?;
        let carried = carry_over(&draft, from, to);
        Ok(CarryLooked { from: from.id.clone(), to: to.id.clone(), stamp: row.stamp, carried })
    }

    /// Carries a draft over, if `stamp` is the one that was looked at.
    ///
    /// # Errors
    /// As [`Office::look_at_carry`], and `Stale`.
    pub fn carry_draft(&self, id: i64, stamp: i64) -> Result<CarryDone, OfficeError> {
        self.issuer()?;
        let looked = self.look_at_carry(id)?;
        if looked.stamp != stamp {
            return Err(StoreError::Stale { what: "draft", id: id.to_string() }.into());
        }
        let to = self.profiles.find(&looked.to).ok_or_else(|| OfficeError::UnknownAgreement(looked.to.clone()))?;
        let image = &looked.carried.draft;
        let findings = self.judge(image, to)?;
        let marks = self.read(|reader| Ok(reader.draft_content(id)?.marks))?;
        let kept = content(image, to, marks, &findings)?;
        let line = |lost: &tamga_origin::carry::Lost| {
            let item = lost.item.map_or_else(String::new, |item| format!("[{item}]"));
            format!("{}{item}: {}", lost.key.as_str(), lost.text)
        };
        let lost: Vec<String> = looked.carried.lost.iter().map(line).collect();
        let lost = lost.join("\n");
        let stamp = self.write(|tx| {
            let stamp = tx.draft_save(id, stamp, &kept)?;
            let about = [("from", looked.from.as_str()), ("to", &looked.to), ("lost", &lost)];
            tx.journal_add("draft.carried", &id.to_string(), &about)?;
            Ok(stamp)
        })?;
        self.changed(&[Tag::Drafts, Tag::Journal]);
        Ok(CarryDone { looked, stamp, findings })
    }
}
