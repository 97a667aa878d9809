//! Which lists does the program carry itself? The small ones, typed from their recommendations in `assets/codes`.

use std::sync::OnceLock;

use serde::Deserialize;
use tamga_origin::Date;

use crate::error::CodesError;
use crate::meta::ListMeta;

/// A code with its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The code.
    pub code: String,
    /// Names by language, the first language of the list first.
    pub names: Vec<(String, String)>,
    /// First day on which the code counts.
    pub from: Option<Date>,
    /// Last such day.
    pub to: Option<Date>,
}

impl Row {
    /// The name in a language, in English when there is none.
    pub fn name(&self, language: &str) -> &str {
        let of = |tag: &str| self.names.iter().find(|(known, _)| known == tag).map(|(_, name)| name.as_str());
        of(language).or_else(|| of("en")).unwrap_or_default()
    }

    /// Does the code count on this day?
    pub fn counts_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// A list that the program carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmallList {
    /// What is known of it.
    pub meta: ListMeta,
    /// Its codes in the order of the recommendation.
    pub rows: Vec<Row>,
}

/// Languages of the typed names.
const LANGUAGES: [&str; 4] = ["en", "fr", "es", "ar"];

const FILES: &[(&str, &str)] = &[
    ("document-types.toml", include_str!("../../../../assets/codes/document-types.toml")),
    ("message-functions.toml", include_str!("../../../../assets/codes/message-functions.toml")),
    ("document-statuses.toml", include_str!("../../../../assets/codes/document-statuses.toml")),
    ("party-roles.toml", include_str!("../../../../assets/codes/party-roles.toml")),
    ("response-types.toml", include_str!("../../../../assets/codes/response-types.toml")),
    ("channels.toml", include_str!("../../../../assets/codes/channels.toml")),
    ("transport-modes.toml", include_str!("../../../../assets/codes/transport-modes.toml")),
    ("goods-identifications.toml", include_str!("../../../../assets/codes/goods-identifications.toml")),
    ("text-subjects.toml", include_str!("../../../../assets/codes/text-subjects.toml")),
    ("date-formats.toml", include_str!("../../../../assets/codes/date-formats.toml")),
    ("reasons-to-change.toml", include_str!("../../../../assets/codes/reasons-to-change.toml")),
    ("reasons-to-refuse.toml", include_str!("../../../../assets/codes/reasons-to-refuse.toml")),
    ("packages.toml", include_str!("../../../../assets/codes/packages.toml")),
    ("country-groups.toml", include_str!("../../../../assets/codes/country-groups.toml")),
];

/// The typed lists, read once.
///
/// # Errors
/// When a file of `assets/codes` is not written as it must be; a test reads them all.
pub fn lists() -> Result<&'static [SmallList], CodesError> {
    static LISTS: OnceLock<Vec<SmallList>> = OnceLock::new();
    if let Some(lists) = LISTS.get() {
        return Ok(lists);
    }
    let mut read: Vec<SmallList> = FILES.iter().map(|(name, text)| read(name, text)).collect::<Result<_, _>>()?;
    read.push(units()?);
    Ok(LISTS.get_or_init(|| read))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListDoc {
    id: String,
    version: String,
    valid_from: String,
    valid_to: Option<String>,
    source: String,
    licence: String,
    typed: String,
    whole: bool,
    rows: Vec<RowDoc>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RowDoc {
    code: String,
    from: Option<String>,
    to: Option<String>,
    en: String,
    fr: String,
    es: String,
    ar: String,
}

/// Units stand in a table of their own, because the rules read their factors from it too.
fn units() -> Result<SmallList, CodesError> {
    const LIST: &str = "units.csv";
    let fault = |why: String| CodesError::Typed { list: LIST, why };
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_reader(include_str!("../../../../assets/codes/units.csv").as_bytes());
    let mut rows = Vec::new();
    for doc in reader.deserialize() {
        let doc: UnitDoc = doc.map_err(|error| fault(error.to_string()))?;
        let names = LANGUAGES.map(str::to_owned).into_iter().zip([doc.en, doc.fr, doc.es, doc.ar]);
        // The sign of a unit is typed as often as its name.
        let mut names: Vec<(String, String)> = names.collect();
        names.push(("zz".to_owned(), doc.symbol));
        rows.push(Row { code: doc.code, names, from: None, to: None });
    }
    let meta = ListMeta {
        id: "un-rec20".to_owned(),
        version: "UNECE Recommendation 20, revision 17, working set".to_owned(),
        valid_from: Date::new(2000, 1, 1),
        valid_to: None,
        source: "UNECE Recommendation 20, codes for units of measure".to_owned(),
        licence: "facts of a published recommendation; names in our own words".to_owned(),
        date: Date::new(2026, 11, 26),
        sha256: String::new(),
        rows: u64::try_from(rows.len()).unwrap_or(u64::MAX),
        languages: LANGUAGES.map(str::to_owned).to_vec(),
        hs_year: None,
        whole: false,
    };
    Ok(SmallList { meta, rows })
}

/// The columns of the table of units that are names; dimension and factor belong to the rules.
#[derive(Deserialize)]
struct UnitDoc {
    code: String,
    symbol: String,
    en: String,
    fr: String,
    es: String,
    ar: String,
}

fn read(list: &'static str, text: &str) -> Result<SmallList, CodesError> {
    let fault = |why: String| CodesError::Typed { list, why };
    let doc: ListDoc = toml::from_str(text).map_err(|error| fault(error.to_string()))?;
    let day = |text: &str| Date::parse(text).ok_or_else(|| fault(format!("{text} is no day")));
    let maybe = |text: Option<String>| text.map(|text| day(&text)).transpose();
    let mut rows: Vec<Row> = Vec::with_capacity(doc.rows.len());
    for row in doc.rows {
        if rows.iter().any(|known| known.code == row.code) {
            return Err(fault(format!("{} stands there twice", row.code)));
        }
        let names = LANGUAGES.map(str::to_owned).into_iter().zip([row.en, row.fr, row.es, row.ar]).collect();
        rows.push(Row { code: row.code, names, from: maybe(row.from)?, to: maybe(row.to)? });
    }
    let meta = ListMeta {
        id: doc.id,
        version: doc.version,
        valid_from: Some(day(&doc.valid_from)?),
        valid_to: maybe(doc.valid_to)?,
        source: doc.source,
        licence: doc.licence,
        date: Some(day(&doc.typed)?),
        sha256: String::new(),
        rows: u64::try_from(rows.len()).unwrap_or(u64::MAX),
        languages: LANGUAGES.map(str::to_owned).to_vec(),
        hs_year: None,
        whole: doc.whole,
    };
    Ok(SmallList { meta, rows })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "id = \"x\"\nversion = \"1\"\nvalid_from = \"2000-01-01\"\nsource = \"s\"\nlicence = \"l\"\n\
                        typed = \"2026-01-01\"\nwhole = true\n";

    #[test]
    fn every_typed_list_is_readable_and_every_name_is_filled() {
        for list in lists().unwrap() {
            assert!(!list.rows.is_empty(), "{}", list.meta.id);
            for row in &list.rows {
                let mut names = row.names.iter().filter(|(language, _)| language != "zz");
                assert!(names.all(|(_, name)| !name.trim().is_empty()), "{} {}", list.meta.id, row.code);
            }
        }
    }

    #[test]
    fn a_code_that_stands_twice_a_false_day_and_a_missing_name_are_refused() {
        let row = "{ code = \"A\", en = \"a\", fr = \"a\", es = \"a\", ar = \"a\" }";
        assert!(read("x", &format!("{HEAD}rows = [{row}]")).is_ok());
        assert!(read("x", &format!("{HEAD}rows = [{row}, {row}]")).is_err());
        assert!(read("x", &format!("{HEAD}rows = [{{ code = \"A\", en = \"a\" }}]")).is_err());
        assert!(read("x", &format!("{HEAD}rows = []").replace("2000-01-01", "2000-13-01")).is_err());
    }

    #[test]
    fn a_row_counts_only_between_its_days() {
        let row = "{ code = \"A\", from = \"2010-01-01\", to = \"2019-12-31\", en = \"a\", fr = \"a\", es = \"a\", ar = \"a\" }";
        let list = read("x", &format!("{HEAD}rows = [{row}]")).unwrap();
        let counts = |day: &str| list.rows[0].counts_on(Date::parse(day).unwrap());
        assert!(!counts("2009-12-31") && counts("2010-01-01") && counts("2019-12-31") && !counts("2020-01-01"));
    }
}
