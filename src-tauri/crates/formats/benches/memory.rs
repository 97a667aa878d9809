//! How much memory does a certificate of five thousand lines take while it is read and written? Prints
//! `memory <name> <bytes>`: the most bytes held at once beside the certificate and the document that are given.
//!
//! Apart from the benchmarks of time, because counting every allocation takes time itself.

mod dialect;

use dialect::{DIALECTS, certificate};

const LINES: u32 = 5_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let certificate = certificate(LINES);
    for dialect in &DIALECTS {
        let bytes = (dialect.write)(&certificate)?;
        (dialect.read)(&bytes)?;
        let held = |work: &dyn Fn()| allocation_counter::measure(work).bytes_max;
        let reading = held(&|| drop((dialect.read)(&bytes)));
        let writing = held(&|| drop((dialect.write)(&certificate)));
        println!("memory document-{}-{LINES} {}", dialect.name, bytes.len());
        println!("memory read-{}-{LINES} {reading}", dialect.name);
        println!("memory write-{}-{LINES} {writing}", dialect.name);
    }
    Ok(())
}
