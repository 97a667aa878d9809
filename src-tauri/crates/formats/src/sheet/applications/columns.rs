//! Which columns can a sheet of applications have? The names of all fields, what their cells are read as, and where in a
//! certificate they lead.

use std::collections::HashMap;
use std::sync::LazyLock;

use tamga_origin::{Certificate, GoodsItem, Invoice};

use super::fields;
use super::form::{Field, Form, within};

/// Head of the column that tells applications apart.
pub(super) const REF: &str = "ref";
/// What the names of all fields of a goods item begin with.
pub(super) const ITEMS: &str = "items";

static FIELDS: LazyLock<Vec<Field>> = LazyLock::new(|| {
    let mut all = Form::list(|form| fields::head(form, &mut Certificate::default()));
    all.extend(Form::list(|form| {
        form.inside(ITEMS, |form| {
            fields::item(form, &mut GoodsItem::default());
            fields::beside_item(form, &mut Invoice::default(), &mut String::new());
        });
    }));
    all
});

/// All fields, in the order in which they are written.
pub(super) fn all() -> &'static [Field] {
    &FIELDS
}

static BY_NAME: LazyLock<HashMap<&str, &Field>> =
    LazyLock::new(|| all().iter().map(|field| (field.name.as_str(), field)).collect());

/// The field of a name.
pub(super) fn field(name: &str) -> Option<&'static Field> {
    BY_NAME.get(name).copied()
}

/// Does a field stand on a line of goods?
pub(super) fn is_of_item(name: &str) -> bool {
    within(name, ITEMS)
}

/// Fields of the data set that the model keeps inside its transport block.
const TRAVEL: [&str; 13] = [
    "export_country",
    "destination_country",
    "departure",
    "mode",
    "means",
    "loading",
    "discharge",
    "route",
    "carrier",
    "carrier_id",
    "equipment",
    "ucr",
    "trader_reference",
];

/// Where a field leads, as findings name it. Of a list only its name: which entry it is, is known later.
pub(super) fn path(name: &str, sequence: Option<u32>) -> String {
    let list = |name: &str, depth: usize| name.split('.').take(depth).collect::<Vec<_>>().join(".");
    let repeats = field(name).is_some_and(|field| field.repeats);
    if let Some(rest) = name.strip_prefix("items.") {
        let rest = match rest {
            rest if within(rest, "invoice") => "invoice_refs".to_owned(),
            rest if within(rest, "producer") => "producer_refs".to_owned(),
            rest if repeats => list(rest, 1),
            rest => rest.to_owned(),
        };
        return match sequence {
            Some(sequence) => format!("items[{sequence}].{rest}"),
            None => format!("items.{rest}"),
        };
    }
    let name = if repeats { list(name, 1) } else { name.to_owned() };
    if within(&name, "transport_documents") {
        return "transport.documents".to_owned();
    }
    if TRAVEL.iter().any(|block| within(&name, block)) {
        return format!("transport.{name}");
    }
    match name.rsplit_once('.') {
        Some((block, "phone" | "email")) => format!("{block}.channels"),
        _ => name,
    }
}

/// The field that somebody names: as in the data set, with `[]` or not, or as the paths of findings name it.
pub(super) fn named(name: &str, in_items: bool) -> Option<&'static str> {
    let plain = name.trim().to_lowercase().replace("[]", "");
    if plain == REF {
        return Some(REF);
    }
    let plain =
        plain.strip_prefix("transport.documents").map(|rest| format!("transport_documents{rest}")).unwrap_or(plain);
    let plain = plain.strip_prefix("transport.").unwrap_or(&plain);
    let of_item = || field(&format!("items.{plain}"));
    let found = if in_items { of_item().or_else(|| field(plain)) } else { field(plain).or_else(of_item) };
    found.map(|field| field.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_a_name_of_its_own() {
        let names: Vec<&str> = all().iter().map(|field| field.name.as_str()).collect();
        for (index, name) in names.iter().enumerate() {
            assert!(!names[..index].contains(name), "{name} stands twice");
            assert_eq!(named(name, false), Some(*name));
        }
        assert!(names.len() > 150, "{} fields", names.len());
    }

    #[test]
    fn fields_are_known_by_the_names_of_the_data_set() {
        for (name, in_items, found) in [
            ("exporter.name", false, "exporter.name"),
            ("packages[].marks", true, "items.packages.marks"),
            ("hs.code", false, "items.hs.code"),
            ("items[].hs.code", false, "items.hs.code"),
            ("Transport.Destination_Country", false, "destination_country"),
            ("transport.documents.number", false, "transport_documents.number"),
            ("ref", true, "ref"),
        ] {
            assert_eq!(named(name, in_items), Some(found), "{name}");
        }
        assert_eq!(named("exporter.colour", false), None);
    }

    #[test]
    fn findings_lead_to_the_paths_of_the_model() {
        for (name, sequence, found) in [
            ("items.hs.code", Some(3), "items[3].hs.code"),
            ("items.packages.count", Some(1), "items[1].packages"),
            ("items.invoice.number", Some(2), "items[2].invoice_refs"),
            ("means.name", None, "transport.means.name"),
            ("transport_documents.number", None, "transport.documents"),
            ("invoices.date", None, "invoices"),
            ("consignee.email", None, "consignee.channels"),
            ("exporter.address.city", None, "exporter.address.city"),
        ] {
            assert_eq!(path(name, sequence), found, "{name}");
        }
    }
}
