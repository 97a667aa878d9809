//! In which order is an address of a country written, what may not be missing, how does its postcode look?

use rusqlite::{OptionalExtension, params};

use crate::codes::Codes;
use crate::error::CodesError;

/// Name of the list.
pub const LIST: &str = "address-formats";

/// A part of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Name of a person.
    Name,
    /// Name of a firm.
    Firm,
    /// Street, number, building.
    Street,
    /// District of a town.
    District,
    /// Town.
    Town,
    /// Province, state, emirate.
    Region,
    /// Postcode.
    Postcode,
    /// Code for bulk mail, as CEDEX in France.
    Sorting,
}

impl Part {
    fn of(letter: char) -> Option<Self> {
        Some(match letter {
            'N' => Self::Name,
            'O' => Self::Firm,
            'A' => Self::Street,
            'D' => Self::District,
            'C' => Self::Town,
            'S' => Self::Region,
            'Z' => Self::Postcode,
            'X' => Self::Sorting,
            _ => return None,
        })
    }
}

/// Something in a line of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A part that is filled in.
    Part(Part),
    /// Signs between parts, printed as they are.
    Text(String),
}

/// A region of a country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// As it is written in an address.
    pub key: String,
    /// Full name; empty when the key is the name.
    pub name: String,
    /// Name in Latin letters; empty when the key is written in them.
    pub latin: String,
}

/// How addresses of a country are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressFormat {
    /// ISO 3166-1.
    pub country: String,
    /// Lines from top to bottom.
    pub lines: Vec<Vec<Piece>>,
    /// The same in Latin letters.
    pub latin_lines: Vec<Vec<Piece>>,
    /// What must not be empty.
    pub required: Vec<Part>,
    /// What is written in capitals.
    pub capitals: Vec<Part>,
    /// Regular expression of a postcode; empty where there are none.
    pub postcode: String,
    /// Examples of postcodes.
    pub examples: Vec<String>,
    /// What a region is called: `province`, `state`, `emirate`, …
    pub region_kind: String,
    /// What a postcode is called: `postal`, `zip`, `pin`, `eircode`.
    pub postcode_kind: String,
    /// The regions, where an address names one of a list.
    pub regions: Vec<Region>,
}

impl Codes {
    /// How addresses of a country are written; the general way for one that has no row of its own, `None` only when
    /// the list is not here.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn address_format(&self, country: &str) -> Result<Option<AddressFormat>, CodesError> {
        for file in self.every_file() {
            let found = file.ask(|db| {
                let mut row = db.prepare_cached(
                    "SELECT format, latin, required, capitals, postcode, example, region_kind, postcode_kind
                     FROM address WHERE country IN (?1, 'ZZ') ORDER BY country = 'ZZ' LIMIT 1",
                )?;
                let found = row.query_row([country], |row| {
                    let (format, latin): (String, String) = (row.get(0)?, row.get(1)?);
                    let example: String = row.get(5)?;
                    Ok(AddressFormat {
                        country: country.to_owned(),
                        lines: lines(&format),
                        latin_lines: lines(if latin.is_empty() { &format } else { &latin }),
                        required: parts(&row.get::<_, String>(2)?),
                        capitals: parts(&row.get::<_, String>(3)?),
                        postcode: row.get(4)?,
                        examples: example.split(',').filter(|one| !one.is_empty()).map(str::to_owned).collect(),
                        region_kind: row.get(6)?,
                        postcode_kind: row.get(7)?,
                        regions: Vec::new(),
                    })
                });
                let Some(mut format) = found.optional()? else { return Ok(None) };
                let mut rows =
                    db.prepare_cached("SELECT key, name, latin FROM address_region WHERE country = ?1 ORDER BY nth")?;
                let region =
                    |row: &rusqlite::Row<'_>| Ok(Region { key: row.get(0)?, name: row.get(1)?, latin: row.get(2)? });
                format.regions = rows.query_map(params![country], region)?.collect::<rusqlite::Result<_>>()?;
                Ok(Some(format))
            })?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }
}

fn parts(letters: &str) -> Vec<Part> {
    letters.chars().filter_map(Part::of).collect()
}

/// Reads `%N%n%O%n%A%n%Z %C`: a letter after the percent sign is a part, `%n` begins a line, all else stands as it is.
fn lines(format: &str) -> Vec<Vec<Piece>> {
    let (mut lines, mut line, mut text) = (Vec::new(), Vec::new(), String::new());
    let mut letters = format.chars();
    let flush = |line: &mut Vec<Piece>, text: &mut String| {
        if !text.is_empty() {
            line.push(Piece::Text(std::mem::take(text)));
        }
    };
    while let Some(letter) = letters.next() {
        if letter != '%' {
            text.push(letter);
            continue;
        }
        match letters.next() {
            Some('n') => {
                flush(&mut line, &mut text);
                lines.push(std::mem::take(&mut line));
            }
            Some(letter) => {
                if let Some(part) = Part::of(letter) {
                    flush(&mut line, &mut text);
                    line.push(Piece::Part(part));
                }
            }
            None => {}
        }
    }
    flush(&mut line, &mut text);
    lines.push(line);
    lines.retain(|line| !line.is_empty());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_becomes_lines_of_parts_and_signs() {
        let read = lines("%O%n%A%nCP %Z %C, %S");
        assert_eq!(read.len(), 3);
        assert_eq!(
            read[2],
            [
                Piece::Text("CP ".into()),
                Piece::Part(Part::Postcode),
                Piece::Text(" ".into()),
                Piece::Part(Part::Town),
                Piece::Text(", ".into()),
                Piece::Part(Part::Region),
            ]
        );
        assert_eq!(lines("%"), Vec::<Vec<Piece>>::new());
    }
}
