//! What does reading cost when a box is long, and what does a gateway hold when many wait?

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tamga_courier::GatewayTransport as _;
use tamga_gateway::Config;
use tamga_gateway::ledger::Ledger;

use crate::{Failed, office};

/// Items of a page.
const PAGE: u32 = 50;
/// Pages of a round.
const PAGES: u64 = 200;

/// Fills the shared box to so many items with copies of the one that is there.
pub const FILL_POSTGRES: &str = "WITH one AS (SELECT * FROM item WHERE box = 'posts' ORDER BY seq LIMIT 1),
        has AS (SELECT next_seq FROM box WHERE id = 'posts')
    INSERT INTO item (box, seq, item_id, submission, body)
    SELECT 'posts', n, md5('fill' || n)::uuid, submission, body
    FROM one, has, generate_series(next_seq, $1::bigint) AS n";

/// The same in the embedded store.
pub const FILL_SQLITE: &str = "WITH RECURSIVE numbers (n) AS (SELECT next_seq FROM box WHERE id = 'posts'
        UNION ALL SELECT n + 1 FROM numbers WHERE n < ?1)
    INSERT INTO item (box, seq, item_id, submission, body)
    SELECT 'posts', n, 'fill' || n, submission, body
    FROM numbers, (SELECT * FROM item WHERE box = 'posts' ORDER BY seq LIMIT 1)";

/// Nanoseconds for a page of fifty items somewhere in a box of so many.
pub fn page(ledger: &dyn Ledger, items: u64) -> Result<u128, Failed> {
    let begun = Instant::now();
    for n in 0..PAGES {
        // Far apart and never the same: a multiple of a prime.
        let after = n * 7_919 % (items - u64::from(PAGE));
        let page = ledger.page("posts", after, PAGE)?;
        if page.items.len() != PAGE as usize {
            return Err(format!("{} items behind {after}", page.items.len()).into());
        }
    }
    Ok(begun.elapsed().as_nanos() / u128::from(PAGES))
}

/// The program, killed when dropped.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The most memory the program held while a post read what waited, at most so many pages, in bytes.
pub async fn memory(config: &Config, folder: &Path, pages: usize) -> Result<u64, Failed> {
    let file = folder.join("waiting.toml");
    std::fs::write(&file, config.to_toml()?)?;
    let program = Command::new(env!("CARGO_BIN_EXE_tamga-gateway"))
        .args(["serve", "--quiet", "--config"])
        .arg(&file)
        .stdout(Stdio::piped())
        .spawn()?;
    let mut program = Program(program);
    let mut line = String::new();
    BufReader::new(program.0.stdout.take().ok_or("no output")?).read_line(&mut line)?;
    let url = line.split_whitespace().find(|word| word.starts_with("https://")).ok_or("it did not start")?;
    let road = office::road(config, folder, url, "post")?;
    let mut cursor: Option<String> = None;
    for _ in 0..pages {
        let batch = road.fetch("posts", cursor.as_deref(), 200, Duration::ZERO).await;
        let batch = batch.map_err(|fault| fault.to_string())?;
        cursor = Some(batch.cursor);
        if !batch.more {
            break;
        }
    }
    let status = std::fs::read_to_string(format!("/proc/{}/status", program.0.id()))?;
    let most =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse::<u64>().ok());
    Ok(most.ok_or("no VmHWM")? * 1024)
}
