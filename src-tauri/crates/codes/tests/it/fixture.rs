//! A small pack of goods codes, made and signed here, so that every test has lists to search without a network.

use std::io::{Cursor, Write};
use std::path::Path;

use tamga_codes::Codes;
use tamga_codes::pack::{Pack, PackFile, PackRefused, read};
use tamga_origin::Timestamp;
use tamga_origin::trust::{KeyUse, Span};
use tamga_seal::{PlainKey, SystemRandom, Typ, open_jws, sign_jws};
use zip::write::SimpleFileOptions;

pub const META: &str = "id = \"pack-customs-2022\"\nhs_year = 2022\nversion = \"1\"\nsource = \"Customs tariff, test\"\n\
                        licence = \"CC0-1.0\"\nlanguages = [\"en\", \"fr\"]\nmaker = \"Customs\"\ndate = \"2026-01-15\"\n";
pub const CODES: &str = "code,level,parent,unit\n08,2,,\n0804,4,08,\n080410,6,0804,KGM\n080450,6,0804,\n09,2,,\n0901,4,09,\n\
                         090111,6,0901,\n090121,6,0901,\n090122,6,0901,\n61,2,,\n6109,4,61,\n610910,6,6109,H87\n\
                         610990,6,6109,H87\n87,2,,\n8703,4,87,\n870323,6,8703,H87\n28,2,,\n2803,4,28,\n280300,6,2803,\n";
pub const ENGLISH: &str = "code,text\n08,Edible fruit and nuts\n\
                           0804,\"Dates, figs, pineapples, avocados, guavas, mangoes and mangosteens, fresh or dried\"\n\
                           080410,Dates\n080450,\"Guavas, mangoes and mangosteens\"\n09,\"Coffee, tea, maté and spices\"\n\
                           0901,Coffee\n090111,Coffee not roasted › Not decaffeinated\n\
                           090121,Coffee roasted › Not decaffeinated\n090122,Coffee roasted › Decaffeinated\n\
                           61,Knitted apparel\n6109,T-shirts and singlets\n610910,Of cotton\n610990,Of other materials\n\
                           87,Vehicles\n8703,Motor vehicles for the transport of persons\n870323,Of more than 1 500 cm³\n\
                           28,Inorganic chemicals\n2803,Carbon\n280300,Carbon blacks\n";
pub const FRENCH: &str = "code,text\n08,Fruits comestibles\n\
                          0804,\"Dattes, figues, ananas, avocats, goyaves, mangues et mangoustans, frais ou secs\"\n\
                          080410,Dattes\n080450,\"Goyaves, mangues et mangoustans\"\n09,\"Café, thé, maté et épices\"\n\
                          0901,Café\n090111,Café non torréfié › non décaféiné\n090121,Café torréfié › non décaféiné\n\
                          090122,Café torréfié › décaféiné\n61,Vêtements en bonneterie\n6109,T-shirts et maillots de corps\n\
                          610910,de coton\n610990,d’autres matières\n87,Véhicules\n8703,Voitures de tourisme\n\
                          870323,excédant 1 500 cm³\n28,Produits chimiques inorganiques\n2803,Carbone\n280300,Noirs de carbone\n";
pub const ARABIC: &str = "word,code\nتمور,080410\nقهوة محمصة,090121\nمانجو,080450\nسيارة,8703\n";
pub const MARKET: &str = "word,code\ncar,8703\nautomobile,8703\njersey top,6109\n";

/// The files of the pack as they are when nothing is wrong.
pub fn files() -> Vec<(&'static str, String)> {
    [
        ("meta.toml", META),
        ("codes.csv", CODES),
        ("text.en.csv", ENGLISH),
        ("text.fr.csv", FRENCH),
        ("synonyms.ar.csv", ARABIC),
        ("synonyms.en.csv", MARKET),
        ("correlation.csv", "code,year,became\n090121,2017,090121\n080450,2017,080450\n"),
    ]
    .map(|(name, text)| (name, text.to_owned()))
    .to_vec()
}

/// A key that may sign packs in these tests.
pub fn key() -> PlainKey {
    PlainKey::generate(&SystemRandom::default()).unwrap()
}

/// The manifest over these files.
pub fn manifest(files: &[(&str, String)]) -> String {
    let line = |(name, text): &(&str, String)| format!("{}  {name}\n", tamga_seal::digest::sha256_hex(text.as_bytes()));
    files.iter().map(line).collect()
}

/// The files in a zip, with a manifest over them and a signature over that.
pub fn packed(files: &[(&str, String)], key: &PlainKey) -> Vec<u8> {
    let manifest = manifest(files);
    let statement = format!("{{\"sha256\":\"{}\"}}", tamga_seal::digest::sha256_hex(manifest.as_bytes()));
    let signature = sign_jws(statement.as_bytes(), Typ::Receipt, key);
    zipped(
        files
            .iter()
            .map(|(name, text)| (*name, text.as_bytes()))
            .chain([("manifest.sha256", manifest.as_bytes()), ("manifest.sig", signature.as_bytes())]),
    )
}

/// Names and bytes in a zip, whatever they are.
pub fn zipped<'a>(entries: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Reads a pack that this key must have signed; hands back the id of the key.
pub fn judged(bytes: &[u8], key: &PlainKey) -> Result<Pack<String>, PackRefused<String>> {
    let day = |text: &str| Timestamp::midnight(tamga_origin::Date::parse(text).unwrap());
    let span = Span { from: day("2020-01-01"), to: Some(day("2040-01-01")) };
    let trusted = [key.trusted(&[KeyUse::Receipt], span)];
    read(bytes, |manifest, signature| {
        let claims = open_jws(signature, Typ::Receipt, &trusted).map_err(|refusal| refusal.code().to_owned())?;
        let said = String::from_utf8_lossy(&claims.payload).into_owned();
        let wanted = tamga_seal::digest::sha256_hex(manifest);
        if said.contains(&wanted) { Ok(claims.kid) } else { Err("other manifest".to_owned()) }
    })
}

/// Lists with the fixture's pack imported into a file of this folder.
pub fn codes(folder: &Path) -> Codes {
    let path = folder.join("packs.db");
    let key = key();
    let pack = judged(&packed(&files(), &key), &key).unwrap();
    PackFile::open(&path).unwrap().import(&pack).unwrap();
    Codes::small().unwrap().with_packs(&path).unwrap()
}
