//! What do tools of others make of our pages?
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that fails may panic, in its helpers too")]

mod back;
mod forms;
mod pdf;
mod samples;
mod tools;
#[path = "../../../seal/tests/it/watch.rs"]
mod watch;

use tamga_origin::Certificate;
use tamga_origin::layout::Layout;
use tamga_paper::{Attachment, Form, Mark, Paper, PaperError, PaperInput, Typefaces, render};

use tools::{Printed, folded, has_tool};

const CHAFTA: &str = "chafta";
const NP_ICC: &str = "np-icc";

fn layout_of(profile: &str) -> Layout {
    forms::profile(profile).layout.unwrap()
}

fn faces() -> Typefaces {
    Typefaces::load(&[]).unwrap()
}

fn form(layout: Option<&Layout>) -> Form<'_> {
    Form { layout, profile: None, title: "China-Australia Free Trade Agreement", form_code: "CO", language: "en" }
}

fn issued(code: &str) -> PaperInput<'_> {
    PaperInput {
        copy_word: "Original",
        mark: Mark::None,
        document: Some(Attachment { name: "certificate.xml", bytes: samples::DOCUMENT }),
        document_digest: Some([0xab; 32]),
        qr: Some(code),
        preprinted: None,
    }
}

fn print(certificate: &Certificate, profile: Option<&str>) -> Paper {
    let layout = profile.map(layout_of);
    let code = samples::code();
    render(&faces(), certificate, &form(layout.as_ref()), &issued(&code)).unwrap()
}

/// Everything a reader of the usual certificate must find on any of its forms.
const CERTIFIED: [&str; 18] = [
    "MCC2026000412",
    "Yarra Valley Orchards Pty Ltd",
    "14 Old Healesville Road",
    "Shanghai Greenleaf Imports Co., Ltd.",
    "ISSUED RETROSPECTIVELY",
    "COSCO Aden 118N",
    "YV/SH 1-20",
    "20 cartons",
    "Shiraz wine",
    "0809.29",
    "2204.21",
    "2008.19",
    "4800 kg",
    "12960.5 kg",
    "725.25 kg",
    "YV-26-0917",
    "Tomás Okafor, Certifying officer",
    "Melbourne, 2026-05-04",
];

#[test]
fn every_certified_value_can_be_read_off_the_page_of_each_form() {
    if !has_tool("pdftotext") {
        return;
    }
    for (name, profile) in [("chafta", Some(CHAFTA)), ("np-icc", Some(NP_ICC)), ("plain", None)] {
        let paper = print(&samples::usual(), profile);
        assert_eq!(paper.pages, 1, "{name}: three lines fit one sheet");
        assert_eq!(paper.findings, [], "{name}: nothing is lost");
        let text = Printed::new(&paper).text();
        for value in CERTIFIED {
            assert!(text.contains(value), "{name}: {value:?} stands on the page:\n{text}");
        }
    }
    let text = Printed::new(&print(&samples::usual(), Some(CHAFTA))).text();
    for value in ["WO", "PSR", "WP", "***", "Sheet 1 of 1", "Grace Whitfield", "Issued in: Australia", "2026-04-28"] {
        assert!(text.contains(value), "{value:?} stands on the page:\n{text}");
    }
}

#[test]
fn the_page_of_the_example_reads_as_it_did() {
    if !has_tool("pdftotext") {
        return;
    }
    let text = Printed::new(&print(&samples::usual(), Some(CHAFTA))).run("pdftotext", &["-raw", "FILE", "-"]);
    insta::assert_snapshot!("chafta_usual", text.replace('\u{c}', ""));
}

#[test]
fn the_file_is_sound_tagged_and_archivable() {
    if !has_tool("qpdf") || !has_tool("pdfinfo") {
        return;
    }
    for certificate in [samples::usual(), samples::many(45), samples::arabic()] {
        let printed = Printed::new(&print(&certificate, Some(CHAFTA)));
        let checked = printed.run("qpdf", &["--check", "FILE"]);
        assert!(checked.contains("No syntax or stream encoding errors found"), "{checked}");
        let info = printed.run("pdfinfo", &["FILE"]);
        assert!(info.contains("China-Australia Free Trade Agreement MCC2026000412"), "the title is named: {info}");
        for line in ["Tagged:          yes", "Encrypted:       no", "JavaScript:      no"] {
            assert!(info.contains(line), "{line}: {info}");
        }
        let xmp = printed.run("pdfinfo", &["-meta", "FILE"]);
        for word in ["<pdfaid:part>3</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>", "pdfuaid:part"] {
            assert!(xmp.contains(word), "{word}: {xmp}");
        }
        assert!(xmp.contains("2026-05-04T03:20:11"), "the only date is that of issue: {xmp}");
    }
}

#[test]
fn the_attachment_is_the_signed_document_byte_by_byte() {
    if !has_tool("pdfdetach") || !has_tool("qpdf") {
        return;
    }
    let printed = Printed::new(&print(&samples::usual(), Some(CHAFTA)));
    let listed = printed.run("pdfdetach", &["-list", "FILE"]);
    assert!(listed.contains("1 embedded files") && listed.contains("certificate.xml"), "{listed}");
    assert_eq!(printed.attachment(), samples::DOCUMENT, "bytes are those that were signed");
    let plain = printed.run("qpdf", &["--qdf", "--object-streams=disable", "FILE", "-"]);
    assert!(plain.contains("/AFRelationship /Source"), "the attachment is the source of the page");
    assert!(plain.contains("/Subtype /application#2fxml"), "and says that it is XML");
}

#[test]
fn every_typeface_is_embedded() {
    if !has_tool("pdffonts") {
        return;
    }
    let listed = Printed::new(&print(&samples::arabic(), Some(CHAFTA))).run("pdffonts", &["FILE"]);
    let fonts: Vec<&str> = listed.lines().skip(2).collect();
    assert!(fonts.iter().any(|line| line.contains("NotoSansArabic")), "Arabic has its own face: {listed}");
    for line in fonts {
        assert!(line.contains(" yes yes yes "), "embedded, a part only, with a map to letters: {line}");
    }
}

#[test]
fn twenty_and_forty_five_lines_run_over_numbered_sheets() {
    if !has_tool("pdftotext") {
        return;
    }
    for (count, least) in [(20, 2), (45, 3)] {
        let paper = print(&samples::many(count), Some(CHAFTA));
        assert!(paper.pages >= least, "{count} lines need more than {} sheets", paper.pages);
        let printed = Printed::new(&paper);
        for sheet in 1..=paper.pages {
            let text = printed.text_of(sheet);
            assert!(text.contains(&format!("Sheet {sheet} of {}", paper.pages)), "sheet {sheet}: {text}");
            assert!(text.contains("MCC2026000412"), "every sheet carries the number: {text}");
            assert!(text.contains("Tomás Okafor"), "every sheet is certified: {text}");
            assert_eq!(sheet > 1, text.contains("Continuation sheet"), "only later sheets say so: {text}");
        }
        let all = printed.text();
        for line in 1..=count {
            assert_eq!(all.matches(&format!("(line {line})")).count(), 1, "line {line} stands once");
        }
        assert_eq!(all.matches("***").count(), 1, "the end mark stands once, after the last line");
    }
}

#[test]
fn what_a_box_cannot_hold_goes_on_on_the_next_sheet_and_nothing_is_lost() {
    if !has_tool("pdftotext") {
        return;
    }
    let paper = print(&samples::long(), Some(CHAFTA));
    let continued: Vec<&str> = paper.findings.iter().map(|finding| finding.path.as_str()).collect();
    assert_eq!(continued, ["producers", "remarks"], "two boxes are too small");
    let text = Printed::new(&paper).text();
    for number in 1..=30 {
        assert!(text.contains(&format!("Remark {number}:")), "remark {number} is printed: {text}");
    }
    for number in 1..=12 {
        assert!(text.contains(&format!("Grower {number} ")), "grower {number} is printed: {text}");
    }
    assert_eq!(text.matches("Assorted").count(), 60, "the whole description is printed");
}

#[test]
fn two_producers_share_the_box_of_one() {
    let mut certificate = samples::long();
    certificate.producers.truncate(2);
    let paper = print(&Certificate { remarks: Vec::new(), items: samples::usual().items, ..certificate }, Some(CHAFTA));
    assert_eq!((paper.pages, paper.findings), (1, vec![]), "no second sheet for a second name");
}

#[test]
fn a_value_that_can_neither_shrink_nor_go_on_is_found_while_drafting() {
    let certificate = Certificate { number: "N-123456789 ".repeat(40), ..samples::usual() };
    let paper = print(&certificate, Some(CHAFTA));
    let found = paper.findings.iter().find(|finding| finding.code == "layout.overflow");
    assert_eq!(found.map(|finding| finding.path.as_str()), Some("number"), "{:?}", paper.findings);
}

#[test]
fn letters_without_a_glyph_are_found_and_never_printed_as_empty_boxes() {
    let mut certificate = samples::chinese();
    certificate.remarks = vec!["private \u{e012} letter".to_owned()];
    let paper = print(&certificate, Some(CHAFTA));
    let found: Vec<(&str, &str)> =
        paper.findings.iter().map(|finding| (finding.path.as_str(), finding.params[0].1.as_str())).collect();
    assert!(paper.findings.iter().all(|finding| finding.code == "paper.glyph_missing"), "{:?}", paper.findings);
    assert!(found.contains(&("remarks", "\u{e012}")), "a private letter means nothing to others: {found:?}");
    assert!(found.iter().any(|(path, letters)| *path == "importer" && letters.contains('绿')), "{found:?}");
}

#[test]
fn arabic_stands_joined_in_reading_order_with_its_numbers_unturned() {
    if !has_tool("pdftotext") {
        return;
    }
    let paper = print(&samples::arabic(), Some(CHAFTA));
    assert_eq!(paper.findings, [], "the shipped typefaces know every letter");
    let text = Printed::new(&paper).layout_text();
    let lines: Vec<Vec<String>> = text.lines().map(folded).collect();
    for expected in [
        "شركة النخيل الذهبي للتمور ش.م.م",
        "شارع الملك فهد 10، الطابق 3",
        "مبنى الأعمال (Business Tower) رقم 25",
        "مؤسسة السلام للتجارة",
        "صدرت بأثر رجعي في 2026-05-04",
    ] {
        let words = folded(expected);
        let stands = lines.iter().any(|line| words.iter().all(|word| line.contains(word)));
        assert!(stands, "{expected} stands on one line of\n{text}");
    }
    for number in ["10", "25", "1234", "2026-05-04", "Business Tower", "Medjool dates", "Ёлка", "Ψωμί", "tiếng Việt"]
    {
        assert!(text.contains(number), "{number} is not turned round:\n{text}");
    }
}

#[test]
fn the_same_certificate_gives_the_same_bytes() {
    for certificate in [samples::usual(), samples::arabic(), samples::many(45)] {
        let first = print(&certificate, Some(CHAFTA));
        let second = print(&certificate, Some(CHAFTA));
        assert!(first.bytes == second.bytes, "two runs differ");
    }
    let here = print(&samples::arabic(), Some(CHAFTA));
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("again.pdf");
    let other = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_page_is_written_where_another_process_asks"])
        .env("TAMGA_PAPER_OUT", &out)
        .output()
        .unwrap();
    assert!(other.status.success(), "{}", String::from_utf8_lossy(&other.stderr));
    assert!(std::fs::read(out).unwrap() == here.bytes, "two processes differ");
}

#[test]
fn a_page_is_written_where_another_process_asks() {
    let paper = print(&samples::arabic(), Some(CHAFTA));
    assert!(paper.bytes.starts_with(b"%PDF-1.7"), "a page comes out either way");
    if let Some(out) = std::env::var_os("TAMGA_PAPER_OUT") {
        std::fs::write(out, paper.bytes).unwrap();
    }
}

#[test]
fn a_draft_says_so_and_carries_no_proof() {
    let layout = layout_of(CHAFTA);
    let draft = Certificate { number: String::new(), issued_at: None, certification: None, ..samples::usual() };
    let code = samples::code();
    for input in [
        PaperInput { qr: Some(&code), mark: Mark::Draft, ..PaperInput::default() },
        PaperInput { document: issued(&code).document, mark: Mark::Draft, ..PaperInput::default() },
    ] {
        let refused = render(&faces(), &draft, &form(Some(&layout)), &input);
        assert!(matches!(refused, Err(PaperError::DraftWithProof)), "a draft proves nothing");
    }
    let input = PaperInput { mark: Mark::Draft, ..PaperInput::default() };
    let paper = render(&faces(), &draft, &form(Some(&layout)), &input).unwrap();
    if has_tool("pdftotext") && has_tool("pdfdetach") {
        let printed = Printed::new(&paper);
        assert!(printed.text().contains("DRAFT: not issued, not valid"), "in words at the top");
        assert_marked(&printed, "DRAFT");
        assert!(printed.run("pdfdetach", &["-list", "FILE"]).contains("0 embedded files"));
    }
}

/// A reader aloud meets the mark as a paragraph of the structure tree, whole.
fn assert_marked(printed: &Printed, word: &str) {
    let read = printed.run("pdfinfo", &["-struct-text", "FILE"]);
    let mark = format!("\"{word}\"");
    assert!(read.lines().any(|line| line.trim() == mark), "{mark} is a text of its own:\n{read}");
}

#[test]
fn every_sheet_of_a_demonstration_says_so_and_a_real_one_does_not() {
    if !has_tool("pdftotext") || !has_tool("pdfinfo") {
        return;
    }
    let layout = layout_of(CHAFTA);
    let code = samples::code();
    let input = PaperInput { mark: Mark::Demonstration, ..issued(&code) };
    let paper = render(&faces(), &samples::many(45), &form(Some(&layout)), &input).unwrap();
    let printed = Printed::new(&paper);
    for sheet in 1..=paper.pages {
        assert!(printed.text_of(sheet).contains("DEMONSTRATION: made with example keys, not valid"), "sheet {sheet}");
    }
    assert_marked(&printed, "DEMONSTRATION");
    let real = Printed::new(&print(&samples::many(45), Some(CHAFTA)));
    assert!(!real.text().contains("DEMONSTRATION"), "a real certificate carries no mark");
}

#[test]
fn the_code_on_the_page_can_be_scanned_through_the_mark() {
    if !has_tool("pdftoppm") {
        return;
    }
    let layout = layout_of(CHAFTA);
    // As long as a payload may be, and as the eye of a scanner meets it: a picture of the whole page.
    let longest = format!("TC1:{}", "7B0KZ$%*+-./:".repeat(74)).chars().take(970).collect::<String>();
    for code in [samples::code(), longest] {
        let input = PaperInput { mark: Mark::Demonstration, ..issued(&code) };
        let paper = render(&faces(), &samples::usual(), &form(Some(&layout)), &input).unwrap();
        let printed = Printed::new(&paper);
        // A reader may stumble over one way in which modules and dots fall together, never over all of them.
        let is_read = [300, 500, 600].into_iter().any(|dots| {
            let (width, height, grey) = printed.picture(dots);
            let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| grey[y * width + x]);
            let grids = picture.detect_grids();
            grids.len() == 1 && grids[0].decode().is_ok_and(|(_, text)| text == code)
        });
        assert!(is_read, "{} letters are read off the page", code.len());
    }
}

#[test]
fn a_row_that_goes_on_says_again_which_item_it_is() {
    if !has_tool("pdftotext") {
        return;
    }
    let mut certificate = samples::long();
    certificate.items.drain(1..);
    let paper = print(&certificate, Some(CHAFTA));
    let printed = Printed::new(&paper);
    let last = printed.run("pdftotext", &["-layout", "-f", &paper.pages.to_string(), "FILE", "-"]);
    let row = last.lines().find(|line| line.contains("preserved") || line.contains("Assorted")).unwrap_or_default();
    assert!(row.trim_start().starts_with("1 "), "the first line on the last sheet names item 1: {row}");
}

#[test]
fn names_that_could_be_a_path_and_codes_that_are_too_long_are_refused() {
    let code = samples::code();
    for name in ["", "../x.xml", "a/b.xml", "a\\b.xml", ".x"] {
        let document = Some(Attachment { name, bytes: samples::DOCUMENT });
        let refused = render(&faces(), &samples::usual(), &form(None), &PaperInput { document, ..issued(&code) });
        assert!(matches!(refused, Err(PaperError::AttachmentName)), "{name:?}");
    }
    let long = "A".repeat(971);
    let refused = render(&faces(), &samples::usual(), &form(None), &issued(&long));
    assert!(matches!(refused, Err(PaperError::CodeTooLong { length: 971 })));
}

#[test]
fn an_empty_draft_prints_on_every_form() {
    for profile in [Some(CHAFTA), Some(NP_ICC), None] {
        let layout = profile.map(layout_of);
        let input = PaperInput { mark: Mark::Draft, ..PaperInput::default() };
        let paper = render(&faces(), &Certificate::default(), &form(layout.as_ref()), &input).unwrap();
        assert_eq!((paper.pages, paper.findings), (1, vec![]));
    }
}

#[test]
fn typefaces_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&faces());
}
