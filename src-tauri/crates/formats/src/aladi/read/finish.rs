//! What is settled when everything was read: references to rows, the invoice of another operator, what is said once for
//! all items, and whether counters and numbers of rows agree.

use std::collections::BTreeSet;

use tamga_origin::{Date, Finding, GoodsItem};

use super::Reading;
use super::walk::excerpt;
use crate::aladi::agreements;
use crate::aladi::kind::collapsed;
use crate::aladi::slot::List;

impl Reading<'_> {
    pub(super) fn finish(&mut self) {
        self.head();
        self.counters();
        self.numbers();
        self.references();
        self.items();
        self.third_operator();
    }

    fn head(&mut self) {
        let certificate = &mut self.certificate;
        certificate.scheme.code = agreements::profile(&self.acronym, self.version);
        certificate.transport.export_country = certificate.exporter.address.country.clone();
        if let (true, Some(importer)) = (certificate.transport.destination_country.is_empty(), &certificate.importer) {
            certificate.transport.destination_country = importer.address.country.clone();
        }
        // The last pair counts rectifications; the first issue has 00.
        let rectified: Option<u32> = certificate.number.get(18..20).and_then(|pair| pair.parse().ok());
        if let Some(rectified) = rectified.filter(|count| *count > 0 && certificate.number.len() == 20) {
            certificate.revision = rectified + 1;
            certificate.function = tamga_origin::Function::Change;
        }
        if self.certified {
            let date = certificate.issued_at;
            certificate.certification = Some(tamga_origin::Attestation { date, ..Default::default() });
        }
    }

    fn counters(&mut self) {
        let certificate = &self.certificate;
        let rows = [
            ("ProducerQty", "producers", certificate.producers.len()),
            ("InvoiceQty", "invoices", certificate.invoices.len()),
            ("GoodsQty", "items", certificate.items.len()),
        ];
        for (element, list, rows) in rows {
            let Some(stated) = self.stated.get(list).cloned() else { continue };
            let counted = stated.trim_start_matches('+').parse::<usize>();
            if counted != Ok(rows) {
                let finding = Finding::warn("cod.counter", list).with("element", element);
                self.note(finding.with("stated", excerpt(&stated)).with("rows", rows));
            }
        }
    }

    fn numbers(&mut self) {
        let invoices: Vec<u32> = self.invoice_numbers.iter().flatten().copied().collect();
        let lists = [
            ("ProducerOrderNo", List::Producers, std::mem::take(&mut self.producer_numbers)),
            ("InvoiceOrderNo", List::Invoices, invoices),
            ("GoodsOrderNo", List::Items, std::mem::take(&mut self.item_numbers)),
        ];
        // Nearly every list counts upwards.
        let is_counted = |numbers: &[u32]| numbers.is_sorted_by(|before, next| before < next);
        for (element, list, numbers) in lists.into_iter().filter(|(.., numbers)| !is_counted(numbers)) {
            let mut seen = BTreeSet::new();
            let mut told = BTreeSet::new();
            for number in numbers {
                if !seen.insert(number) && told.insert(number) {
                    let finding = Finding::warn("cod.order_number", super::put::name(list));
                    self.note(finding.with("element", element).with("number", number));
                }
            }
        }
    }

    /// References count the numbers of the file; the certificate counts positions of invoices.
    fn references(&mut self) {
        let producers: BTreeSet<u32> = self.certificate.producers.iter().map(|producer| producer.number).collect();
        let mut missing = Vec::new();
        for item in &mut self.certificate.items {
            let GoodsItem { sequence, invoice_refs, producer_refs, .. } = item;
            let position = |number: &u32| {
                let at = self.invoice_numbers.iter().position(|known| *known == Some(*number))?;
                u32::try_from(at + 1).ok()
            };
            invoice_refs.retain_mut(|number| match position(number) {
                Some(position) => {
                    *number = position;
                    true
                }
                None => {
                    missing.push((format!("items[{sequence}].invoice_refs"), "GoodsInvoiceOrderNo", *number));
                    false
                }
            });
            for number in producer_refs.iter().filter(|number| !producers.contains(number)) {
                missing.push((format!("items[{sequence}].producer_refs"), "GoodsProducerOrderNo", *number));
            }
        }
        for (path, element, number) in missing {
            self.note(Finding::warn("cod.reference", path).with("element", element).with("number", number));
        }
    }

    /// What the file says once and the certificate says per item.
    fn items(&mut self) {
        let (currency, edition, origin) = (self.currency.take(), self.edition.take(), self.origin.take());
        let mut edition = edition.map(|text| (year_in(&text), text));
        let values = self.certificate.items.iter().filter_map(|item| item.value.as_ref());
        if currency.is_none() && values.clone().any(|value| value.basis.is_empty()) {
            self.note(Finding::info("cod.currency_assumed", "").with("currency", "USD"));
        }
        for item in &mut self.certificate.items {
            if let (Some(currency), Some(value)) = (&currency, &mut item.value) {
                value.currency.clone_from(currency);
            }
            if let Some((Some(year), _)) = &edition {
                item.hs.edition.clone_from(year);
            }
            if let Some(origin) = &origin {
                item.origin.country.clone_from(origin);
            }
        }
        if let Some((None, text)) = edition.take() {
            let finding = Finding::info("read.unknown", "").with("where", "HSVer");
            self.note(finding.with("text", excerpt(&text)));
        }
    }

    /// The invoice of another operator is one of the list, or one more.
    fn third_operator(&mut self) {
        let Some(third) = self.third_invoice.take() else { return };
        let same = |date: Option<Date>| third.date.is_none() || third.date == date;
        let listed =
            self.certificate.invoices.iter_mut().find(|known| known.number == third.number && same(known.date));
        match listed {
            Some(known) => known.third_party = true,
            None => self.certificate.invoices.push(tamga_origin::Invoice { third_party: true, ..third }),
        }
    }
}

/// The year in the words of `HSVer`, when they are a year and nothing else but what names the nomenclature.
fn year_in(text: &str) -> Option<String> {
    let words = collapsed(text);
    let year = words.rsplit(' ').next()?;
    let named = words.strip_suffix(year)?.trim_end();
    let is_year = year.len() == 4 && year.starts_with(['1', '2']) && year.bytes().all(|byte| byte.is_ascii_digit());
    (is_year && ["", "HS", "SA", "SH", "NALADISA", "NCM"].contains(&named)).then(|| year.to_owned())
}
