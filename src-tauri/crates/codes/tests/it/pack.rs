//! Is a pack taken only when it is signed, whole and in order, and is every fault named with file and line?

use tamga_codes::Codes;
use tamga_codes::pack::{CODES, Change, Fault, PackFile, PackRefused};

use crate::fixture::{self, files, judged, key, manifest, packed, zipped};

/// The fixture's files with one of them replaced.
fn with(name: &'static str, text: &str) -> Vec<(&'static str, String)> {
    let mut all: Vec<_> = files().into_iter().filter(|(known, _)| *known != name).collect();
    all.push((name, text.to_owned()));
    all
}

fn faults(files: &[(&str, String)]) -> Vec<Fault> {
    let key = key();
    match judged(&packed(files, &key), &key) {
        Err(PackRefused::Faults(faults)) => faults,
        other => panic!("faults were expected: {other:?}"),
    }
}

#[test]
fn a_signed_pack_is_imported_and_counts_what_changes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("packs.db");
    let key = key();
    let pack = judged(&packed(&files(), &key), &key).unwrap();
    assert_eq!((pack.signer.as_str(), pack.maker.as_str(), pack.meta.rows), (key.kid(), "Customs", 19));
    let file = PackFile::open(&path).unwrap();
    assert_eq!(file.import(&pack).unwrap(), Change { added: 19, ..Change::default() });
    assert_eq!(file.import(&pack).unwrap(), Change::default(), "the same again changes nothing");

    let codes = fixture::CODES.replace("280300,6,2803,\n", "");
    let english =
        fixture::ENGLISH.replace("280300,Carbon blacks\n", "").replace("080410,Dates", "080410,Dates (fruit)");
    let french = fixture::FRENCH.replace("280300,Noirs de carbone\n", "").replace("610910,de coton\n", "");
    let mut newer = with("codes.csv", &codes);
    for (name, text) in [("text.en.csv", &english), ("text.fr.csv", &french)] {
        newer.retain(|(known, _)| *known != name);
        newer.push((name, text.clone()));
    }
    let newer = judged(&packed(&newer, &key), &key).unwrap();
    let change = Change { added: 0, changed: 2, removed: 1, without_text: 1 };
    assert_eq!(file.change(&newer).unwrap(), change);
    assert_eq!(file.import(&newer).unwrap(), change);
    let lists = Codes::small().unwrap().with_packs(&path).unwrap();
    let gone = lists.search("pack-customs-2022", "carbon blacks", "en", 5).unwrap();
    assert!(gone.iter().all(|hit| hit.code != "280300"), "what is gone is not found: {gone:?}");
    assert!(!lists.search("pack-customs-2022", "fruit dates", "en", 5).unwrap().is_empty());
    assert!(file.remove("pack-customs-2022").unwrap());
    assert!(!file.remove("pack-customs-2022").unwrap());
    assert!(file.lists().unwrap().is_empty());
}

#[test]
fn years_live_side_by_side() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("packs.db");
    let key = key();
    let file = PackFile::open(&path).unwrap();
    for year in [2017, 2022] {
        let meta = fixture::META.replace("2022", &year.to_string());
        let pack = judged(&packed(&with("meta.toml", &meta), &key), &key).unwrap();
        file.import(&pack).unwrap();
    }
    let codes = Codes::small().unwrap().with_packs(&path).unwrap();
    assert_eq!(codes.hs_years(), [2017, 2022]);
    assert_eq!(codes.hs_knows(2017, "090121").unwrap(), Some(true));
    assert_eq!(codes.hs_knows(2012, "090121").unwrap(), None);
}

#[test]
fn a_signature_of_another_key_or_over_another_manifest_is_refused_before_anything_is_read() {
    let (key, other) = (key(), key());
    let refused = judged(&packed(&files(), &other), &key);
    assert!(matches!(refused, Err(PackRefused::Signature(_))), "{refused:?}");

    let signed = packed(&files(), &key);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(signed)).unwrap();
    let mut signature = Vec::new();
    std::io::Read::read_to_end(&mut archive.by_name("manifest.sig").unwrap(), &mut signature).unwrap();
    let changed = with("codes.csv", "broken");
    let manifest = manifest(&changed);
    let entries = changed.iter().map(|(name, text)| (*name, text.as_bytes()));
    let entries = entries.chain([("manifest.sha256", manifest.as_bytes()), ("manifest.sig", signature.as_slice())]);
    let refused = judged(&zipped(entries), &key);
    assert!(matches!(refused, Err(PackRefused::Signature(_))), "{refused:?}");
}

#[test]
fn a_byte_that_changed_after_signing_a_file_too_many_and_one_too_few_are_found() {
    let key = key();
    let whole = files();
    let manifest_text = manifest(&whole);
    let statement = format!("{{\"sha256\":\"{}\"}}", tamga_seal::digest::sha256_hex(manifest_text.as_bytes()));
    let signature = tamga_seal::sign_jws(statement.as_bytes(), tamga_seal::Typ::Receipt, &key);
    let codes_of = |files: &[(&str, String)]| {
        let entries = files.iter().map(|(name, text)| (*name, text.as_bytes()));
        let entries =
            entries.chain([("manifest.sha256", manifest_text.as_bytes()), ("manifest.sig", signature.as_bytes())]);
        match judged(&zipped(entries), &key) {
            Err(PackRefused::Faults(faults)) => {
                faults.into_iter().map(|fault| (fault.code, fault.file)).collect::<Vec<_>>()
            }
            other => panic!("faults were expected: {other:?}"),
        }
    };
    let changed = with("text.fr.csv", &fixture::FRENCH.replace("Café,", "Cafe,"));
    let changed_differs = with("text.fr.csv", &format!("{}\n", fixture::FRENCH));
    assert_ne!(changed, whole);
    assert_eq!(codes_of(&changed_differs), [("hs_pack.digest", "text.fr.csv".to_owned())]);
    let mut more = whole.clone();
    more.push(("synonyms.fr.csv", "word,code\n".to_owned()));
    assert_eq!(codes_of(&more), [("hs_pack.file_unexpected", "synonyms.fr.csv".to_owned())]);
    let fewer: Vec<_> = whole.into_iter().filter(|(name, _)| *name != "synonyms.en.csv").collect();
    assert_eq!(codes_of(&fewer), [("hs_pack.file_missing", "synonyms.en.csv".to_owned())]);
}

#[test]
fn each_fault_of_a_table_is_named_with_its_file_and_line() {
    let row = |text: &str| format!("{}{text}\n", fixture::CODES);
    let lines = fixture::CODES.lines().count() + 1;
    let line = u64::try_from(lines).unwrap();
    for (name, text, code, at) in [
        ("codes.csv", row("12345,6,1234,"), "hs_pack.code_form", line),
        ("codes.csv", row("100610,4,1006,"), "hs_pack.code_form", line),
        ("codes.csv", row("100610,6,1006,"), "hs_pack.parent", line),
        ("codes.csv", row("090121,6,0902,"), "hs_pack.code_twice", line),
        ("codes.csv", "code,level,parent\n09,2,\n".to_owned(), "hs_pack.column_missing", 1),
        ("codes.csv", row("a,b"), "hs_pack.table_form", line),
        ("text.en.csv", "code,text\n100630,Rice\n".to_owned(), "hs_pack.code_unknown", 2),
        ("text.en.csv", "code,text\n0901,Coffee\n0901,Coffee\n".to_owned(), "hs_pack.text_twice", 3),
        ("text.en.csv", "code,text\n0901,\n".to_owned(), "hs_pack.cell_empty", 2),
        ("text.en.csv", format!("code,text\n0901,{}\n", "x".repeat(5_000)), "hs_pack.cell_too_long", 2),
        ("synonyms.ar.csv", "word,code\nأرز,100630\n".to_owned(), "hs_pack.code_unknown", 2),
        ("correlation.csv", "code,year,became\n0901,soon,0901\n".to_owned(), "hs_pack.code_form", 2),
        ("meta.toml", fixture::META.replace("= 2022", "= 2021"), "hs_pack.year", 0),
        ("meta.toml", fixture::META.replace("pack-customs-2022", "hs-2022"), "hs_pack.id_form", 0),
        ("meta.toml", format!("{}colour = 1\n", fixture::META), "hs_pack.meta_form", 9),
        ("meta.toml", fixture::META.replace("2026-01-15", "15.1.2026"), "hs_pack.meta_form", 0),
        ("meta.toml", fixture::META.replace("\"fr\"", "\"fr\", \"de\""), "hs_pack.file_missing", 0),
    ] {
        let found = faults(&with(name, &text));
        let is_it = |fault: &Fault| fault.code == code && fault.line == at;
        assert!(found.iter().any(is_it), "{name}: {code} in line {at}: {found:#?}");
        assert!(found.iter().all(|fault| CODES.contains(&fault.code)), "{found:#?}");
    }
}

#[test]
fn a_table_that_is_wrong_in_every_row_does_not_flood() {
    let rows: String = (0..5_000).map(|_| "x,6,y,\n").collect();
    let found = faults(&with("codes.csv", &format!("code,level,parent,unit\n{rows}")));
    assert!(found.len() <= 200, "{}", found.len());
}

#[test]
fn strange_containers_are_refused() {
    let key = key();
    let code = |bytes: &[u8]| match judged(bytes, &key) {
        Err(PackRefused::Faults(faults)) => faults[0].code,
        other => panic!("a fault was expected: {other:?}"),
    };
    assert_eq!(code(b"no zip at all"), "hs_pack.not_a_zip");
    assert_eq!(code(&zipped([])), "hs_pack.unsigned");
    for name in ["../codes.csv", "/etc/passwd", "folder/codes.csv", "text.en.csv.exe", "text.xyz.csv", "C:\\codes.csv"]
    {
        assert_eq!(code(&zipped([(name, b"x".as_slice())])), "hs_pack.file_unexpected", "{name}");
    }
    let zeros = vec![0_u8; usize::try_from(tamga_codes::pack::LARGEST_FILE).unwrap() + 1];
    let bomb = zipped([("codes.csv", zeros.as_slice())]);
    assert!(bomb.len() < 100_000, "it is small as it comes");
    assert_eq!(code(&bomb), "hs_pack.too_large");
    let mut cut = packed(&files(), &key);
    cut.truncate(cut.len() / 2);
    assert_eq!(code(&cut), "hs_pack.not_a_zip");
}

#[test]
fn a_file_of_another_program_is_not_written_into() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("packs.db");
    std::fs::write(&path, "a letter to somebody").unwrap();
    assert_eq!(PackFile::open(&path).unwrap_err().code(), "codes.foreign");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "a letter to somebody");
    let missing = Codes::open(&folder.path().join("codes.db")).unwrap_err();
    assert_eq!(missing.code(), "codes.missing");
}
