//! Documents, keys and tools the tests share.

use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use tamga_origin::Timestamp;
use tamga_seal::demo::{Authority, KeyFile, Life, Person};
use tamga_seal::{
    Batch, Chain, Refusal, Secret, SoftwareKey, Stretch, SystemRandom, Whole, check_co, import_key_file, sign_co,
    unlock,
};
use tamga_xml::{Limits, gate};

/// Stretching that costs a test nothing; how hard the real one is, is asserted on its own.
pub const LIGHT: Stretch = Stretch { memory: 64, passes: 1 };

pub fn at(text: &str) -> Timestamp {
    Timestamp::parse_rfc3339(text).expect("a time")
}

pub fn secret(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

pub fn pin() -> Secret<String> {
    secret("a long passphrase")
}

pub const ISSUED: &str = "2026-03-22T16:24:38Z";

pub fn life() -> Life {
    Life { from: at("2026-01-01T00:00:00Z"), to: at("2027-12-31T23:59:59Z") }
}

pub const OFFICER: Person<'static> = Person { name: "B. Officer", body: "Example Chamber of Commerce", country: "UY" };

/// One authority and one key for the whole run: making them is not what most tests are about.
pub fn authority() -> &'static Authority {
    static AUTHORITY: OnceLock<Authority> = OnceLock::new();
    AUTHORITY.get_or_init(|| Authority::new("Demonstration Authority", life()).expect("an authority"))
}

pub fn key_file() -> &'static KeyFile {
    static FILE: OnceLock<KeyFile> = OnceLock::new();
    FILE.get_or_init(|| authority().key_file(OFFICER, life(), &secret("file password")).expect("a key file"))
}

pub fn wrapped() -> &'static [u8] {
    static WRAPPED: OnceLock<Vec<u8>> = OnceLock::new();
    WRAPPED.get_or_init(|| {
        let file = &key_file().pkcs12;
        let random = SystemRandom::new();
        import_key_file(file, &secret("file password"), &pin(), LIGHT, &random).expect("an imported key").1
    })
}

pub fn officer() -> Batch {
    unlock(wrapped(), &pin()).expect("an unlocked key")
}

/// A certificate of origin small enough to flip every byte of it.
pub fn small() -> Vec<u8> {
    br#"<MetaData xmlns="urn:tamga:co:1"><Declaration Id="co"><ID>UY-2026-000123</ID><TypeCode listID="1001">861</TypeCode><Line>Arr&amp;z &lt;blanco&gt;</Line></Declaration></MetaData>"#.to_vec()
}

/// A certificate as the dialect writes it, with the exporter's declaration and the officer's certification, and so
/// many goods items.
pub fn certificate(items: usize) -> Vec<u8> {
    let goods: String = (1..=items)
        .map(|n| {
            format!(
                "<GovernmentAgencyGoodsItem><SequenceNumeric>{n}</SequenceNumeric><Commodity>\
                 <Description>Rice, milled · 大米 · أرز {n}</Description><Classification>\
                 <ID schemeVersionID=\"2022\">100630</ID><IdentificationTypeCode>HS</IdentificationTypeCode>\
                 </Classification><GoodsMeasure><GrossMassMeasure unitCode=\"KGM\">25200.5</GrossMassMeasure>\
                 </GoodsMeasure></Commodity><Origin><CountryCode>UY</CountryCode></Origin></GovernmentAgencyGoodsItem>"
            )
        })
        .collect();
    format!(
        "<MetaData xmlns=\"urn:tamga:co:1\"><WCODataModelVersionCode>3.6</WCODataModelVersionCode>\
         <ResponsibleCountryCode>UY</ResponsibleCountryCode><Declaration Id=\"co\"><FunctionCode>9</FunctionCode>\
         <ID>UY-2026-000123</ID><IssueDateTime><DateTimeString formatCode=\"304\">20260322162438Z</DateTimeString>\
         </IssueDateTime><TypeCode listID=\"1001\">861</TypeCode><VersionID>1</VersionID>\
         <IssuingBody><ID>UY-001</ID><Name>Example Chamber of Commerce</Name></IssuingBody>\
         <Authentication role=\"EX\"><Authentication>The goods comply.</Authentication>\
         <Authenticator><Name>A. Exporter</Name></Authenticator></Authentication>\
         <Authentication role=\"PQ\"><ActualLocationID>UYMVD</ActualLocationID>\
         <Authenticator><Name>B. Officer</Name></Authenticator></Authentication>\
         <Exporter><Name>Example Export SA</Name></Exporter><GoodsShipment>{goods}</GoodsShipment></Declaration>\
         </MetaData>"
    )
    .into_bytes()
}

/// Gate and check, as every reader does it.
pub fn opened(bytes: &[u8]) -> Result<Whole, Refusal> {
    check_co(&gate(bytes, &Limits::OWN)?)
}

/// The code a document is refused with.
pub fn code(bytes: &[u8]) -> String {
    match opened(bytes) {
        Ok(_) => "accepted".to_owned(),
        Err(refusal) => refusal.code().to_owned(),
    }
}

/// Replaces the only place where a text stands.
pub fn swap(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let text = String::from_utf8(bytes.to_vec()).expect("UTF-8");
    assert_eq!(text.matches(from).count(), 1, "`{from}` stands once");
    text.replace(from, to).into_bytes()
}

/// What stands between two marks, marks included.
pub fn between<'a>(bytes: &'a [u8], from: &str, to: &str) -> &'a str {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    let start = text.find(from).expect("a start");
    let end = text[start..].find(to).expect("an end") + start + to.len();
    &text[start..end]
}

/// Is a tool of the system here? Says so when not.
pub fn has(tool: &str) -> bool {
    let found = Command::new(tool).arg(if tool == "openssl" { "version" } else { "--version" }).output().is_ok();
    if !found {
        println!("skipped: {tool} is not installed");
    }
    found
}

/// Runs a tool in a folder; its success, and what it said.
pub fn run(folder: &Path, tool: &str, args: &[&str]) -> (bool, String) {
    let output = Command::new(tool).args(args).current_dir(folder).output().expect("the tool starts");
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

/// Runs openssl and expects success.
pub fn openssl(folder: &Path, args: &[&str]) {
    let (good, said) = run(folder, "openssl", args);
    assert!(good, "openssl {args:?}: {said}");
}

/// Makes `NAME.key` and a self-signed `NAME.pem` with OpenSSL; `kind` is `rsa:2048`, `P-256`, `P-384` or `ed25519`.
pub fn make_key(folder: &Path, name: &str, kind: &str) {
    make_named_key(folder, name, kind, "/C=UY/O=Example Chamber/CN=B. Officer");
}

/// The same for a subject of one's own.
pub fn make_named_key(folder: &Path, name: &str, kind: &str, subject: &str) {
    let (key, certificate) = (format!("{name}.key"), format!("{name}.pem"));
    let new = new_key(kind);
    let rest = ["-nodes", "-days", "3650", "-utf8", "-subj", subject, "-keyout", &key, "-out"];
    let usage =
        [&*certificate, "-addext", "keyUsage=critical,digitalSignature", "-addext", "basicConstraints=CA:FALSE"];
    openssl(folder, &[&["req", "-x509"], &new[..], &rest, &usage].concat());
}

/// How OpenSSL is asked for a new key.
fn new_key(kind: &str) -> Vec<&str> {
    match kind {
        "ed25519" => vec!["-newkey", "ed25519"],
        rsa if rsa.starts_with("rsa:") => vec!["-newkey", rsa],
        "P-384" => vec!["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"],
        _ => vec!["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
    }
}

/// The key OpenSSL made, ready to sign.
pub fn made(folder: &Path, name: &str) -> SoftwareKey {
    let (key, certificate) = (format!("{name}.key"), format!("{name}.pem"));
    openssl(folder, &["pkcs8", "-topk8", "-nocrypt", "-outform", "DER", "-in", &key, "-out", "key.der"]);
    openssl(folder, &["x509", "-outform", "DER", "-in", &certificate, "-out", "certificate.der"]);
    let read = |name: &str| std::fs::read(folder.join(name)).expect("a file");
    let chain = Chain::read(&[read("certificate.der")]).expect("a chain");
    SoftwareKey::new(&Secret::new(read("key.der")), chain).expect("a key")
}

/// A moment inside the life of certificates OpenSSL makes today.
pub fn today(key: &impl tamga_seal::Signer) -> Timestamp {
    key.certificate().leaf.not_before.plus_millis(60_000)
}

/// Makes `NAME.key` and `NAME.der`, signed by another one or by itself.
pub fn issue(folder: &Path, name: &str, by: Option<&str>, extensions: &str) {
    issue_kind(folder, name, by, extensions, "P-256");
}

/// The same with a key of another kind.
pub fn issue_kind(folder: &Path, name: &str, by: Option<&str>, extensions: &str, kind: &str) {
    let (key, request, certificate) = (format!("{name}.key"), format!("{name}.csr"), format!("{name}.pem"));
    std::fs::write(folder.join("extensions"), extensions).expect("a file");
    let subject = format!("/C=UY/O=Example/CN={name}");
    let rest = ["-nodes", "-subj", &subject, "-keyout", &key, "-out", &request];
    openssl(folder, &[&["req", "-new"], &new_key(kind)[..], &rest].concat());
    let sign = ["x509", "-req", "-in", &request, "-out", &certificate, "-days", "100", "-extfile", "extensions"];
    match by {
        Some(by) => {
            let (by_key, by_certificate) = (format!("{by}.key"), format!("{by}.pem"));
            let issuer = ["-CA", &by_certificate, "-CAkey", &by_key, "-CAcreateserial"];
            openssl(folder, &[&sign[..], &issuer].concat());
        }
        None => openssl(folder, &[&sign[..], &["-signkey", &key]].concat()),
    }
    openssl(folder, &["x509", "-in", &certificate, "-outform", "DER", "-out", &format!("{name}.der")]);
}

/// One bit at every so many bytes flipped, another bit each time: whoever still reads it reads the same.
pub fn flipped_never_reads_differently<T: PartialEq + std::fmt::Debug>(
    text: &str,
    step: usize,
    read: impl Fn(&[u8]) -> Option<T>,
) {
    let whole = read(text.as_bytes()).expect("whole");
    let mut refused = 0;
    for (turn, place) in (0..text.len()).step_by(step).enumerate() {
        let mut flipped = text.as_bytes().to_vec();
        *flipped.get_mut(place).expect("a byte") ^= 1 << (turn % 8);
        match read(&flipped) {
            Some(found) => assert_eq!(
                found,
                whole,
                "byte {place} changed what is read, in {:?}",
                text.get(place.saturating_sub(60)..place + 20)
            ),
            None => refused += 1,
        }
    }
    assert!(refused * 2 > text.len() / step, "only {refused} flips were seen");
}

/// A seal of the officer over a small certificate, checked.
pub fn co_whole() -> Whole {
    static WHOLE: OnceLock<Whole> = OnceLock::new();
    let make = || opened(&sign_co(&certificate(1), at(ISSUED), &mut officer()).expect("a seal").bytes).expect("whole");
    WHOLE.get_or_init(make).clone()
}
