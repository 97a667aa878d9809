//! Commands of the code lists and the finder of goods codes.

use tamga_office::codes::{self, Found, HsAsked, ListMeta};

use crate::app::App;
use crate::convert;
use crate::error::Fault;
use crate::wire::*;

/// Most hits of one question: what a person reads before typing one more letter.
const MOST: usize = 12;

/// Goods codes by words or digits.
pub fn find_hs(app: &App, request: HsFind) -> Result<HsFound, Fault> {
    let HsFind { text, language, agreement, exporter } = request;
    let desks = app.desks()?;
    let asked = HsAsked { text: &text, language: &language, agreement: &agreement, exporter: &exporter, limit: MOST };
    let codes::HsFound { form_year, year, hits, became } = desks.any()?.find_hs(&asked)?;
    let year_of = |year: Option<u16>| year.map(u32::from);
    let hits = hits.into_iter().zip(became).map(|(hit, became)| self::hit(hit, &became)).collect();
    Ok(HsFound { form_year: year_of(form_year), year: year_of(year), hits })
}

fn hit(hit: codes::HsHit, became: &[String]) -> HsHit {
    let codes::HsHit { code: _, used, year: _, path, unit, found } = hit;
    let step = |step: codes::HsStep| {
        let codes::HsStep { code, text, language } = step;
        HsStep { code, text, language }
    };
    HsHit {
        code: dotted(&used),
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
    let codes = desks.any()?.codes()?;
    let row = |list: &ListMeta| CodeList {
        id: list.id.clone(),
        version: list.version.clone(),
        date: list.date.map(|day| day.to_string()).unwrap_or_default(),
        source: list.source.clone(),
        licence: list.licence.clone(),
        rows: convert::count(list.rows),
        languages: list.languages.clone(),
        whole: list.whole,
    };
    Ok(CodeLists { rows: codes.lists().iter().map(row).collect(), large: codes.has_large_lists() })
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
