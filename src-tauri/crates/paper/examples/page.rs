//! Prints a certificate built on the spot, to look at the page: `cargo run -p tamga-paper --example page OUT.pdf
//! [PROFILE.toml] [WHICH] [FONT]`, where WHICH is `usual`, `long`, `many`, `twenty`, `arabic`, `chinese`,
//! `draft`, or a file in UN/CEFACT JSON.

use std::path::PathBuf;

use tamga_paper::{Attachment, Form, Mark, PaperInput, Typefaces, render};

#[path = "../tests/it/samples.rs"]
mod samples;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let out = arguments.next().ok_or("which file?")?;
    let profile = arguments.next().unwrap_or_default();
    let which = arguments.next().unwrap_or_else(|| "usual".to_owned());
    let layout = if profile.is_empty() || profile == "plain" {
        None
    } else {
        Some(tamga_formats::layout::read(&std::fs::read_to_string(PathBuf::from(profile))?)?)
    };
    let certificate = match which.as_str() {
        "long" => samples::long(),
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
    };
    let form = Form {
        layout: layout.as_ref(),
        title: "China-Australia Free Trade Agreement",
        form_code: "CO",
        language: "en",
    };
    let fonts: Vec<PathBuf> = arguments.next().into_iter().map(PathBuf::from).chain(Typefaces::usual_paths()).collect();
    let faces = Typefaces::load(&fonts)?;
    let paper = render(&faces, &certificate, &form, &input)?;
    std::fs::write(&out, &paper.bytes)?;
    println!("{} sheets, {} bytes", paper.pages, paper.bytes.len());
    for finding in paper.findings {
        println!("{} {} {:?}", finding.code, finding.path, finding.params);
    }
    Ok(())
}
