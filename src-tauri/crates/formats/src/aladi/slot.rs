//! Which place of the certificate model does an element come from? The words of `fields.txt` as a closed set.

/// Whose data it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Exporter,
    Importer,
    Consignee,
    /// The producer of the row.
    Producer,
    /// Who invoices instead of the exporter.
    Third,
    /// Who files for the exporter, or the exporter.
    Agent,
    Issuer,
}

/// Which part of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Country,
    Name,
    Lines,
    City,
    Tax,
    /// UN/EDIFACT 3155 code.
    Channel(&'static str),
}

/// A numbered list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Producers,
    Invoices,
    Items,
}

/// A place of the certificate model; those of rows mean the row in hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    Version,
    Submitter,
    AgreementName,
    Acronym,
    Party(Role, Part),
    /// How many rows a list has.
    Rows(List),
    /// The number of the row.
    Order(List),
    SameAsExporter,
    Confidential,
    SignatoryName,
    SignatoryTitle,
    InvoiceNumber,
    InvoiceDate,
    InvoiceRef,
    ProducerRef,
    Tariff,
    Description,
    Series,
    Amount,
    Unit,
    Value,
    ValueFob,
    Currency,
    RvcMethod,
    Instance,
    Criterion,
    SwornDate,
    SwornNumber,
    RulingIssuer,
    RulingNumber,
    RulingDate,
    Edition,
    Origin,
    Loading,
    Means,
    Destination,
    Remarks,
    ThirdParty,
    ThirdInvoiceNumber,
    ThirdInvoiceDate,
    ValidFrom,
    ValidTo,
    DeclaredAt,
    Affidavit,
    IssuerCode,
    CheckToken,
    IssuedAt,
    Number,
    /// The certificate model has no place for it.
    Nowhere,
}

impl Slot {
    pub(super) fn parse(place: &'static str) -> Option<Self> {
        let slot = match place {
            "version" => Self::Version,
            "agent.kind" => Self::Submitter,
            "scheme.name" => Self::AgreementName,
            "scheme.code" => Self::Acronym,
            "producers.rows" => Self::Rows(List::Producers),
            "producers.number" => Self::Order(List::Producers),
            "producers.same_as_exporter" => Self::SameAsExporter,
            "producers.confidential" => Self::Confidential,
            "exporter_declaration.name" => Self::SignatoryName,
            "exporter_declaration.title" => Self::SignatoryTitle,
            "exporter_declaration.date" => Self::DeclaredAt,
            "exporter_declaration.text" => Self::Affidavit,
            "invoices.rows" => Self::Rows(List::Invoices),
            "invoices.order" => Self::Order(List::Invoices),
            "invoices.number" => Self::InvoiceNumber,
            "invoices.date" => Self::InvoiceDate,
            "items.rows" => Self::Rows(List::Items),
            "items.sequence" => Self::Order(List::Items),
            "items.invoice_refs" => Self::InvoiceRef,
            "items.producer_refs" => Self::ProducerRef,
            "items.hs.code" => Self::Tariff,
            "items.hs.edition" => Self::Edition,
            "items.description" => Self::Description,
            "items.product_codes" => Self::Series,
            "items.measure.amount" => Self::Amount,
            "items.measure.unit" => Self::Unit,
            "items.value" => Self::Value,
            "items.value.fob" => Self::ValueFob,
            "items.value.currency" => Self::Currency,
            "items.criterion.rvc_method" => Self::RvcMethod,
            "items.criterion.printed" => Self::Criterion,
            "items.instances" => Self::Instance,
            "items.producer_declaration.date" => Self::SwornDate,
            "items.producer_declaration.number" => Self::SwornNumber,
            "items.origin.country" => Self::Origin,
            "references.issuer" => Self::RulingIssuer,
            "references.number" => Self::RulingNumber,
            "references.date" => Self::RulingDate,
            "transport.loading.name" => Self::Loading,
            "transport.means.name" => Self::Means,
            "transport.destination_country" => Self::Destination,
            "remarks" => Self::Remarks,
            "flags" => Self::ThirdParty,
            "invoicing_party.invoice.number" => Self::ThirdInvoiceNumber,
            "invoicing_party.invoice.date" => Self::ThirdInvoiceDate,
            "valid_from" => Self::ValidFrom,
            "valid_to" => Self::ValidTo,
            "issuer.code" => Self::IssuerCode,
            "check_token" => Self::CheckToken,
            "issued_at" => Self::IssuedAt,
            "number" => Self::Number,
            "-" => Self::Nowhere,
            place => {
                let (role, part) = place.split_once('.')?;
                Self::Party(Role::parse(role)?, Part::parse(part)?)
            }
        };
        Some(slot)
    }
}

impl Role {
    fn parse(word: &str) -> Option<Self> {
        match word {
            "exporter" => Some(Self::Exporter),
            "importer" => Some(Self::Importer),
            "consignee" => Some(Self::Consignee),
            "producers" => Some(Self::Producer),
            "invoicing_party" => Some(Self::Third),
            "agent" => Some(Self::Agent),
            "issuer" => Some(Self::Issuer),
            _ => None,
        }
    }
}

impl Part {
    fn parse(word: &'static str) -> Option<Self> {
        match word {
            "address.country" => Some(Self::Country),
            "name" => Some(Self::Name),
            "address.lines" => Some(Self::Lines),
            "address.city" => Some(Self::City),
            "ids" => Some(Self::Tax),
            word => word.strip_prefix("channels.").map(Self::Channel),
        }
    }
}

/// The path of the certificate model that a place names, taken apart once; it becomes words in a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Path {
    /// The list whose rows are numbered in it.
    pub(super) list: Option<List>,
    head: &'static str,
    tail: &'static str,
}

impl Path {
    pub(super) fn of(place: &'static str) -> Self {
        let place = match place {
            "-" | "version" => "",
            "invoicing_party.invoice.number" | "invoicing_party.invoice.date" => "invoices.rows",
            place => place,
        };
        let above = place.rsplit_once('.').map(|(above, _)| above).filter(|above| above.ends_with(".channels"));
        let place = above.unwrap_or(place);
        let (head, tail) = place.split_once('.').unwrap_or((place, ""));
        let list = match head {
            "producers" => Some(List::Producers),
            "invoices" => Some(List::Invoices),
            "items" => Some(List::Items),
            _ => None,
        };
        match tail {
            "rows" => Self { list: None, head, tail: "" },
            "number" if list == Some(List::Producers) => Self { list, head, tail: "" },
            "order" | "measure.amount" | "measure.unit" => Self { list, head, tail: "" },
            "value.fob" => Self { list, head, tail: "value" },
            tail => Self { list, head, tail },
        }
    }

    /// The path in words, with the number of the row in hand.
    pub(super) fn of_row(self, row: Option<u32>) -> String {
        let Self { list, head, tail } = self;
        if head.is_empty() {
            return String::new();
        }
        // Room for the number and what stands around it.
        let mut path = String::with_capacity(head.len() + tail.len() + 16);
        path.push_str(head);
        if let (Some(row), Some(_)) = (row, list) {
            path.push('[');
            push_number(&mut path, row);
            path.push(']');
        }
        if !tail.is_empty() {
            path.push('.');
            path.push_str(tail);
        }
        path
    }
}

fn push_number(text: &mut String, number: u32) {
    if number >= 10 {
        push_number(text, number / 10);
    }
    text.extend(char::from_digit(number % 10, 10));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_becomes_the_path_of_the_certificate_model() {
        for (place, row, path) in [
            ("-", Some(3), ""),
            ("version", None, ""),
            ("items.rows", Some(3), "items"),
            ("items.sequence", Some(1203), "items[1203].sequence"),
            ("items.measure.amount", Some(10), "items[10]"),
            ("items.value.fob", Some(3), "items[3].value"),
            ("items.value.fob", None, "items.value"),
            ("producers.number", Some(2), "producers[2]"),
            ("producers.channels.TE", Some(2), "producers[2].channels"),
            ("exporter.channels.TE", Some(2), "exporter.channels"),
            ("invoices.order", Some(7), "invoices[7]"),
            ("invoices.number", Some(7), "invoices[7].number"),
            ("invoicing_party.invoice.date", Some(7), "invoices"),
            ("references.issuer", Some(7), "references.issuer"),
            ("remarks", Some(7), "remarks"),
        ] {
            assert_eq!(Path::of(place).of_row(row), path, "{place} {row:?}");
        }
    }
}
