//! How fast does a certificate become a page? Prints `bench <name> <nanoseconds per turn>` and a line of JSON each.

use std::hint::black_box;
use std::time::Instant;

use tamga_paper::{Attachment, Form, Mark, Paper, PaperError, PaperInput, Typefaces, render};

#[path = "../tests/it/samples.rs"]
mod samples;

const TURNS: u32 = 100;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let profiles = tamga_formats::agreements::builtin()?;
    let chafta = profiles.find("chafta").ok_or("chafta is built in")?;
    let form = Form {
        layout: chafta.layout.as_ref(),
        profile: Some(chafta),
        title: "China-Australia Free Trade Agreement",
        form_code: "CO",
        language: "en",
    };
    let code = samples::code();
    let document = vec![b'x'; 22_000];
    let input = PaperInput {
        copy_word: "Original",
        mark: Mark::None,
        document: Some(Attachment { name: "certificate.xml", bytes: &document }),
        document_digest: Some([1; 32]),
        qr: Some(&code),
        preprinted: None,
    };

    let started = Instant::now();
    let faces = Typefaces::load(&[])?;
    let loaded = started.elapsed();
    let first: Paper = render(&faces, &samples::usual(), &form, &input)?;
    tell("typefaces_once", loaded.as_nanos() as f64);
    tell("first_page_with_typefaces", started.elapsed().as_nanos() as f64);
    black_box(first);

    for (name, certificate) in
        [("page_3_lines", samples::usual()), ("page_35_lines", samples::many(35)), ("page_arabic", samples::arabic())]
    {
        let started = Instant::now();
        for _ in 0..TURNS {
            let printed: Result<Paper, PaperError> = render(&faces, &certificate, &form, &input);
            black_box(printed?);
        }
        tell(name, started.elapsed().as_nanos() as f64 / f64::from(TURNS));
    }
    Ok(())
}

fn tell(name: &str, nanos: f64) {
    println!("bench {name} {nanos:.0}");
    let (milliseconds, rate) = (nanos / 1e6, 1e9 / nanos);
    println!("{}", serde_json::json!({ "bench": format!("paper.{name}"), "ms": milliseconds, "per_second": rate }));
}
