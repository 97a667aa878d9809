//! Which elements has a certificate, and what is each called elsewhere? The static table that code, schema, help and
//! the comparison with the WCO's own data set are checked against (`dataset.md` section 2).
//!
//! WCO names and identifiers are those of published WCO Data Model declaration and response schemas; nothing here
//! claims conformance with any of them. What a dialect really writes is decided in `tamga-formats`; a test there holds
//! both against each other.

mod class;
mod goods;
mod head;
mod issuing;
mod parties;
mod pointer;
mod printed;
mod references;
#[cfg(test)]
mod tests;
mod transport;

pub use class::Class;
pub use pointer::{Pointer, path_of, pointers};
pub use printed::{CSV_HEAD, csv};

use crate::word::words;

words! {
    /// How often an element stands on an issued certificate, within the block it belongs to; a draft may lack anything.
    Cardinality {
        /// Always.
        One = "1",
        /// At most once.
        Optional = "0..1",
        /// Any number of times.
        Many = "0..n",
        /// At least once.
        Several = "1..n",
    }
}

words! {
    /// What an element rests on.
    Basis {
        /// Name, identifier and format stand in published WCO Data Model schemas.
        Dm = "DM",
        /// It stands in the published UN/WCO element mapping of a certificate of origin.
        Map = "MAP",
        /// It stands in the schemas of the ALADI COD.
        Cod = "COD",
        /// It stands in the text of an agreement or in a live exchange.
        Fta = "FTA",
        /// Our own proposal.
        Tamga = "Tamga",
    }
}

words! {
    /// How the model holds an element.
    Held {
        /// A field with a path of its own.
        Field = "field",
        /// The number by which paths name a list's entry.
        Key = "key",
        /// Computed from other fields where it is written.
        Computed = "computed",
        /// Beside the model, in the seal.
        Outside = "outside",
    }
}

/// One element of the canonical certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Element {
    /// Its path in the model; `[]` stands for the number of a list's entry.
    pub path: &'static str,
    /// What it means, in few words.
    pub meaning: &'static str,
    /// How often, within its block.
    pub cardinality: Cardinality,
    /// When the cardinality holds; empty for always.
    pub when: &'static str,
    /// How the model holds it.
    pub held: Held,
    /// The WCO classes from the declaration down to the one it stands in; none for our own elements.
    pub classes: &'static [Class],
    /// Dictionary entry name, for instance `Origin. Rule. Code`; empty for our own elements.
    pub dictionary_name: &'static str,
    /// WCO identifier, for instance `436`; empty for our own elements.
    pub wco_id: &'static str,
    /// Further WCO identifiers that its parts have, or, of our own elements, the nearest ones.
    pub beside: &'static [&'static str],
    /// XML tag of the WCO Data Model; empty for our own elements.
    pub tag: &'static str,
    /// Format of the WCO Data Model, for instance `an..35`; empty for our own elements.
    pub format: &'static str,
    /// Most characters the program stores; none where the value is no text.
    pub stored: Option<u32>,
    /// The code list its values are of, or empty.
    pub list: &'static str,
    /// What it rests on.
    pub basis: &'static [Basis],
    /// Where Tamga CO XML writes it, below `Declaration`; `@` marks an attribute, brackets the use of a shared class.
    pub xml: &'static str,
    /// Where the edi3 JSON has it, or empty.
    pub edi3: &'static str,
    /// Where the strict D23B JSON has it, or empty.
    pub d23b: &'static str,
    /// Where the ALADI COD has it (with form-dependent parts under the form), or empty.
    pub cod: &'static str,
    /// Where an OASIS UBL CertificateOfOrigin has it, or empty.
    pub ubl: &'static str,
}

/// The table, one part for each subject.
pub const ELEMENTS: &[&[Element]] = &[
    head::HEAD,
    issuing::ISSUING,
    parties::EXPORTER,
    parties::IMPORTER,
    parties::CONSIGNEE,
    parties::CONSIGNOR,
    parties::PRODUCERS,
    parties::INVOICING_PARTY,
    parties::AGENT,
    transport::TRANSPORT,
    goods::GOODS,
    goods::INVOICES,
    references::REFERENCES,
];

/// Every element, in the order of `dataset.md` section 2.
pub fn elements() -> impl Iterator<Item = &'static Element> {
    ELEMENTS.iter().copied().flatten()
}

/// The element of a path, whether its entries are numbered (`items[3].hs.code`) or not (`items[].hs.code`).
pub fn element(path: &str) -> Option<&'static Element> {
    let pattern = pattern(path);
    elements().find(|element| element.path == pattern)
}

/// Every element whose tag in Tamga CO XML is this one, with the path there: what a schema's documentation is held
/// against.
pub fn elements_by_tag(tag: &str) -> impl Iterator<Item = &'static Element> {
    elements().filter(move |element| element.xml_tag() == tag)
}

/// The element at this place of Tamga CO XML, given without brackets and below `Declaration`.
pub fn elements_at_xml(place: &str) -> impl Iterator<Item = &'static Element> {
    elements().filter(move |element| plain(element.xml) == place)
}

/// A path with the numbers of its entries taken out.
pub fn pattern(path: &str) -> String {
    let mut plain = String::with_capacity(path.len());
    let mut is_inside = false;
    for letter in path.chars() {
        match letter {
            '[' => {
                plain.push_str("[]");
                is_inside = true;
            }
            ']' => is_inside = false,
            _ if is_inside => {}
            _ => plain.push(letter),
        }
    }
    plain
}

/// A place in a document without the brackets that tell the uses of one class apart.
fn plain(place: &str) -> String {
    pattern(place).replace("[]", "")
}

impl Element {
    /// The element alone with its path, a meaning, its cardinality and what it rests on.
    const fn new(path: &'static str, meaning: &'static str, cardinality: Cardinality, basis: &'static [Basis]) -> Self {
        Self {
            path,
            meaning,
            cardinality,
            when: "",
            held: Held::Field,
            classes: &[],
            dictionary_name: "",
            wco_id: "",
            beside: &[],
            tag: "",
            format: "",
            stored: None,
            list: "",
            basis,
            xml: "",
            edi3: "",
            d23b: "",
            cod: "",
            ubl: "",
        }
    }

    const fn when(mut self, when: &'static str) -> Self {
        self.when = when;
        self
    }

    const fn held(mut self, held: Held) -> Self {
        self.held = held;
        self
    }

    const fn dm(
        mut self,
        classes: &'static [Class],
        dictionary_name: &'static str,
        wco_id: &'static str,
        tag: &'static str,
        format: &'static str,
    ) -> Self {
        self.classes = classes;
        self.dictionary_name = dictionary_name;
        self.wco_id = wco_id;
        self.tag = tag;
        self.format = format;
        self
    }

    const fn beside(mut self, ids: &'static [&'static str]) -> Self {
        self.beside = ids;
        self
    }

    const fn stored(mut self, most: u32) -> Self {
        self.stored = Some(most);
        self
    }

    const fn list(mut self, list: &'static str) -> Self {
        self.list = list;
        self
    }

    const fn xml(mut self, place: &'static str) -> Self {
        self.xml = place;
        self
    }

    const fn edi3(mut self, place: &'static str) -> Self {
        self.edi3 = place;
        self
    }

    const fn d23b(mut self, place: &'static str) -> Self {
        self.d23b = place;
        self
    }

    const fn cod(mut self, place: &'static str) -> Self {
        self.cod = place;
        self
    }

    const fn ubl(mut self, place: &'static str) -> Self {
        self.ubl = place;
        self
    }

    /// Its tag in Tamga CO XML, or the attribute's name.
    pub fn xml_tag(&self) -> &'static str {
        let last = self.xml.rsplit('/').next().unwrap_or_default();
        last.split_once('@').map_or(last, |(_, attribute)| attribute)
    }

    /// Is there nothing of the WCO Data Model behind it?
    pub fn is_own(&self) -> bool {
        self.wco_id.is_empty()
    }

    /// The class it stands in; none for our own elements.
    pub fn class(&self) -> Option<&'static Class> {
        self.classes.last()
    }
}
