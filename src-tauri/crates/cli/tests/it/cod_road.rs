//! A digital certificate of an ALADI agreement on its whole way, command by command: its exporter signs, the chamber
//! certifies, a real gateway judges it and takes it, the border desk receives it and believes it.

use tamga_gateway::ClientKind;
use tamga_origin::Moment;
use tamga_origin::trust::KeyUse;

use crate::ace35::{declared, unsigned};
use crate::field::{Field, PASSWORD, Signer, authority, body, day, long_ago, secret};
use crate::program::{Call, Said};

const PIN: &str = "a pin of a test";

struct Road(Field);

impl Road {
    fn call(&self, office: &str, arguments: &[&str]) -> Said {
        let dir = self.0.path(office);
        let all = ["--dir", dir.to_str().unwrap()].into_iter().chain(arguments.iter().copied());
        Call::of(all).env("PIN", PIN).env("P", PASSWORD).env("SECRET", &secret(office)).run()
    }

    fn file(&self, name: &str) -> String {
        self.0.path(name).to_str().unwrap().to_owned()
    }

    fn believe(&self, office: &str) {
        let list = self.0.list().to_str().unwrap();
        self.call(office, &["trust", "import", list, "--root", &self.0.config.trust_root]).ended(0);
    }

    fn register(&self, office: &str, more: &[&str]) {
        let (url, anchor) = (format!("https://{}", self.0.address()), self.0.anchor());
        let told = ["gateway", "--url", &url, "--id", &self.0.config.id, "--anchor", anchor.to_str().unwrap()];
        let who = ["--client", office, "--secret-env", "SECRET"];
        self.call(office, &[&told[..], &who, more].concat()).ended(0);
    }

    fn take_key(&self, office: &str, file: &str, more: &[&str]) {
        let file = self.file(file);
        let import = ["key", "import", &file, "--password-env", "P"];
        self.call(office, &[&import[..], more].concat()).ended(0);
    }
}

#[test]
fn a_cod_goes_from_its_exporter_over_a_gateway_to_the_border_desk_and_back() {
    let (chambers, customs) = (authority("Authority for Chambers"), authority("Authority for Customs"));
    let official = Signer::new(&chambers, "O. Oficial", "Cámara del Plata", -100, 900);
    let exporter = Signer::new(&chambers, "E. Exportador", "Molinos del Plata", -100, 900);
    let aduana = Signer::new(&customs, "A. Aduana", "Aduana", -100, 900);
    let plata = body("0AV", "UY", &chambers, &["aladi-a35"], &[&official]);
    let mut andes = body("CL-ADU", "CL", &customs, &[], &[&aduana]);
    andes.anchors = vec![customs.anchor(&[KeyUse::Status], long_ago())];
    let clients = [("plata", "0AV", ClientKind::Desktop), ("andes", "CL-ADU", ClientKind::Post)];
    let road = Road(Field::new(vec![plata, andes], Vec::new(), &clients));
    road.0.put("officer.p12", &official.file.pkcs12);
    road.0.put("exporter.p12", &exporter.file.pkcs12);
    road.0.put("aduana.p12", &aduana.file.pkcs12);

    let body = ["--street", "Plaza 3", "--web", "http://www.example.com", "--place", "Montevideo", "--demonstration"];
    for (office, issuer) in [("plata", "0AV"), ("molinos", "EXP")] {
        let init = ["init", "--role", "issue", "--country", "UY", "--office", "Cámara del Plata", "--issuer", issuer];
        road.call(office, &[&init[..], &body].concat()).ended(0);
    }
    road.take_key("plata", "officer.p12", &["--pin-env", "PIN"]);
    road.take_key("molinos", "exporter.p12", &["--pin-env", "PIN", "--exporter"]);
    road.believe("plata");
    road.call("plata", &["numbers", "add", "--agreement", "aladi-a35", "--first", "1", "--last", "50"]).ended(0);
    road.register("plata", &["--route", "CL=certificates"]);
    let post =
        ["init", "--role", "receive", "--country", "CL", "--office", "Aduana", "--party", "CL-ADU", "--demonstration"];
    road.call("andes", &post).ended(0);
    road.take_key("andes", "aduana.p12", &["--answers"]);
    road.believe("andes");
    road.register("andes", &["--box", "own", "--box", "posts", "--answers", "UY=answers", "--answers", "AU=answers"]);

    let application = unsigned(&declared(Moment::Instant(day(0))));
    let (application, signed) = (road.0.put("application.xml", &application), road.file("signed.xml"));
    let sign = ["sign", application.to_str().unwrap(), "--cod", "exporter", "--out", &signed, "--pin-env", "PIN"];
    road.call("molinos", &sign).ended(0);
    let certified = road.call("plata", &["sign", &signed, "--cod", "official", "--pin-env", "PIN", "--json"]).ended(0);
    let certified = certified.object();
    assert!(certified["submission"].is_string(), "a route leads to its destination: {certified}");
    let number = certified["number"].as_str().unwrap();

    let sent = road.call("plata", &["send", "--json"]).ended(0).object();
    assert_eq!((&sent["accepted"], &sent["rejected"]), (&1.into(), &0.into()), "the gateway takes it: {sent}");
    let came = road.call("andes", &["receive", "--json"]).ended(0).object();
    assert_eq!((&came["received"], &came["usable"]), (&1.into(), &1.into()), "{came}");
    let shown = road.call("andes", &["inbox", number, "--json"]).ended(0).object();
    assert_eq!(shown["verdict"], "valid", "{shown}");
    let out = road.file("handed-out");
    road.call("plata", &["export", number, "--level", "t", "--out", &out]).ended(1);
    let dir = road.0.path("plata").join("documents");
    let digest = certified["digest"].as_str().unwrap();
    let kept = std::fs::read(dir.join(digest)).unwrap();
    let file = road.0.put("certificate.xml", &kept[1..]);
    let seen = road.call("andes", &["verify", file.to_str().unwrap(), "--json"]).ended(0).object();
    assert_eq!(seen["signatures"][0]["officer"], "Officer 0AV-1", "{seen}");
    assert_eq!(seen["timeKnownBy"], "national_receipt", "the gateway's receipt bears its date out: {seen}");
    assert_eq!(seen["evidence"][0]["sha256"].as_str().map(str::len), Some(64), "{seen}");

    let answered = road.call("andes", &["sync", "--json"]).ended(0).object();
    assert_eq!(answered["rejected"], 0, "{answered}");
    let back = road.call("plata", &["receive", "--json"]).ended(0).object();
    assert!(back["answers"].as_u64().unwrap() >= 1, "the post's answer is back: {back}");
}
