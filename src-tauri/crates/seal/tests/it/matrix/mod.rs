//! Who agrees with whom, in both directions: every algorithm that others know, signed by each of them and checked by
//! us, signed by us and checked by each of them, over documents that nobody wrote by hand. Prints one line for each.
//!
//! Twenty documents for each peer and algorithm; `TAMGA_PEER_DOCUMENTS=200` takes as many as that, for the long run. A
//! peer is called once for many of them. pyHanko is not asked: we sign no PDF.

mod documents;
mod openssl;
mod xml;

use crate::support::has;

/// One line: what was done with how many.
pub struct Line {
    peer: &'static str,
    algorithm: String,
    direction: &'static str,
    documents: usize,
    result: String,
}

impl Line {
    /// All of them as they have to be; whatever is not has failed the test before.
    fn agreed(peer: &'static str, algorithm: &str, direction: &'static str, documents: usize) -> Self {
        Self { peer, algorithm: algorithm.to_owned(), direction, documents, result: "agreed".to_owned() }
    }

    fn without(peer: &'static str, algorithm: &str, why: &str) -> Self {
        Self { peer, algorithm: algorithm.to_owned(), direction: "both", documents: 0, result: why.to_owned() }
    }
}

const WE_SIGN: &str = "we sign, it checks";
const IT_SIGNS: &str = "it signs, we check";

/// Documents for each peer and algorithm.
fn documents() -> usize {
    match std::env::var("TAMGA_PEER_DOCUMENTS") {
        Ok(count) => count.parse().expect("TAMGA_PEER_DOCUMENTS is a number"),
        Err(_) => 20,
    }
}

#[test]
fn whoever_knows_an_algorithm_agrees_in_both_directions() {
    if !has("openssl") {
        return;
    }
    let mut lines = xml::lines(documents());
    lines.extend(openssl::lines(documents()));
    lines.push(Line::without("pyHanko", "-", "n/a: we sign no PDF"));
    println!("matrix {:<10} {:<22} {:<28} {:>9}  result", "peer", "algorithm", "direction", "documents");
    for Line { peer, algorithm, direction, documents, result } in &lines {
        println!("matrix {peer:<10} {algorithm:<22} {direction:<28} {documents:>9}  {result}");
    }
    println!("soak peers {}", lines.iter().map(|line| line.documents).sum::<usize>());
}
