//! The signed part moved away, a forged copy put where readers look, the signature left pointing at the true one.

use super::Case;
use super::material::*;
use crate::support::between;

/// Where a part is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Where readers look.
    Here,
    /// Beside that place, after everything else.
    Beside,
    /// In an element of another name.
    Wrapped,
    /// Inside the other part.
    Inside,
    /// In the signature, among what it carries.
    Carried,
    /// In an object of its own in the signature.
    Object,
}

const PLACES: [Place; 6] = [Place::Here, Place::Beside, Place::Wrapped, Place::Inside, Place::Carried, Place::Object];

/// Where the signature is put.
#[derive(Debug, Clone, Copy)]
enum Signed {
    /// Where it belongs.
    Here,
    /// Inside the true part, or the forged one where the true part lies in the signature.
    Inside,
    /// Before everything else.
    First,
}

/// What is put together.
struct Pieces {
    dialect: Dialect,
    part: String,
    forged: String,
    signature: String,
    /// The end tag of the part.
    end: &'static str,
}

/// What comes of all of them. Twice nothing is harmed: the true part of a COD lies where it belongs and is what is
/// read, and the forged one, without its identifier, lies in an element that nobody signs or reads.
pub const ANSWERS: [(&str, usize); 8] = [
    ("(unharmed)", 2),
    ("ref.target_ambiguous", 39),
    ("ref.target_other", 4),
    ("shape.extra_object", 42),
    ("shape.key_info", 2),
    ("shape.signature_place", 166),
    ("shape.unknown_form", 144),
    ("sig.digest", 33),
];

pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for dialect in BOTH {
        for true_one in PLACES {
            for copy in PLACES {
                for signed in [Signed::Here, Signed::Inside, Signed::First] {
                    for keeps_id in [true, false] {
                        let text = pieces(dialect, keeps_id).together(true_one, copy, signed);
                        let name = format!("{true_one:?}, copy {copy:?}, signature {signed:?}, id {keeps_id}");
                        cases.push(Case::document(dialect, name, text.into_bytes(), ""));
                    }
                }
            }
        }
    }
    cases
}

fn pieces(dialect: Dialect, keeps_id: bool) -> Pieces {
    let (text, start, end, id, from, to) = match dialect {
        Dialect::Co => (co(), "<Declaration ", "</Declaration>", " Id=\"co\"", "UY-2026-000123", "UY-2026-000666"),
        Dialect::Cod => (declared(), "<COD ", "</COD>", " id=\"COD\"", "Exportadora Ejemplo", "Otra Exportadora"),
    };
    let part = between(text.as_bytes(), start, end).to_owned();
    let forged = part.replace(from, to);
    assert_ne!(forged, part);
    let forged = if keeps_id { forged } else { forged.replacen(id, "", 1) };
    let signature = between(text.as_bytes(), "<ds:Signature ", "</ds:Signature>").to_owned();
    Pieces { dialect, part, forged, signature, end }
}

impl Pieces {
    fn together(&self, true_one: Place, copy: Place, signed: Signed) -> String {
        let (mut part, mut forged, mut signature) = (self.part.clone(), self.forged.clone(), self.signature.clone());
        let within = |outer: &str, inner: &str| {
            let at = outer.rfind(self.end).expect("an end");
            format!("{}{inner}{}", &outer[..at], &outer[at..])
        };
        let is_carried = |place: Place| matches!(place, Place::Carried | Place::Object);
        // What is carried first, since the signature may then be put into a part.
        for (place, what) in [(true_one, &part), (copy, &forged)] {
            match place {
                Place::Carried if signature.contains("</ds:Object>") => {
                    signature = signature.replacen("</ds:Object>", &format!("{what}</ds:Object>"), 1);
                }
                Place::Carried => {
                    signature = signature.replacen("</ds:KeyInfo>", &format!("{what}</ds:KeyInfo>"), 1);
                }
                Place::Object => {
                    let object = format!("<ds:Object Id=\"carried\">{what}</ds:Object></ds:Signature>");
                    signature = signature.replacen("</ds:Signature>", &object, 1);
                }
                _ => {}
            }
        }
        let mut loose = String::new();
        match signed {
            Signed::Inside if !is_carried(true_one) => part = within(&part, &signature),
            Signed::Inside if !is_carried(copy) => forged = within(&forged, &signature),
            Signed::Inside => loose = format!("<Wrapper>{signature}</Wrapper>"),
            Signed::Here | Signed::First => {}
        }
        let (mut here, mut beside, mut wrapped) = (String::new(), String::new(), String::new());
        match (true_one, copy) {
            // Inside one another: the true part two steps below the forged one.
            (Place::Inside, Place::Inside) => here = within(&forged, &format!("<Deep>{part}</Deep>")),
            (Place::Inside, Place::Carried | Place::Object) => wrapped = format!("<Inner>{part}</Inner>"),
            (Place::Carried | Place::Object, Place::Inside) => wrapped = format!("<Inner>{forged}</Inner>"),
            (Place::Inside, _) => forged = within(&forged, &part),
            (_, Place::Inside) => part = within(&part, &forged),
            _ => {}
        }
        for (place, what) in [(true_one, &part), (copy, &forged)] {
            match place {
                Place::Here => here.push_str(what),
                Place::Beside => beside.push_str(what),
                Place::Wrapped => wrapped.push_str(what),
                Place::Inside | Place::Carried | Place::Object => {}
            }
        }
        let wrapped = if wrapped.is_empty() { wrapped } else { format!("<Wrapper>{wrapped}</Wrapper>") };
        let (first, last) = match signed {
            Signed::First => (&*signature, ""),
            Signed::Here => ("", &*signature),
            Signed::Inside => ("", ""),
        };
        match self.dialect {
            Dialect::Co => {
                let head = between(co().as_bytes(), "<WCODataModelVersionCode>", "</ResponsibleCountryCode>");
                format!(
                    "<MetaData xmlns=\"urn:tamga:co:1\">{first}{head}{here}<Line></Line>{wrapped}{beside}{loose}{last}\
                     </MetaData>"
                )
            }
            Dialect::Cod => format!(
                "<ns1:Envelope xmlns:ns1=\"http://www.w3.org/2001/12/soap-envelope\"><ns1:Header>{first}{wrapped}\
                 </ns1:Header><ns1:CertOrigin><CODEH id=\"CODEH\"><CODExporter>{here}{last}</CODExporter>{beside}{loose}\
                 </CODEH></ns1:CertOrigin></ns1:Envelope>"
            ),
        }
    }
}
