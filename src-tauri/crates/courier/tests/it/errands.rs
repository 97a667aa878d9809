//! Bare questions over HTTP: whole or not at all, bounded, and never led elsewhere.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tamga_courier::errand::is_address;
use tamga_courier::{Class, Errand, Errands};
use tamga_faults::{Front, Handler, Reply, Request, Sending};

const PATIENCE: Duration = Duration::from_secs(20);

fn handler(script: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Handler {
    Arc::new(move |request| {
        let reply = script(&request);
        Box::pin(std::future::ready(reply))
    })
}

async fn fails(reply: Reply, patience: Duration) -> Class {
    let front = Front::plain(handler(move |_| reply.clone())).await.unwrap();
    let errand = Errand::stamp(&front.url(), b"question".to_vec(), patience);
    Errands::new(None).unwrap().run(&errand).await.unwrap_err().class
}

#[tokio::test]
async fn a_question_goes_out_as_its_kind_and_the_answer_comes_back_as_it_is() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = seen.clone();
    let front = Front::plain(handler(move |request| {
        log.lock().unwrap().push(request.clone());
        Reply::new(200, "text/plain", b"answer".to_vec())
    }));
    let front = front.await.unwrap();
    let errands = Errands::new(None).unwrap();
    let at = |path: &str| format!("{}{path}", front.url());
    for errand in [
        Errand::stamp(&at("/tsa"), b"stamp?".to_vec(), PATIENCE),
        Errand::ocsp(&at("/ocsp"), b"revoked?".to_vec(), PATIENCE),
        Errand::revocation_list(&at("/one.crl?a=b"), PATIENCE),
    ] {
        assert_eq!(errands.run(&errand).await.unwrap(), b"answer");
    }
    let seen = seen.lock().unwrap();
    let told: Vec<_> = seen
        .iter()
        .map(|one| (one.method.as_str(), one.path.as_str(), one.field("content-type"), one.body.as_slice()))
        .collect();
    assert_eq!(
        told,
        [
            ("POST", "/tsa", Some("application/timestamp-query"), b"stamp?".as_slice()),
            ("POST", "/ocsp", Some("application/ocsp-request"), b"revoked?"),
            ("GET", "/one.crl?a=b", None, b""),
        ]
    );
    assert_eq!(seen[0].field("accept"), Some("application/timestamp-reply"));
}

#[tokio::test]
async fn anything_but_one_whole_answer_of_reasonable_size_is_a_fault() {
    let whole = Reply::new(200, "text/plain", b"answer".to_vec());
    for status in [204, 301, 404, 503] {
        let reply = Reply { status, ..whole.clone() }.with("location", "http://127.0.0.1:1/elsewhere");
        assert_eq!(fails(reply, PATIENCE).await, Class::ForeignAnswer, "{status}");
    }
    let large = Reply::new(200, "text/plain", vec![0; 256 * 1024 + 1]);
    assert_eq!(fails(large, PATIENCE).await, Class::ForeignAnswer);
    let cut = Reply { sending: Sending::Cut(60), ..whole.clone() };
    assert_eq!(fails(cut, PATIENCE).await, Class::CutShort);
    let stalled = Reply { sending: Sending::Stall(10), ..whole };
    assert_eq!(fails(stalled, Duration::from_millis(200)).await, Class::Timeout);
    let nobody = Errand::stamp("http://127.0.0.1:1/", Vec::new(), PATIENCE);
    let fault = Errands::new(None).unwrap().run(&nobody).await.unwrap_err();
    assert_eq!((fault.class, fault.left_us), (Class::Network, false));
}

#[tokio::test]
async fn only_http_addresses_without_a_login_are_gone_to() {
    for good in ["http://stamps.example/tsa", "https://stamps.example:8443/a?b=c"] {
        assert!(is_address(good), "{good}");
    }
    for bad in ["ldap://list.example/cn=x", "file:///etc/passwd", "stamps.example", "http://a:b@stamps.example", ""] {
        assert!(!is_address(bad), "{bad}");
        let errand = Errand::revocation_list(bad, PATIENCE);
        assert_eq!(Errands::new(None).unwrap().run(&errand).await.unwrap_err().class, Class::Unsendable, "{bad}");
    }
}
