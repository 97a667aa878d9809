//! How fast are certificates read, written and checked? Prints `bench <name> <nanoseconds per turn>`.

use std::hint::black_box;
use std::time::{Duration, Instant};

use tamga_formats::{FormatError, Limits, agreements, cefact, co_xml};
use tamga_origin::{Certificate, Date, GoodsItem, ProofType};

/// Runs one turn again and again for a while and prints the mean.
fn bench<T>(name: &str, mut turn: impl FnMut() -> T) {
    let warm_up = Instant::now();
    while warm_up.elapsed() < Duration::from_millis(100) {
        black_box(turn());
    }
    let (mut turns, begin) = (0_u32, Instant::now());
    while begin.elapsed() < Duration::from_millis(500) {
        for _ in 0..16 {
            black_box(turn());
        }
        turns += 16;
    }
    println!("bench {name} {:.0}", begin.elapsed().as_nanos() as f64 / f64::from(turns));
}

/// The example with as many lines as the longest certificates have.
fn long(certificate: &Certificate) -> Certificate {
    let item = certificate.items.first().cloned().unwrap_or_default();
    let items = (1..=500).map(|sequence| GoodsItem { sequence, ..item.clone() }).collect();
    Certificate { items, ..certificate.clone() }
}

fn read_xml(bytes: &[u8], limits: &Limits) -> Result<Certificate, FormatError> {
    Ok(co_xml::read_certificate(&co_xml::gate(bytes, limits)?)?.value)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let json = include_bytes!("../../../../assets/examples/chafta-example.json");
    let limits = Limits::default();
    let certificate = cefact::read(json, &limits)?.value;
    let long = long(&certificate);
    let (xml, long_xml) = (co_xml::write_certificate(&certificate)?, co_xml::write_certificate(&long)?);
    let profiles = agreements::builtin()?;
    let chafta = profiles.find("chafta").ok_or("chafta is built in")?;
    let today = Date::new(2026, 3, 10).ok_or("a day")?;
    let style = cefact::Style::default();
    assert_eq!(read_xml(&xml, &limits)?.proof_type, ProofType::PreferenceCertificate);

    bench("read-edi3", || cefact::read(json, &limits).is_ok());
    bench("write-edi3", || cefact::write(&certificate, &style).is_ok());
    bench("write-xml", || co_xml::write_certificate(&certificate).is_ok());
    bench("gate", || co_xml::gate(&xml, &limits).is_ok());
    bench("read-xml", || read_xml(&xml, &limits).is_ok());
    bench("check", || certificate.check(chafta, today).len());
    bench("write-xml-500-items", || co_xml::write_certificate(&long).is_ok());
    bench("gate-500-items", || co_xml::gate(&long_xml, &limits).is_ok());
    bench("read-xml-500-items", || read_xml(&long_xml, &limits).is_ok());
    bench("check-500-items", || long.check(chafta, today).len());
    bench("read-profiles", || agreements::builtin().is_ok());
    Ok(())
}
