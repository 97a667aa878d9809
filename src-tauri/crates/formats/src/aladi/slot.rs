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

/// The path of the certificate model that a place names, with the number of the row in hand.
pub(super) fn path(place: &str, row: Option<u32>) -> String {
    let place = match place {
        "-" | "version" => return String::new(),
        "invoicing_party.invoice.number" | "invoicing_party.invoice.date" => return "invoices".to_owned(),
        place => place,
    };
    let place =
        place.rsplit_once('.').map(|(channels, _)| channels).filter(|it| it.ends_with(".channels")).unwrap_or(place);
    let list = ["producers", "invoices", "items"];
    let (head, tail) = place.split_once('.').map_or((place, ""), |(head, tail)| (head, tail));
    let tail = match tail {
        "rows" => return head.to_owned(),
        "order" | "number" if head == "producers" => "",
        "order" | "measure.amount" | "measure.unit" => "",
        "value.fob" => "value",
        tail => tail,
    };
    let mut path = head.to_owned();
    if let Some(row) = row.filter(|_| list.contains(&head)) {
        path.push_str(&format!("[{row}]"));
    }
    if !tail.is_empty() {
        path.push('.');
        path.push_str(tail);
    }
    path
}
