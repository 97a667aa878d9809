//! Which trust lists do the property tests see? Any number of issuers, keys and nodes, odd words, missing days.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use tamga_origin::Timestamp;
use tamga_origin::trust::{
    Anchor, AnchorKind, IssuerPolicy, KeyUse, PublicKey, Revoked, Span, Specimen, SpecimenKind, TrustList, TrustState,
    TrustedIssuer, TrustedKey, TrustedNode, TrustedOfficer, TrustedScheme,
};

use super::{digest, text, timestamp};

fn word() -> impl Strategy<Value = String> {
    "[A-Za-z0-9-]{1,12}"
}

fn span() -> impl Strategy<Value = Span> {
    (timestamp(), option::of(timestamp())).prop_map(|(from, to)| Span { from, to })
}

fn uses() -> impl Strategy<Value = Vec<KeyUse>> {
    vec(proptest::sample::select(&KeyUse::ALL[..]), 0..3)
}

fn trusted_key() -> impl Strategy<Value = TrustedKey> {
    let point = |length| vec(any::<u8>(), length);
    let p256 = point(64).prop_map(|rest| PublicKey::P256([vec![4], rest].concat()));
    let key = prop_oneof![point(32).prop_map(PublicKey::Ed25519), p256];
    (word(), key, uses(), span()).prop_map(|(kid, key, uses, span)| TrustedKey { kid, key, uses, span })
}

fn state() -> impl Strategy<Value = (TrustState, Option<Timestamp>)> {
    let state = prop_oneof![Just(TrustState::Active), Just(TrustState::Suspended), Just(TrustState::Withdrawn)];
    (state, option::of(timestamp()))
}

fn anchor() -> impl Strategy<Value = Anchor> {
    let certificates = vec(vec(any::<u8>(), 1..40), 1..3);
    let kind = prop_oneof![Just(AnchorKind::Ca), Just(AnchorKind::Signer)];
    (word(), certificates, kind, uses(), span()).prop_map(|(kid, certificates, kind, uses, span)| Anchor {
        kid,
        certificates,
        kind,
        uses,
        span,
    })
}

fn trusted_issuer() -> impl Strategy<Value = TrustedIssuer> {
    let scheme = (word(), vec(word(), 0..3), vec(word(), 0..3), span())
        .prop_map(|(code, forms, destinations, span)| TrustedScheme { code, forms, destinations, span });
    let kind = prop_oneof![Just(SpecimenKind::Signature), Just(SpecimenKind::Stamp)];
    let specimen = (kind, digest(), word(), span()).prop_map(|(kind, sha256, media_type, span)| Specimen {
        kind,
        sha256,
        media_type,
        span,
    });
    let by_digest = digest().prop_map(|digest| (digest, String::new(), String::new()));
    let by_subject = (word(), word()).prop_map(|(subject, serial)| (String::new(), subject, serial));
    let person = (word(), word(), text(), prop_oneof![by_digest, by_subject]);
    let rest = (vec(word(), 0..2), span(), state(), vec(specimen, 0..3));
    let officer = (person, rest).prop_map(
        |((id, name, title, (certificate, subject, serial)), (schemes, span, (state, state_since), specimens))| {
            TrustedOfficer {
                id,
                name,
                title,
                certificate,
                subject,
                serial,
                schemes,
                span,
                state,
                state_since,
                specimens,
            }
        },
    );
    let sources = (option::of(any::<u32>()), vec(word(), 0..2), vec(word(), 0..2));
    let policy = (any::<bool>(), any::<bool>(), vec(word(), 0..2), vec(word(), 0..2), sources).prop_map(
        |(revocation_must, claimed_time_doubt, purposes, certificate_policies, (revocation_days, crls, ocsps))| {
            IssuerPolicy {
                revocation_must,
                claimed_time_doubt,
                purposes,
                certificate_policies,
                revocation_days,
                crls,
                ocsps,
            }
        },
    );
    let first = (word(), word(), vec(word(), 1..3), text(), state(), span());
    let second = (vec(anchor(), 0..3), vec(trusted_key(), 0..2), vec(scheme, 0..3), vec(officer, 0..3), policy);
    (first, second).prop_map(|(first, (anchors, keys, schemes, officers, policy))| {
        let (id, country, names, accreditation, (state, state_since), span) = first;
        TrustedIssuer {
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
            policy,
        }
    })
}

fn node() -> impl Strategy<Value = TrustedNode> {
    let keys = (vec(trusted_key(), 0..2), vec(anchor(), 0..2));
    (word(), word(), word(), keys).prop_map(|(id, role, country, (keys, anchors))| TrustedNode {
        id,
        role,
        country,
        keys,
        anchors,
    })
}

/// Any trust list.
pub fn trust_list() -> impl Strategy<Value = TrustList> {
    let revoked = (word(), timestamp(), text()).prop_map(|(key, at, reason)| Revoked { key, at, reason });
    let prev = prop_oneof![Just(String::new()), digest()];
    let head = (word(), 1_u64..1000, prev, timestamp(), timestamp(), 1_usize..4, text());
    let body = (vec(trusted_key(), 0..3), vec(trusted_issuer(), 0..3));
    let rest = (vec(node(), 0..2), vec(node(), 0..2), vec(node(), 0..2), vec(revoked, 0..3));
    (head, body, rest).prop_map(|(head, (roots, issuers), (gateways, nodes, time_stampers, revoked))| {
        let (list, n, prev, issued_at, next_update, threshold, reason) = head;
        TrustList {
            list,
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
        }
    })
}
