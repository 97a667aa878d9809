//! What do services about keys answer? Stamps and answers about revocation, made with the OpenSSL of this machine.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

const CONFIGURATION: &str = "[tsa]\ndefault_tsa = one\n[one]\nserial = serial\nsigner_digest = sha256\n\
                             default_policy = 1.2.3.4.1\ndigests = sha256\ness_cert_id_alg = sha256\n";
/// The fields of OpenSSL's own register of certificates: state, end, moment of revocation, serial number, file, name.
const REGISTER: &str = "V\t491231235959Z\t\t02\tunknown\t/CN=Good\n\
                        R\t491231235959Z\t260101000000Z,keyCompromise\t03\tunknown\t/CN=Revoked\n";

/// Inputs of three kinds; each folder of targets gets its own.
pub struct Answers {
    /// RFC 3161 answers over the text.
    pub stamps: Vec<Vec<u8>>,
    /// OCSP answers: good, revoked, unknown.
    pub ocsp: Vec<Vec<u8>>,
}

/// Answers over a text, made in a folder of its own below `folder`, which is emptied again.
pub fn answers(folder: &Path, text: &[u8]) -> Result<Answers, Box<dyn Error>> {
    let at = folder.join("services");
    fs::create_dir_all(&at)?;
    let made = made(&at, text);
    fs::remove_dir_all(&at)?;
    made
}

fn made(at: &Path, text: &[u8]) -> Result<Answers, Box<dyn Error>> {
    fs::write(at.join("text"), text)?;
    fs::write(at.join("serial"), "01\n")?;
    fs::write(at.join("tsa.cnf"), CONFIGURATION)?;
    fs::write(at.join("register"), REGISTER)?;
    fs::write(at.join("tsa.ext"), "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n")?;
    let run = |line: &str| openssl(at, line);
    run("req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=Root -keyout root.key -out root.pem")?;
    run("req -new -newkey rsa:2048 -nodes -subj /CN=Stamps -keyout tsa.key -out tsa.csr")?;
    run("x509 -req -in tsa.csr -CA root.pem -CAkey root.key -set_serial 9 -days 3650 -extfile tsa.ext -out tsa.pem")?;
    let mut stamps = Vec::new();
    for asked in ["-sha256 -cert", "-sha256", "-sha256 -cert -no_nonce"] {
        run(&format!("ts -query -data text {asked} -out query"))?;
        run("ts -reply -config tsa.cnf -section one -queryfile query -signer tsa.pem -inkey tsa.key -out reply")?;
        stamps.push(fs::read(at.join("reply"))?);
        run("ts -reply -in reply -token_out -out token")?;
        stamps.push(fs::read(at.join("token"))?);
    }
    let mut ocsp = Vec::new();
    for serial in ["0x02", "0x03", "0x04"] {
        run(&format!("ocsp -issuer root.pem -serial {serial} -reqout question"))?;
        run(
            "ocsp -index register -CA root.pem -rsigner root.pem -rkey root.key -reqin question -ndays 7 -respout answer",
        )?;
        ocsp.push(fs::read(at.join("answer"))?);
    }
    Ok(Answers { stamps, ocsp })
}

fn openssl(at: &Path, line: &str) -> Result<(), Box<dyn Error>> {
    let mut command = Command::new("openssl");
    let quiet = command.args(line.split(' ')).current_dir(at).stdin(Stdio::null());
    let said = quiet.output().map_err(|why| format!("openssl could not be started: {why}"))?;
    if said.status.success() {
        return Ok(());
    }
    Err(format!("openssl {line}: {}", String::from_utf8_lossy(&said.stderr)).into())
}
