//! Which names of the certificate model can a form print, and which short words stand before them?
//!
//! A profile binds its boxes to these names, never to numbers. What a name prints is the paper room's question, what
//! must stand there that of `check`.

macro_rules! binds {
    ($($(#[doc = $doc:literal])* $variant:ident = $word:literal,)*) => {
        /// A name of the certificate model that a form may print.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Bind {
            $($(#[doc = $doc])* $variant,)*
        }

        impl Bind {
            /// Every name.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name used in layout files.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }
    };
}

binds! {
    /// Certificate number.
    Number = "number",
    /// Day of issue.
    IssuedAt = "issued_at",
    /// Place of issue.
    IssuePlace = "issue_place",
    /// First day of validity.
    ValidFrom = "valid_from",
    /// Last day of validity.
    ValidTo = "valid_to",
    /// Name of the agreement.
    SchemeName = "scheme.name",
    /// Form code.
    FormCode = "scheme.form_code",
    /// Free remarks.
    Remarks = "remarks",
    /// References to other certificates and papers.
    References = "references",
    /// Printed total of packages.
    PackageTotal = "package_total",
    /// Printed total gross mass.
    GrossMassTotal = "gross_mass_total",
    /// Issuing body: name and address.
    Issuer = "issuer",
    /// Issuing body: name.
    IssuerName = "issuer.name",
    /// Issuing body: country.
    IssuerCountry = "issuer.address.country",
    /// Exporter.
    Exporter = "exporter",
    /// Exporter's country.
    ExporterCountry = "exporter.address.country",
    /// Importer.
    Importer = "importer",
    /// Consignee.
    Consignee = "consignee",
    /// Consignor.
    Consignor = "consignor",
    /// All producers.
    Producers = "producers",
    /// Third party that invoices.
    InvoicingParty = "invoicing_party",
    /// Third party that invoices: name only.
    InvoicingPartyName = "invoicing_party.name",
    /// Who files for the exporter, or certifies for a trader.
    Agent = "agent",
    /// The exporter's own entitlement: number of an approved or registered exporter.
    Authorisation = "authorisation",
    /// Exporting country.
    ExportCountry = "transport.export_country",
    /// Importing country.
    DestinationCountry = "transport.destination_country",
    /// Day of departure, or words.
    Departure = "transport.departure",
    /// Mode of transport.
    Mode = "transport.mode",
    /// Vessel, flight, train or vehicle.
    Means = "transport.means",
    /// Place of loading.
    Loading = "transport.loading",
    /// Place of discharge.
    Discharge = "transport.discharge",
    /// Countries passed.
    Route = "transport.route",
    /// Bills of lading, air waybills.
    TransportDocuments = "transport.documents",
    /// Carrier.
    Carrier = "transport.carrier",
    /// Containers and their seals.
    Equipment = "transport.equipment",
    /// Unique consignment reference, and the trader's own.
    ConsignmentReference = "transport.ucr",
    /// All invoices.
    Invoices = "invoices",
    /// Supporting documents.
    Evidence = "evidence",
    /// Purchase orders and contracts.
    Orders = "orders",
    /// Documentary credit.
    DocumentaryCredit = "documentary_credit",
    /// Legalisations: who, and under which reference.
    Legalisations = "legalisations",
    /// Where the certificate can be checked online.
    CheckAddress = "check_address",
    /// The exporter's declaration.
    ExporterDeclaration = "exporter_declaration",
    /// The body's certification.
    Certification = "certification",
    /// Every country of origin among the items, once each.
    Origins = "origins",
    /// Item: number on the form.
    ItemSequence = "items.sequence",
    /// Item: number and kind of packages.
    ItemPackages = "items.packages",
    /// Item: marks and numbers.
    ItemMarks = "items.packages.marks",
    /// Item: description.
    ItemDescription = "items.description",
    /// Item: article numbers.
    ItemProductCodes = "items.product_codes",
    /// Item: tariff code as printed.
    ItemHs = "items.hs.printed",
    /// Item: country of origin.
    ItemOrigin = "items.origin.country",
    /// Item: country that sets the tariff, which is that of origin unless another is named.
    ItemPreferenceCountry = "items.origin.preference_country",
    /// Item: origin criterion.
    ItemCriterion = "items.criterion.printed",
    /// Item: value content reached, in percent.
    ItemPercent = "items.criterion.percent",
    /// Item: what else made the goods originate: de minimis, accumulation and the like.
    ItemInstances = "items.instances",
    /// Item: countries whose inputs were cumulated.
    ItemCumulation = "items.cumulation_countries",
    /// Item: the producer's own declaration.
    ItemProducerDeclaration = "items.producer_declaration",
    /// Item: gross mass.
    ItemGrossMass = "items.gross_mass",
    /// Item: net mass.
    ItemNetMass = "items.net_mass",
    /// Item: other quantities.
    ItemQuantities = "items.quantities",
    /// Item: value.
    ItemValue = "items.value",
    /// Item: its invoices, number and date.
    ItemInvoices = "items.invoices",
    /// Item: its producers.
    ItemProducers = "items.producers",
}

impl Bind {
    /// Reads a name back.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|bind| bind.as_str() == word)
    }

    /// The short words that a form prints before and after this value where it shares a box with others; empty where
    /// the value speaks for itself.
    pub fn words_around(self) -> (&'static str, &'static str) {
        match self {
            Self::ItemGrossMass => ("", " gross"),
            Self::ItemNetMass => ("", " net"),
            _ => (self.words_before(), ""),
        }
    }

    fn words_before(self) -> &'static str {
        match self {
            Self::Departure => "Departure date: ",
            Self::Mode => "Mode: ",
            Self::Means => "Vessel, flight or vehicle: ",
            Self::Loading => "Place of loading: ",
            Self::Discharge => "Place of discharge: ",
            Self::Route => "Route: ",
            Self::Carrier => "Carrier: ",
            Self::TransportDocuments => "Transport document: ",
            Self::ExportCountry => "From: ",
            Self::DestinationCountry => "To: ",
            Self::Invoices => "Invoice: ",
            Self::InvoicingParty => "Invoiced by: ",
            Self::InvoicingPartyName => "Invoiced by: ",
            Self::Agent => "Certifier: ",
            Self::Authorisation => "Authorisation: ",
            Self::Equipment => "Containers: ",
            Self::ConsignmentReference => "Consignment reference: ",
            Self::Evidence => "Documents: ",
            Self::Orders => "Order: ",
            Self::DocumentaryCredit => "Documentary credit: ",
            Self::Legalisations => "Legalised: ",
            Self::ItemPercent => "Value content: ",
            Self::ItemCumulation => "Cumulation with: ",
            Self::ItemProducerDeclaration => "Producer's declaration: ",
            Self::ItemPreferenceCountry => "Tariff of: ",
            Self::Consignor => "Consignor: ",
            Self::PackageTotal => "Packages in all: ",
            Self::GrossMassTotal => "Gross mass in all: ",
            Self::ValidFrom => "Valid from ",
            Self::ValidTo => "Valid until ",
            Self::IssuedAt => "Issued ",
            Self::IssuePlace => "Issued in ",
            Self::Issuer => "Issued by: ",
            Self::ItemHs => "HS ",
            Self::ItemOrigin => "Origin: ",
            Self::ItemCriterion => "Criterion: ",
            Self::ItemProducers => "Producer: ",
            _ => "",
        }
    }

    /// Does the name belong to a goods item, so that it can only stand in a goods grid?
    pub fn is_of_item(self) -> bool {
        self.as_str().starts_with("items.")
    }
}
