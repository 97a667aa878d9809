//! Time stamps that would carry a seal past the revocation of its key: copied, touched, foreign, late. The seal claims
//! a time before the revocation, and its body's entry believes no claim that nothing bears out; with the honest stamp
//! it is valid.

use tamga_origin::Timestamp;
use tamga_origin::trust::{AnchorKind, IssuerPolicy, Revoked, Span, TrustedNode};
use tamga_seal::digest::sha256;
use tamga_seal::{Evidence, EvidenceKind, Judgement, OfferedEvidence, OfferedStamp, Verdict, augment, sign_co};

use super::Case;
use super::material::Answer;
use crate::house::{House, Rules, crl, key};
use crate::revocation::{list, record};
use crate::stamps::{always, forged, listed, service, token, token_without_certificate};
use crate::support::*;

/// Everything the cases are made of.
struct Scene {
    house: House,
    /// Where the service lives.
    away: tempfile::TempDir,
    honest: Vec<u8>,
    /// The list of revoked certificates that names the officer's from day 10 on.
    revoked: Vec<u8>,
}

pub fn cases() -> Vec<Case> {
    let house = House::new();
    record(house.path(), &[("leaf", house.day(10), ",keyCompromise")]);
    let revoked = list(house.path(), house.day(12), "more", "root");
    let away = tempfile::tempdir().expect("a folder");
    service(away.path(), "P-256");
    let honest = token(away.path(), &house.whole.stampable);
    let scene = Scene { house, away, honest, revoked };
    let good = scene.judged(&scene.strict(scene.known()), vec![scene.honest.clone()]);
    assert_eq!(good.verdict, Verdict::Valid, "the honest stamp bears the claim out: {:?}", good.reasons);
    let none = scene.judged(&scene.strict(scene.known()), Vec::new());
    assert_eq!(none.verdict, Verdict::Unknown, "without one the claim is not believed");
    [scene.other_bytes(), scene.touched(), scene.other_hands(), scene.other_lists(), scene.late(), scene.in_the_file()]
        .concat()
}

/// Refused with the code that is wanted, where it is among the reasons of a verdict that is not `valid`.
pub fn answer(judgement: &Judgement, wanted: &str) -> Answer {
    let first = judgement.reasons.first().map_or("", |reason| reason.code());
    match judgement.verdict {
        Verdict::Valid => Answer::Accepted,
        _ if judgement.reasons.iter().any(|reason| reason.code() == wanted) => Answer::Refused(wanted.to_owned()),
        _ => Answer::Refused(first.to_owned()),
    }
}

impl Scene {
    fn at(&self) -> Timestamp {
        tamga_seal::time::open_stamp(&self.honest, &self.house.whole.stampable, &[]).expect("a stamp").at
    }

    fn known(&self) -> TrustedNode {
        listed(self.away.path(), "root", AnchorKind::Ca, always())
    }

    fn strict(&self, service: TrustedNode) -> Rules {
        let policy = IssuerPolicy { claimed_time_doubt: true, ..IssuerPolicy::default() };
        Rules { policy, time_stampers: vec![service], ..Rules::default() }
    }

    fn judged(&self, rules: &Rules, tokens: Vec<Vec<u8>>) -> Judgement {
        let stamps = tokens.into_iter().map(|token| OfferedStamp { token, over: None }).collect();
        let beside = OfferedEvidence { stamps, ..crl(self.revoked.clone()) };
        self.house.judge(rules, &beside, self.house.day(20))
    }

    fn case(&self, name: impl Into<String>, token: Vec<u8>, wanted: &'static str) -> Case {
        let judgement = self.judged(&self.strict(self.known()), vec![token]);
        Case::answered(name, answer(&judgement, wanted), wanted)
    }

    /// Made by the true service, for something else.
    fn other_bytes(&self) -> Vec<Case> {
        let whole = &self.house.whole;
        let other = sign_co(&certificate(1), self.house.begun, &mut key(self.house.path(), "leaf")).expect("a seal");
        let other = opened(&other.bytes).expect("whole").stampable;
        let value = between(&self.house.sealed, "<ds:SignatureValue", "</ds:SignatureValue>");
        [
            ("of another certificate by the same key", &other[..]),
            ("over the whole file", &self.house.sealed),
            ("over what was signed", whole.signed.as_slice()),
            ("over the value without its element", &whole.value),
            ("over the element as it stands", value.as_bytes()),
            ("over nothing", b""),
        ]
        .into_iter()
        .map(|(name, over)| self.case(name, token(self.away.path(), over), "time.stamp_imprint"))
        .collect()
    }

    /// The honest one, or one of another seal, with bytes exchanged.
    fn touched(&self) -> Vec<Case> {
        let time = find(&self.honest, b"\x18\x0F20") + 2;
        let mut earlier = self.honest.clone();
        earlier[time + 3] -= 1;
        let copied = token(self.away.path(), b"another seal");
        let (from, to) = (sha256(b"another seal"), sha256(&self.house.whole.stampable));
        let mut renamed = copied.clone();
        let place = find(&renamed, &from);
        renamed[place..place + to.len()].copy_from_slice(&to);
        let mut spoilt = self.honest.clone();
        *spoilt.last_mut().expect("a byte") ^= 1;
        let cut = self.honest[..self.honest.len() - 1].to_vec();
        let after = [&self.honest[..], b"\0"].concat();
        vec![
            self.case("a year earlier", earlier, "time.stamp_signature"),
            self.case("copied, with this seal's digest put in", renamed, "time.stamp_signature"),
            self.case("its value spoilt", spoilt, "time.stamp_signature"),
            self.case("cut off", cut, "time.stamp_unreadable"),
            self.case("with a byte after it", after, "time.stamp_unreadable"),
            self.case("no stamp at all", b"0\x03\x02\x01\x05".to_vec(), "time.stamp_unreadable"),
            self.case("a certificate", self.house.whole.signer.clone().expect("a signer").der, "time.stamp_unreadable"),
        ]
    }

    /// Signed by others, or in a way that binds nobody.
    fn other_hands(&self) -> Vec<Case> {
        let away = self.away.path();
        std::fs::write(away.join("token"), &self.honest).expect("a file");
        let mut cases =
            vec![self.case("nothing binds its certificate", forged(away, "tsa", false), "time.stamp_signature")];
        let usage = "keyUsage=critical,digitalSignature\n";
        for (name, purpose) in [
            ("for any purpose", ""),
            ("stamping is not its only purpose", "extendedKeyUsage=critical,timeStamping,emailProtection\n"),
            ("stamping is not critical", "extendedKeyUsage=timeStamping\n"),
            ("for code", "extendedKeyUsage=critical,codeSigning\n"),
        ] {
            issue(away, "other", Some("root"), &format!("{usage}{purpose}"));
            cases.push(self.case(name, forged(away, "other", true), "time.stamp_untrusted"));
        }
        // Somebody with an authority of the same names.
        let elsewhere = tempfile::tempdir().expect("a folder");
        service(elsewhere.path(), "P-256");
        let theirs = token(elsewhere.path(), &self.house.whole.stampable);
        cases.push(self.case("by a service of the same names", theirs, "time.stamp_untrusted"));
        let officer = self.by_the_officer();
        cases.push(self.case("by the officer", officer, "time.stamp_untrusted"));
        cases.push(self.case("signed twice", self.signed_twice(), "time.stamp_unreadable"));
        cases.push(self.twin());
        cases
    }

    /// The officer's own key over the honest content.
    fn by_the_officer(&self) -> Vec<u8> {
        let away = self.away.path();
        for ending in ["key", "pem"] {
            let from = self.house.path().join(format!("leaf.{ending}"));
            std::fs::copy(from, away.join(format!("leaf.{ending}"))).expect("copied");
        }
        forged(away, "leaf", true)
    }

    fn signed_twice(&self) -> Vec<u8> {
        let away = self.away.path();
        std::fs::write(away.join("token"), &self.honest).expect("a file");
        let by = ["-signer", "leaf.pem", "-inkey", "leaf.key", "-md", "sha256"];
        let files = ["-in", "token", "-inform", "DER", "-outform", "DER", "-out", "twice"];
        openssl(away, &[&["cms", "-resign", "-binary", "-cades"], &by[..], &files].concat());
        std::fs::read(away.join("twice")).expect("a token")
    }

    /// A certificate of the service's name, number and key, which is not the one the stamp is bound to.
    fn twin(&self) -> Case {
        let away = self.away.path();
        let bare = token_without_certificate(away, &self.house.whole.stampable);
        let number = format!("0x{}", crate::revocation::read(away, "tsa").serial);
        std::fs::write(away.join("extensions"), crate::stamps::SERVICE).expect("a file");
        let by = ["-CA", "root.pem", "-CAkey", "root.key", "-set_serial", &number, "-days", "900"];
        let files = ["-in", "tsa.csr", "-extfile", "extensions", "-outform", "DER", "-out", "twin.der"];
        openssl(away, &[&["x509", "-req"], &by[..], &files].concat());
        let judged = |certificate: &str| {
            let certificates = vec![std::fs::read(away.join(certificate)).expect("a file")];
            let stamps = vec![OfferedStamp { token: bare.clone(), over: None }];
            let beside = OfferedEvidence { stamps, certificates, ..crl(self.revoked.clone()) };
            self.house.judge(&self.strict(self.known()), &beside, self.house.day(20))
        };
        assert_eq!(judged("tsa.der").verdict, Verdict::Valid, "the true certificate may come beside the stamp");
        let wanted = "time.stamp_signature";
        Case::answered("by a twin of its certificate", answer(&judged("twin.der"), wanted), wanted)
    }

    /// The honest stamp, and a list in which its service does not count.
    fn other_lists(&self) -> Vec<Case> {
        let (at, away) = (self.at(), self.away.path());
        let until = |to| Span { to: Some(to), ..always() };
        let since = |from| Span { from, to: None };
        let wanted = "time.stamp_untrusted";
        let mut cases: Vec<Case> = [
            ("the list names no service", TrustedNode::default()),
            ("the authority pinned as the service itself", listed(away, "root", AnchorKind::Signer, always())),
            ("the service had ended", listed(away, "tsa", AnchorKind::Signer, until(at))),
            ("the service had not begun", listed(away, "tsa", AnchorKind::Signer, since(at.plus_millis(1)))),
            ("its authority had ended", listed(away, "root", AnchorKind::Ca, until(at))),
            ("the officers' authority as service", listed(self.house.path(), "root", AnchorKind::Ca, always())),
        ]
        .into_iter()
        .map(|(name, service)| {
            let judgement = self.judged(&self.strict(service), vec![self.honest.clone()]);
            Case::answered(name, answer(&judgement, wanted), wanted)
        })
        .collect();
        let service = crate::revocation::read(away, "tsa").sha256;
        let anchor = self.known().anchors[0].kid.to_ascii_uppercase();
        for (name, key) in [("the service was taken out of use", service), ("its authority was", anchor)] {
            let revoked = vec![Revoked { key, at, reason: String::new() }];
            let rules = Rules { revoked, ..self.strict(self.known()) };
            let judgement = self.judged(&rules, vec![self.honest.clone()]);
            cases.push(Case::answered(name, answer(&judgement, wanted), wanted));
        }
        cases
    }

    /// Honest stamps and arrivals that come after the revocation.
    fn late(&self) -> Vec<Case> {
        let house = &self.house;
        let moment = house.begun.plus_millis(1000);
        record(house.path(), &[("leaf", moment, ",keyCompromise")]);
        let revoked = list(house.path(), house.day(12), "more", "root");
        // Services tell whole seconds: asked until theirs is the one of the revocation.
        let late = loop {
            let token = token(self.away.path(), &house.whole.stampable);
            let stamp = tamga_seal::time::open_stamp(&token, &house.whole.stampable, &[]).expect("a stamp");
            if stamp.at >= moment {
                break token;
            }
        };
        let wanted = "time.claimed_only";
        let case = |name: &str, stamps: Vec<Vec<u8>>, evidence: Vec<Evidence>| {
            let stamps = stamps.into_iter().map(|token| OfferedStamp { token, over: None }).collect();
            let beside = OfferedEvidence { stamps, ..crl(revoked.clone()) };
            let rules = Rules { evidence, ..self.strict(self.known()) };
            let judgement = house.judge(&rules, &beside, house.day(20));
            Case::answered(name, answer(&judgement, wanted), wanted)
        };
        let by = |kind, at| Evidence { kind, at, by: "gw-uy".to_owned(), sha256: String::new() };
        let copied = token(self.away.path(), b"another seal");
        vec![
            case("stamped after the revocation", vec![late.clone()], Vec::new()),
            case("the same beside many copied ones", [vec![copied; 40], vec![late]].concat(), Vec::new()),
            case("arrived at the revocation", Vec::new(), vec![by(EvidenceKind::Arrival, moment)]),
            case("received after it", Vec::new(), vec![by(EvidenceKind::NationalReceipt, house.day(1))]),
            // A clock that is ahead of ours proves nothing yet.
            case("arrives tomorrow", Vec::new(), vec![by(EvidenceKind::Arrival, house.day(21))]),
        ]
    }

    /// Inside the file, where it says itself over what the stamp was made.
    fn in_the_file(&self) -> Vec<Case> {
        let stamps = vec![OfferedStamp { token: self.honest.clone(), over: None }];
        let offered = OfferedEvidence { stamps, ..OfferedEvidence::default() };
        let stamped = augment(&self.house.sealed, &offered).expect("a stamped file");
        let judged = |bytes: &[u8]| {
            let whole = opened(bytes).expect("whole");
            let (rules, beside) = (self.strict(self.known()), crl(self.revoked.clone()));
            self.house.judge_other(&whole, &rules, &beside, self.house.day(20))
        };
        assert_eq!(judged(&stamped).verdict, Verdict::Valid, "the stamp counts inside the file as well");
        let text = String::from_utf8(stamped).expect("UTF-8");
        let method = between(text.as_bytes(), "<xades:SignatureTimeStamp>", "</ds:CanonicalizationMethod>");
        let wanted = "time.stamp_imprint";
        ["http://www.w3.org/TR/2001/REC-xml-c14n-20010315", "http://www.w3.org/2006/12/xml-c14n11", "urn:unknown"]
            .into_iter()
            .map(|uri| {
                let other = method.replace("http://www.w3.org/2001/10/xml-exc-c14n#", uri);
                let judgement = judged(text.replacen(method, &other, 1).as_bytes());
                Case::answered(format!("in the file, form {uri}"), answer(&judgement, wanted), wanted)
            })
            .collect()
    }
}

fn find(bytes: &[u8], what: &[u8]) -> usize {
    bytes.windows(what.len()).position(|it| it == what).expect("stands there")
}
