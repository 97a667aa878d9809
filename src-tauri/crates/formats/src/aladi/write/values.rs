//! Which text does an element get? One answer for each place, for every form alike; an empty text leaves it out.

use tamga_origin::{
    Address, AgentKind, Certificate, Channel, Flag, GoodsItem, Measure, Party, PartyId, Reference, RvcMethod,
};

use super::{Row, Writing};
use crate::aladi::dates;
use crate::aladi::kind::{no_instance, tariff_shapes};
use crate::aladi::shapes;
use crate::aladi::slot::{List, Part, Role, Slot};
use crate::aladi::table::{Field, Form, Node, Requirement};
use crate::aladi::version::Version;
use crate::error::FormatError;

/// The invoice of another operator that a form has a place for, by position from 0.
pub(super) fn third_invoice(certificate: &Certificate, form: &Form, version: Version) -> Option<usize> {
    let place = ["ThirdOpInvoiceNo", "Op3cInvoiceNo"].iter().any(|name| form.body.holds(name, version));
    if place { certificate.invoices.iter().rposition(|invoice| invoice.third_party) } else { None }
}

/// Does that invoice stand outside the list only: the last one, not the only one, and no item counts on it?
pub(super) fn is_apart(certificate: &Certificate, third: Option<usize>) -> bool {
    let Some(third) = third else { return false };
    let counted = |item: &GoodsItem| item.invoice_refs.iter().any(|number| usize::try_from(*number) == Ok(third + 1));
    third > 0 && third + 1 == certificate.invoices.len() && !certificate.items.iter().any(counted)
}

/// Somebody named, whoever it is.
struct Named<'a> {
    name: &'a str,
    address: &'a Address,
    ids: &'a [PartyId],
    channels: &'a [Channel],
}

impl<'a> Named<'a> {
    fn of(party: &'a Party) -> Self {
        Self { name: &party.name, address: &party.address, ids: &party.ids, channels: &party.channels }
    }
}

impl<'a> Writing<'a> {
    pub(super) fn value(&self, field: &Field, node: &Node, row: Row<'a>) -> Result<String, FormatError> {
        let certificate = self.certificate;
        let declaration = certificate.exporter_declaration.as_ref();
        let moment = |moment| dates::moment(moment, self.style.zones, node.name);
        // A form that has both blocks says another operator's invoice once.
        if node.name.starts_with("Op3c") && self.form.body.holds("ThirdOpComments", self.version()) {
            return Ok(String::new());
        }
        let text = match field.slot {
            Slot::Version => self.version().code().to_owned(),
            Slot::Submitter => match certificate.agent.as_ref().map(|agent| agent.kind) {
                None => "EXP".to_owned(),
                Some(AgentKind::Representative) => "REP".to_owned(),
                Some(AgentKind::Attorney) => "APO".to_owned(),
            },
            Slot::AgreementName => certificate.scheme.name.clone(),
            Slot::Acronym => self.acronym.to_owned(),
            Slot::Party(role, part) => self.party(role, part, row),
            Slot::Rows(List::Producers) => counted(certificate.producers.len()),
            Slot::Rows(List::Invoices) => counted(self.listed),
            Slot::Rows(List::Items) => counted(certificate.items.len()),
            Slot::SignatoryName => declaration.map(|declaration| declaration.name.clone()).unwrap_or_default(),
            Slot::SignatoryTitle => declaration.map(|declaration| declaration.title.clone()).unwrap_or_default(),
            Slot::Affidavit => declaration.map(|declaration| declaration.text.clone()).unwrap_or_default(),
            Slot::DeclaredAt => match declaration.and_then(|declaration| declaration.date) {
                Some(date) => moment(date)?,
                None => String::new(),
            },
            Slot::IssuedAt => match certificate.issued_at {
                Some(date) => moment(date)?,
                None => String::new(),
            },
            Slot::ValidFrom => certificate.valid_from.map(dates::day).unwrap_or_default(),
            Slot::ValidTo => certificate.valid_to.map(dates::day).unwrap_or_default(),
            Slot::Loading => certificate.transport.loading.name.clone(),
            Slot::Means => certificate.transport.means.name.clone(),
            Slot::Destination => certificate.transport.destination_country.clone(),
            Slot::Remarks => certificate.remarks.join("\n"),
            Slot::ThirdParty => self.statement(node),
            Slot::ThirdInvoiceNumber => self.third(|invoice| invoice.number.clone()),
            Slot::ThirdInvoiceDate => self.third(|invoice| invoice.date.map(dates::day).unwrap_or_default()),
            Slot::Currency => self.currency(),
            Slot::Edition => self.same(|item| &item.hs.edition),
            Slot::Origin => self.same(|item| &item.origin.country),
            Slot::IssuerCode => certificate.issuer.code.clone(),
            Slot::CheckToken => certificate.check_token.clone(),
            Slot::Number => certificate.number.clone(),
            Slot::Nowhere => String::new(),
            slot => self.of_row(slot, node, row),
        };
        Ok(text)
    }

    fn of_row(&self, slot: Slot, node: &Node, row: Row<'a>) -> String {
        if let Some((index, invoice)) = row.invoice {
            return match slot {
                Slot::Order(List::Invoices) => (index + 1).to_string(),
                Slot::InvoiceNumber => invoice.number.clone(),
                Slot::InvoiceDate => invoice.date.map(dates::day).unwrap_or_default(),
                _ => String::new(),
            };
        }
        if let Some(producer) = row.producer {
            return match (slot, producer.same_as_exporter, producer.confidential) {
                (Slot::Order(List::Producers), ..) => producer.number.to_string(),
                (Slot::SameAsExporter, true, _) => "MISMO".to_owned(),
                (Slot::SameAsExporter, false, _) => "DIFERENTE".to_owned(),
                (Slot::Confidential, _, true) => "CONFIDENCIAL".to_owned(),
                (Slot::Confidential, _, false) => "NO CONFIDENCIAL".to_owned(),
                _ => String::new(),
            };
        }
        row.item.map(|item| self.of_item(slot, node, item, row)).unwrap_or_default()
    }

    fn of_item(&self, slot: Slot, node: &Node, item: &'a GoodsItem, row: Row<'a>) -> String {
        let measure = item.ledger();
        let value = item.value.as_ref();
        let sworn = item.producer_declaration.as_ref();
        match slot {
            Slot::Order(List::Items) => item.sequence.to_string(),
            Slot::InvoiceRef => item.invoice_refs.first().map(u32::to_string).unwrap_or_default(),
            Slot::ProducerRef => item.producer_refs.first().map(u32::to_string).unwrap_or_default(),
            Slot::Tariff => self.tariff(item),
            Slot::Description => item.description.clone(),
            Slot::Series => item.product_codes.first().cloned().unwrap_or_default(),
            Slot::Amount => measure.map(|Measure { amount, .. }| amount.to_string()).unwrap_or_default(),
            Slot::Unit => measure.map(|Measure { unit, .. }| unit.clone()).unwrap_or_default(),
            Slot::Value | Slot::ValueFob => value.map(|value| value.amount.to_string()).unwrap_or_default(),
            Slot::RvcMethod => match item.criterion.rvc_method {
                None if node.occurs(self.version()).must() => "NO".to_owned(),
                None => String::new(),
                Some(RvcMethod::NetCost) => "CN".to_owned(),
                // The format knows no other way than the value of the transaction.
                Some(_) => "VT".to_owned(),
            },
            Slot::Instance => match row.instance.or(item.instances.first().copied()) {
                None if node.occurs(self.version()).must() => no_instance(self.form.body.name).to_owned(),
                None => String::new(),
                Some(instance) => instance.as_str().to_owned(),
            },
            Slot::Criterion => item.criterion.printed.clone(),
            Slot::SwornDate => sworn.and_then(|sworn| sworn.date).map(dates::day).unwrap_or_default(),
            Slot::SwornNumber => sworn.map(|sworn| sworn.number.clone()).unwrap_or_default(),
            Slot::RulingIssuer => self.ruling(item).map(|ruling| ruling.issuer.clone()).unwrap_or_default(),
            Slot::RulingNumber => self.ruling(item).map(|ruling| ruling.number.clone()).unwrap_or_default(),
            Slot::RulingDate => self.ruling(item).and_then(|it| it.date).map(dates::day).unwrap_or_default(),
            // Every other place belongs to no item.
            _ => String::new(),
        }
    }

    fn ruling(&self, item: &GoodsItem) -> Option<&'a Reference> {
        let mut references = self.certificate.references.iter();
        references.find(|it| it.role == "advance_ruling" && it.line == Some(item.sequence))
    }

    fn party(&self, role: Role, part: Part, row: Row<'a>) -> String {
        let certificate = self.certificate;
        let issuer = &certificate.issuer;
        let named = match role {
            Role::Exporter => Some(Named::of(&certificate.exporter)),
            Role::Importer => certificate.importer.as_ref().map(Named::of),
            Role::Consignee => certificate.consignee.as_ref().map(Named::of),
            // Who is confidential is not named.
            Role::Producer => row.producer.filter(|maker| !maker.confidential).map(|maker| Named::of(&maker.party)),
            Role::Third => certificate.invoicing_party.as_ref().map(Named::of),
            // Where nobody files for the exporter, the subscriber is the exporter.
            Role::Agent => Some(Named::of(certificate.agent.as_ref().map_or(&certificate.exporter, |it| &it.party))),
            Role::Issuer => {
                Some(Named { name: &issuer.name, address: &issuer.address, ids: &[], channels: &issuer.channels })
            }
        };
        let Some(Named { name, address, ids, channels }) = named else { return String::new() };
        match part {
            Part::Name => name.to_owned(),
            Part::Country if address.country.is_empty() => match role {
                Role::Exporter => certificate.transport.export_country.clone(),
                Role::Importer => certificate.transport.destination_country.clone(),
                _ => String::new(),
            },
            Part::Country => address.country.clone(),
            Part::City if role == Role::Issuer && address.city.is_empty() => certificate.issue_place.name.clone(),
            Part::City => address.city.clone(),
            Part::Lines => address.lines.join("\n"),
            Part::Tax => ids.first().map(|id| id.value.clone()).unwrap_or_default(),
            Part::Channel(kind) => {
                channels.iter().find(|channel| channel.kind == kind).map(|it| it.value.clone()).unwrap_or_default()
            }
        }
    }

    /// Another operator invoices: said when it is so, denied only where the form wants an answer.
    fn statement(&self, node: &Node) -> String {
        let version = self.version();
        let asked = node.occurs(version).must() || node.required(version) == Requirement::Mandatory;
        match self.certificate.flags.contains(&Flag::ThirdPartyInv) {
            true => "true".to_owned(),
            false if asked => "false".to_owned(),
            false => String::new(),
        }
    }

    fn third(&self, say: impl Fn(&tamga_origin::Invoice) -> String) -> String {
        self.third_invoice.and_then(|at| self.certificate.invoices.get(at)).map(say).unwrap_or_default()
    }

    /// The currency of the values, where it is not the dollar they are counted in anyway.
    fn currency(&self) -> String {
        let mut values = self.certificate.items.iter().filter_map(|item| item.value.as_ref());
        values.next().map(|value| value.currency.clone()).filter(|currency| currency != "USD").unwrap_or_default()
    }

    /// What every item says alike.
    fn same(&self, say: impl Fn(&GoodsItem) -> &String) -> String {
        let mut said = self.certificate.items.iter().map(say);
        let Some(first) = said.next() else { return String::new() };
        if said.all(|other| other == first) { first.clone() } else { String::new() }
    }

    /// The tariff code as printed, or its digits in the first shape of the version that has as many places.
    fn tariff(&self, item: &GoodsItem) -> String {
        let accepted = tariff_shapes(self.version(), self.form.body.name);
        let (code, printed) = (&item.hs.code, &item.hs.printed);
        let digits: String = printed.chars().filter(char::is_ascii_digit).collect();
        if shapes::is_tariff(printed, accepted) && (code.is_empty() || *code == digits) {
            return printed.clone();
        }
        let shaped = shapes::in_shape(code, accepted).filter(|_| !code.is_empty());
        shaped.unwrap_or_else(|| if code.is_empty() { printed.clone() } else { code.clone() })
    }
}

fn counted(rows: usize) -> String {
    if rows == 0 { String::new() } else { rows.to_string() }
}
