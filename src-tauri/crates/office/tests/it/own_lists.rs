//! Are packs of goods codes taken in when somebody the office believes signed them, and refused otherwise? Do imported
//! lists outlive a lost index, and can a list be taken out again?

use tamga_office::code_lists::{Cover, Made, TableAsked};
use tamga_office::codes::HsAsked;
use tamga_office::{ErrorCode, Office, OfficeError};
use tamga_origin::{Date, Decimal, Measure};

use crate::help::{World, key_of, pin, ready_draft};

const TABLE: &str = "code,unit,en,became.2022\n09,,\"Coffee, tea and spices\",\n0901,,Coffee,\n\
                     090121,,Roasted dandelion coffee,090121\n";

fn cover() -> Cover {
    Cover {
        id: "pack-ministry-2012".to_owned(),
        hs_year: 2012,
        version: "1".to_owned(),
        source: "Customs tariff, test".to_owned(),
        licence: "CC0-1.0".to_owned(),
        maker: "Ministry".to_owned(),
        date: Date::new(2012, 1, 1).unwrap(),
        whole: false,
    }
}

fn made(office: &Office) -> Made {
    office.make_code_pack(&cover(), TABLE.as_bytes(), "tariff.csv", &key_of(office), &pin()).unwrap()
}

fn refusal(result: Result<impl std::fmt::Debug, OfficeError>) -> Vec<(String, String)> {
    let error = result.unwrap_err();
    assert_eq!(error.code(), ErrorCode::CodeListRefused, "{error:?}");
    error.findings().iter().map(|finding| (finding.code.to_string(), finding.path.clone())).collect()
}

fn plain(name: &str) -> TableAsked {
    TableAsked { name: name.to_owned(), ..TableAsked::default() }
}

#[test]
fn a_pack_counts_once_its_publisher_is_believed_and_survives_a_lost_index() {
    let world = World::new();
    let office = world.chamber();
    let pack = made(&office);
    let asked = plain("pack.zip");
    let unknown = refusal(office.import_code_list(&pack.bytes, &asked));
    assert_eq!(unknown, [("hs_pack.signer_unknown".to_owned(), String::new())]);
    assert!(!office.codes().unwrap().hs_years().contains(&2012), "nothing of it counts");

    assert_eq!(office.believe_publisher("no key", "Ministry").unwrap_err().code(), ErrorCode::TrustListRefused);
    assert_eq!(office.believe_publisher(&pack.publisher, " ").unwrap_err().code(), ErrorCode::BadRequest);
    let publisher = office.believe_publisher(&pack.publisher, "Ministry").unwrap();
    let looked = office.look_at_code_list(&pack.bytes, &asked).unwrap();
    assert_eq!((looked.change.added, looked.maker.as_str(), looked.publisher), (3, "Ministry", Some(publisher)));
    assert!(!office.codes().unwrap().hs_years().contains(&2012), "looking changes nothing");

    office.import_code_list(&pack.bytes, &asked).unwrap();
    assert!(office.codes().unwrap().hs_years().contains(&2012));
    let of_2012 =
        HsAsked { text: "dandelion", language: "en", agreement: "", year: Some(2012), exporter: "", limit: 5 };
    let found = office.find_hs(&of_2012).unwrap();
    assert_eq!((found.year, found.hits[0].code.as_str(), found.hits[0].year), (Some(2012), "090121", 2012));
    assert!(found.years.contains(&2012));
    let view = |office: &Office| {
        office
            .code_lists()
            .unwrap()
            .into_iter()
            .find(|view| view.meta.id == "pack-ministry-2012")
            .unwrap()
            .taken
            .unwrap()
    };
    assert_eq!(view(&office).signer.map(|(_, name)| name).as_deref(), Some("Ministry"));

    // The index is no record: without it, and with a broken one, it is made anew from what was kept.
    drop(office);
    let index = world.path("chamber").join("codes-own.db");
    for broken in [false, true] {
        std::fs::remove_file(&index).unwrap();
        if broken {
            std::fs::write(&index, "no database").unwrap();
        }
        let office = Office::open(&world.path("chamber"), world.surroundings()).unwrap();
        assert_eq!(office.find_hs(&of_2012).unwrap().hits[0].code, "090121", "broken: {broken}");
    }
    let office = Office::open(&world.path("chamber"), world.surroundings()).unwrap();
    office.remove_code_list("pack-ministry-2012").unwrap();
    assert!(!office.codes().unwrap().hs_years().contains(&2012));
    assert_eq!(office.remove_code_list("pack-ministry-2012").unwrap_err().code(), ErrorCode::NotFound);
    assert!(office.codes().unwrap().describe("un-rec20").is_some(), "lists of the program stay");
}

#[test]
fn unsigned_changed_and_strangely_signed_packs_are_refused_and_the_journal_says_so() {
    let world = World::new();
    let office = world.chamber();
    let pack = made(&office);
    office.believe_publisher(&pack.publisher, "Ministry").unwrap();
    let refused = |bytes: &[u8]| refusal(office.import_code_list(bytes, &plain("pack.zip"))).remove(0).0;
    let with = |name: &str, content: Option<&[u8]>| {
        let mut bytes = Vec::new();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&pack.bytes)).unwrap();
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(&mut bytes));
        for at in 0..archive.len() {
            let mut entry = archive.by_index(at).unwrap();
            let entry_name = entry.name().unwrap().to_string();
            let mut old = Vec::new();
            std::io::Read::read_to_end(&mut entry, &mut old).unwrap();
            let new = if entry_name == name { content } else { Some(old.as_slice()) };
            if let Some(new) = new {
                writer.start_file(entry_name, zip::write::SimpleFileOptions::default()).unwrap();
                std::io::Write::write_all(&mut writer, new).unwrap();
            }
        }
        writer.finish().unwrap();
        bytes
    };
    assert_eq!(refused(&with("manifest.sig", None)), "hs_pack.unsigned");
    assert_eq!(refused(&with("manifest.sig", Some(b"no.signature.here"))), "hs_pack.signature");
    assert_eq!(refused(&with("manifest.sha256", Some(b"another manifest\n"))), "hs_pack.signature");
    assert_eq!(refused(&with("codes.csv", Some(b"code,level,parent,unit\n01,2,,\n"))), "hs_pack.digest");
    let word = |row: &tamga_office::journal::JournalRow| row.word.code.clone();
    let journal = office.journal(None, tamga_office::Window::first(4)).unwrap();
    assert!(journal.rows.iter().all(|row| word(row) == "codes.refused"), "{:?}", journal.rows);
    // The PIN guards the key of the publisher too.
    let wrong = tamga_office::Secret::new("another long passphrase".to_owned());
    let made = office.make_code_pack(&cover(), TABLE.as_bytes(), "tariff.csv", &key_of(&office), &wrong);
    assert_eq!(made.unwrap_err().code(), ErrorCode::PinWrong);
    let table = office.make_code_pack(&cover(), b"code,en\nx,y\n", "tariff.csv", &key_of(&office), &pin());
    assert_eq!(refusal(table)[0], ("hs_pack.code_form".to_owned(), "row 2".to_owned()));
}

#[test]
fn the_whole_of_recommendation_20_makes_a_unit_known_to_the_rules() {
    let world = World::new();
    let office = world.chamber();
    let (draft, stamp) = ready_draft(&office);
    let mut content = office.open_draft(draft).unwrap().certificate;
    content.items[0].quantities = vec![Measure { amount: Decimal::parse("5").unwrap(), unit: "Q97".to_owned() }];
    let saved = office.save_draft(draft, stamp, content).unwrap();
    let is_unknown = |findings: &[tamga_origin::Finding]| {
        findings
            .iter()
            .any(|finding| finding.code == "code.unknown" && finding.params.iter().any(|(_, text)| text == "Q97"))
    };
    assert!(is_unknown(&saved.findings), "{:?}", saved.findings);
    let table = "Status;Common Code;Name;Symbol;Conversion Factor\n;Q97;test bag;tb;5 x 10¹ kg\n;KGM;kilogram;kg;kg\n;?;bad;;\n";
    let looked = office.import_code_list(table.as_bytes(), &plain("rec20.csv")).unwrap();
    assert_eq!(
        (looked.meta.id.as_str(), looked.meta.rows, looked.meta.version.as_str()),
        ("un-rec20-whole", 2, "rec20.csv")
    );
    assert_eq!((looked.findings[0].code.as_ref(), looked.findings[0].path.as_str()), ("code_list.code_form", "row 4"));
    assert!(!is_unknown(&office.check_draft(draft).unwrap()), "it is known now");
    assert_eq!(refusal(office.import_code_list(b"a;b\n1;2\n", &plain("x.csv")))[0].0, "code_list.columns");
    office.remove_code_list("un-rec20-whole").unwrap();
    assert!(is_unknown(&office.check_draft(draft).unwrap()));
}
