//! A form that demands a time stamp demands it from everybody in the same words.

use tamga_faults::StampService;
use tamga_gateway::ClientKind;
use tamga_origin::trust::{Anchor, AnchorKind, TrustedNode};
use tamga_seal::time::StampQuestion;
use tamga_seal::{Bounds, OfferedEvidence, OfferedStamp, SystemRandom, augment, check_bytes};

use super::documents::{About, Case, certificate, sealed};
use super::{Said, Window, by_command_with, gateway, post};
use crate::field::{Field, Ground, Signer, authority, body, day, long_ago};

fn listed(service: &StampService) -> TrustedNode {
    let certificates = vec![std::fs::read(service.folder().join("root.der")).unwrap()];
    let (kid, kind) = ("stamps".to_owned(), AnchorKind::Ca);
    let anchor = Anchor { kid, certificates, kind, uses: Vec::new(), span: long_ago() };
    TrustedNode { id: "stamps".to_owned(), anchors: vec![anchor], ..TrustedNode::default() }
}

/// The same seal with a stamp of this service inside.
fn stamped(bytes: &[u8], service: &StampService) -> Vec<u8> {
    let whole = check_bytes(bytes, Bounds::Own).unwrap().remove(0);
    let question = StampQuestion::over(&whole.stampable, &SystemRandom::new()).unwrap();
    let token = question.token(&service.reply(question.bytes()).unwrap()).unwrap();
    let stamps = vec![OfferedStamp { token, over: None }];
    augment(bytes, &OfferedEvidence { stamps, ..OfferedEvidence::NONE }).unwrap()
}

#[test]
fn a_missing_demanded_stamp_is_the_same_doubt_in_command_line_window_and_gateway() {
    let Some(service) = StampService::new().map(Result::unwrap) else { return };
    let chafta = tamga_formats::agreements::builtin_text("chafta").unwrap();
    let rule = "\n[signature]\nlevel = \"B-T\"\nsource = [\"chafta\"]\n";
    let form = chafta.replacen("revision = 1", "revision = 900", 1) + rule;
    let forms = [("chafta.toml", form.as_str())];
    let known = authority("Authority for Chambers");
    let officer = Signer::new(&known, "An Officer", "A Body", -100, 900);
    let field = Field::on(Ground {
        issuers: vec![body("AU-ONE", "AU", &known, &["chafta"], &[&officer])],
        stampers: vec![listed(&service)],
        parties: &[("peer", "AU-PEER", ClientKind::Gateway)],
        forms: &forms,
        ..Ground::default()
    });
    // An office is one program's at a time.
    let window = Window::of(post(&field, "post of the window", "CN", &forms));
    drop(post(&field, "post of the command line", "CN", &forms));
    let post = field.path("post of the command line");
    let gateway = gateway::Client::sign_in(&field, "peer");

    // Two certificates, so that the second is no repetition of what the gateway refused.
    let case = |name, n: u32, stamp: bool| {
        let number = format!("ONE{n:04}");
        let at = day(0).plus_millis(-2_000);
        let bare = sealed(&certificate("AU-ONE", "chafta", &number, at), at, &mut officer.key());
        let bytes = if stamp { stamped(&bare, &service) } else { bare };
        let about = About { agreement: "chafta", issuer: "AU-ONE".to_owned(), number, destination: "CN" };
        let (verdict, codes): (_, &[&str]) = match stamp {
            true => ("valid", &[]),
            false => ("unknown", &["time.stamp_missing"]),
        };
        Case { name, bytes, about, verdict, codes }
    };
    for case in [case("without its stamp", 1, false), case("with its stamp", 2, true)] {
        let owed: Said = (case.verdict.to_owned(), case.codes.iter().map(|code| (*code).to_owned()).collect());
        let by = ["--dir", post.to_str().unwrap()];
        assert_eq!(by_command_with(&field, &case, &by), owed, "the command line: {}", case.name);
        assert_eq!(window.says(&case), owed, "the window: {}", case.name);
        let wanted = (case.verdict == "valid").then_some(()).ok_or(owed.1);
        assert_eq!(gateway.judges(&field, &case), wanted, "the gateway: {}", case.name);
    }
}
