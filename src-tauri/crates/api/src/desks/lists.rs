//! Commands of the code lists and the finder of goods codes.

use tamga_office::code_lists::{ListView, Looked, TableAsked, Taken};
use tamga_office::codes::{self, Found, HsAsked};

use crate::app::App;
use crate::convert;
use crate::error::Fault;
use crate::wire::*;

/// Most hits of one question: what a person reads before typing one more letter.
const MOST: usize = 12;

/// Goods codes by words or digits.
pub fn find_hs(app: &App, request: HsFind) -> Result<HsFound, Fault> {
    let HsFind { text, language, agreement, exporter, year } = request;
    let desks = app.desks()?;
    let year = year.map(|year| u16::try_from(year).map_err(|_| Fault::field("year", "no year"))).transpose()?;
    let (text, language, agreement, exporter) = (&*text, &*language, &*agreement, &*exporter);
    let asked = HsAsked { text, language, agreement, year, exporter, limit: MOST };
    let codes::HsFound { form_year, year, years, hits, became } = desks.any()?.find_hs(&asked)?;
    let year_of = |year: Option<u16>| year.map(u32::from);
    let hits = hits.into_iter().zip(became).map(|(hit, became)| self::hit(hit, &became)).collect();
    let years = years.into_iter().map(u32::from).collect();
    Ok(HsFound { form_year: year_of(form_year), year: year_of(year), years, hits })
}

fn hit(hit: codes::HsHit, became: &[String]) -> HsHit {
    let codes::HsHit { code: _, used, year, path, unit, found } = hit;
    let step = |step: codes::HsStep| {
        let codes::HsStep { code, text, language } = step;
        HsStep { code, text, language }
    };
    HsHit {
        code: dotted(&used),
        year: u32::from(year),
        path: path.into_iter().map(step).collect(),
        unit,
        found: match found {
            Found::Code => FoundBy::Code,
            Found::Exporter => FoundBy::Exporter,
            Found::Office => FoundBy::Office,
            Found::Subheading => FoundBy::Subheading,
            Found::Heading => FoundBy::Heading,
            Found::Synonym => FoundBy::Synonym,
            Found::Perhaps => FoundBy::Perhaps,
        },
        became: became.iter().map(|code| dotted(code)).collect(),
    }
}

/// As customs prints a code: `0901.21`, `0901.21.10`.
fn dotted(digits: &str) -> String {
    let (heading, rest) = digits.split_at_checked(4).unwrap_or((digits, ""));
    let pairs = rest.as_bytes().chunks(2).map(|pair| String::from_utf8_lossy(pair).into_owned());
    std::iter::once(heading.to_owned()).chain(pairs).collect::<Vec<_>>().join(".")
}

/// Every list with where it comes from.
pub fn lists(app: &App, _: Empty) -> Result<CodeLists, Fault> {
    let desks = app.desks()?;
    let office = desks.any()?;
    let publishers = office.publishers()?.into_iter();
    Ok(CodeLists {
        rows: office.code_lists()?.into_iter().map(row).collect(),
        large: office.codes()?.has_large_lists(),
        publishers: publishers.map(|one| PublisherRow { kid: one.kid, name: one.name }).collect(),
    })
}

fn row(view: ListView) -> CodeList {
    let ListView { meta, taken } = view;
    let taken = taken.map(|taken| {
        let Taken { sha256: _, maker, signer, person, at } = taken;
        let signer = signer.map_or_else(String::new, |(kid, name)| if name.is_empty() { kid } else { name });
        CodeListTaken { maker, signer, person, at: convert::time(at) }
    });
    CodeList {
        date: meta.date.map(|day| day.to_string()).unwrap_or_default(),
        rows: convert::count(meta.rows),
        hs_year: meta.hs_year.map(u32::from),
        id: meta.id,
        version: meta.version,
        source: meta.source,
        licence: meta.licence,
        languages: meta.languages,
        whole: meta.whole,
        taken,
    }
}

/// What taking a list in would change.
pub fn look(app: &App, request: CodeListFile) -> Result<CodeListLooked, Fault> {
    let (bytes, asked) = file(app, request)?;
    Ok(looked(app.desks()?.any()?.look_at_code_list(&bytes, &asked)?))
}

/// Takes a list in.
pub fn import(app: &App, request: CodeListFile) -> Result<CodeListLooked, Fault> {
    let (bytes, asked) = file(app, request)?;
    Ok(looked(app.desks()?.any()?.import_code_list(&bytes, &asked)?))
}

/// Takes a list of the office out again.
pub fn remove(app: &App, request: CodeListId) -> Result<Empty, Fault> {
    app.desks()?.any()?.remove_code_list(&request.id)?;
    Ok(Empty {})
}

/// Takes packs of a publisher from now on.
pub fn believe(app: &App, request: PublisherBelieve) -> Result<Empty, Fault> {
    let PublisherBelieve { key, name } = request;
    app.desks()?.any()?.believe_publisher(&key, &name)?;
    Ok(Empty {})
}

fn file(app: &App, request: CodeListFile) -> Result<(Vec<u8>, TableAsked), Fault> {
    let CodeListFile { source, version } = request;
    let name = match &source {
        FileSource::Path { path } => {
            std::path::Path::new(path).file_name().unwrap_or_default().to_string_lossy().into_owned()
        }
        FileSource::Held { .. } => String::new(),
    };
    Ok((app.file(&source)?, TableAsked { name, version, ..TableAsked::default() }))
}

fn looked(looked: Looked) -> CodeListLooked {
    let Looked { meta, maker, publisher, change, deleted, findings } = looked;
    let size = |n: usize| convert::count(n as u64);
    let signer = publisher.map_or_else(String::new, |one| if one.name.is_empty() { one.kid } else { one.name });
    let taken = Some(CodeListTaken { maker, signer, person: String::new(), at: String::new() });
    CodeListLooked {
        list: CodeList { taken, ..row(ListView { meta, taken: None }) },
        added: size(change.added),
        changed: size(change.changed),
        removed: size(change.removed),
        without_text: size(change.without_text),
        deleted: size(deleted),
        findings: convert::findings(&findings),
    }
}

#[cfg(test)]
mod tests {
    use super::dotted;

    #[test]
    fn codes_stand_as_customs_prints_them() {
        let printed: Vec<String> = ["09", "0901", "090121", "0901211000", "1234567"].map(dotted).into();
        assert_eq!(printed, ["09", "0901", "0901.21", "0901.21.10.00", "1234.56.7"]);
    }
}
