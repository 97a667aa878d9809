//! From JSON to a trust list.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use tamga_origin::trust::{
    Anchor, AnchorKind, IssuerPolicy, KeyUse, PublicKey, Revoked, Specimen, SpecimenKind, TrustList, TrustState,
    TrustedIssuer, TrustedKey, TrustedNode, TrustedOfficer, TrustedScheme,
};

use crate::claims::{BYTES, Members, digest, wrong};
use crate::error::FormatError;
use crate::json::{self, Json};
use crate::limits::Limits;

/// Reads the claims of a trust list; unknown members are ignored, a member that stands twice is refused.
///
/// # Errors
/// Not JSON within 8 MiB, a claim that is missing, or one whose value means nothing.
pub fn read(payload: &[u8]) -> Result<TrustList, FormatError> {
    let limits = Limits { bytes: BYTES, ..Limits::default() };
    let (value, _) = json::parse(payload, &limits)?;
    let mut claims = Members::of(String::new(), value)?;
    let threshold = claims.whole("threshold")?.ok_or_else(|| claims.missing("threshold"))?;
    let path = claims.path("threshold");
    Ok(TrustList {
        list: claims.needed("list")?,
        n: claims.whole("n")?.filter(|n| *n > 0).ok_or_else(|| claims.missing("n"))?,
        prev: digest(&mut claims, "prev", false)?,
        issued_at: claims.time("issuedAt")?,
        next_update: claims.time("nextUpdate")?,
        roots: claims.objects("roots", key)?,
        threshold: usize::try_from(threshold)
            .ok()
            .filter(|threshold| *threshold > 0)
            .ok_or_else(|| wrong(&path, &Json::Number(threshold.into())))?,
        issuers: claims.objects("issuers", issuer)?,
        gateways: claims.objects("gateways", node)?,
        nodes: claims.objects("nodes", node)?,
        time_stampers: claims.objects("timeStampers", node)?,
        revoked: claims.objects("revoked", revoked)?,
        reason: claims.text("reason")?,
    })
}

fn issuer(mut members: Members) -> Result<TrustedIssuer, FormatError> {
    let names = members.texts("names")?;
    if names.iter().all(|name| name.trim().is_empty()) {
        return Err(members.missing("names"));
    }
    Ok(TrustedIssuer {
        id: members.needed("id")?,
        country: members.needed("country")?,
        names,
        accreditation: members.text("accreditation")?,
        state: state(&mut members)?,
        state_since: members.optional_time("stateSince")?,
        span: members.span()?,
        anchors: members.objects("anchors", anchor)?,
        keys: members.objects("keys", key)?,
        schemes: members.objects("schemes", scheme)?,
        officers: members.objects("officers", officer)?,
        policy: members.object("policy")?.map(policy).transpose()?.unwrap_or_default(),
    })
}

/// A state that is not named is active; a word that is none is refused.
fn state(members: &mut Members) -> Result<TrustState, FormatError> {
    Ok(members.word("state", TrustState::from_code)?.unwrap_or_default())
}

fn anchor(mut members: Members) -> Result<Anchor, FormatError> {
    let path = members.path("x5c");
    let der = |text: String| STANDARD.decode(&text).map_err(|_| wrong(&path, &Json::Text(text)));
    let certificates: Vec<Vec<u8>> = members.texts("x5c")?.into_iter().map(der).collect::<Result<_, _>>()?;
    if certificates.is_empty() {
        return Err(members.missing("x5c"));
    }
    Ok(Anchor {
        kid: members.needed("kid")?,
        certificates,
        kind: members.word("kind", AnchorKind::from_code)?.ok_or_else(|| members.missing("kind"))?,
        uses: members.words("uses", KeyUse::from_code)?,
        span: members.span()?,
    })
}

fn scheme(mut members: Members) -> Result<TrustedScheme, FormatError> {
    Ok(TrustedScheme {
        code: members.needed("code")?,
        forms: members.texts("forms")?,
        destinations: members.texts("destinations")?,
        span: members.span()?,
    })
}

/// An officer's certificate is named by its digest, or by subject and serial number.
fn officer(mut members: Members) -> Result<TrustedOfficer, FormatError> {
    let certificate = digest(&mut members, "cert", false)?;
    let named_otherwise = certificate.is_empty();
    let mut name = |member: &str| if named_otherwise { members.needed(member) } else { members.text(member) };
    let (subject, serial) = (name("subject")?, name("serial")?);
    Ok(TrustedOfficer {
        id: members.needed("id")?,
        name: members.needed("name")?,
        title: members.text("title")?,
        certificate,
        subject,
        serial,
        schemes: members.texts("schemes")?,
        span: members.span()?,
        state: state(&mut members)?,
        state_since: members.optional_time("stateSince")?,
        specimens: members.objects("specimens", specimen)?,
    })
}

fn specimen(mut members: Members) -> Result<Specimen, FormatError> {
    Ok(Specimen {
        kind: members.word("kind", SpecimenKind::from_code)?.ok_or_else(|| members.missing("kind"))?,
        sha256: digest(&mut members, "sha256", true)?,
        media_type: members.needed("mediaType")?,
        span: members.span()?,
    })
}

fn policy(mut members: Members) -> Result<IssuerPolicy, FormatError> {
    let either = |yes: &'static str, no: &'static str| {
        move |word: &str| {
            if word == yes {
                Some(true)
            } else if word == no {
                Some(false)
            } else {
                None
            }
        }
    };
    Ok(IssuerPolicy {
        revocation_must: members.word("revocation", either("must", "soft"))?.unwrap_or(false),
        claimed_time_doubt: members.word("claimedTime", either("doubt", "accept"))?.unwrap_or(false),
        purposes: members.texts("eku")?,
        certificate_policies: members.texts("oids")?,
        revocation_days: days(&mut members)?,
        crls: members.texts("crls")?,
        ocsps: members.texts("ocsps")?,
    })
}

fn days(members: &mut Members) -> Result<Option<u32>, FormatError> {
    let path = members.path("revocationDays");
    let read = |days: u64| u32::try_from(days).map_err(|_| wrong(&path, &Json::Number(days.into())));
    members.whole("revocationDays")?.map(read).transpose()
}

fn node(mut members: Members) -> Result<TrustedNode, FormatError> {
    Ok(TrustedNode {
        id: members.needed("id")?,
        role: members.text("role")?,
        country: members.text("country")?,
        keys: members.objects("keys", key)?,
        anchors: members.objects("anchors", anchor)?,
    })
}

fn revoked(mut members: Members) -> Result<Revoked, FormatError> {
    let key = match members.optional_text("key")? {
        Some(key) if !key.is_empty() => key,
        _ => members.needed("certificate")?,
    };
    Ok(Revoked { key, at: members.time("at")?, reason: members.text("reason")? })
}

fn key(mut members: Members) -> Result<TrustedKey, FormatError> {
    let kind = (members.needed("kty")?, members.needed("crv")?);
    let key = match (kind.0.as_str(), kind.1.as_str()) {
        ("OKP", "Ed25519") => PublicKey::Ed25519(point(&mut members, "x")?),
        ("EC", "P-256") => {
            let mut bytes = vec![4];
            bytes.extend(point(&mut members, "x")?);
            bytes.extend(point(&mut members, "y")?);
            PublicKey::P256(bytes)
        }
        _ => return Err(wrong(&members.path("crv"), &Json::Text(format!("{} {}", kind.0, kind.1)))),
    };
    // A private part in a public list is a disaster that must not pass for a list.
    if members.take("d").is_some() {
        return Err(wrong(&members.path("d"), &Json::Text(String::new())));
    }
    Ok(TrustedKey {
        kid: members.needed("kid")?,
        key,
        uses: members.words("uses", KeyUse::from_code)?,
        span: members.span()?,
    })
}

/// 32 bytes in strict base64url.
fn point(members: &mut Members, name: &str) -> Result<Vec<u8>, FormatError> {
    let text = members.needed(name)?;
    let bytes = URL_SAFE_NO_PAD.decode(&text).ok().filter(|bytes| bytes.len() == 32);
    bytes.ok_or_else(|| wrong(&members.path(name), &Json::Text(text)))
}
