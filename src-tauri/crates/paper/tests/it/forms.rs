//! Does each shipped form print whole: every box number once and in its place, every value, the same bytes again?

use std::sync::OnceLock;

use tamga_origin::layout::{AreaKind, Bind, Layout};
use tamga_origin::{AgreementProfile, Certificate, Flag};
use tamga_paper::{Form, Mark, Offset, Paper, PaperInput, Typefaces, render};

use crate::samples;
use crate::tools::{Printed, Word, has_tool};

/// A shipped form.
pub fn profile(id: &str) -> AgreementProfile {
    shipped().into_iter().find(|profile| profile.id == id).unwrap_or_else(|| panic!("{id} is shipped"))
}

/// The shipped forms, read once.
fn shipped() -> Vec<AgreementProfile> {
    static SHIPPED: OnceLock<Vec<AgreementProfile>> = OnceLock::new();
    SHIPPED.get_or_init(|| tamga_formats::agreements::builtin().unwrap().list().to_vec()).clone()
}

fn paper(faces: &Typefaces, profile: &AgreementProfile, certificate: &Certificate, input: &PaperInput<'_>) -> Paper {
    let form = Form::of(profile);
    render(faces, certificate, &form, input).unwrap_or_else(|error| panic!("{}: {error}", profile.id))
}

/// One form of each grid, and some that print plain.
const FAMILIES: [&str; 13] = [
    "afcfta-co",
    "atiga-d-2020",
    "chafta",
    "np-china-c",
    "eur1-pem-2023",
    "gsp-form-a",
    "mercosur-a18-2009",
    "np-uk",
    "rcep-co",
    "eaeu-eav",
    "usmca",
    "comesa-co",
    "rex-gsp",
];

/// Points in a tenth of a millimetre.
const TENTH: f64 = 72.0 / 254.0;

fn is_near(word: &Word, x: f64, y: f64) -> bool {
    (word.x - x).abs() < 6.0 && word.y - y > -4.0 && word.y - y < 9.0
}

/// Where the printed grid says that a box begins: sheet, and points from the top left.
fn place(layout: &Layout, number: &str) -> Option<(u32, f64, f64)> {
    let point = |tenths: i32| f64::from(tenths) * TENTH;
    if let Some(area) = layout.areas.iter().find(|area| area.number == number) {
        return Some((if area.back { 2 } else { 1 }, point(area.at.x), point(area.at.y)));
    }
    let goods = layout.areas.iter().find(|area| area.kind == AreaKind::Items)?;
    let index = goods.columns.iter().position(|column| column.number == number)?;
    let left: i32 = goods.columns.iter().take(index).map(|column| column.width).sum();
    Some((1, point(goods.at.x + left), point(goods.at.y)))
}

#[test]
fn every_box_number_of_a_grid_stands_once_in_its_place() {
    if !has_tool("pdftotext") {
        return;
    }
    let faces = Typefaces::load(&[]).unwrap();
    for profile in shipped() {
        let Some(layout) = &profile.layout else { continue };
        let printed = Printed::new(&paper(&faces, &profile, &samples::usual(), &PaperInput::default()));
        for form_box in profile.boxes.iter().filter(|one| one.printed) {
            let (sheet, x, y) = place(layout, &form_box.number).unwrap();
            let there =
                printed.words(sheet).into_iter().filter(|word| is_near(word, x, y) && word.text == form_box.number);
            assert_eq!(there.count(), 1, "{}: number {} at {x:.0}, {y:.0}", profile.id, form_box.number);
        }
    }
}

#[test]
fn a_form_without_a_grid_prints_every_box_in_order() {
    if !has_tool("pdftotext") {
        return;
    }
    let faces = Typefaces::load(&[]).unwrap();
    let mut plain = 0;
    for profile in shipped().into_iter().filter(|profile| profile.layout.is_none()) {
        plain += 1;
        let printed = Printed::new(&paper(&faces, &profile, &samples::usual(), &PaperInput::default()));
        let words = printed.words(1);
        let mut places = Vec::new();
        for form_box in &profile.boxes {
            let label: Vec<&str> = form_box.label.split(' ').collect();
            // A label may break anywhere; its words follow each other in the reading order of the file.
            let starts = words
                .windows(label.len())
                .filter(|run| run.iter().map(|word| word.text.as_str()).eq(label.iter().copied()));
            let longer = |at: &Word| {
                profile.boxes.iter().filter(|other| other.label.len() > form_box.label.len()).any(|other| {
                    let label: Vec<&str> = other.label.split(' ').collect();
                    words.windows(label.len()).any(|run| {
                        run.first().is_some_and(|first| first.x == at.x && first.y == at.y)
                            && run.iter().map(|word| word.text.as_str()).eq(label.iter().copied())
                    })
                })
            };
            let found: Vec<&Word> = starts.filter_map(|run| run.first()).filter(|at| !longer(at)).collect();
            let [start] = found.as_slice() else {
                panic!("{}: {:?} stands {} times", profile.id, form_box.label, found.len());
            };
            if form_box.printed {
                let beside = words.iter().any(|word| {
                    word.text == form_box.number
                        && ((word.y - start.y).abs() < 2.0 && start.x - word.x > 0.0 && start.x - word.x < 25.0
                            || (0.0..14.0).contains(&(start.y - word.y)) && (start.x - word.x).abs() < 75.0)
                });
                assert!(beside, "{}: number {} stands by its label", profile.id, form_box.number);
            }
            places.push((start.y, start.x, form_box));
        }
        // Ticks follow their box, signatures close the form; everything else runs from left to right and down.
        for pair in places.windows(2) {
            let [(y, x, one), (next_y, next_x, other)] = pair else { continue };
            let follows = *next_y > *y + 2.0 || ((next_y - y).abs() <= 12.0 && next_x > x);
            assert!(follows, "{}: {:?} comes before {:?}", profile.id, one.label, other.label);
        }
    }
    assert_eq!(plain, 30);
}

/// What a bound name of the full sample must print.
fn values(bind: Bind) -> &'static [&'static str] {
    match bind {
        Bind::Exporter => &["Yarra Valley Orchards Pty Ltd", "14 Old Healesville Road", "Yarra Glen VIC 3775"],
        Bind::Importer => &["Shanghai Greenleaf Imports Co., Ltd."],
        Bind::Consignee => &["Jiangsu Cold Chain Co., Ltd.", "5 Port Avenue"],
        Bind::Producers => &["Murray Growers Co-operative"],
        Bind::InvoicingParty | Bind::InvoicingPartyName => &["Harbour Trading (HK) Ltd"],
        Bind::Authorisation => &["AU-EXP-004711"],
        Bind::ExportCountry | Bind::Origins => &["Australia"],
        Bind::DestinationCountry => &["China"],
        Bind::Departure => &["2026-04-28"],
        Bind::Mode => &["By sea"],
        Bind::Means => &["COSCO Aden 118N"],
        Bind::Loading => &["Melbourne"],
        Bind::Discharge => &["Shanghai"],
        Bind::Remarks => &["ISSUED RETROSPECTIVELY"],
        Bind::References => &["EDN-77-3120", "2026-04-27"],
        Bind::Invoices | Bind::ItemInvoices => &["YV-26-0917", "2026-04-20"],
        Bind::ItemMarks => &["YV/SH 1-20", "YV/SH 3-22"],
        Bind::ItemPackages => &["20 cartons", "60 cartons"],
        Bind::ItemDescription => &["cherries", "Shiraz wine", "Macadamia nuts"],
        Bind::ItemHs => &["0809.29", "2204.21", "2008.19"],
        Bind::ItemCriterion => &["WO", "PSR", "WP"],
        Bind::ItemGrossMass => &["5012.5 kg", "14020 kg", "801 kg"],
        Bind::ItemNetMass => &["4800 kg", "12960.5 kg", "725.25 kg"],
        Bind::ItemQuantities => &["40 pcs", "120 pcs"],
        Bind::ItemValue => &["USD 38400 FOB", "USD 12011.4 FOB"],
        Bind::ExporterDeclaration => &["Grace Whitfield, Export manager", "Yarra Glen, 2026-05-03"],
        Bind::Certification => &["Tomás Okafor, Certifying officer", "Melbourne, 2026-05-04"],
        Bind::ValidFrom => &["2026-05-04"],
        Bind::ValidTo => &["2027-05-04"],
        _ => &[],
    }
}

#[test]
fn every_value_of_a_full_certificate_is_printed_on_every_form() {
    if !has_tool("pdftotext") {
        return;
    }
    let faces = Typefaces::load(&[]).unwrap();
    let code = samples::code();
    for profile in shipped() {
        let input = PaperInput { copy_word: "Original", qr: Some(&code), ..PaperInput::default() };
        let paper = paper(&faces, &profile, &samples::full(), &input);
        let blocking: Vec<_> = paper.findings.iter().filter(|finding| finding.code != "layout.continued").collect();
        assert!(blocking.is_empty(), "{}: {blocking:?}", profile.id);
        let text = Printed::new(&paper).text();
        // A value may break at a space.
        let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let keys = profile.boxes.iter().flat_map(|one| &one.keys);
        for value in keys.flat_map(|key| values(*key)).chain(["MCC2026000412", "Original"].iter()) {
            assert!(flat.contains(value), "{}: {value:?} is printed:\n{text}", profile.id);
        }
        for (flag, row) in profile.flags.iter().map(|row| (row.flag, row)) {
            let words = row.words.split('{').next().unwrap_or_default().trim();
            let prints = samples::full().flags.contains(&flag) || row.mark == tamga_origin::profile::Mark::Tick;
            assert!(!prints || flat.contains(words), "{}: {words:?} is printed:\n{text}", profile.id);
        }
    }
}

#[test]
fn a_set_flag_marks_its_square_and_no_other() {
    if !has_tool("pdftotext") {
        return;
    }
    let faces = Typefaces::load(&[]).unwrap();
    let form = profile("atiga-d-2020");
    for (flags, expected) in [(vec![], 0), (vec![Flag::Accumulation], 1), (vec![Flag::Retroactive, Flag::DeMinimis], 2)]
    {
        let certificate = Certificate { flags, ..samples::usual() };
        let printed = Printed::new(&paper(&faces, &form, &certificate, &PaperInput::default()));
        let crosses = printed.words(1).into_iter().filter(|word| word.text == "X").count();
        assert_eq!(crosses, expected, "{:?}", certificate.flags);
    }
}

#[test]
fn a_preprinted_form_gets_values_alone_moved_as_its_printer_needs() {
    if !has_tool("pdftotext") {
        return;
    }
    let faces = Typefaces::load(&[]).unwrap();
    for id in ["gsp-form-a", "eur1-pem-2023", "chafta"] {
        let form = profile(id);
        let on = |preprinted| {
            let input = PaperInput { preprinted, ..PaperInput::default() };
            let paper = paper(&faces, &form, &samples::full(), &input);
            (paper.pages, Printed::new(&paper))
        };
        let (pages, bare) = on(Some(Offset::default()));
        assert_eq!(pages, 1, "{id}: the back of a preprinted form is printed already");
        let text = bare.text();
        for form_box in &form.boxes {
            assert!(!text.contains(&form_box.label), "{id}: the label of box {} is on the paper", form_box.number);
        }
        for value in ["Yarra Valley Orchards Pty Ltd", "Macadamia nuts", "MCC2026000412"] {
            assert!(text.contains(value), "{id}: {value:?} is printed");
        }
        assert!(!text.contains("Produced in"), "{id}: words that the form carries anyway are on the paper");
        let draft = PaperInput { preprinted: Some(Offset::default()), mark: Mark::Draft, ..PaperInput::default() };
        let marked = Printed::new(&paper(&faces, &form, &samples::full(), &draft)).text();
        assert!(marked.contains("DRAFT: not issued, not valid"), "{id}: a mark stands on every kind of paper");
        let moved = on(Some(Offset { right: 30, down: -20 })).1;
        let place = |printed: &Printed| {
            let words = printed.words(1);
            let word = words.iter().find(|word| word.text == "Yarra").unwrap();
            (word.x, word.y)
        };
        let ((x, y), (moved_x, moved_y)) = (place(&bare), place(&moved));
        assert!(
            (moved_x - x - 30.0 * TENTH).abs() < 0.1 && (moved_y - y + 20.0 * TENTH).abs() < 0.1,
            "{id}: 3 mm, 2 mm"
        );
        let (printed_x, printed_y) = place(&on(None).1);
        assert!((x - printed_x).abs() < 0.1 && (y - printed_y).abs() < 0.1, "{id}: values stand where they stood");
    }
}

#[test]
fn names_of_who_signs_that_do_not_fit_are_found_while_drafting() {
    let faces = Typefaces::load(&[]).unwrap();
    let mut certificate = samples::many(45);
    if let Some(one) = &mut certificate.certification {
        one.name = "Tomás Okafor of the certifying office ".repeat(40);
    }
    for id in ["rcep-co", "chafta", "usmca"] {
        let form = profile(id);
        let paper = paper(&faces, &form, &certificate, &PaperInput::default());
        let found = paper.findings.iter().filter(|finding| finding.code == "layout.overflow");
        let paths: Vec<&str> = found.map(|finding| finding.path.as_str()).collect();
        let signs = form.box_of(Bind::Certification).is_some();
        assert_eq!(paths, if signs { vec!["certification"] } else { vec![] }, "{id}");
    }
}

#[test]
fn the_same_certificate_gives_the_same_bytes_on_every_grid() {
    let faces = Typefaces::load(&[]).unwrap();
    for profile in FAMILIES.map(profile) {
        let print = || paper(&faces, &profile, &samples::full(), &PaperInput::default()).bytes;
        assert!(print() == print(), "{}: two runs differ", profile.id);
    }
}

#[test]
fn long_and_arabic_certificates_print_on_every_grid_without_loss() {
    if !has_tool("pdftotext") {
        return;
    }
    let faces = Typefaces::load(&[]).unwrap();
    for profile in FAMILIES.map(profile) {
        let long = paper(&faces, &profile, &samples::many(45), &PaperInput::default());
        let text = Printed::new(&long).text();
        for line in 1..=45 {
            assert_eq!(text.matches(&format!("(line {line})")).count(), 1, "{}: line {line} stands once", profile.id);
        }
        let arabic =
            paper(&faces, &profile, &samples::arabic(), &PaperInput { mark: Mark::Draft, ..PaperInput::default() });
        let lost: Vec<_> = arabic.findings.iter().filter(|finding| finding.code != "layout.continued").collect();
        assert!(lost.is_empty(), "{}: {lost:?}", profile.id);
    }
}
