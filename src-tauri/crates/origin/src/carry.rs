//! What happens to a draft when its form changes? It is carried over to another version: fields move by their key, and
//! nothing is guessed (`agreements.md` section 9). Whether a version applies is the question of `profile`.

use crate::certificate::Certificate;
use crate::check::content_of;
use crate::criterion::{CriterionReading, CriterionRow, read_criterion};
use crate::draft::blank;
use crate::goods::GoodsItem;
use crate::layout::Bind;
use crate::profile::{AgreementProfile, FormBox, Required};
use crate::transport::{Means, Place};

/// What stands in another box now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The name of the certificate model.
    pub key: Bind,
    /// Number of its box on the old form.
    pub from: String,
    /// Number of its box on the new form.
    pub to: String,
}

/// What the new form has no place for; it is taken out of the draft and kept beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// The name of the certificate model.
    pub key: Bind,
    /// Number of its box on the old form.
    pub from: String,
    /// The item it stood in, by sequence number.
    pub item: Option<u32>,
    /// What stood there.
    pub text: String,
}

/// What the new form asks and the draft does not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedAnew {
    /// The name of the certificate model.
    pub key: Bind,
    /// Number of its box on the new form.
    pub to: String,
    /// Label of that box.
    pub label: String,
}

/// A criterion that a person must confirm, because the new form has other codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedCriterion {
    /// The item, by sequence number.
    pub item: u32,
    /// What is printed.
    pub printed: String,
    /// Does the new form know it? It may mean something else there.
    pub known: bool,
}

/// A draft on another version of its form, with everything a person should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The draft on the new form.
    pub draft: Certificate,
    /// What moved to another box.
    pub moved: Vec<Moved>,
    /// What the new form has no place for.
    pub lost: Vec<Lost>,
    /// What it asks anew.
    pub asked: Vec<AskedAnew>,
    /// Criteria to be confirmed.
    pub criteria: Vec<AskedCriterion>,
    /// Does anything printed change, so that the exporter must sign again?
    pub to_be_signed_again: bool,
}

/// Carries a draft over from one version of a form to another.
pub fn carry_over(draft: &Certificate, from: &AgreementProfile, to: &AgreementProfile) -> Carried {
    let fresh = blank(to, &draft.issuer);
    let mut next = draft.clone();
    next.scheme = fresh.scheme;
    next.proof_type = fresh.proof_type;
    next.is_preferential = fresh.is_preferential;
    let wording = from.wording(Bind::ExporterDeclaration);
    if let Some((declared, fresh)) = next.exporter_declaration.as_mut().zip(fresh.exporter_declaration)
        && declared.text == wording
    {
        declared.text = fresh.text;
    }
    let (mut moved, mut lost) = (Vec::new(), Vec::new());
    for old in &from.boxes {
        for key in &old.keys {
            let said = said(draft, from, *key);
            if said.is_empty() {
                continue;
            }
            match place_of(to, *key) {
                Some(new) if new.number != old.number => {
                    moved.push(Moved { key: *key, from: old.number.clone(), to: new.number.clone() });
                }
                Some(_) => {}
                None if clear(&mut next, *key) => lost.extend(said.into_iter().map(|(item, text)| Lost {
                    key: *key,
                    from: old.number.clone(),
                    item,
                    text,
                })),
                // Every certificate has it, whether or not its form prints it.
                None => {}
            }
        }
    }
    let criteria = criteria(&next, from, to);
    let printed_anew = next.exporter_declaration.as_ref().map(|one| &one.text)
        != draft.exporter_declaration.as_ref().map(|one| &one.text);
    let to_be_signed_again =
        printed_anew || !moved.is_empty() || !lost.is_empty() || !criteria.is_empty() || faces_differ(from, to);
    if to_be_signed_again && let Some(declared) = &mut next.exporter_declaration {
        declared.date = None;
    }
    let asked = asked(&next, to);
    Carried { draft: next, moved, lost, asked, criteria, to_be_signed_again }
}

fn faces_differ(from: &AgreementProfile, to: &AgreementProfile) -> bool {
    let labels = |profile: &AgreementProfile| -> Vec<(String, String)> {
        profile.boxes.iter().map(|one| (one.number.clone(), one.label.clone())).collect()
    };
    from.form.title != to.form.title || from.form.version != to.form.version || labels(from) != labels(to)
}

/// The box of a name; a name of a part stands for the whole, and the other way round.
fn place_of(profile: &AgreementProfile, key: Bind) -> Option<&FormBox> {
    let part_of =
        |part: Bind, whole: Bind| part.as_str().strip_prefix(whole.as_str()).is_some_and(|rest| rest.starts_with('.'));
    let holds = |form_box: &&FormBox| {
        form_box.keys.iter().any(|other| *other == key || part_of(*other, key) || part_of(key, *other))
    };
    profile.box_of(key).or_else(|| profile.boxes.iter().find(holds))
}

/// What the draft says under a name, item by item.
fn said(draft: &Certificate, profile: &AgreementProfile, key: Bind) -> Vec<(Option<u32>, String)> {
    let text = |item: Option<&GoodsItem>| (item.map(|item| item.sequence), content_of(draft, profile, key, item));
    let all: Vec<(Option<u32>, String)> =
        if key.is_of_item() { draft.items.iter().map(|item| text(Some(item))).collect() } else { vec![text(None)] };
    all.into_iter().filter(|(_, text)| !text.trim().is_empty()).collect()
}

/// What the new form must have and the draft does not say; what only signing gives is not asked.
fn asked(draft: &Certificate, to: &AgreementProfile) -> Vec<AskedAnew> {
    let needed = to.boxes.iter().filter(|form_box| form_box.required == Required::Always);
    needed
        .filter(|form_box| form_box.keys.iter().all(|key| said(draft, to, *key).is_empty()))
        .filter_map(|form_box| {
            let key = *form_box.keys.first()?;
            let number = form_box.number.clone();
            (key != Bind::Certification).then(|| AskedAnew { key, to: number, label: form_box.label.clone() })
        })
        .collect()
}

fn criteria(draft: &Certificate, from: &AgreementProfile, to: &AgreementProfile) -> Vec<AskedCriterion> {
    let codes = |profile: &AgreementProfile| -> Vec<(String, String)> {
        profile.face_criteria().map(|row| (row.code.clone(), row.meaning.clone())).collect()
    };
    let rows: Vec<&CriterionRow> = to.face_criteria().collect();
    let destination = &draft.transport.destination_country;
    // A code that stays may share its goods with one that is new: then each is asked.
    let same_codes = codes(from) == codes(to);
    let ask = |item: &GoodsItem| {
        let printed = item.criterion.printed.clone();
        let known = matches!(read_criterion(&printed, &rows, destination), CriterionReading::Understood { .. });
        let settled = printed.trim().is_empty() || known && same_codes;
        (!settled).then_some(AskedCriterion { item: item.sequence, printed, known })
    };
    draft.items.iter().filter_map(ask).collect()
}

/// Takes out what stands under a name; false where every certificate must have it.
fn clear(draft: &mut Certificate, key: Bind) -> bool {
    let travel = &mut draft.transport;
    match key {
        Bind::Importer => draft.importer = None,
        Bind::Consignee => draft.consignee = None,
        Bind::Consignor => draft.consignor = None,
        Bind::InvoicingParty => draft.invoicing_party = None,
        Bind::Remarks => draft.remarks.clear(),
        Bind::PackageTotal => draft.package_total = None,
        Bind::GrossMassTotal => draft.gross_mass_total = None,
        Bind::Producers => {
            draft.producers.clear();
            draft.items.iter_mut().for_each(|item| item.producer_refs.clear());
        }
        Bind::Departure => travel.departure = None,
        Bind::Mode => travel.mode.clear(),
        Bind::Means => travel.means = Means::default(),
        Bind::Loading => travel.loading = Place::default(),
        Bind::Discharge => travel.discharge = Place::default(),
        Bind::Route => travel.route.clear(),
        Bind::TransportDocuments => travel.documents.clear(),
        Bind::Carrier => travel.carrier.clear(),
        Bind::ItemPackages => draft.items.iter_mut().for_each(|item| item.packages.clear()),
        Bind::ItemMarks => {
            draft.items.iter_mut().flat_map(|item| &mut item.packages).for_each(|line| line.marks.clear());
        }
        Bind::ItemProductCodes => draft.items.iter_mut().for_each(|item| item.product_codes.clear()),
        Bind::ItemGrossMass => draft.items.iter_mut().for_each(|item| item.gross_mass = None),
        Bind::ItemNetMass => draft.items.iter_mut().for_each(|item| item.net_mass = None),
        Bind::ItemQuantities => draft.items.iter_mut().for_each(|item| item.quantities.clear()),
        Bind::ItemValue => draft.items.iter_mut().for_each(|item| item.value = None),
        Bind::ItemProducers => draft.items.iter_mut().for_each(|item| item.producer_refs.clear()),
        _ => return false,
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{draft, profile};

    /// The form of the tests, renumbered, without its consignee and transport, and asking the importer.
    fn next() -> AgreementProfile {
        let mut next = profile();
        next.id = "test-next".into();
        next.form.version = "2".into();
        next.boxes.retain(|one| !one.keys.contains(&Bind::Consignee) && !one.keys.contains(&Bind::Departure));
        for form_box in &mut next.boxes {
            if form_box.keys.contains(&Bind::ItemHs) {
                form_box.number = "5a".into();
            }
        }
        let mut importer = next.boxes[0].clone();
        (importer.number, importer.label, importer.keys) = ("2".into(), "Importer".into(), vec![Bind::Importer]);
        next.boxes.insert(1, importer);
        if let Some(rule) = next.declaration.terms_mut() {
            rule.text = "We declare anew.".into();
        }
        next
    }

    #[test]
    fn fields_move_by_their_key_and_what_has_no_place_is_kept_beside() {
        let (old, new) = (profile(), next());
        let carried = carry_over(&draft(), &old, &new);
        assert_eq!(carried.moved, [Moved { key: Bind::ItemHs, from: "6".into(), to: "5a".into() }]);
        let lost: Vec<(Bind, &str)> = carried.lost.iter().map(|one| (one.key, one.text.as_str())).collect();
        assert_eq!(lost, [(Bind::Consignee, "Importer Ltd\nStreet 1\nCN"), (Bind::Departure, "2026-03-12")]);
        assert_eq!((carried.draft.consignee, carried.draft.transport.departure), (None, None));
        let asked: Vec<(&str, &str)> = carried.asked.iter().map(|one| (one.to.as_str(), one.label.as_str())).collect();
        assert_eq!(asked, [("2", "Importer")], "never bound by number: box 2 held the consignee");
        assert_eq!(carried.draft.scheme.code, "test-next");
        assert_eq!(carried.draft.transport.destination_country, "CN", "what every certificate has stays");
        let declared = carried.draft.exporter_declaration.unwrap();
        assert_eq!((declared.text.as_str(), declared.date), ("We declare anew.", None));
        assert!(carried.to_be_signed_again);
        assert_eq!(carried.criteria, [], "the codes are the same");
    }

    #[test]
    fn criteria_are_asked_and_never_translated_when_the_codes_change() {
        let mut new = profile();
        let mut fresh = new.criteria[0].clone();
        (fresh.code, fresh.meaning) = ("PE".into(), "Produced only from originating materials".into());
        fresh.patterns = vec![crate::criterion::CriterionPattern::parse("PE").unwrap()];
        new.criteria.insert(1, fresh);
        let mut draft = draft();
        draft.items[1].criterion.printed = "PSR".into();
        let carried = carry_over(&draft, &profile(), &new);
        let asked: Vec<(u32, &str, bool)> =
            carried.criteria.iter().map(|one| (one.item, one.printed.as_str(), one.known)).collect();
        assert_eq!(asked, [(1, "WO", true), (2, "PSR", false)], "a WO may have become a PE");
        assert_eq!(carried.draft.items[0].criterion.printed, "WO");
        assert!(carried.to_be_signed_again);
    }

    #[test]
    fn a_mere_edit_of_the_file_changes_nothing() {
        let draft = draft();
        let carried = carry_over(&draft, &profile(), &AgreementProfile { revision: 2, ..profile() });
        assert!(carried.moved.is_empty() && carried.lost.is_empty() && carried.asked.is_empty());
        assert!(!carried.to_be_signed_again);
        assert_eq!(carried.draft.exporter_declaration, draft.exporter_declaration);
        assert_eq!(carried.draft.items, draft.items);
    }

    #[test]
    fn words_of_a_person_are_never_replaced() {
        let mut draft = draft();
        draft.exporter_declaration.as_mut().unwrap().text = "In our own words.".into();
        let carried = carry_over(&draft, &profile(), &next());
        assert_eq!(carried.draft.exporter_declaration.unwrap().text, "In our own words.");
    }
}
