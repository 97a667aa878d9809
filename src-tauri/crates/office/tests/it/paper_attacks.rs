//! Pages as somebody would make them who wants another document, another page or another code to be believed: none passes
//! for genuine, and each refusal has its own code.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use tamga_formats::{co_xml, trust_list};
use tamga_office::Office;
use tamga_office::check::{By, OfferedEvidence, differences, verify};
use tamga_office::trust::sign_trust_list;
use tamga_office::verdict::{Verdict, VerdictKind};
use tamga_origin::trust::{KeyUse, Revoked, Span, TrustList};
use tamga_origin::{Certificate, Flag, Severity};
use tamga_paper::{Attachment, Form, Mark, PaperInput, Typefaces, code_text, render};
use tamga_seal::demo::Authority;
use tamga_seal::digest::{sha256, sha256_hex};
use tamga_seal::{Batch, QrContent, SystemRandom, import_key_file, qr_seal, sign_co, unlock};

use crate::help::{CHAMBER, CUSTOMS, DAY, QUICK, World, issued, noon, person, pin, span};

/// A chamber's two certificates, on paper and without, and a post that judges.
struct Scene {
    world: World,
    post: Arc<Office>,
    /// An officer of the chamber whose key for codes the list knows.
    officer: Batch,
    certificate: Certificate,
    xml: Vec<u8>,
    pdf: Vec<u8>,
    other_xml: Vec<u8>,
    other_pdf: Vec<u8>,
}

fn certificate_of(xml: &[u8]) -> Certificate {
    let gated = co_xml::gate(xml, &tamga_formats::Limits::default()).unwrap();
    co_xml::read_certificate(&gated).unwrap().value
}

impl Scene {
    fn new() -> Self {
        let world = World::new();
        let chamber = world.chamber();
        let (one, two) = (issued(&chamber), issued(&chamber));
        let (xml, pdf) = (chamber.certificate_xml(&one).unwrap(), chamber.certificate_pdf(&one).unwrap());
        let (other_xml, other_pdf) = (chamber.certificate_xml(&two).unwrap(), chamber.certificate_pdf(&two).unwrap());
        let officer = world.unlocked_officer();
        let post = world.stranger();
        let mut list = world.list(1, chamber.keys().unwrap().first());
        list.issuers[0].keys.push(officer.qr_key().trusted(&[KeyUse::Qr], span()));
        world.believe(&post, &list);
        Self { certificate: certificate_of(&xml), world, post, officer, xml, pdf, other_xml, other_pdf }
    }

    fn judged(&self, pdf: &[u8]) -> Verdict {
        self.post.check_file(pdf, false).unwrap().found.unwrap().verdict
    }

    /// The page with another document in the place of its own.
    fn swapped(&self, document: &[u8]) -> Vec<u8> {
        continued(&self.pdf, &[(embedded(&self.pdf), file(document))], "")
    }

    /// The page with one more document, named by an object that is put in.
    fn with_another(&self, document: &[u8], named: &str) -> Vec<u8> {
        let next = size(&self.pdf);
        let named = named.replace("FILE", &format!("{next} 0 R")).into_bytes();
        continued(&self.pdf, &[(next, file(document)), (next + 1, named)], "")
    }

    /// What a code says of the certificate.
    fn content(&self) -> QrContent {
        let certificate = &self.certificate;
        QrContent {
            issuer: CHAMBER.to_owned(),
            number: certificate.number.clone(),
            revision: certificate.revision,
            issued: certificate.issued_at.unwrap().date(),
            valid_to: certificate.valid_to,
            proof_type: certificate.proof_type.code().to_owned(),
            scheme: certificate.scheme.code.clone(),
            destination: certificate.transport.destination_country.clone(),
            exporter: certificate.exporter.name.clone(),
            items: u32::try_from(certificate.items.len()).unwrap(),
            lines: Vec::new(),
            gross_mass: String::new(),
            invoice: String::new(),
            document: sha256(&self.xml)[..16].try_into().unwrap(),
            references: Vec::new(),
        }
    }

    /// The page of the certificate with another code on it, made as this program makes it.
    fn drawn(&self, code: &str) -> Vec<u8> {
        let profiles = tamga_formats::agreements::builtin().unwrap();
        let chosen = profiles.choose("chafta", noon().date(), "AU", "CN");
        let profile = chosen.first().unwrap();
        let is_demonstration = self.certificate.flags.contains(&Flag::Test);
        let input = PaperInput {
            copy_word: profile.form.copies.first().map_or("", String::as_str),
            mark: if is_demonstration { Mark::Demonstration } else { Mark::None },
            document: Some(Attachment { name: "certificate.xml", bytes: &self.xml }),
            document_digest: Some(sha256(&self.xml)),
            qr: Some(code),
            preprinted: None,
        };
        render(&Typefaces::load(&[]).unwrap(), &self.certificate, &Form::of(profile), &input).unwrap().bytes
    }

    fn drawn_with(&self, change: impl FnOnce(&mut QrContent)) -> Vec<u8> {
        let mut content = self.content();
        change(&mut content);
        self.drawn(&qr_seal(&content, self.officer.qr_key()).unwrap())
    }
}

/// An embedded file, not deflated.
fn file(bytes: &[u8]) -> Vec<u8> {
    let head = format!("<</Type/EmbeddedFile/Subtype/application#2Fxml/Length {}>>\nstream\n", bytes.len());
    [head.as_bytes(), bytes, b"\nendstream"].concat()
}

fn position(bytes: &[u8], what: &str) -> usize {
    bytes.windows(what.len()).position(|it| it == what.as_bytes()).unwrap_or_else(|| panic!("`{what}` stands there"))
}

/// The number of the object in which this stands first.
fn number_of(pdf: &[u8], what: &str) -> u32 {
    let before = &pdf[..position(pdf, what)];
    let end = before.windows(6).rposition(|it| it == b" 0 obj").unwrap();
    let start = before[..end].iter().rposition(|byte| !byte.is_ascii_digit()).unwrap() + 1;
    std::str::from_utf8(&before[start..end]).unwrap().parse().unwrap()
}

fn embedded(pdf: &[u8]) -> u32 {
    number_of(pdf, "/Type/EmbeddedFile")
}

/// The text of an object that has no stream.
fn object(pdf: &[u8], number: u32) -> String {
    let from = position(pdf, &format!("\n{number} 0 obj")) + format!("\n{number} 0 obj").len();
    let to = from + position(&pdf[from..], "endobj");
    String::from_utf8(pdf[from..to].to_vec()).unwrap()
}

/// Number of the first object that is not there.
fn size(pdf: &[u8]) -> u32 {
    let rest = &pdf[position(pdf, "trailer\n<</Size ") + 16..];
    let digits: Vec<u8> = rest.iter().copied().take_while(u8::is_ascii_digit).collect();
    String::from_utf8(digits).unwrap().parse().unwrap()
}

fn last_table(pdf: &[u8]) -> &str {
    let from = pdf.windows(10).rposition(|it| it == b"startxref\n").unwrap() + 10;
    std::str::from_utf8(&pdf[from..]).unwrap().lines().next().unwrap()
}

/// The file continued with these objects, as every editor of PDF does it (PDF 1.7, 7.5.6).
fn continued(pdf: &[u8], objects: &[(u32, Vec<u8>)], trailer: &str) -> Vec<u8> {
    let mut out = [pdf, b"\n"].concat();
    let mut table = "xref\n".to_owned();
    for (number, bytes) in objects {
        table.push_str(&format!("{number} 1\n{:010} 00000 n \n", out.len()));
        out.extend([format!("{number} 0 obj\n").as_bytes(), bytes, b"\nendobj\n"].concat());
    }
    let root = number_of(pdf, "/Type/Catalog");
    let info = number_of(pdf, "/Producer(");
    let most = objects.iter().map(|(number, _)| number + 1).max().unwrap_or(0).max(size(pdf));
    let place = out.len();
    let prev = last_table(pdf);
    let tail = format!(
        "trailer\n<</Size {most}/Root {root} 0 R/Info {info} 0 R/Prev {prev}{trailer}>>\nstartxref\n{place}\n%%EOF\n"
    );
    out.extend([table.as_bytes(), tail.as_bytes()].concat());
    out
}

type Case = (&'static str, Vec<u8>, &'static str);

/// Another document under the page.
fn attachments(scene: &Scene) -> Vec<Case> {
    let text = String::from_utf8(scene.xml.clone()).unwrap();
    let changed = text.replacen("1200", "1900", 1).into_bytes();
    let mut heavier = scene.certificate.clone();
    heavier.items[0].description.push_str(" and more");
    let unsigned = co_xml::write_certificate(&heavier).unwrap();
    let resigned = sign_co(&unsigned, noon(), &mut scene.world.unlocked_officer()).unwrap().bytes;
    let forged = sign_co(&unsigned, noon(), &mut stranger()).unwrap().bytes;
    let spoilt = [&b"<</Type/EmbeddedFile/Filter/FlateDecode/Length 4>>\nstream\n"[..], b"xxxx\nendstream"].concat();
    let number = embedded(&scene.pdf);
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let filespec = "<</Type/Filespec/F(b.xml)/EF<</F FILE>>>>";
    let annotation = "<</Type/Annot/Subtype/FileAttachment/FS<</Type/Filespec/F(b.xml)/EF<</F FILE>>>>>>";
    let next = size(&scene.pdf);
    let two_in_one = format!("<</Type/Filespec/F(certificate.xml)/EF<</F {number} 0 R/UF {next} 0 R>>>>").into_bytes();
    let spec = number_of(&scene.pdf, "/Type/Filespec");
    vec![
        ("another genuine certificate inside", scene.swapped(&scene.other_xml), "qr.differs"),
        ("a value changed inside", scene.swapped(&changed), "sig.digest"),
        ("the certificate signed anew with more in it", scene.swapped(&resigned), "qr.differs"),
        ("signed by a stranger", scene.swapped(&forged), "cert.path_signature"),
        ("not signed", scene.swapped(&unsigned), "shape.no_signature"),
        ("the document cut off", scene.swapped(&scene.xml[..scene.xml.len() - 9]), "gate.not_wellformed"),
        ("a note instead", scene.swapped(b"see the original"), "paper.no_document"),
        ("nothing instead", scene.swapped(b""), "paper.no_document"),
        ("what does not inflate", continued(&scene.pdf, &[(number, spoilt)], ""), "paper.unreadable"),
        ("two documents", scene.with_another(&scene.other_xml, filespec), "paper.many_documents"),
        ("the same changed beside it", scene.with_another(&changed, filespec), "paper.many_documents"),
        (
            "the same with a line after it",
            scene.with_another(&[&scene.xml[..], b"\n"].concat(), filespec),
            "paper.many_documents",
        ),
        ("the same in another encoding", scene.with_another(&utf16, filespec), "paper.many_documents"),
        ("another one pinned to a sheet", scene.with_another(&scene.other_xml, annotation), "paper.many_documents"),
        (
            "two under one name",
            continued(&scene.pdf, &[(next, file(&scene.other_xml)), (spec, two_in_one)], ""),
            "paper.many_documents",
        ),
        ("encrypted, it says", continued(&scene.pdf, &[], "/Encrypt<</Filter/Standard>>"), "paper.unreadable"),
        ("cut off", scene.pdf[..scene.pdf.len() - 300].to_vec(), "paper.unreadable"),
    ]
}

/// Somebody with an authority of the same name.
fn stranger() -> Batch {
    let life = tamga_seal::demo::Life { from: noon().plus_millis(-DAY), to: noon().plus_millis(100 * DAY) };
    let authority = Authority::new("Authority for Chambers", life).unwrap();
    let file = authority.key_file(person("R. Officer", "Huon Chamber"), life, &pin()).unwrap();
    let (_, kept) = import_key_file(&file.pkcs12, &pin(), &pin(), QUICK, &SystemRandom::new()).unwrap();
    unlock(&kept, &pin()).unwrap()
}

/// The true document and another page.
fn pages(scene: &Scene) -> Vec<Case> {
    let pdf = &scene.pdf;
    let sheet = number_of(pdf, "/Type/Page/");
    let page = object(pdf, sheet);
    let contents: u32 = page.split("/Contents ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    let catalog = number_of(pdf, "/Type/Catalog");
    let root = object(pdf, catalog);
    let written = b"BT /F0 12 Tf 100 500 Td (9,000 kg) Tj ET";
    let stream =
        |bytes: &[u8]| [format!("<</Length {}>>\nstream\n", bytes.len()).as_bytes(), bytes, b"\nendstream"].concat();
    let next = size(pdf);
    let with = |objects: &[(u32, Vec<u8>)]| continued(pdf, objects, "");
    let put = |text: &str, what: &str| {
        text.trim_end().strip_suffix(">>").map(|rest| format!("{rest}{what}>>").into_bytes()).unwrap()
    };
    let note =
        format!("<</Type/Annot/Subtype/FreeText/Rect[90 490 300 520]/Contents(9,000 kg)/P {sheet} 0 R>>").into_bytes();
    let noted = put(&page, &format!("/Annots[{next} 0 R]"));
    let mut flipped = pdf.clone();
    let place = position(pdf, &format!("\n{contents} 0 obj"));
    let place = place + position(&pdf[place..], "stream\n") + 40;
    flipped[place] ^= 1;
    vec![
        ("written on", with(&[(contents, stream(written))]), "paper.differs"),
        ("an empty sheet", with(&[(contents, stream(b""))]), "paper.differs"),
        ("a bit of the sheet flipped", flipped, "paper.differs"),
        ("a note over it", with(&[(next, note), (sheet, noted)]), "paper.differs"),
        (
            "two contents on one sheet",
            with(&[
                (next, stream(written)),
                (
                    sheet,
                    page.replace(
                        &format!("/Contents {contents} 0 R"),
                        &format!("/Contents[{contents} 0 R {next} 0 R]"),
                    )
                    .into_bytes(),
                ),
            ]),
            "paper.differs",
        ),
        ("cropped", with(&[(sheet, put(&page, "/CropBox[0 0 300 300]"))]), "paper.differs"),
        ("turned", with(&[(sheet, put(&page, "/Rotate 180"))]), "paper.differs"),
        (
            "a program that is run",
            with(&[(catalog, put(&root, "/OpenAction<</S/JavaScript/JS(app.alert(1))>>"))]),
            "paper.differs",
        ),
        ("layers", with(&[(catalog, put(&root, "/OCProperties<</OCGs[]/D<<>>>>"))]), "paper.differs"),
        (
            "the page of another certificate",
            continued(&scene.other_pdf, &[(embedded(&scene.other_pdf), file(&scene.xml))], ""),
            "qr.differs",
        ),
    ]
}

/// The true document and page, and another code.
fn codes(scene: &Scene) -> Vec<Case> {
    let own = code_text(&scene.pdf).unwrap();
    let theirs = code_text(&scene.other_pdf).unwrap();
    // One letter of the number: the check that it was written as we write it comes before the key.
    let mut spoilt = own.clone();
    spoilt.replace_range(20..21, if &own[20..21] == "A" { "B" } else { "A" });
    let unknown = qr_seal(&scene.content(), stranger().qr_key()).unwrap();
    vec![
        ("the code of another certificate", scene.drawn(&theirs), "qr.differs"),
        ("another number", scene.drawn_with(|it| it.number = "HC-000001".to_owned()), "qr.differs"),
        ("another revision", scene.drawn_with(|it| it.revision += 1), "qr.differs"),
        ("another document", scene.drawn_with(|it| it.document[0] ^= 1), "qr.differs"),
        ("another body", scene.drawn_with(|it| it.issuer = CUSTOMS.to_owned()), "trust.signer_unknown"),
        ("a body nobody knows", scene.drawn_with(|it| it.issuer = "XX".to_owned()), "trust.signer_unknown"),
        ("a stranger's key", scene.drawn(&unknown), "trust.signer_unknown"),
        ("for another agreement", scene.drawn_with(|it| it.scheme = "gsp".to_owned()), "trust.form"),
        (
            "on a day before its key",
            scene.drawn_with(|it| it.issued = noon().plus_millis(-9 * DAY).date()),
            "trust.date",
        ),
        ("no code", scene.drawn("TC1:"), "qr.unreadable"),
        ("a word", scene.drawn("TC1:HELLO"), "qr.unreadable"),
        ("a letter spoilt", scene.drawn(&spoilt), "qr."),
    ]
}

/// The honest page under lists that no longer know its key.
fn lists(scene: &Scene) -> Vec<(&'static str, Verdict, &'static str)> {
    let kid = scene.officer.qr_key().kid().to_owned();
    let pdf = scene.drawn_with(|_| {});
    let under = |change: &dyn Fn(&mut TrustList)| {
        let post = scene.world.another_post();
        let mut list = scene.world.list(2, None);
        list.prev = sha256_hex(&trust_list::write(&scene.world.list(1, None)).unwrap());
        list.issued_at = noon().plus_millis(1000);
        list.issuers[0].keys.push(scene.officer.qr_key().trusted(&[KeyUse::Qr], span()));
        change(&mut list);
        post.import_trust(&sign_trust_list(&list, &[&scene.world.root]).unwrap()).unwrap();
        post.check_file(&pdf, false).unwrap().found.unwrap().verdict
    };
    let revoked = |list: &mut TrustList| {
        list.revoked = vec![Revoked { key: kid.clone(), at: noon(), reason: "lost".to_owned() }];
    };
    let ended = |list: &mut TrustList| {
        list.issuers[0].keys[0].span = Span { to: Some(noon().plus_millis(-DAY / 2)), ..span() };
    };
    let another_use = |list: &mut TrustList| list.issuers[0].keys[0].uses = vec![KeyUse::Receipt];
    vec![
        ("its key was revoked", under(&revoked), "revocation.revoked"),
        ("its key had ended", under(&ended), "trust.date"),
        ("its key is for something else", under(&another_use), "trust.signer_unknown"),
    ]
}

/// A file as some other program writes it: a page of its own, and the document attached.
fn of_another_program(document: &[u8]) -> Vec<u8> {
    let drawn = b"BT /F0 12 Tf 100 500 Td (9,000 kg) Tj ET";
    let page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>";
    let objects = [
        b"<</Type/Catalog/Pages 2 0 R/AF[5 0 R]>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        page.to_vec(),
        [format!("<</Length {}>>\nstream\n", drawn.len()).as_bytes(), drawn, b"\nendstream"].concat(),
        b"<</Type/Filespec/F(certificate.xml)/EF<</F 6 0 R>>>>".to_vec(),
        file(document),
    ];
    let (mut out, mut table) = (b"%PDF-1.7\n".to_vec(), "xref\n0 7\n0000000000 65535 f \n".to_owned());
    for (number, bytes) in (1..).zip(&objects) {
        table.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.extend([format!("{number} 0 obj\n").as_bytes(), bytes, b"\nendobj\n"].concat());
    }
    let place = out.len();
    let tail = format!("trailer\n<</Size 7/Root 1 0 R>>\nstartxref\n{place}\n%%EOF\n");
    out.extend([table.as_bytes(), tail.as_bytes()].concat());
    out
}

#[test]
fn a_page_of_another_program_is_not_compared_and_that_is_said() {
    let scene = Scene::new();
    let (good, foreign) = (scene.judged(&scene.xml), scene.judged(&of_another_program(&scene.xml)));
    let said: Vec<_> = foreign.reasons.iter().filter(|reason| !good.reasons.contains(reason)).collect();
    assert_eq!(said.len(), 1, "{said:?}");
    assert_eq!((said[0].code.as_ref(), said[0].severity), ("paper.not_comparable", Severity::Info));
    assert_eq!((foreign.kind, &foreign.headline), (good.kind, &good.headline), "the document inside is what counts");
    let changed = String::from_utf8(scene.xml.clone()).unwrap().replacen("1200", "1900", 1);
    let broken = scene.judged(&of_another_program(changed.as_bytes()));
    assert_eq!(broken.kind, VerdictKind::NotGenuine, "{:?}", broken.reasons);
}

#[tokio::test]
async fn not_one_page_passes_with_another_document_another_sheet_or_another_code() {
    let scene = Scene::new();
    let good = scene.judged(&scene.xml);
    let printed = scene.judged(&scene.pdf);
    assert_eq!((printed.kind, &printed.reasons), (good.kind, &good.reasons), "the honest page changes nothing");
    assert!(matches!(good.kind, VerdictKind::Genuine | VerdictKind::Look));
    let trust = scene.post.trust_history();
    let by = By { trust: &trust, demonstration: true, now: noon(), beside: &OfferedEvidence::NONE };
    let by_the_list = verify(&scene.pdf, by).unwrap();
    assert_eq!(by_the_list.verdict.kind, good.kind, "and as little without an office");
    assert_eq!(by_the_list.certificate, Some(scene.certificate.clone()));
    assert_eq!(differences(&scene.xml, &scene.pdf).unwrap(), []);
    assert!(!differences(&scene.xml, &scene.other_pdf).unwrap().is_empty(), "another certificate stands otherwise");
    let redrawn = scene.judged(&scene.drawn_with(|_| {}));
    assert_eq!(redrawn.kind, good.kind, "the true code, drawn anew: {:?}", redrawn.reasons);

    let asked = [attachments(&scene), pages(&scene), codes(&scene)].concat();
    let mut seen = HashSet::new();
    let mut judged: Vec<_> = Vec::new();
    for (name, pdf, wanted) in asked {
        assert!(seen.insert(pdf.clone()), "{name} stands twice");
        judged.push((name, scene.judged(&pdf), wanted));
    }
    judged.extend(lists(&scene));
    let (mut codes, mut wrong) = (BTreeMap::<String, usize>::new(), Vec::new());
    let count = judged.len();
    for (name, verdict, wanted) in judged {
        let against: Vec<String> = verdict.reasons.iter().map(|reason| reason.code.to_string()).collect();
        match against.iter().find(|code| code.starts_with(wanted)) {
            _ if matches!(verdict.kind, VerdictKind::Genuine | VerdictKind::Look) => {
                wrong.push(format!("{name}: ACCEPTED, {against:?}"));
            }
            Some(code) => *codes.entry(code.clone()).or_default() += 1,
            None => wrong.push(format!("{name}: {against:?}, and {wanted} was expected")),
        }
    }
    let told: Vec<String> = codes.iter().map(|(code, count)| format!("{code} {count}")).collect();
    println!("attacks {:<14} {count:>4} {:>4} {}", "paper", count - wrong.len(), told.join(", "));
    println!("soak attacks {count}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 30, "{count}");
}
