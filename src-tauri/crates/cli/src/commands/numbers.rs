//! Which certificate numbers may this desk give out?

use serde_json::{Value, json};
use tamga_office::numbers::{NumberBlock, NumberBlockView};

use crate::answer::Answer;
use crate::arguments::NumbersCommand;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::terminal::table;

/// Adds a block, or lists them; the answer is the list either way.
pub fn numbers(desk: &Desk, asked: NumbersCommand) -> Result<Answer, Failure> {
    let office = desk.office()?;
    if let NumbersCommand::Add { agreement, pattern, first, last, expires } = asked {
        let agreement = agreement.unwrap_or_default();
        let block = NumberBlock { agreement, pattern, first, last, expires };
        office.add_number_block(block).map_err(Failure::office(format!("numbers {first} to {last}")))?;
    }
    let blocks = office.number_blocks().map_err(Failure::office("numbers"))?;
    let objects: Vec<Value> = blocks.iter().map(object).collect();
    let rows: Vec<Vec<String>> = blocks.iter().map(row).collect();
    let words = if rows.is_empty() { "No numbers.".to_owned() } else { table(&rows) };
    Ok(Answer::new(json!({ "blocks": objects }), words))
}

fn object(view: &NumberBlockView) -> Value {
    let NumberBlock { agreement, pattern, first, last, expires } = &view.block;
    json!({
        "agreement": agreement, "pattern": pattern, "first": first, "last": last,
        "expires": expires.map(|day| day.to_string()), "left": view.left, "next": view.next,
    })
}

fn row(view: &NumberBlockView) -> Vec<String> {
    let agreement = if view.block.agreement.is_empty() { "any form" } else { &view.block.agreement };
    let next = view.next.as_ref().map_or_else(|| "none left".to_owned(), |next| format!("next {next}"));
    let expires = view.block.expires.map(|day| format!("until {day}")).unwrap_or_default();
    vec![agreement.to_owned(), next, format!("{} left", view.left), expires]
}
