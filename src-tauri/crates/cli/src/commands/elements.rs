//! Which elements has a certificate, and what are they called in the standards and dialects?

use serde_json::{Value, json};
use tamga_origin::elements::{Element, csv, elements};

use crate::answer::{Answer, Exit};
use crate::arguments::ElementsArguments;
use crate::terminal::table;

/// Lists the elements: all, or those whose path begins as asked.
pub fn elements_of(asked: &ElementsArguments) -> Answer {
    let wanted = asked.path.as_deref().map(bare).unwrap_or_default();
    let found: Vec<&Element> = elements().filter(|element| bare(element.path).starts_with(&wanted)).collect();
    if found.is_empty() {
        let said = format!("No element begins with {wanted}.");
        return Answer::new(json!({ "elements": [], "count": 0 }), said).ending(Exit::No);
    }
    let words = if asked.csv { csv(found.iter().copied()) } else { listed(&found) };
    let list: Vec<Value> = found.iter().map(|element| object(element)).collect();
    Answer::new(json!({ "elements": list, "count": found.len() }), words.trim_end())
}

/// A path as a person types it: without the marks of lists and their numbers.
fn bare(path: &str) -> String {
    tamga_origin::elements::pattern(path).replace("[]", "")
}

fn listed(found: &[&Element]) -> String {
    let head = ["path", "how often", "WCO", "tag", "meaning"].map(str::to_owned).to_vec();
    let row = |element: &&Element| {
        let or_dash = |text: &str| if text.is_empty() { "-".to_owned() } else { text.to_owned() };
        vec![
            element.path.to_owned(),
            element.cardinality.as_str().to_owned(),
            or_dash(element.wco_id),
            or_dash(element.tag),
            element.meaning.to_owned(),
        ]
    };
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(found.iter().map(row)).collect();
    format!("{}\n\n{} elements. Aligned with public WCO Data Model schemas; - is our own.", table(&rows), found.len())
}

fn object(element: &Element) -> Value {
    let Element {
        path,
        meaning,
        cardinality,
        when,
        held,
        classes,
        dictionary_name,
        wco_id,
        beside,
        tag,
        format,
        stored,
        list,
        basis,
        xml,
        edi3,
        d23b,
        cod,
        ubl,
    } = element;
    let class = |class: &tamga_origin::elements::Class| json!({ "name": class.name, "id": class.id });
    json!({
        "path": path, "meaning": meaning, "cardinality": cardinality.as_str(), "when": when, "held": held.as_str(),
        "wco": {
            "classes": classes.iter().map(class).collect::<Vec<_>>(), "id": wco_id, "beside": beside,
            "dictionaryName": dictionary_name, "tag": tag, "format": format,
        },
        "stored": stored, "list": list, "basis": basis.iter().map(|one| one.as_str()).collect::<Vec<_>>(),
        "dialects": { "tamgaXml": xml, "edi3": edi3, "d23b": d23b, "cod": cod, "ubl": ubl },
    })
}
