//! Which value of the certificate does a text become? One place each, for every form alike.

use std::borrow::Cow;

use tamga_origin::{
    Agent, AgentKind, Attestation, Decimal, Finding, Flag, GoodsItem, Instance, Moment, Party, Reference, RvcMethod,
    Value,
};

use super::Reading;
use super::elements::At;
use super::walk::excerpt;
use crate::aladi::kind::collapsed;
use crate::aladi::slot::{List, Slot};
use crate::aladi::version::Version;
use crate::aladi::{dates, units};
use crate::error::FormatError;

/// The name of a list in the certificate model.
pub(super) fn name(list: List) -> &'static str {
    match list {
        List::Producers => "producers",
        List::Invoices => "invoices",
        List::Items => "items",
    }
}

impl<'a> Reading<'a> {
    /// Says something about a text, with where it stood.
    fn mention(&mut self, code: &'static str, at: At, text: &str) {
        let finding = self.standing(at, Finding::info(code, self.path_of(at)));
        self.note(finding.with("text", excerpt(text)));
    }

    /// What was said before and what is said now differ.
    pub(super) fn conflict(&mut self, at: At, text: &str) {
        let finding = self.standing(at, Finding::warn("read.conflict", self.path_of(at)));
        self.note(finding.with("text", excerpt(text)));
    }

    pub(super) fn unplaced(&mut self, at: At, text: &str) {
        self.mention("read.unknown", at, text);
    }

    fn day(&mut self, text: &str, at: At) -> Option<tamga_origin::Date> {
        let read = dates::read(text)?;
        if read.timed {
            self.mention("loss.precision", at, text);
        }
        Some(read.day)
    }

    fn moment(&mut self, text: &str, at: At) -> Option<Moment> {
        let read = dates::read(text)?;
        if read.cut {
            self.mention("loss.precision", at, text);
        }
        if !read.zoned && read.timed {
            self.mention("read.zone_assumed", at, text);
        }
        Some(read.moment)
    }

    fn declaration(&mut self) -> &mut Attestation {
        self.certificate.exporter_declaration.get_or_insert_default()
    }

    fn ruling(&mut self) -> Option<&mut Reference> {
        if !self.ruled {
            self.ruled = true;
            self.certificate.references.push(Reference { role: "advance_ruling".to_owned(), ..Reference::default() });
        }
        self.certificate.references.last_mut()
    }

    /// Puts a text with content into its place; what the type does not take was reported before.
    pub(super) fn put(&mut self, at: At, text: Cow<'a, str>) -> Result<(), FormatError> {
        match at.field.slot {
            Slot::Version => {
                let version = Version::from_code(&collapsed(&text));
                self.version = version
                    .ok_or_else(|| FormatError::UnknownVersion { found: text.trim().chars().take(64).collect() })?;
                self.version_read = true;
            }
            Slot::Submitter => {
                let kind = match &*collapsed(&text) {
                    "REP" => AgentKind::Representative,
                    "APO" => AgentKind::Attorney,
                    _ => return Ok(()),
                };
                self.certificate.agent = Some(Agent { kind, party: Party::default() });
            }
            Slot::AgreementName => self.certificate.scheme.name = text.into_owned(),
            Slot::Acronym => self.acronym = collapsed(&text).into_owned(),
            Slot::Party(role, part) => self.put_party(role, part, text.into_owned(), at),
            Slot::Rows(list) => {
                self.stated.insert(name(list), collapsed(&text).into_owned());
            }
            Slot::Order(list) => self.put_order(list, &text),
            Slot::Nowhere => self.unplaced(at, &text),
            Slot::Loading => self.certificate.transport.loading.name = text.into_owned(),
            Slot::Means => self.certificate.transport.means.name = text.into_owned(),
            Slot::Destination => self.certificate.transport.destination_country = collapsed(&text).into_owned(),
            Slot::Remarks => self.certificate.remarks.push(text.into_owned()),
            Slot::Edition => self.edition = Some(text.into_owned()),
            Slot::Currency => match units::currency(&collapsed(&text)) {
                Some(currency) => self.currency = Some(currency),
                None => self.unplaced(at, &text),
            },
            Slot::Origin => self.origin = Some(collapsed(&text).into_owned()),
            Slot::ThirdParty => {
                let stated = matches!(&*collapsed(&text), "true" | "1");
                if stated && !self.certificate.flags.contains(&Flag::ThirdPartyInv) {
                    self.certificate.flags.push(Flag::ThirdPartyInv);
                }
            }
            Slot::ThirdInvoiceNumber => {
                let invoice = self.third_invoice.get_or_insert_default();
                if let Some(text) = set(&mut invoice.number, text.into_owned()) {
                    self.conflict(at, &text);
                }
            }
            Slot::ThirdInvoiceDate => {
                let day = self.day(&text, at);
                self.third_invoice.get_or_insert_default().date = day;
            }
            Slot::ValidFrom => self.certificate.valid_from = self.day(&text, at),
            Slot::ValidTo => self.certificate.valid_to = self.day(&text, at),
            Slot::DeclaredAt => self.declaration().date = self.moment(&text, at),
            Slot::Affidavit => self.declaration().text = text.into_owned(),
            Slot::SignatoryName => self.declaration().name = text.into_owned(),
            Slot::SignatoryTitle => self.declaration().title = text.into_owned(),
            Slot::IssuerCode => self.certificate.issuer.code = text.into_owned(),
            Slot::CheckToken => self.certificate.check_token = text.into_owned(),
            Slot::IssuedAt => {
                self.issued_day = dates::read(&text).map(|read| read.day);
                self.certificate.issued_at = self.moment(&text, at);
            }
            Slot::Number => self.certificate.number = text.into_owned(),
            Slot::Amount => self.measure.0 = text,
            Slot::Unit => self.measure.1 = text,
            slot => self.put_row(slot, text.into_owned(), at),
        }
        Ok(())
    }

    fn put_order(&mut self, list: List, text: &str) {
        let Some(number) = whole(text) else { return };
        match list {
            List::Producers => {
                self.producer_numbers.push(number);
                if let Some(producer) = self.certificate.producers.last_mut() {
                    producer.number = number;
                }
            }
            List::Invoices => {
                if let Some(known) = self.invoice_numbers.last_mut() {
                    *known = Some(number);
                }
            }
            List::Items => {
                self.item_numbers.push(number);
                if let Some(item) = self.certificate.items.last_mut() {
                    item.sequence = number;
                }
            }
        }
    }

    fn put_row(&mut self, slot: Slot, text: String, at: At) {
        match slot {
            Slot::SwornDate | Slot::InvoiceDate | Slot::RulingDate => {
                let day = self.day(&text, at);
                match slot {
                    Slot::InvoiceDate => {
                        if let Some(invoice) = self.certificate.invoices.last_mut() {
                            invoice.date = day;
                        }
                    }
                    Slot::RulingDate => {
                        if let Some(ruling) = self.ruling() {
                            ruling.date = day;
                        }
                    }
                    _ => {
                        if let Some(item) = self.certificate.items.last_mut() {
                            item.producer_declaration.get_or_insert_default().date = day;
                        }
                    }
                }
            }
            Slot::RulingIssuer | Slot::RulingNumber => {
                if let Some(ruling) = self.ruling() {
                    *(if slot == Slot::RulingIssuer { &mut ruling.issuer } else { &mut ruling.number }) = text;
                }
            }
            Slot::InvoiceNumber => {
                if let Some(invoice) = self.certificate.invoices.last_mut() {
                    invoice.number = text;
                }
            }
            Slot::SameAsExporter | Slot::Confidential => {
                let word = collapsed(&text);
                if let Some(producer) = self.certificate.producers.last_mut() {
                    match slot {
                        Slot::SameAsExporter => producer.same_as_exporter = word == "MISMO",
                        _ => producer.confidential = word == "CONFIDENCIAL",
                    }
                }
            }
            slot => {
                if let Some(item) = self.certificate.items.last_mut() {
                    put_item(item, slot, text);
                }
            }
        }
    }
}

fn put_item(item: &mut GoodsItem, slot: Slot, text: String) {
    match slot {
        Slot::InvoiceRef => item.invoice_refs.extend(whole(&text)),
        Slot::ProducerRef => item.producer_refs.extend(whole(&text)),
        Slot::Tariff => {
            let word = collapsed(&text);
            if word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
                item.hs.code = String::with_capacity(word.len());
                item.hs.code.extend(word.chars().filter(char::is_ascii_digit));
            }
            item.hs.printed = text;
        }
        Slot::Description => item.description = text,
        Slot::Series => item.product_codes.push(text),
        Slot::Value | Slot::ValueFob => {
            let Some(amount) = Decimal::parse(plain_number(&text)) else { return };
            let basis = if slot == Slot::ValueFob { "FOB" } else { "" };
            // The standard counts FOB values in US dollars; the other value says its currency at the end, if at all.
            item.value =
                Some(Value { amount, currency: "USD".to_owned(), basis: basis.to_owned(), incoterm: String::new() });
        }
        Slot::RvcMethod => {
            item.criterion.rvc_method = match &*collapsed(&text) {
                "VT" => Some(RvcMethod::TransactionValue),
                "CN" => Some(RvcMethod::NetCost),
                _ => None,
            };
        }
        Slot::Instance => item.instances.extend(Instance::parse(&collapsed(&text))),
        Slot::Criterion => item.criterion.printed = text,
        Slot::SwornNumber => item.producer_declaration.get_or_insert_default().number = text,
        // Every other place belongs to no item.
        _ => {}
    }
}

/// The number without white space around it and without a plus sign.
pub(super) fn plain_number(text: &str) -> &str {
    // The other blanks of ASCII are no characters of XML.
    let text = text.trim_ascii();
    text.strip_prefix('+').unwrap_or(text)
}

fn whole(text: &str) -> Option<u32> {
    plain_number(text).parse().ok()
}

/// Sets a text that was empty; the text itself when another one stands there.
pub(super) fn set(place: &mut String, text: String) -> Option<String> {
    if place.is_empty() {
        *place = text;
        return None;
    }
    (*place != text).then_some(text)
}
