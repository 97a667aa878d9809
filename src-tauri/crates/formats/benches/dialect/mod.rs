//! Which dialects are measured, and on which certificates? Shared by the benchmarks of time and of memory.

use tamga_formats::sheet::{
    SheetReading, TableLimits, TextChoice, propose, read_applications, read_tables, write_csv, write_workbook,
};
use tamga_formats::{FormatError, Limits, aladi, cefact, co_xml, sample, ubl};
use tamga_origin::{Certificate, GoodsItem};

/// Everything is read: what is measured is the reading, not the refusal.
pub const LIMITS: Limits = Limits { bytes: 64 * 1024 * 1024, depth: 32, values: 2_000_000, items: 10_000 };

/// A dialect as a program uses it: a certificate to a document, and a document to what it says.
pub struct Dialect {
    pub name: &'static str,
    pub write: fn(&Certificate) -> Result<Vec<u8>, FormatError>,
    /// Gives how many lines of goods, or other rows, were found.
    pub read: fn(&[u8]) -> Result<usize, FormatError>,
}

/// All that are measured.
pub const DIALECTS: [Dialect; 8] = [
    Dialect {
        name: "tamga-xml",
        write: co_xml::write_certificate,
        read: |bytes| {
            let gated = co_xml::gate(bytes, &LIMITS)?;
            Ok(co_xml::read_certificate_within(&gated, &LIMITS)?.value.items.len())
        },
    },
    Dialect { name: "cod-4.1.1", write: |it| cod(it, aladi::Version::V4_1_1), read: read_cod },
    Dialect { name: "cod-1.8.2", write: |it| cod(it, aladi::Version::V1_8_2), read: read_cod },
    Dialect {
        name: "ubl",
        write: |it| Ok(ubl::write(it, &ubl::Style::default())?.bytes),
        read: |bytes| Ok(ubl::read(bytes, &LIMITS)?.value.items.len()),
    },
    Dialect {
        name: "cefact-json",
        write: |it| Ok(cefact::write(it, &cefact::Style::default())?.bytes),
        read: |bytes| Ok(cefact::read(bytes, &LIMITS)?.value.items.len()),
    },
    Dialect {
        name: "cefact-d23b",
        write: |it| Ok(cefact::d23b::write(it)?.bytes),
        // A record for an index: it names the certificate and none of its goods.
        read: |bytes| cefact::d23b::read(bytes, &LIMITS).map(|_| 0),
    },
    Dialect { name: "csv", write: |it| Ok(write_csv(&[("A-1", it)])?.bytes), read: read_sheet },
    Dialect { name: "xlsx", write: |it| Ok(write_workbook(&[("A-1", it)])?.bytes), read: read_sheet },
];

fn cod(certificate: &Certificate, version: aladi::Version) -> Result<Vec<u8>, FormatError> {
    Ok(aladi::write(certificate, &aladi::Style { version, ..aladi::Style::default() })?.bytes)
}

fn read_cod(bytes: &[u8]) -> Result<usize, FormatError> {
    Ok(aladi::read(&aladi::gate(bytes, &LIMITS)?, &LIMITS)?.value.certificate.items.len())
}

fn read_sheet(bytes: &[u8]) -> Result<usize, FormatError> {
    let tables = read_tables(bytes, "orders", &TextChoice::default(), &TableLimits::default())?;
    let read = read_applications(&tables, &propose(&tables), &SheetReading::default());
    Ok(read.applications.iter().map(|application| application.certificate.items.len()).sum())
}

/// The sample that says something in every element, with so many lines of goods, under an agreement that every dialect
/// has a form for.
pub fn certificate(lines: u32) -> Certificate {
    let mut certificate = sample::certificate();
    certificate.scheme.code = "mercosur-a18-2024".into();
    let items = certificate.items.iter().cycle().zip(1..=lines);
    certificate.items = items.map(|(item, sequence)| GoodsItem { sequence, ..item.clone() }).collect();
    certificate
}
