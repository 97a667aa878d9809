//! How long does a file of five thousand rows of applications take, and how much memory? Prints
//! `bench <name> <nanoseconds per turn>`, and the highest resident memory of the process where the system tells it.

use std::hint::black_box;
use std::time::Instant;

use tamga_formats::sheet::{
    SheetReading, TableLimits, TextChoice, propose, read_applications, read_tables, write_csv, write_workbook,
};
use tamga_origin::{Certificate, Decimal, GoodsItem, Measure, Packages, Party};

/// Rows of the file: so many applications of ten lines of goods.
const APPLICATIONS: usize = 500;

fn application(number: usize) -> Certificate {
    let item = |sequence: u32| GoodsItem {
        sequence,
        packages: vec![Packages { count: Some(12), kind: "CT".into(), ..Packages::default() }],
        description: format!("Article {sequence} of application {number}, boxed"),
        gross_mass: Decimal::parse("480.25").map(|amount| Measure { amount, unit: "KGM".into() }),
        ..GoodsItem::default()
    };
    Certificate {
        exporter: Party { name: format!("Firm {number}"), ..Party::default() },
        items: (1..=10).map(item).collect(),
        ..Certificate::default()
    }
}

/// Highest resident memory so far, in kilobytes.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

fn bench<T>(name: &str, turn: impl Fn() -> T) {
    const TURNS: u32 = 5;
    black_box(turn());
    let begin = Instant::now();
    for _ in 0..TURNS {
        black_box(turn());
    }
    println!("bench {name} {:.0}", begin.elapsed().as_nanos() as f64 / f64::from(TURNS));
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let certificates: Vec<Certificate> = (0..APPLICATIONS).map(application).collect();
    let references: Vec<String> = (0..APPLICATIONS).map(|number| format!("A-{number}")).collect();
    let named: Vec<(&str, &Certificate)> = references.iter().map(String::as_str).zip(&certificates).collect();
    let (csv, workbook) = (write_csv(&named)?.bytes, write_workbook(&named)?.bytes);
    let limits = TableLimits::default();
    let read = |bytes: &[u8]| {
        let tables = read_tables(bytes, "orders", &TextChoice::default(), &limits)?;
        Ok::<_, tamga_formats::FormatError>(read_applications(&tables, &propose(&tables), &SheetReading::default()))
    };
    assert_eq!(read(&csv)?.applications.len(), APPLICATIONS);
    println!("5,000 rows: {} bytes of CSV, {} bytes of workbook", csv.len(), workbook.len());
    let before = memory();
    bench("read-csv-5000-rows", || read(&csv).map(|read| read.applications.len()));
    bench("read-xlsx-5000-rows", || read(&workbook).map(|read| read.applications.len()));
    if let (Some(before), Some(after)) = (before, memory()) {
        println!("highest memory: {before} kB before reading, {after} kB after");
    }
    bench("write-csv-5000-rows", || write_csv(&named).map(|written| written.bytes.len()));
    bench("write-xlsx-5000-rows", || write_workbook(&named).map(|written| written.bytes.len()));
    Ok(())
}
