//! From a trust list to JSON: members in alphabetical order, without white space, so that a list has one writing.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use tamga_origin::Timestamp;
use tamga_origin::trust::{
    Anchor, IssuerPolicy, PublicKey, Revoked, Specimen, TrustList, TrustState, TrustedIssuer, TrustedKey, TrustedNode,
    TrustedOfficer, TrustedScheme,
};

use crate::claims::Object;
use crate::error::FormatError;
use crate::json::Json;

/// Writes the claims of a trust list; same list, same bytes.
///
/// # Errors
/// A time outside the years 1 to 9999, or a key of a length its kind does not have.
pub fn write(list: &TrustList) -> Result<Vec<u8>, FormatError> {
    let TrustList {
        list: id,
        n,
        prev,
        issued_at,
        next_update,
        roots,
        threshold,
        issuers,
        gateways,
        nodes,
        time_stampers,
        revoked,
        reason,
    } = list;
    let claims = Object::new("")
        .text("list", id)
        .value("n", Json::Number((*n).into()))
        .text("prev", prev)
        .time("issuedAt", *issued_at)?
        .time("nextUpdate", *next_update)?
        .list("roots", roots, key)?
        .value("threshold", Json::Number((*threshold).into()))
        .list("issuers", issuers, issuer)?
        .list("gateways", gateways, node)?
        .list("nodes", nodes, node)?
        .list("timeStampers", time_stampers, node)?
        .list("revoked", revoked, revocation)?
        .text("reason", reason);
    Ok(claims.bytes())
}

fn issuer(issuer: &TrustedIssuer, object: Object) -> Result<Object, FormatError> {
    let TrustedIssuer {
        id,
        country,
        names,
        accreditation,
        state,
        state_since,
        span,
        anchors,
        keys,
        schemes,
        officers,
        policy: judged,
    } = issuer;
    let object = object
        .text("id", id)
        .text("country", country)
        .texts("names", names)
        .text("accreditation", accreditation)
        .span(*span)?
        .list("anchors", anchors, anchor)?
        .list("keys", keys, key)?
        .list("schemes", schemes, scheme)?
        .list("officers", officers, officer)?;
    let object = with_state(object, *state, *state_since)?;
    let policy = policy(judged);
    Ok(if policy.is_empty() { object } else { object.value("policy", Json::Object(policy)) })
}

fn with_state(object: Object, state: TrustState, since: Option<Timestamp>) -> Result<Object, FormatError> {
    object.text("state", state.code()).optional_time("stateSince", since)
}

fn anchor(anchor: &Anchor, object: Object) -> Result<Object, FormatError> {
    let Anchor { kid, certificates, kind, uses, span } = anchor;
    let x5c: Vec<String> = certificates.iter().map(|der| STANDARD.encode(der)).collect();
    let object = object.text("kid", kid).texts("x5c", &x5c).text("kind", kind.code());
    object.words("uses", uses.iter().map(|usage| usage.code())).span(*span)
}

fn scheme(scheme: &TrustedScheme, object: Object) -> Result<Object, FormatError> {
    let TrustedScheme { code, forms, destinations, span } = scheme;
    object.text("code", code).texts("forms", forms).texts("destinations", destinations).span(*span)
}

fn officer(officer: &TrustedOfficer, object: Object) -> Result<Object, FormatError> {
    let TrustedOfficer { id, name, title, certificate, subject, serial, schemes, span, state, state_since, specimens } =
        officer;
    let object = object.text("id", id).text("name", name).text("title", title).text("cert", certificate);
    let object = object.text("subject", subject).text("serial", serial).list("specimens", specimens, specimen)?;
    with_state(object.texts("schemes", schemes).span(*span)?, *state, *state_since)
}

fn specimen(specimen: &Specimen, object: Object) -> Result<Object, FormatError> {
    let Specimen { kind, sha256, media_type, span } = specimen;
    object.text("kind", kind.code()).text("sha256", sha256).text("mediaType", media_type).span(*span)
}

fn policy(policy: &IssuerPolicy) -> BTreeMap<String, Json> {
    let IssuerPolicy {
        revocation_must,
        claimed_time_doubt,
        purposes,
        certificate_policies,
        revocation_days,
        crls,
        ocsps,
    } = policy;
    let object = Object::new("")
        .text("revocation", if *revocation_must { "must" } else { "" })
        .text("claimedTime", if *claimed_time_doubt { "doubt" } else { "" })
        .texts("eku", purposes)
        .texts("oids", certificate_policies)
        .texts("crls", crls)
        .texts("ocsps", ocsps);
    match revocation_days {
        Some(days) => object.value("revocationDays", Json::Number((*days).into())).entries,
        None => object.entries,
    }
}

fn node(node: &TrustedNode, object: Object) -> Result<Object, FormatError> {
    let TrustedNode { id, role, country, keys, anchors } = node;
    let object = object.text("id", id).text("role", role).text("country", country).list("keys", keys, key)?;
    object.list("anchors", anchors, anchor)
}

fn revocation(revoked: &Revoked, object: Object) -> Result<Object, FormatError> {
    let Revoked { key, at, reason } = revoked;
    object.text("key", key).text("reason", reason).time("at", *at)
}

fn key(trusted: &TrustedKey, object: Object) -> Result<Object, FormatError> {
    let TrustedKey { kid, key, uses, span } = trusted;
    let short = |path: &str| FormatError::WrongValue { path: format!("{path}.x"), value: "length".to_owned() };
    let place = object.place.clone();
    let object = match key {
        PublicKey::Ed25519(point) if point.len() == 32 => {
            object.text("kty", "OKP").text("crv", "Ed25519").text("x", &URL_SAFE_NO_PAD.encode(point))
        }
        PublicKey::P256(point) => match point.split_first_chunk::<33>() {
            Some(([4, x @ ..], y)) if y.len() == 32 => object
                .text("kty", "EC")
                .text("crv", "P-256")
                .text("x", &URL_SAFE_NO_PAD.encode(x))
                .text("y", &URL_SAFE_NO_PAD.encode(y)),
            _ => return Err(short(&place)),
        },
        PublicKey::Ed25519(_) => return Err(short(&place)),
    };
    object.text("kid", kid).words("uses", uses.iter().map(|usage| usage.code())).span(*span)
}
