//! Is every box filled as its form asks, with words it takes and in letters its language has?

use super::content::{is_given_at_signing, path};
use super::{Case, at, has_finding};
use crate::Attestation;
use crate::finding::Finding;
use crate::goods::GoodsItem;
use crate::layout::Bind;
use crate::party::Party;
use crate::profile::{FormBox, Overflow, Required};

pub(super) fn look(case: &Case<'_>, found: &mut Vec<Finding>) {
    whatever_the_form(case, found);
    for form_box in &case.profile.boxes {
        let of_items = form_box.keys.iter().any(|key| key.is_of_item());
        if of_items {
            for item in &case.certificate.items {
                filled(case, form_box, Some(item), found);
            }
        } else {
            filled(case, form_box, None, found);
        }
        words(case, form_box, found);
        if let Some(attestation) = attested(case, form_box) {
            signed(case, form_box, attestation, found);
        }
        length_and_script(case, form_box, found);
    }
}

/// What every issued certificate has, whatever its form (`dataset.md` section 2, cardinality 1).
fn whatever_the_form(case: &Case<'_>, found: &mut Vec<Finding>) {
    let certificate = case.certificate;
    let mut ask = |bind: Bind, path: String, said: &str| {
        if said.trim().is_empty() {
            found.push(match case.profile.box_of(bind) {
                Some(form_box) => empty_box(form_box, path),
                None => Finding::block("field.required", path),
            });
        }
    };
    ask(Bind::Exporter, "exporter.name".into(), &certificate.exporter.name);
    ask(Bind::Exporter, "exporter.address.country".into(), &certificate.exporter.address.country);
    ask(Bind::ExportCountry, "transport.export_country".into(), &certificate.transport.export_country);
    ask(Bind::DestinationCountry, "transport.destination_country".into(), &certificate.transport.destination_country);
    for item in &certificate.items {
        ask(Bind::ItemDescription, at(item, "description"), &item.description);
    }
    let declared = case.content(Bind::ExporterDeclaration, None);
    ask(Bind::ExporterDeclaration, "exporter_declaration.text".into(), &declared);
    if case.issued {
        ask(Bind::Number, "number".into(), &certificate.number);
        ask(Bind::IssuedAt, "issued_at".into(), &case.content(Bind::IssuedAt, None));
        if !certificate.is_self_declaration() {
            ask(Bind::IssuerName, "issuer.name".into(), &certificate.issuer.name);
            ask(Bind::Certification, "certification.text".into(), &case.content(Bind::Certification, None));
        }
    }
}

fn empty_box(form_box: &FormBox, path: String) -> Finding {
    Finding::block("box.required", path).with("n", &form_box.number).with("label", &form_box.label)
}

fn filled(case: &Case<'_>, form_box: &FormBox, item: Option<&GoodsItem>, found: &mut Vec<Finding>) {
    if form_box.required != Required::Always {
        return;
    }
    // The number of a line fills no box that asks for more than that.
    let alone = form_box.keys.len() == 1;
    let keys: Vec<Bind> = form_box
        .keys
        .iter()
        .copied()
        .filter(|key| alone || !matches!(key, Bind::ItemSequence | Bind::ItemMarks))
        .collect();
    let Some(first) = keys.first().copied() else { return };
    if !case.issued && keys.iter().any(|key| is_given_at_signing(*key)) {
        return;
    }
    let said = |key: &Bind| !case.content(*key, item).trim().is_empty();
    let path = path(first, item);
    if !keys.iter().any(said) {
        let measures =
            [(Bind::ItemGrossMass, "gross_mass"), (Bind::ItemNetMass, "net_mass"), (Bind::ItemQuantities, "quantity")];
        let measured = |key: &Bind| measures.iter().find(|(known, _)| known == key).map(|(_, word)| *word);
        let words: Option<Vec<&str>> = keys.iter().map(measured).collect();
        let finding = match (item, words.as_deref()) {
            (Some(item), Some(words)) => {
                let measure = if let [word] = words { word } else { "quantity" };
                Finding::block("items.quantity", path.clone()).with("n", item.sequence).with("measure", measure)
            }
            _ => empty_box(form_box, path.clone()),
        };
        if !has_finding(found, &path) {
            found.push(finding.resting_on(case, &form_box.evidence));
        }
    } else if let Some(item) = item
        && keys.contains(&Bind::ItemPackages)
        && !said(&Bind::ItemPackages)
    {
        // Goods in bulk have none; the description says so then, and a person looks.
        let finding = Finding::warn("items.quantity", at(item, "packages")).with("n", item.sequence);
        found.push(finding.with("measure", "packages"));
    }
}

/// A name needs an address, unless it is one of the words the box takes.
fn words(case: &Case<'_>, form_box: &FormBox, found: &mut Vec<Finding>) {
    let certificate = case.certificate;
    let mut ask = |party: &Party, block: String| {
        let taken = form_box.words.iter().any(|word| word.eq_ignore_ascii_case(party.name.trim()));
        let address = &party.address;
        let placed = address.lines.iter().any(|line| !line.trim().is_empty()) || !address.city.trim().is_empty();
        if party.name.trim().is_empty() || taken || placed {
            return;
        }
        found.push(if form_box.words.is_empty() {
            let finding = empty_box(form_box, format!("{block}.address.lines"));
            Finding { severity: crate::finding::Severity::Warn, ..finding }
        } else {
            let finding = Finding::warn("box.words", format!("{block}.name")).with("n", &form_box.number);
            finding.with("words", form_box.words.join(", "))
        });
    };
    for key in &form_box.keys {
        match key {
            Bind::Exporter => ask(&certificate.exporter, "exporter".to_owned()),
            Bind::Importer => certificate.importer.iter().for_each(|party| ask(party, "importer".to_owned())),
            Bind::Consignee => certificate.consignee.iter().for_each(|party| ask(party, "consignee".to_owned())),
            Bind::Consignor => certificate.consignor.iter().for_each(|party| ask(party, "consignor".to_owned())),
            Bind::Producers => {
                let named = certificate.producers.iter().filter(|maker| !maker.same_as_exporter && !maker.confidential);
                named.for_each(|maker| ask(&maker.party, format!("producers[{}]", maker.number)));
            }
            _ => {}
        }
    }
}

fn attested<'a>(case: &Case<'a>, form_box: &FormBox) -> Option<(&'static str, &'a Attestation)> {
    let certificate = case.certificate;
    if form_box.keys.contains(&Bind::ExporterDeclaration) {
        return certificate.exporter_declaration.as_ref().map(|one| ("exporter_declaration", one));
    }
    let certifies = case.issued && form_box.keys.contains(&Bind::Certification);
    certificate.certification.as_ref().filter(|_| certifies).map(|one| ("certification", one))
}

/// Words alone are no declaration: it is dated, and somebody makes it.
fn signed(case: &Case<'_>, form_box: &FormBox, (block, attestation): (&str, &Attestation), found: &mut Vec<Finding>) {
    if form_box.required != Required::Always || attestation.text.trim().is_empty() {
        return;
    }
    if attestation.date.is_none() {
        found.push(empty_box(form_box, format!("{block}.date")).resting_on(case, &form_box.evidence));
    }
    if attestation.name.trim().is_empty() {
        let finding = empty_box(form_box, format!("{block}.name"));
        found.push(Finding { severity: crate::finding::Severity::Warn, ..finding });
    }
}

fn length_and_script(case: &Case<'_>, form_box: &FormBox, found: &mut Vec<Finding>) {
    let form = &case.profile.form;
    let letters = form.letters();
    let is_foreign = |c: char| {
        let letters = letters.as_deref().unwrap_or_default();
        c.is_alphabetic() && !letters.is_empty() && !letters.iter().any(|script| script.holds(c))
    };
    let mut foreign = false;
    for key in &form_box.keys {
        let items: Vec<Option<&GoodsItem>> =
            if key.is_of_item() { case.certificate.items.iter().map(Some).collect() } else { vec![None] };
        for item in items {
            let text = case.content(*key, item);
            let long = form_box.max_chars.filter(|max| text.chars().count() > *max);
            if let Some(max) = long.or(form_box.max_lines.filter(|max| text.lines().count() > *max)) {
                let finding = match form_box.overflow {
                    Overflow::Continuation => Finding::warn("box.too_long", path(*key, item)),
                    Overflow::Refuse => {
                        Finding::block("box.too_long", path(*key, item)).resting_on(case, &form_box.evidence)
                    }
                };
                found.push(finding.with("n", &form_box.number).with("max", max));
            }
            if !foreign && text.chars().any(is_foreign) {
                foreign = true;
                let finding = Finding::warn("box.script", path(*key, item)).with("n", &form_box.number);
                found.push(finding.with("language", form.languages.join(", ")));
            }
        }
    }
}
