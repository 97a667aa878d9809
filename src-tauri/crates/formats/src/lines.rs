//! What do foreign dialects say line by line that a certificate keeps in numbered lists, or parses? Producers, invoices,
//! item numbers, criterion and tariff code.

use std::collections::{BTreeSet, HashMap};
use std::fmt::{self, Display, Formatter};

use tamga_origin::{Certificate, Criterion, Finding, HsCode, Invoice, Party, Producer};

/// The path of a line of goods by its number, where one is stated; its words are made when somebody wants to read them.
#[derive(Clone, Copy)]
pub(crate) struct LinePath(pub(crate) Option<u32>);

impl Display for LinePath {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(number) => write!(f, "items[{number}]"),
            None => f.write_str("items"),
        }
    }
}

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
    // Nearly every document counts upwards.
    if stated.is_sorted_by(|before, next| before.is_some() && before < next) && stated.first() != Some(&None) {
        return stated.iter().flatten().copied().collect();
    }
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

/// Producers and invoices of a certificate's lists by what they are: a document may name one again in every line.
#[derive(Default)]
pub(crate) struct Listed {
    producers: HashMap<Party, u32>,
    invoices: HashMap<Invoice, u32>,
    /// The first invoice of each number.
    numbers: HashMap<String, u32>,
}

impl Listed {
    /// What the lists of a certificate hold so far.
    pub(crate) fn of(certificate: &Certificate) -> Self {
        let mut listed = Self::default();
        for producer in &certificate.producers {
            let party = if producer.same_as_exporter { &certificate.exporter } else { &producer.party };
            listed.producers.entry(party.clone()).or_insert(producer.number);
        }
        for (position, invoice) in (1..).zip(&certificate.invoices) {
            listed.remember(invoice, position);
        }
        listed
    }

    /// The number of a producer in the certificate's list, which it joins when it is new.
    pub(crate) fn producer(&mut self, certificate: &mut Certificate, maker: Party) -> u32 {
        if let Some(number) = self.producers.get(&maker) {
            return *number;
        }
        let same_as_exporter = maker == certificate.exporter && !maker.is_empty();
        let number = length(&certificate.producers).saturating_add(1);
        let party = if same_as_exporter { Party::default() } else { maker.clone() };
        certificate.producers.push(Producer { number, party, same_as_exporter, confidential: false });
        self.producers.insert(maker, number);
        number
    }

    /// The position (from 1) of an invoice in the certificate's list, which it joins when it is new.
    pub(crate) fn invoice(&mut self, certificate: &mut Certificate, invoice: Invoice) -> u32 {
        match self.invoices.get(&invoice) {
            Some(position) => *position,
            None => self.add(certificate, invoice),
        }
    }

    /// The position (from 1) of the first invoice with this number, which joins the list when there is none.
    pub(crate) fn invoice_of_number(&mut self, certificate: &mut Certificate, number: String) -> u32 {
        match self.numbers.get(&number) {
            Some(position) => *position,
            None => self.add(certificate, Invoice { number, ..Invoice::default() }),
        }
    }

    fn add(&mut self, certificate: &mut Certificate, invoice: Invoice) -> u32 {
        let position = length(&certificate.invoices).saturating_add(1);
        self.remember(&invoice, position);
        certificate.invoices.push(invoice);
        position
    }

    fn remember(&mut self, invoice: &Invoice, position: u32) {
        self.numbers.entry(invoice.number.clone()).or_insert(position);
        self.invoices.entry(invoice.clone()).or_insert(position);
    }
}

fn length<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}
