//! An authority that answers about each certificate (OCSP): asked over real HTTP on loopback, answered by OpenSSL's own
//! responder, and believed for what waited.

use std::fs;
use std::path::Path;

use tamga_faults::{Front, Reply, StampService};
use tamga_origin::trust::{Anchor, AnchorKind, IssuerPolicy, KeyUse, TrustList, TrustedOfficer};
use tamga_protocol::Kind;
use tamga_seal::digest::sha256_hex;
use tamga_seal::{Secret, SignerCertificate};

use crate::gathering::{handler, kinds, service};
use crate::help::{CHAMBER, DAY, QUICK, World, issued, noon, pin, span};
use crate::road::{Road, submission};

const PASSWORD: &str = "password-of-a-file";

/// A key for an officer by the authority in this folder, and the record that nothing of it was revoked.
fn officer(tools: &StampService) -> SignerCertificate {
    let folder = tools.folder();
    fs::write(folder.join("leaf.ext"), "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n")
        .unwrap();
    let export = format!("pkcs12 -export -inkey leaf.key -in leaf.pem -passout pass:{PASSWORD} -out leaf.p12");
    for line in [
        "req -new -newkey rsa:2048 -nodes -subj /C=AU/O=Huon/CN=Officer -keyout leaf.key -out leaf.csr",
        "x509 -req -in leaf.csr -CA root.pem -CAkey root.key -CAcreateserial -days 900 -extfile leaf.ext -out leaf.pem",
        "x509 -in leaf.pem -outform DER -out leaf.der",
        &export,
    ] {
        tools.openssl(line).unwrap();
    }
    let leaf = SignerCertificate::read(&fs::read(folder.join("leaf.der")).unwrap()).unwrap();
    let ends = leaf.not_after.rfc3339_seconds().replace(['-', ':', 'T'], "").split_off(2);
    let row = format!("V\t{ends}\t\t{}\tunknown\t/CN=Officer\n", leaf.serial.to_ascii_uppercase());
    fs::write(folder.join("index"), row).unwrap();
    leaf
}

/// What the responder answers to a question.
fn answer(tools: &StampService, question: &[u8]) -> Vec<u8> {
    let file = |name: &str| tools.folder().join(name);
    fs::write(file("question"), question).unwrap();
    tools
        .openssl(
            "ocsp -index index -CA root.pem -reqin question -respout answer -rsigner root.pem -rkey root.key -ndays 7",
        )
        .unwrap();
    fs::read(file("answer")).unwrap()
}

/// The chamber's entry under this authority, whose responder has this address.
fn listed(world: &World, folder: &Path, leaf: &SignerCertificate, responder: String) -> TrustList {
    let mut list = world.list(1, None);
    // It is as old as the key: real tools live in the time of this machine.
    list.issued_at = leaf.not_before;
    let certificates = vec![fs::read(folder.join("root.der")).unwrap()];
    let (kid, kind, uses) = ("root".to_owned(), AnchorKind::Ca, vec![KeyUse::Co, KeyUse::Status]);
    let body = &mut list.issuers[0];
    body.anchors = vec![Anchor { kid, certificates, kind, uses, span: span() }];
    body.officers = vec![TrustedOfficer {
        id: "1".to_owned(),
        name: "Officer".to_owned(),
        certificate: sha256_hex(&leaf.der),
        span: span(),
        ..TrustedOfficer::default()
    }];
    body.policy = IssuerPolicy { revocation_must: true, ocsps: vec![responder], ..IssuerPolicy::default() };
    list
}

#[tokio::test(flavor = "multi_thread")]
async fn a_responder_is_asked_about_the_certificate_of_what_waits_and_its_answer_is_believed() {
    let Some(tools) = service() else { return };
    let leaf = officer(&tools);
    let world = World::new();
    world.clock.pass(leaf.not_before.millis() - noon().millis());
    let tools = std::sync::Arc::new(tools);
    let by = tools.clone();
    let front =
        Front::plain(handler(move |request| Reply::new(200, "application/ocsp-response", answer(&by, &request.body))));
    let front = front.await.unwrap();
    let list = listed(&world, tools.folder(), &leaf, front.url());

    let chamber = world.chamber_without_key();
    let file = fs::read(tools.folder().join("leaf.p12")).unwrap();
    chamber.import_key_with(&file, &Secret::new(PASSWORD.to_owned()), "Officer", &pin(), QUICK).unwrap();
    world.believe(&chamber, &list);
    let number = issued(&chamber);
    let bytes = chamber.certificate_xml(&number).unwrap();

    let post = world.stranger();
    world.take_list(&post, &list);
    let road = Road::new();
    road.put(submission(Kind::Issue, (CHAMBER, &number, 1), &bytes, true));
    let report = post.receive_over(&road.transport(), &["posts".to_owned()]).await.unwrap();
    assert_eq!((report.usable, report.quarantined), (0, 1), "silence is a doubt for this body");
    world.clock.pass(DAY);
    let report = post.fetch_revocation().await.unwrap();
    assert_eq!((report.fetched, report.learnt, report.faults.len()), (1, 1, 0), "{report:?}");
    assert_eq!(report.judged_again, std::slice::from_ref(&number));
    assert_eq!(kinds(&post, &number), ["ocsp"], "the answer used is kept beside it");
    let verdict = post.open_received(&number).unwrap().verdict;
    let named: Vec<&str> = verdict.evidence.iter().map(|used| used.kind.word()).collect();
    assert_eq!(named, ["arrival", "ocsp"], "{:?}", verdict.reasons);
}
