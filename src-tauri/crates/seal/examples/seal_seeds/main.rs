//! Where does fuzzing the seal room begin? Writes one folder of small honest inputs for each target, made by our own hand;
//! what services answer is left to `services`.

mod services;

use std::error::Error;
use std::fs;
use std::path::Path;

use tamga_origin::{Date, Timestamp};
use tamga_seal::demo::{Authority, Life, Person};
use tamga_seal::{
    CodSignature, PlainKey, QrContent, Secret, SignerCertificate, Stretch, SystemRandom, Typ, import_key_file, qr_seal,
    sign_co, sign_cod, sign_jws, sign_list, unlock,
};

/// A moment in 2026, and a year around it.
const MOMENT: i64 = 1_774_195_478_000;
const HALF_A_YEAR: i64 = 15_811_200_000;

/// The value that the target for stamps asks about.
const STAMPED: &[u8] = b"the value of one seal";

const CERTIFICATE: &str = "<MetaData xmlns=\"urn:tamga:co:1\"><Declaration Id=\"co\"><ID>UY-2026-000123</ID>\
                           <TypeCode listID=\"1001\">861</TypeCode></Declaration></MetaData>";
const COD: &str = "<ns1:Envelope xmlns:ns1=\"http://www.w3.org/2001/12/soap-envelope\"><ns1:CertOrigin>\
                   <CODEH id=\"CODEH\"><CODExporter><COD id=\"COD\"><CODVer>1.8.2</CODVer></COD></CODExporter></CODEH>\
                   </ns1:CertOrigin></ns1:Envelope>";

fn main() -> Result<(), Box<dyn Error>> {
    let out = std::env::args().nth(1).ok_or("usage: seal_seeds FOLDER")?;
    let out = Path::new(&out);
    let now = Timestamp::from_millis(MOMENT);
    let life = Life { from: now.plus_millis(-HALF_A_YEAR), to: now.plus_millis(HALF_A_YEAR) };
    let secret = |text: &str| Secret::new(text.to_owned());
    let authority = Authority::new("Demonstration Authority", life)?;
    let officer = Person { name: "B. Officer", body: "Example Chamber of Commerce", country: "UY" };
    let file = authority.key_file(officer, life, &secret("file password"))?;
    keep(out, "pkcs12", &file.pkcs12)?;
    let light = Stretch { memory: 64, passes: 1 };
    let random = SystemRandom::new();
    let (_, kept) =
        import_key_file(&file.pkcs12, &secret("file password"), &secret("a long passphrase"), light, &random)?;
    let mut key = unlock(&kept, &secret("a long passphrase"))?;

    let sealed = sign_co(CERTIFICATE.as_bytes(), now, &mut key)?;
    keep(out, "fast_equals_tree", &sealed.bytes)?;
    keep(out, "seal_check", &sealed.bytes)?;
    let declared = sign_cod(COD.as_bytes(), CodSignature::Exporter, now, &mut key)?;
    keep(out, "cod_stages", &declared.bytes)?;
    keep(out, "seal_check", &declared.bytes)?;

    let leaf = SignerCertificate::read(&file.certificate)?;
    keep(out, "certificate", &file.certificate)?;
    keep(out, "certificate", authority.root())?;
    keep(out, "crl", &authority.revocation_list(now, &[])?)?;
    keep(out, "crl", &authority.revocation_list(now, &[(&leaf, now)])?)?;
    let plain = PlainKey::generate(&random)?;
    keep(out, "receipt_and_list", sign_jws(b"{\"n\":1}", Typ::Receipt, &plain).as_bytes())?;
    keep(out, "receipt_and_list", &sign_list(b"{\"n\":1}", &[&plain])?)?;
    // The target gives the mark itself.
    let printed = qr_seal(&content()?, &plain)?;
    keep(out, "qr_payload", printed.trim_start_matches("TC1:").as_bytes())?;

    let answered = services::answers(out, STAMPED)?;
    for stamp in &answered.stamps {
        keep(out, "timestamp", stamp)?;
    }
    for answer in &answered.ocsp {
        keep(out, "ocsp", answer)?;
    }
    Ok(())
}

/// What stands in a printed code of an ordinary certificate.
fn content() -> Result<QrContent, Box<dyn Error>> {
    Ok(QrContent {
        issuer: "UY-01".into(),
        number: "UY-2026-000123".into(),
        revision: 1,
        issued: Date::new(2026, 3, 22).ok_or("a day")?,
        valid_to: Date::new(2027, 3, 21),
        proof_type: "861".into(),
        scheme: "ACE18".into(),
        destination: "BR".into(),
        exporter: "Lanas del Sur S.A.".into(),
        items: 1,
        lines: Vec::new(),
        gross_mass: "25200.5 KGM".into(),
        invoice: "A-17".into(),
        document: [7; 16],
        references: vec!["UY-2026-000099".into()],
    })
}

fn keep(out: &Path, target: &str, bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    let folder = out.join(target);
    fs::create_dir_all(&folder)?;
    let count = fs::read_dir(&folder)?.count();
    fs::write(folder.join(format!("seed-{count}")), bytes)?;
    Ok(())
}
