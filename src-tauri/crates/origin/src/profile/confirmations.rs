//! What has the office confirmed with the agreement text in hand? (`agreements.md` section 2)
//!
//! A confirmation lifts the cap of one fact of one form, for this office alone. It is kept beside the profile and never
//! in its file, and it lapses by itself when a later revision says something else. Keeping it is the store's work.

use super::{AgreementProfile, Evidence};
use crate::finding::Severity;
use crate::time::Date;

/// One fact, confirmed by two persons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// Id of the profile.
    pub profile: String,
    /// Name of the fact, as in [`Evidence::fact`].
    pub fact: String,
    /// What was confirmed, as in [`Evidence::value`].
    pub value: String,
    /// The article it was read in.
    pub article: String,
    /// The two persons.
    pub persons: [String; 2],
    /// The day.
    pub on: Date,
}

/// Why a confirmation is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfirmationRefused {
    /// The form has no such fact.
    NoSuchFact,
    /// No article is named.
    NoArticle,
    /// It takes two different persons.
    OnePerson,
}

impl ConfirmationRefused {
    /// The code for people's words.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoSuchFact => "confirmation.no_such_fact",
            Self::NoArticle => "confirmation.no_article",
            Self::OnePerson => "confirmation.one_person",
        }
    }
}

/// The confirmations of an office.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Confirmations(Vec<Confirmation>);

impl Confirmations {
    /// None at all.
    pub const NONE: Self = Self(Vec::new());

    /// Confirmations as they were kept.
    pub fn new(kept: impl IntoIterator<Item = Confirmation>) -> Self {
        Self(kept.into_iter().collect())
    }

    /// All of them, in the order they were made.
    pub fn list(&self) -> &[Confirmation] {
        &self.0
    }

    /// Confirms a fact of a form as it stands today.
    ///
    /// # Errors
    /// A fact the form does not have, no article, or one person alone.
    pub fn confirm(
        &mut self,
        profile: &AgreementProfile,
        fact: &str,
        article: &str,
        persons: [&str; 2],
        on: Date,
    ) -> Result<&Confirmation, ConfirmationRefused> {
        let facts = profile.facts();
        let (_, evidence) = facts
            .iter()
            .find(|(name, evidence)| name == fact && !evidence.value.is_empty())
            .ok_or(ConfirmationRefused::NoSuchFact)?;
        if article.trim().is_empty() {
            return Err(ConfirmationRefused::NoArticle);
        }
        let [one, other] = persons.map(str::trim);
        if one.is_empty() || other.is_empty() || one.eq_ignore_ascii_case(other) {
            return Err(ConfirmationRefused::OnePerson);
        }
        self.0.retain(|known| known.profile != profile.id || known.fact != evidence.fact);
        let confirmation = Confirmation {
            profile: profile.id.clone(),
            fact: evidence.fact.clone(),
            value: evidence.value.clone(),
            article: article.trim().to_owned(),
            persons: [one.to_owned(), other.to_owned()],
            on,
        };
        self.0.push(confirmation);
        self.0.last().ok_or(ConfirmationRefused::NoSuchFact)
    }

    /// Is the fact of that form confirmed with the value it has now?
    pub fn hold(&self, profile: &str, evidence: &Evidence) -> bool {
        let same =
            |one: &&Confirmation| one.profile == profile && one.fact == evidence.fact && one.value == evidence.value;
        !evidence.fact.is_empty() && self.0.iter().any(|one| same(&one))
    }

    /// The severity a rule of that form may have at most, counting the office's own confirmation.
    pub fn cap(&self, profile: &str, evidence: &Evidence, severity: Severity) -> Severity {
        if self.hold(profile, evidence) { severity } else { evidence.cap(severity) }
    }

    /// Those whose fact is gone from the form, or says something else now.
    pub fn lapsed<'a>(&'a self, profile: &AgreementProfile) -> Vec<&'a Confirmation> {
        let facts = profile.facts();
        let stands = |one: &Confirmation| {
            facts.iter().any(|(_, evidence)| evidence.fact == one.fact && evidence.value == one.value)
        };
        self.0.iter().filter(|one| one.profile == profile.id && !stands(one)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{day, official, profile, to_confirm};

    fn form() -> AgreementProfile {
        let mut form = profile();
        form.items.evidence = Evidence { fact: "items".into(), value: "max = 3".into(), ..to_confirm() };
        form.hs.evidence = Evidence { fact: "hs".into(), value: "max = 8".into(), ..official() };
        form
    }

    fn confirmed(form: &AgreementProfile) -> Confirmations {
        let mut confirmations = Confirmations::default();
        confirmations.confirm(form, "items", "Article 9", ["A. First", "B. Second"], day("2026-03-10")).unwrap();
        confirmations
    }

    #[test]
    fn a_confirmed_fact_blocks_and_lapses_when_its_value_changes() {
        let mut form = form();
        let confirmations = confirmed(&form);
        let cap = |form: &AgreementProfile| confirmations.cap(&form.id, &form.items.evidence, Severity::Block);
        assert_eq!(cap(&form), Severity::Block);
        assert_eq!(confirmations.lapsed(&form), Vec::<&Confirmation>::new());
        form.revision = 2;
        form.items.evidence.note = "read again".into();
        assert_eq!(cap(&form), Severity::Block, "another note or revision changes no value");
        form.items.evidence.value = "max = 50".into();
        assert_eq!(cap(&form), Severity::Warn);
        assert_eq!(confirmations.lapsed(&form).len(), 1);
        let other = AgreementProfile { id: "other".into(), ..form };
        assert_eq!(confirmations.cap(&other.id, &other.items.evidence, Severity::Block), Severity::Warn);
    }

    #[test]
    fn it_takes_a_fact_an_article_and_two_persons() {
        let form = form();
        let mut confirmations = Confirmations::default();
        let mut ask = |fact: &str, article: &str, persons: [&str; 2]| {
            confirmations.confirm(&form, fact, article, persons, day("2026-03-10")).map(|one| one.fact.clone())
        };
        assert_eq!(ask("moon", "Article 9", ["A", "B"]), Err(ConfirmationRefused::NoSuchFact));
        assert_eq!(ask("items", " ", ["A", "B"]), Err(ConfirmationRefused::NoArticle));
        assert_eq!(ask("items", "Article 9", ["A. First", "a. first "]), Err(ConfirmationRefused::OnePerson));
        assert_eq!(ask("items", "Article 9", ["A. First", ""]), Err(ConfirmationRefused::OnePerson));
        assert_eq!(ask("items", "Article 9", ["A. First", "B. Second"]).as_deref(), Ok("items"));
        assert_eq!(ask("items", "Article 10", ["A. First", "C. Third"]).as_deref(), Ok("items"));
        assert_eq!(confirmations.list().len(), 1, "a later one takes the place of the earlier one");
        assert_eq!(confirmations.list()[0].article, "Article 10");
    }

    #[test]
    fn a_fact_without_a_name_is_never_taken_for_confirmed() {
        let confirmations = confirmed(&form());
        assert!(!confirmations.hold("test", &to_confirm()));
    }
}
