//! Which doubtful facts of the forms has this office confirmed, with the agreement's text in hand?
//!
//! What may be confirmed, and when a confirmation lapses, is decided by `tamga-origin`; here it is kept and shown. A
//! confirmation is the office's own and never changes the file of a form.

use serde::{Deserialize, Serialize};
use tamga_origin::Date;
use tamga_origin::profile::{AgreementProfile, Confirmations, Source};

pub use tamga_origin::profile::{Confirmation, ConfirmationRefused};

use crate::changes::Tag;
use crate::error::OfficeError;
use crate::office::Office;

/// Beginning of the names of settings that hold confirmations.
const PREFIX: &str = "confirmation.";

/// A fact of a form with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactView {
    /// Its name, for instance `box.10`.
    pub fact: String,
    /// What the form's file says.
    pub value: String,
    /// Why it is doubtful, or what to look at.
    pub note: String,
    /// Where it was read.
    pub sources: Vec<Source>,
    /// Is it to be confirmed against the agreement's text?
    pub doubtful: bool,
    /// This office's confirmation of the value it has now.
    pub confirmed: Option<Confirmation>,
    /// Was another value confirmed before?
    pub lapsed: bool,
}

impl FactView {
    /// Must somebody still look at the agreement's text?
    pub fn is_open(&self) -> bool {
        self.doubtful && self.confirmed.is_none()
    }
}

/// A confirmation as a setting keeps it.
#[derive(Serialize, Deserialize)]
struct Kept {
    profile: String,
    fact: String,
    value: String,
    article: String,
    persons: [String; 2],
    on: String,
}

impl Office {
    /// All confirmations of this office.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn confirmations(&self) -> Result<Confirmations, OfficeError> {
        let rows = self.read(|reader| Ok(reader.settings(PREFIX)?))?;
        Ok(Confirmations::new(rows.iter().filter_map(|(_, text)| read(text))))
    }

    /// Confirms a fact of a form as it stands today; an earlier confirmation of the same fact gives way.
    ///
    /// # Errors
    /// `UnknownAgreement`; `NotConfirmed` for a fact the form does not have, without an article, or by one person alone.
    pub fn confirm_fact(
        &self,
        agreement: &str,
        fact: &str,
        article: &str,
        persons: [&str; 2],
    ) -> Result<Confirmation, OfficeError> {
        let profile = self.profile(agreement)?;
        let mut confirmations = self.confirmations()?;
        let made = confirmations.confirm(profile, fact, article, persons, self.today())?.clone();
        let Confirmation { profile, fact, value, article, persons, on } = made.clone();
        let name = format!("{PREFIX}{profile}.{fact}");
        let [one, other] = persons.clone();
        let subject = profile.clone();
        let params = [("fact", fact.clone()), ("article", article.clone()), ("person", one), ("second", other)];
        let text = serde_json::to_string(&Kept { profile, fact, value, article, persons, on: on.to_string() })
            .map_err(|_| OfficeError::Senseless("a confirmation that cannot be written down"))?;
        self.write(|tx| {
            tx.setting_set(&name, &text)?;
            let params: Vec<(&str, &str)> = params.iter().map(|(name, value)| (*name, value.as_str())).collect();
            tx.journal_add("agreement.confirmed", &subject, &params)?;
            Ok(())
        })?;
        // Drafts are judged by it from now on.
        self.changed(&[Tag::Settings, Tag::Drafts, Tag::Journal]);
        Ok(made)
    }

    /// The facts of a form in the order of its file.
    ///
    /// # Errors
    /// `UnknownAgreement`, and when the store cannot be read.
    pub fn facts_of(&self, agreement: &str) -> Result<Vec<FactView>, OfficeError> {
        Ok(views(self.profile(agreement)?, &self.confirmations()?))
    }

    /// How many facts of a form must still be compared with the agreement's text, counting what was confirmed here.
    pub fn open_facts(profile: &AgreementProfile, confirmations: &Confirmations) -> usize {
        profile.unconfirmed().iter().filter(|(_, evidence)| !confirmations.hold(&profile.id, evidence)).count()
    }
}

fn views(profile: &AgreementProfile, confirmations: &Confirmations) -> Vec<FactView> {
    let lapsed = confirmations.lapsed(profile);
    let of = |fact: &str, value: &str| {
        let mut list = confirmations.list().iter();
        list.find(|one| one.profile == profile.id && one.fact == fact && one.value == value).cloned()
    };
    let view = |(name, evidence): (String, &tamga_origin::profile::Evidence)| FactView {
        value: evidence.value.clone(),
        note: evidence.note.clone(),
        sources: evidence.sources.clone(),
        doubtful: evidence.confirm,
        confirmed: of(&evidence.fact, &evidence.value),
        lapsed: lapsed.iter().any(|one| one.fact == evidence.fact),
        fact: name,
    };
    profile.facts().into_iter().map(view).collect()
}

/// A setting that cannot be read confirms nothing; the fact is then to be confirmed again.
fn read(text: &str) -> Option<Confirmation> {
    let Kept { profile, fact, value, article, persons, on } = serde_json::from_str(text).ok()?;
    let on = Date::parse(&on)?;
    Some(Confirmation { profile, fact, value, article, persons, on })
}
