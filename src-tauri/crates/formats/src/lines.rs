//! What do foreign dialects say line by line that a certificate keeps in numbered lists, or parses? Producers, invoices,
//! item numbers, criterion and tariff code.

use std::collections::BTreeSet;

use tamga_origin::{Certificate, Criterion, Finding, HsCode, Invoice, Party, Producer};

/// The criterion of a box: letters alone are taken for the profile's code, anything longer is for a person to place.
pub(crate) fn criterion(printed: String) -> Criterion {
    let is_code = !printed.is_empty() && printed.len() <= 4 && printed.bytes().all(|byte| byte.is_ascii_uppercase());
    let code = if is_code { printed.clone() } else { String::new() };
    Criterion { code, printed, ..Criterion::default() }
}

/// A printed tariff code; digits, dots and blanks give the code, anything else gives none.
pub(crate) fn hs_code(printed: String) -> HsCode {
    let dotted = printed.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ' ');
    let code = if dotted { printed.chars().filter(char::is_ascii_digit).collect() } else { String::new() };
    HsCode { code, printed, ..HsCode::default() }
}

/// The number of each line: what it states, or the next free one; what is missing or stated twice is reported.
pub(crate) fn numbers(stated: &[Option<u32>], findings: &mut Vec<Finding>) -> Vec<u32> {
    let mut used = BTreeSet::new();
    let mut first: Vec<Option<u32>> = Vec::with_capacity(stated.len());
    for sequence in stated {
        let fresh = sequence.filter(|sequence| used.insert(*sequence));
        if let (Some(sequence), None) = (sequence, fresh) {
            findings.push(Finding::block("read.sequence", format!("items[{sequence}]")).with("text", sequence));
        }
        first.push(fresh);
    }
    let mut next = 1;
    let mut number = |sequence: Option<u32>| {
        sequence.unwrap_or_else(|| {
            while !used.insert(next) {
                next += 1;
            }
            findings.push(Finding::warn("read.sequence", format!("items[{next}]")).with("text", ""));
            next
        })
    };
    first.into_iter().map(&mut number).collect()
}

/// The number of a producer in the certificate's list, which it joins when it is new.
pub(crate) fn producer_number(certificate: &mut Certificate, maker: Party) -> u32 {
    let is_exporter = maker == certificate.exporter && !maker.is_empty();
    let known = certificate
        .producers
        .iter()
        .find(|producer| if is_exporter { producer.same_as_exporter } else { producer.party == maker });
    if let Some(producer) = known {
        return producer.number;
    }
    let number = u32::try_from(certificate.producers.len()).unwrap_or(u32::MAX).saturating_add(1);
    let party = if is_exporter { Party::default() } else { maker };
    certificate.producers.push(Producer { number, party, same_as_exporter: is_exporter, confidential: false });
    number
}

/// The position (from 1) of an invoice in the certificate's list, which it joins when it is new.
pub(crate) fn invoice_position(certificate: &mut Certificate, invoice: Invoice) -> u32 {
    let position = certificate.invoices.iter().position(|known| *known == invoice).unwrap_or_else(|| {
        certificate.invoices.push(invoice);
        certificate.invoices.len() - 1
    });
    u32::try_from(position).unwrap_or(u32::MAX).saturating_add(1)
}
