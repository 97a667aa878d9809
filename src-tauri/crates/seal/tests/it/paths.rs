//! Ways to an authority as the x509-limbo suite has them, against the answers our table gives.

use serde_json::Value;
use tamga_origin::Timestamp;
use tamga_seal::path::{ABOVE, way};
use tamga_seal::revocation::{Asked, Outcome, hear, without_armour};
use tamga_seal::{Class, OfferedEvidence, Reason, SignerCertificate};
use webpki::EndEntityCert;

use crate::conformance::{folder, rows};
use crate::support::*;

/// Purposes by the suite's names.
const PURPOSES: [(&str, &str); 2] = [("serverAuth", "1.3.6.1.5.5.7.3.1"), ("clientAuth", "1.3.6.1.5.5.7.3.2")];

fn ders(case: &Value, name: &str) -> Vec<Vec<u8>> {
    let texts = case[name].as_array().expect(name).iter().filter_map(Value::as_str);
    texts.map(|text| without_armour(text.trim().as_bytes()).into_owned()).collect()
}

fn refused(code: &'static str) -> Reason {
    Reason::new(Class::Invalid, code)
}

/// What this program says about a case: the way, the leaf, the purpose and the name asked for, and the lists.
fn answer(case: &Value) -> Result<(), Reason> {
    let peer = case["peer_certificate"].as_str().expect("a leaf");
    let leaf = without_armour(peer.trim().as_bytes()).into_owned();
    let at = case["validation_time"].as_str().unwrap_or("2024-06-01T00:00:00Z");
    let at = Timestamp::parse_rfc3339(at).expect("a time");
    let most = case["max_chain_depth"].as_u64().map_or(ABOVE, |most| usize::try_from(most).expect("small"));
    let above = ders(case, "untrusted_intermediates");
    let mut last = refused("cert.path");
    let mut found = None;
    for anchor in ders(case, "trusted_certs") {
        match way(&leaf, &above, &anchor, at, most) {
            Ok(chain) => found = Some((chain, anchor)),
            Err(reason) => last = reason,
        }
    }
    let Some((mut chain, anchor)) = found else { return Err(last) };
    let read = |der: &[u8]| SignerCertificate::read(der).map_err(|refusal| refusal.reasons[0].clone());
    let certificate = read(&leaf)?;
    let asked = case["extended_key_usage"].as_array().expect("purposes");
    let kind = if case["validation_kind"] == "CLIENT" { "clientAuth" } else { "serverAuth" };
    let asked: Vec<&str> = match asked.as_slice() {
        [] => vec![kind],
        some => some.iter().filter_map(Value::as_str).collect(),
    };
    let purposes: Vec<String> =
        PURPOSES.iter().filter(|(name, _)| asked.contains(name)).map(|(_, oid)| (*oid).to_owned()).collect();
    if let Some(reason) = certificate.leaf_reasons(&purposes, &[]).into_iter().next() {
        return Err(reason);
    }
    let der = rustls_pki_types::CertificateDer::from(leaf.as_slice());
    if let Some(name) = case["expected_peer_name"]["value"].as_str() {
        let name = rustls_pki_types::ServerName::try_from(name).map_err(|_| refused("cert.path"))?;
        let end = EndEntityCert::try_from(&der).map_err(|_| refused("cert.unreadable"))?;
        end.verify_is_valid_for_subject_name(&name).map_err(|_| refused("cert.path"))?;
    }
    let offered = OfferedEvidence { crls: ders(case, "crls"), ..OfferedEvidence::default() };
    if offered.crls.is_empty() {
        return Ok(());
    }
    chain.push(anchor);
    let authority = read(&chain[0])?;
    let week = 7 * 86_400_000;
    let authorities = [authority];
    let heard = hear(Asked { certificate: &certificate, authorities: &authorities, at, fresh: week }, &[&offered]);
    match (heard.outcome, heard.notes.into_iter().next()) {
        (Outcome::Revoked(_), _) => Err(refused("revocation.revoked")),
        (_, Some(note)) => Err(note),
        _ => Ok(()),
    }
}

#[test]
fn every_way_of_the_suite_gets_the_answer_of_our_table() {
    let Some(root) = folder() else { return };
    let table = std::fs::read_to_string(root.join("expected.csv")).expect("the table");
    let suite = std::fs::read(root.join("x509-limbo/limbo-selected.json")).expect("the suite");
    let suite: Value = serde_json::from_slice(&suite).expect("JSON");
    let cases = suite["testcases"].as_array().expect("cases");
    let (mut seen, mut wrong) = (0, Vec::new());
    for row in rows(&table).iter().filter(|row| row[1] == "path") {
        let (_, id) = row[0].split_once('#').expect("a case id");
        let case = cases.iter().find(|case| case["id"] == *id).unwrap_or_else(|| panic!("no case {id}"));
        let answer = answer(case);
        let good = match row[2].as_str() {
            "valid" => answer.is_ok(),
            "invalid" => answer.is_err(),
            _ => answer.as_ref().is_err_and(|reason| reason.class == Class::Unknown),
        };
        // A code that fits; another of the same class is as good, so the class alone is held.
        if !good {
            let said = answer.map_or_else(|reason| format!("{:?}", reason), |()| "accepted".to_owned());
            wrong.push(format!("{id}: wanted {}, {said}; {}", row[2], row[8]));
        }
        seen += 1;
    }
    assert!(wrong.is_empty(), "{} of {seen}:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(seen, 141);
}

#[test]
fn a_way_over_more_certificates_than_five_is_too_long() {
    if !has("openssl") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let ca = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n";
    let names = ["root", "a", "b", "c", "d", "e"];
    issue(folder.path(), "root", None, ca);
    for pair in names.windows(2) {
        issue(folder.path(), pair[1], Some(pair[0]), ca);
    }
    let leaf = "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n";
    issue(folder.path(), "near", Some("d"), leaf);
    issue(folder.path(), "far", Some("e"), leaf);
    let read = |name: &str| std::fs::read(folder.path().join(format!("{name}.der"))).expect("a file");
    let above: Vec<Vec<u8>> = names[1..].iter().map(|name| read(name)).collect();
    let ask = |name: &str| {
        let leaf = SignerCertificate::read(&read(name)).expect("a leaf");
        way(&leaf.der, &above, &read("root"), leaf.not_before.plus_millis(60_000), ABOVE)
    };
    assert_eq!(ask("near").expect("a way"), above[..4].iter().rev().cloned().collect::<Vec<_>>());
    assert_eq!(ask("far").expect_err("too long").code(), "cert.path_length");
}
