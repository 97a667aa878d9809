//! Is a certificate stamped as it is issued, and can its evidence be seen and handed on?

use serde_json::Value;
use tamga_faults::{Front, StampService};
use tokio::runtime::Runtime;

use crate::cod::Plata;
use crate::house::Chamber;

/// A service that listens while a test runs.
struct Listening {
    service: StampService,
    front: Front,
    _runtime: Runtime,
}

impl Listening {
    fn start() -> Option<Self> {
        let service = StampService::new()?.unwrap();
        let runtime = Runtime::new().unwrap();
        let front = runtime.block_on(service.front()).unwrap();
        Some(Self { service, front, _runtime: runtime })
    }
}

#[test]
fn a_certificate_is_stamped_listed_and_exported() {
    let Some(listening) = Listening::start() else { return };
    let chamber = Chamber::set_up();
    let said = chamber.call(["evidence", "service", "--json"]).run().ended(0);
    assert_eq!(said.object()["service"], Value::Null);
    let url = listening.front.url();
    chamber.call(["evidence", "service", &url]).run().ended(0);
    let said = chamber.call(["evidence", "service", "stamps.example", "--json"]).run();
    assert_ne!(said.status, 0, "no address");

    let draft = chamber.draft();
    let said = chamber.call(["issue", &draft, "--pin-env", "PIN"]).run().ended(0);
    assert!(said.out.contains("Time stamps: 1 made, 0 waiting."), "{said:#?}");
    let said = chamber.call(["search", "AUD", "--json"]).run().ended(0);
    let number = said.object()["hits"][0]["number"].as_str().unwrap().to_owned();
    let kept = chamber.call(["evidence", "list", &number, "--json"]).run().ended(0).object();
    let kept = kept["evidence"].as_array().unwrap().clone();
    assert_eq!((kept.len(), kept[0]["kind"].as_str(), kept[0]["source"].as_str()), (1, Some("stamp"), Some(&*url)));

    let copy = chamber.folder().join("copy.xml");
    chamber.call(["export", &number, "--level", "lt", "--out", copy.to_str().unwrap()]).run().ended(0);
    let text = std::fs::read_to_string(&copy).unwrap();
    assert_eq!(text.matches("<xades:SignatureTimeStamp>").count(), 1);
    chamber.call(["export", "NO-SUCH", "--level", "t", "--out", copy.to_str().unwrap()]).run().ended(1);
}

#[test]
fn a_service_that_is_closed_holds_no_certificate_back() {
    let Some(listening) = Listening::start() else { return };
    listening.service.open(false);
    let chamber = Chamber::set_up();
    chamber.call(["evidence", "service", &listening.front.url()]).run().ended(0);
    let signed = chamber.issued();
    let kept = chamber.call(["evidence", "list", &signed.number, "--json"]).run().ended(0).object();
    assert_eq!(kept["evidence"].as_array().map(Vec::len), Some(0), "its absence is shown");
    let said = chamber.call(["evidence", "fetch", "--json"]).run().ended(3);
    assert_eq!(said.object()["stampFault"]["code"], "sign.stamp_unreachable");
    listening.service.open(true);
    let said = chamber.call(["evidence", "fetch", "--json"]).run().ended(0);
    assert_eq!((said.object()["stamped"].as_u64(), said.object()["waiting"].as_u64()), (Some(1), Some(0)));
    chamber.call(["evidence", "service", "--off"]).run().ended(0);
}

#[test]
fn a_cod_is_stamped_as_it_is_certified_by_the_service_that_is_named() {
    let Some(listening) = Listening::start() else { return };
    let (plata, url) = (Plata::set_up(), listening.front.url());
    plata.exporter_signs().ended(0);
    let senseless =
        ["sign", "application.xml", "--cod", "exporter", "--out", "x.xml", "--pin-env", "PIN", "--stamp", &url];
    plata.call(&senseless, "exporter").ended(2);
    let certify = ["sign", "signed.xml", "--cod", "official", "--pin-env", "PIN", "--json", "--stamp", &url];
    let said = plata.call(&certify, "chamber").ended(0).object();
    assert_eq!((said["stamped"].as_u64(), &said["stampFault"]), (Some(1), &Value::Null), "{said}");
    let number = said["number"].as_str().unwrap();
    let kept = plata.call(&["evidence", "list", number, "--json"], "chamber").ended(0).object();
    assert_eq!((&kept["evidence"][0]["kind"], &kept["evidence"][0]["source"]), (&"stamp".into(), &url.as_str().into()));
    // What was stamped already is not asked for again, and nothing waits.
    plata.call(&["evidence", "service", &url], "chamber").ended(0);
    let fetched = plata.call(&["evidence", "fetch", "--json"], "chamber").ended(0).object();
    assert_eq!((fetched["stamped"].as_u64(), fetched["waiting"].as_u64()), (Some(0), Some(0)), "{fetched}");
}
