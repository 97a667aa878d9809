//! What is attacked: our own documents in both dialects, written in their canonical form so that every attack is a
//! change of text, and how an attacked one is asked about.

use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use tamga_seal::algorithm::{Algorithm, Digest};
use tamga_seal::demo::{Authority, Person};
use tamga_seal::{
    Batch, Keys, Profile, Refusal, Signer, SignerCertificate, SystemRandom, Whole, check, check_co, check_co_by_tree,
    fast, import_key_file, sign_co, unlock,
};
use tamga_xml::{Limits, gate};

use crate::support::*;

pub const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
pub const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
pub const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";
pub const ECDSA: &str = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";
pub const DS: &str = "http://www.w3.org/2000/09/xmldsig#";

/// Which of our two forms a document is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// Tamga CO XML, sealed by an officer.
    Co,
    /// ALADI COD, signed by exporter and official.
    Cod,
}

pub const BOTH: [Dialect; 2] = [Dialect::Co, Dialect::Cod];

impl Dialect {
    /// The honest document.
    pub fn honest(self) -> &'static str {
        match self {
            Self::Co => co(),
            Self::Cod => cod(),
        }
    }

    /// Its last signature: the officer's, or the official's.
    pub fn signature(self) -> &'static str {
        let from = self.honest().rfind("<ds:Signature ").expect("a signature");
        between(&self.honest().as_bytes()[from..], "<ds:Signature ", "</ds:Signature>")
    }

    /// The honest document with one place of its last signature in other words.
    pub fn with(self, from: &str, to: &str) -> Vec<u8> {
        let text = self.honest();
        let start = text.rfind("<ds:Signature ").expect("a signature");
        let end = start + self.signature().len();
        let signature = text[start..end].to_owned();
        assert!(signature.contains(from), "{self:?}: `{from}` stands in the signature");
        [&text[..start], &signature.replacen(from, to, 1), &text[end..]].concat().into_bytes()
    }

    /// The honest document with one place in other words.
    pub fn put(self, from: &str, to: &str) -> Vec<u8> {
        assert!(self.honest().contains(from), "{self:?}: `{from}` stands in the document");
        self.honest().replacen(from, to, 1).into_bytes()
    }

    /// A value of the document that people read, and the element around it.
    pub fn value(self) -> (&'static str, &'static str) {
        match self {
            Self::Co => ("Example Export SA", "<Exporter>"),
            Self::Cod => ("Exportadora Ejemplo", "<FormA18>"),
        }
    }
}

/// Tamga CO XML with one goods item, sealed.
pub fn co() -> &'static str {
    static SEALED: OnceLock<String> = OnceLock::new();
    SEALED.get_or_init(|| {
        let sealed = sign_co(&certificate(1), at(ISSUED), &mut officer()).expect("a seal");
        String::from_utf8(sealed.bytes).expect("UTF-8")
    })
}

/// A COD that its exporter declared.
pub fn declared() -> &'static str {
    static DECLARED: OnceLock<String> = OnceLock::new();
    DECLARED.get_or_init(|| {
        let content = "<COD id=\"COD\"><CODVer>1.8.2</CODVer><CODSubmitterType>EXP</CODSubmitterType><FormA18>\
                       <ExporterBusinessName>Exportadora Ejemplo</ExporterBusinessName><GoodsOrderNo>1</GoodsOrderNo>\
                       </FormA18></COD>";
        let signature = signature_over("COD", content, &mut officer());
        format!(
            "<ns1:Envelope xmlns:ns1=\"http://www.w3.org/2001/12/soap-envelope\"><ns1:CertOrigin>\
             <CODEH id=\"CODEH\"><CODExporter>{content}{signature}</CODExporter></CODEH></ns1:CertOrigin></ns1:Envelope>"
        )
    })
}

/// A COD that its exporter declared and an official certified.
pub fn cod() -> &'static str {
    static CERTIFIED: OnceLock<String> = OnceLock::new();
    CERTIFIED.get_or_init(|| {
        let entity = "<EH><EHId>001</EHId><EHCountry>AR</EHCountry></EH><CertificationEH>\
                      <CertificateDate>2026-03-22T00:00:00</CertificateDate>\
                      <CertificateID>AR001A18260000012300</CertificateID></CertificationEH>";
        let text = declared().replace("</CODExporter>", &format!("</CODExporter>{entity}"));
        let part = between(text.as_bytes(), "<CODEH ", "</CODEH>").to_owned();
        let signature = signature_over("CODEH", &part, &mut officer());
        text.replace("</CODEH>", &format!("</CODEH>{signature}"))
    })
}

/// A signature of a COD over a part that is written in its exclusive canonical form.
pub fn signature_over(id: &str, part: &str, by: &mut dyn Signer) -> String {
    let digest = BASE64.encode(Digest::Sha256.of(part.as_bytes()));
    let info = format!(
        "<ds:CanonicalizationMethod Algorithm=\"{EXCLUSIVE}\"></ds:CanonicalizationMethod>\
         <ds:SignatureMethod Algorithm=\"{ECDSA}\"></ds:SignatureMethod><ds:Reference URI=\"#{id}\"><ds:Transforms>\
         <ds:Transform Algorithm=\"{ENVELOPED}\"></ds:Transform><ds:Transform Algorithm=\"{EXCLUSIVE}\"></ds:Transform>\
         </ds:Transforms><ds:DigestMethod Algorithm=\"{SHA256}\"></ds:DigestMethod>\
         <ds:DigestValue>{digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>"
    );
    let signed = format!("<ds:SignedInfo xmlns:ds=\"{DS}\">{info}");
    let value = by.sign(Algorithm::EcdsaSha256, signed.as_bytes()).expect("a value");
    let certificate = BASE64.encode(&by.certificate().leaf.der);
    format!(
        "<ds:Signature xmlns:ds=\"{DS}\"><ds:SignedInfo>{info}<ds:SignatureValue>{}</ds:SignatureValue><ds:KeyInfo>\
         <ds:X509Data><ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>",
        BASE64.encode(value)
    )
}

/// Somebody else with the officer's name, from an authority nobody trusts.
pub fn stranger() -> Batch {
    static WRAPPED: OnceLock<Vec<u8>> = OnceLock::new();
    let kept = WRAPPED.get_or_init(|| {
        let authority = Authority::new("Demonstration Authority", life()).expect("an authority");
        let person = Person { ..OFFICER };
        let file = authority.key_file(person, life(), &secret("file password")).expect("a key file");
        let random = SystemRandom::new();
        import_key_file(&file.pkcs12, &secret("file password"), &pin(), LIGHT, &random).expect("a key").1
    });
    unlock(kept, &pin()).expect("an unlocked key")
}

/// The certificate of the stranger, as it stands in XML.
pub fn strange_certificate() -> String {
    format!("<ds:X509Certificate>{}</ds:X509Certificate>", BASE64.encode(&stranger().certificate().leaf.der))
}

/// What came of an attack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Refused, with this code first.
    Refused(String),
    /// Whole, and readers get exactly what was signed by who signed it: the change lies where nobody reads.
    Unharmed,
    /// The attack came through.
    Accepted,
}

impl Answer {
    /// From a check of whatever kind; what counts as unharmed is the caller's.
    pub fn of<T>(answer: Result<T, Refusal>) -> Self {
        answer.map_or_else(|refusal| Self::Refused(refusal.code().to_owned()), |_| Self::Accepted)
    }
}

/// What honest readers get of the honest documents: profile, signed bytes and signer of every signature.
fn is_honest(found: &Whole) -> bool {
    static HONEST: OnceLock<Vec<Whole>> = OnceLock::new();
    let honest = HONEST.get_or_init(|| {
        let read = |text: &str| {
            let gated = gate(text.as_bytes(), &Limits::FOREIGN).expect("through the gate");
            check(&gated, Keys::InDocument).expect("the honest document is whole")
        };
        let all = [read(co()), read(declared()), read(cod())].concat();
        assert_eq!(all.len(), 4, "one seal, one declaration, and both of a certified COD");
        all
    });
    honest.iter().any(|one| {
        one.profile == found.profile
            && one.signed == found.signed
            && is_same_signer(one, found)
            && one.claimed == found.claimed
            && one.value == found.value
    })
}

/// The same certificate; or, in a COD, which binds none, one of the same key that its authority never issued: whoever
/// judges the signer refuses it.
fn is_same_signer(one: &Whole, found: &Whole) -> bool {
    let (Some(honest), Some(signer)) = (&one.signer, &found.signer) else { return false };
    let root = SignerCertificate::read(authority().root()).expect("a certificate");
    let is_beside = one.profile != Profile::Co1 && honest.public == signer.public;
    honest == signer || (is_beside && !signer.is_issued_by(&root))
}

/// Asks everybody who reads: both gates, the one-pass way, the tree, and the check that chooses between them.
pub fn ask(dialect: Dialect, bytes: &[u8]) -> Answer {
    let judged = |found: Result<Vec<Whole>, Refusal>| match found {
        Ok(found) if found.iter().all(is_honest) && !found.is_empty() => Answer::Unharmed,
        other => Answer::of(other),
    };
    let through = |limits: &Limits| -> Answer {
        let gated = match gate(bytes, limits) {
            Ok(gated) => gated,
            Err(refused) => return Answer::of::<()>(Err(refused.into())),
        };
        let all = check(&gated, Keys::InDocument);
        if dialect == Dialect::Co {
            let tree = check_co_by_tree(&gated);
            if let Some(quick) = fast::check(&gated, Keys::InDocument) {
                assert_eq!(Ok(&quick), tree.as_ref(), "one pass accepts what the tree does not");
            }
            assert_eq!(check_co(&gated), tree, "both ways answer the same");
            if tree.is_ok() {
                return judged(tree.map(|whole| vec![whole]));
            }
        }
        judged(all)
    };
    let (own, foreign) = (through(&Limits::OWN), through(&Limits::FOREIGN));
    match (dialect, &own, &foreign) {
        (_, Answer::Accepted, _) | (_, _, Answer::Accepted) => Answer::Accepted,
        (Dialect::Co, ..) => own,
        (Dialect::Cod, ..) => foreign,
    }
}
