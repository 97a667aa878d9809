//! Where does fuzzing begin? Writes one folder of small honest documents for each target, made by our own writers.

use std::error::Error;
use std::fs;
use std::path::Path;

use tamga_formats::aladi::{self, Style, Version};
use tamga_formats::{Limits, agreements, cefact, co_xml};
use tamga_origin::Certificate;

fn main() -> Result<(), Box<dyn Error>> {
    let out = std::env::args().nth(1).ok_or("usage: seeds FOLDER")?;
    let out = Path::new(&out);
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../assets/examples");
    let mut certificates = vec![Certificate::default()];
    for entry in fs::read_dir(examples)? {
        let bytes = fs::read(entry?.path())?;
        keep(out, "edi3", &bytes)?;
        if let Ok(read) = cefact::read(&bytes, &Limits::default()) {
            certificates.push(read.value);
        }
    }
    for certificate in &certificates {
        let xml = co_xml::write_certificate(certificate)?;
        keep(out, "tamga_xml", &xml)?;
        keep(out, "xml_gate", &xml)?;
        for document in cods(certificate)? {
            keep(out, "aladi_cod", &document)?;
        }
    }
    for text in
        ["<?xml version=\"1.0\"?>\n<a xmlns=\"u\" xmlns:p=\"v\" p:x=\"1\"><!-- c --><p:b/>&lt;&#65;</a>", "<a>\r\n</a>"]
    {
        keep(out, "xml_gate", text.as_bytes())?;
    }
    for profile in agreements::builtin()?.list() {
        if let Some(text) = agreements::builtin_text(&profile.id) {
            keep(out, "profile", text.as_bytes())?;
        }
    }
    for text in
        ["1,234.5", "1.234,56", "12 345", "١٢٣٫٤", "0.750\n1,5\n12.34.5", "2026-03-04", "03/04/2026", "23 Nov 2026"]
    {
        keep(out, "numbers_and_dates", text.as_bytes())?;
    }
    for text in
        ["ref;exporter.name;items.hs.code\n1;\"A;B\";100630\n", "a,b\n1,2\n", "a\tb\n\"x\ny\"\t2\n", "\u{FEFF}a,b\n"]
    {
        keep(out, "tables", text.as_bytes())?;
    }
    Ok(())
}

/// A document of each form and version, as if the certificate were one of an agreement that uses the form.
fn cods(certificate: &Certificate) -> Result<Vec<Vec<u8>>, Box<dyn Error>> {
    let mut documents = Vec::new();
    for scheme in
        ["R04", "A06", "A14", "A18", "A24", "A33", "A35", "A36", "A38", "A58", "A59", "A60", "A65", "A67", "A72"]
    {
        let mut certificate = certificate.clone();
        certificate.scheme.code = scheme.to_owned();
        for version in [Version::V1_8_2, Version::V4_1_1] {
            if let Ok(written) = aladi::write(&certificate, &Style { version, ..Style::default() }) {
                documents.push(written.bytes);
            }
        }
    }
    Ok(documents)
}

fn keep(out: &Path, target: &str, bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    let folder = out.join(target);
    fs::create_dir_all(&folder)?;
    let count = fs::read_dir(&folder)?.count();
    Ok(fs::write(folder.join(format!("seed-{count:03}")), bytes)?)
}
