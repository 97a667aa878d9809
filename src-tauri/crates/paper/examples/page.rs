//! Prints a certificate built on the spot, to look at the page: `cargo run -p tamga-paper --example page OUT.pdf
//! [PROFILE] [WHICH] [FONT]`, where PROFILE is the id of a form, a profile file, `plain` for the form for everything,
//! or `all` (OUT is a folder then), and WHICH is `usual`, `full`, `long`, `many`, `twenty`, `arabic`, `chinese`,
//! `draft`, `preprinted`, or a file in UN/CEFACT JSON.

use std::path::{Path, PathBuf};

use tamga_origin::{AgreementProfile, Certificate};
use tamga_paper::{Attachment, Form, Mark, Offset, PaperInput, Typefaces, render};

#[path = "../tests/it/samples.rs"]
mod samples;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let out = arguments.next().ok_or("which file?")?;
    let profile = arguments.next().unwrap_or_default();
    let which = arguments.next().unwrap_or_else(|| "usual".to_owned());
    let profiles = tamga_formats::agreements::builtin()?;
    let chosen: Vec<AgreementProfile> = match profile.as_str() {
        "" | "plain" => Vec::new(),
        "all" => profiles.list().to_vec(),
        file if file.ends_with(".toml") => vec![tamga_formats::agreements::read(&std::fs::read_to_string(file)?)?],
        id => vec![profiles.find(id).ok_or("no such form")?.clone()],
    };
    let certificate = match which.as_str() {
        "long" => samples::long(),
        "full" => samples::full(),
        "many" => samples::many(45),
        "twenty" => samples::many(20),
        "arabic" => samples::arabic(),
        "chinese" => samples::chinese(),
        file if file.ends_with(".json") => {
            tamga_formats::cefact::read(&std::fs::read(file)?, &tamga_formats::Limits::default())?.value
        }
        _ => samples::usual(),
    };
    let is_draft = which == "draft";
    let code = samples::code();
    let input = PaperInput {
        copy_word: "Original",
        mark: if is_draft { Mark::Draft } else { Mark::Demonstration },
        document: (!is_draft).then_some(Attachment { name: "certificate.xml", bytes: samples::DOCUMENT }),
        document_digest: Some([7; 32]),
        qr: (!is_draft).then_some(code.as_str()),
        preprinted: (which == "preprinted").then(Offset::default),
    };
    let fonts: Vec<PathBuf> = arguments.next().into_iter().map(PathBuf::from).chain(Typefaces::usual_paths()).collect();
    let faces = Typefaces::load(&fonts)?;
    if chosen.is_empty() {
        let form = Form { layout: None, profile: None, title: "Certificate of origin", form_code: "", language: "en" };
        return print(&faces, &certificate, &form, &input, &PathBuf::from(out));
    }
    for profile in &chosen {
        let form = Form::of(profile);
        let out =
            if chosen.len() > 1 { PathBuf::from(&out).join(&profile.id).with_extension("pdf") } else { (&out).into() };
        print(&faces, &certificate, &form, &input, &out)?;
    }
    Ok(())
}

fn print(
    faces: &Typefaces,
    certificate: &Certificate,
    form: &Form<'_>,
    input: &PaperInput<'_>,
    out: &Path,
) -> Result<(), Box<dyn std::error::Error>> {
    let paper = render(faces, certificate, form, input)?;
    std::fs::write(out, &paper.bytes)?;
    println!("{}: {} sheets, {} bytes", out.display(), paper.pages, paper.bytes.len());
    for finding in paper.findings {
        println!("  {} {} {:?}", finding.code, finding.path, finding.params);
    }
    Ok(())
}
