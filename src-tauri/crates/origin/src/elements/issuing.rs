//! Who vouches for it: the issuing body, both attestations, the authorisation, the signatures (`dataset.md` 2.2).

use super::Basis::{Cod, Dm, Map, Tamga};
use super::Cardinality::{Many, One, Optional, Several};
use super::class::{AUTHENTICATION, AUTHENTICATOR, AUTHORISATION_HOLDER, DECLARATION};
use super::{Class, Element, Held};

const AUTHENTICATION_CHAIN: &[Class] = &[DECLARATION, AUTHENTICATION];
const AUTHENTICATOR_CHAIN: &[Class] = &[DECLARATION, AUTHENTICATION, AUTHENTICATOR];
const HOLDER: &[Class] = &[DECLARATION, AUTHORISATION_HOLDER];

/// Issuing body and authentication.
pub(super) const ISSUING: &[Element] = &[
    Element::new("issuer.code", "key of the body in the trust list", One, &[Cod, Tamga])
        .stored(32)
        .list("trust list")
        .xml("IssuingBody/ID")
        .edi3("issuer.iD")
        .d23b("exchangedDocument.issuer.id")
        .cod("EH/EHId")
        .ubl("CertificateOfOriginApplication/IssuerParty/PartyIdentification/ID"),
    Element::new("issuer.name", "name as printed", One, &[Cod, Tamga])
        .stored(512)
        .xml("IssuingBody/Name")
        .edi3("issuer.name")
        .cod("EH/EHName")
        .ubl("CertificateOfOriginApplication/IssuerParty/PartyName/Name"),
    Element::new("issuer.address.lines[]", "street, box, building", Many, &[Cod, Tamga])
        .stored(512)
        .xml("IssuingBody/Address/Line")
        .edi3("issuer.postalAddress.line1")
        .cod("EH/EHAddress")
        .ubl("CertificateOfOriginApplication/IssuerParty/PostalAddress/AddressLine/Line"),
    Element::new("issuer.address.city", "city", Optional, &[Cod, Tamga])
        .stored(128)
        .xml("IssuingBody/Address/CityName")
        .edi3("issuer.postalAddress.cityName")
        .cod("EH/EHCityLocality")
        .ubl("CertificateOfOriginApplication/IssuerParty/PostalAddress/CityName"),
    Element::new("issuer.address.region", "country subdivision", Optional, &[Cod, Tamga])
        .stored(128)
        .list("ISO 3166-2")
        .xml("IssuingBody/Address/CountrySubDivisionName")
        .edi3("issuer.postalAddress.countrySubDivisionName")
        .ubl("CertificateOfOriginApplication/IssuerParty/PostalAddress/CountrySubentity"),
    Element::new("issuer.address.postcode", "postcode", Optional, &[Cod, Tamga])
        .stored(17)
        .xml("IssuingBody/Address/PostcodeID")
        .edi3("issuer.postalAddress.postcode")
        .ubl("CertificateOfOriginApplication/IssuerParty/PostalAddress/PostalZone"),
    Element::new("issuer.address.country", "country", Optional, &[Cod, Tamga])
        .stored(2)
        .list("ISO 3166-1")
        .xml("IssuingBody/Address/CountryCode")
        .edi3("issuer.postalAddress.countryCode")
        .cod("EH/EHCountry")
        .ubl("CertificateOfOriginApplication/IssuerParty/PostalAddress/Country/IdentificationCode"),
    Element::new("issuer.channels[].kind", "kind of channel", One, &[Cod, Tamga])
        .list("3155")
        .xml("IssuingBody/Communication/TypeCode")
        .ubl("CertificateOfOriginApplication/IssuerParty/Contact/OtherCommunication/ChannelCode"),
    Element::new("issuer.channels[].value", "number or address", One, &[Cod, Tamga])
        .stored(256)
        .xml("IssuingBody/Communication/ID")
        .cod("EH/EHTelephone")
        .ubl("CertificateOfOriginApplication/IssuerParty/Contact/OtherCommunication/Value"),
    Element::new("issuer.accreditation", "ICC accreditation code", Optional, &[Tamga])
        .stored(35)
        .list("ICC")
        .xml("IssuingBody/AccreditationID")
        .ubl("CertificateOfOriginApplication/IssuerParty/PartyIdentification/ID"),
    Element::new("issuer.competent_authority.name", "authority that supervises the body", Optional, &[Tamga])
        .stored(512)
        .xml("IssuingBody/CompetentAuthority/Name"),
    Element::new("issuer.competent_authority.country", "its country", Optional, &[Tamga])
        .list("ISO 3166-1")
        .xml("IssuingBody/CompetentAuthority/CountryCode"),
    Element::new("exporter_declaration.text", "the words", One, &[Dm, Cod])
        .dm(AUTHENTICATION_CHAIN, "Authentication. Authentication. Text", "104", "Authentication", "an..256")
        .stored(4000)
        .xml("Authentication[EX]/Authentication")
        .edi3("firstSignatoryAuthentication.statement")
        .cod("Declaration/Affidavit")
        .ubl("CertificateOfOriginApplication/Signature/Note"),
    Element::new("exporter_declaration.date", "when it was signed", One, &[Cod, Tamga])
        .list("2379: 102, 304")
        .xml("Authentication[EX]/ActualDateTime/DateTimeString")
        .edi3("firstSignatoryAuthentication.actualDateTime")
        .cod("Declaration/DeclarationDate")
        .ubl("CertificateOfOriginApplication/Signature/ValidationDate"),
    Element::new("exporter_declaration.place.code", "where, code", Optional, &[Dm, Map])
        .dm(AUTHENTICATION_CHAIN, "Authentication. Actual Location. Identifier", "L098", "ActualLocationID", "an..17")
        .list("UN/LOCODE")
        .xml("Authentication[EX]/ActualLocationID")
        .ubl("CertificateOfOriginApplication/Signature/SignatoryParty/PhysicalLocation/ID"),
    Element::new("exporter_declaration.place.name", "where, words", Optional, &[Tamga])
        .stored(256)
        .xml("Authentication[EX]/ActualLocationName")
        .ubl("CertificateOfOriginApplication/Signature/SignatoryParty/PhysicalLocation/Name"),
    Element::new("exporter_declaration.name", "signatory", One, &[Dm, Cod])
        .dm(AUTHENTICATOR_CHAIN, "Authenticator. Name. Text", "R007", "Name", "an..70")
        .stored(512)
        .xml("Authentication[EX]/Authenticator/Name")
        .cod("Subscriber/SubscriberSubmitterName")
        .ubl("CertificateOfOriginApplication/Signature/SignatoryParty/Contact/Name"),
    Element::new("exporter_declaration.title", "title of the person", Optional, &[Cod, Tamga])
        .xml("Authentication[EX]/Authenticator/Title")
        .cod("Subscriber/SubscriberSubmitterTitle")
        .ubl("CertificateOfOriginApplication/Signature/SignatoryParty/Person/JobTitle"),
    Element::new("certification.text", "the words", One, &[Dm, Cod])
        .when("not for 862")
        .dm(AUTHENTICATION_CHAIN, "Authentication. Authentication. Text", "104", "Authentication", "an..256")
        .stored(4000)
        .xml("Authentication[PQ]/Authentication")
        .edi3("secondSignatoryAuthentication.statement")
        .ubl("IssuerEndorsement/Remarks"),
    Element::new("certification.date", "when it was signed", One, &[Cod, Tamga])
        .when("not for 862")
        .list("2379: 102, 304")
        .xml("Authentication[PQ]/ActualDateTime/DateTimeString")
        .edi3("secondSignatoryAuthentication.actualDateTime")
        .cod("CertificationEH/CertificateDate")
        .ubl("IssuerEndorsement/Signature/ValidationDate"),
    Element::new("certification.place.code", "where, code", Optional, &[Dm, Map])
        .dm(AUTHENTICATION_CHAIN, "Authentication. Actual Location. Identifier", "L098", "ActualLocationID", "an..17")
        .list("UN/LOCODE")
        .xml("Authentication[PQ]/ActualLocationID")
        .ubl("IssuerEndorsement/Signature/SignatoryParty/PhysicalLocation/ID"),
    Element::new("certification.place.name", "where, words", Optional, &[Tamga])
        .stored(256)
        .xml("Authentication[PQ]/ActualLocationName")
        .ubl("IssuerEndorsement/Signature/SignatoryParty/PhysicalLocation/Name"),
    Element::new("certification.name", "issuing officer", One, &[Dm, Cod])
        .when("not for 862")
        .dm(AUTHENTICATOR_CHAIN, "Authenticator. Name. Text", "R007", "Name", "an..70")
        .stored(512)
        .xml("Authentication[PQ]/Authenticator/Name")
        .ubl("IssuerEndorsement/EndorserParty/SignatoryContact/Name"),
    Element::new("certification.title", "title of the person", Optional, &[Cod, Tamga])
        .xml("Authentication[PQ]/Authenticator/Title")
        .ubl("IssuerEndorsement/Signature/SignatoryParty/Person/JobTitle"),
    Element::new("authorisation.number", "number of the approved or registered exporter", One, &[Dm, Tamga])
        .when("862, where the scheme asks")
        .dm(HOLDER, "Authorisation Holder. Identification. Identifier", "R144", "ID", "an..17")
        .stored(64)
        .xml("AuthorisationHolder/ID")
        .ubl("CertificateOfOriginApplication/SupportingDocumentReference/ID"),
    Element::new("authorisation.category", "category of the authorisation", Optional, &[Dm, Tamga])
        .dm(HOLDER, "Authorisation Holder. Category. Code", "R145", "CategoryCode", "an..4")
        .list("scheme")
        .xml("AuthorisationHolder/CategoryCode")
        .ubl("CertificateOfOriginApplication/SupportingDocumentReference/DocumentDescription"),
    Element::new("authorisation.authority", "who authorised", Optional, &[Tamga])
        .xml("AuthorisationHolder/AuthorityName")
        .ubl("CertificateOfOriginApplication/SupportingDocumentReference/IssuerParty/PartyName/Name"),
    Element::new("authorisation.from", "first day", Optional, &[Tamga])
        .xml("AuthorisationHolder/StartDateTime/DateTimeString")
        .ubl("CertificateOfOriginApplication/SupportingDocumentReference/ValidityPeriod/StartDate"),
    Element::new("authorisation.to", "last day", Optional, &[Tamga])
        .xml("AuthorisationHolder/EndDateTime/DateTimeString")
        .ubl("CertificateOfOriginApplication/SupportingDocumentReference/ValidityPeriod/EndDate"),
    Element::new("signatures[]", "who signed what, when and how", Several, &[Cod, Tamga])
        .held(Held::Outside)
        .edi3("secondSignatoryAuthentication.signature")
        .ubl("Signature"),
];
