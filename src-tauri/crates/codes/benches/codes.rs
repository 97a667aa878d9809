//! What do the large lists cost? Size of the file, time to open it, and the time of over a thousand real questions.
//!
//! The questions are words of the lists themselves as people type them: names of goods in four languages cut to two
//! words, to a beginning, and typed without accents, words of the market, and codes; half of them find nothing in the
//! first stages and so go through all of them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a measurement that fails may panic")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use tamga_codes::{Codes, HsQuery, find_beside, words};

/// Longest a question may take at the 99th percentile (issue and `interface.md` 10.3).
const MOST: Duration = Duration::from_millis(20);
const OPENINGS: u32 = 200;

fn main() {
    let Some(path) = std::env::current_exe().ok().and_then(|program| find_beside(&program)) else {
        println!("skipped: no code lists, run cargo xtask codes");
        return;
    };
    let size = std::fs::metadata(&path).unwrap().len();
    let start = Instant::now();
    for _ in 0..OPENINGS {
        black_box(Codes::open(&path).unwrap().hs_years());
    }
    let opening = start.elapsed() / OPENINGS;
    let codes = Codes::open(&path).unwrap();
    let questions = questions(&codes);
    let mut times: Vec<Duration> = Vec::with_capacity(questions.len());
    let mut found = 0;
    for (text, language) in &questions {
        let query = HsQuery { text, language, year: 2022, exporter: &[], office: &[], limit: 20 };
        let start = Instant::now();
        let hits = black_box(codes.hs(&query).unwrap());
        times.push(start.elapsed());
        found += usize::from(!hits.is_empty());
    }
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    println!("file of {:.1} MB, {} questions, {found} of them answered", size as f64 / 1e6, questions.len());
    println!("slowest question {:.1} ms", times[times.len() - 1].as_secs_f64() * 1e3);
    println!("bench codes_open {}", opening.as_nanos());
    println!("bench codes_search_p50 {}", at(50).as_nanos());
    println!("bench codes_search_p99 {}", at(99).as_nanos());
    let place = |text: &str| {
        let start = Instant::now();
        black_box(codes.places(text, None, 20).unwrap());
        start.elapsed()
    };
    let names = ["rotterdam", "shang", "san", "port of", "mel", "new york", "al", "dar es salaam", "ho chi minh", "xx"];
    let slowest = names.map(place).into_iter().max().unwrap();
    println!("bench codes_place_slowest {}", slowest.as_nanos());
    assert!(at(99) < MOST, "the 99th percentile is {:?}, more than {MOST:?}", at(99));
}

/// Over a thousand questions, the same in every run.
fn questions(codes: &Codes) -> Vec<(String, String)> {
    let mut questions: Vec<(String, String)> = Vec::new();
    for language in ["en", "fr", "es", "de"] {
        for chapter in (1..=97).step_by(2) {
            let text = format!("{chapter:02}");
            let query = HsQuery { text: &text, language, year: 2022, exporter: &[], office: &[], limit: 400 };
            for hit in codes.hs(&query).unwrap().iter().step_by(23) {
                let Some(step) = hit.path.last() else { continue };
                let own = words(&step.text);
                let two = own.iter().take(2).cloned().collect::<Vec<_>>().join(" ");
                let beginning: String = own.last().map(|word| word.chars().take(3).collect()).unwrap_or_default();
                questions.extend([two, beginning].map(|text| (text, language.to_owned())));
                questions.push((step.text.clone(), language.to_owned()));
                questions.push((hit.code.clone(), language.to_owned()));
            }
        }
    }
    for (text, language) in [
        ("t-shirt", "en"),
        ("mangues fraiches", "fr"),
        ("camisetas", "es"),
        ("تمور", "ar"),
        ("قهوة", "ar"),
        ("other", "en"),
        ("autres", "fr"),
        ("los demas", "es"),
        ("of", "en"),
        ("ma", "en"),
        ("co", "fr"),
        ("machine parts other than of iron or steel for use in civil aircraft", "en"),
        ("smartphone case leather", "en"),
        ("xyzzy", "en"),
    ] {
        questions.push((text.to_owned(), language.to_owned()));
    }
    questions
}
