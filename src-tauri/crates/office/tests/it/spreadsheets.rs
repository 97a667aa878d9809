//! A spreadsheet is looked at before it is taken over, becomes all drafts or none, and teaches the office its columns.

use tamga_office::applications::{
    ApplicationsSeen, ColumnMapping, ColumnsFrom, HowToRead, Mapping, SheetReading, may_be_spreadsheet,
};
use tamga_office::{ErrorCode, Office, Window};

use crate::help::World;

const ORDERS: &str = "Nr;Firma;Empfänger;Land;Ware;Brutto\n\
    1;Rif Gewürze GmbH;Tea Ltd;GB;Pfeffer;1250,5\n\
    1;Rif Gewürze GmbH;Tea Ltd;GB;Kümmel;300\n\
    2;Rif Gewürze GmbH;Coffee Ltd;GB;Kaffee;45,25\n";

fn chosen(fields: &[(&str, &str)]) -> HowToRead {
    let columns = fields
        .iter()
        .map(|(head, field)| ColumnMapping { head: (*head).into(), field: (*field).into(), ..ColumnMapping::default() })
        .collect();
    HowToRead {
        mapping: Some(Mapping { columns }),
        reading: Some(SheetReading { decimal: ',', group: Some('.'), ..SheetReading::default() }),
        agreement: Some("np-icc".into()),
        ..HowToRead::default()
    }
}

fn named() -> HowToRead {
    chosen(&[
        ("Nr", "ref"),
        ("Firma", "exporter.name"),
        ("Empfänger", "consignee.name"),
        ("Land", "destination_country"),
        ("Ware", "items.description"),
        ("Brutto", "items.gross_mass"),
    ])
}

fn open() -> HowToRead {
    HowToRead { agreement: Some("np-icc".into()), ..HowToRead::default() }
}

fn look(office: &Office, text: &str, how: &HowToRead) -> ApplicationsSeen {
    office.look_at_applications(text.as_bytes(), "orders", how).unwrap()
}

fn fields(seen: &ApplicationsSeen) -> Vec<Option<&str>> {
    seen.sheets[0].columns.iter().map(|column| column.field.as_deref()).collect()
}

fn drafts(office: &Office) -> u64 {
    office.drafts(Window::first(10)).unwrap().total
}

fn told(office: &Office, code: &str) -> usize {
    let rows = office.journal(None, Window::first(100)).unwrap().rows;
    rows.iter().filter(|row| row.word.code == code).count()
}

#[test]
fn what_is_meant_as_a_spreadsheet_is_looked_at_as_one() {
    let files: [(&[u8], &str, bool); 10] = [
        (ORDERS.as_bytes(), "", true),
        (b"Alpha\n1\n", "orders.CSV", true),
        (b"Alpha\n1\n", "orders", false),
        (b"PK\x03\x04 cut off", "", true),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "", true),
        (b"Dear chamber,\nplease find enclosed\nour order.\n", "", false),
        (b"{\"a\": [1, 2],\n\"b\": [1, 2]}", "", false),
        (b"\x89PNG\r\n\x1A\n\0\0\0\0", "photo.png", false),
        (include_bytes!("../../../../../assets/examples/chafta-example.json"), "order.csv", false),
        (b"", "", false),
    ];
    for (bytes, name, expected) in files {
        assert_eq!(may_be_spreadsheet(bytes, name), expected, "{name} {}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn a_file_is_looked_at_without_leaving_anything_behind() {
    let world = World::new();
    let office = world.chamber();
    let seen = look(&office, ORDERS, &open());
    assert_eq!(fields(&seen), [None; 6], "heads of their own");
    assert!(seen.applications.is_empty());
    assert_eq!(seen.findings[0].1.code, "sheet.no_heads");
    let seen = look(&office, ORDERS, &named());
    let applications: Vec<_> =
        seen.applications.iter().map(|one| (one.reference.as_str(), one.items, one.agreement.as_deref())).collect();
    assert_eq!(applications, [("1", 2, Some("np-icc")), ("2", 1, Some("np-icc"))]);
    assert_eq!(seen.columns_from, ColumnsFrom::Choice);
    assert_eq!(drafts(&office), 0);
    assert_eq!(look(&office, ORDERS, &open()).columns_from, ColumnsFrom::Proposal, "looking teaches nothing");
}

#[test]
fn columns_that_were_chosen_are_proposed_for_the_next_file_of_the_exporter() {
    let world = World::new();
    let office = world.chamber();
    office.import_applications(ORDERS.as_bytes(), "may", &named()).unwrap();
    assert_eq!(told(&office, "draft.columns_kept"), 1);

    let june = ORDERS.replace("Kaffee", "Kakao");
    let seen = look(&office, &june, &open());
    assert_eq!(seen.columns_from, ColumnsFrom::Exporter("Rif Gewürze GmbH".into()));
    assert_eq!(seen.applications.len(), 2, "the name of the sheet was another one");
    assert_eq!(seen.reading.decimal, ',', "the marks of the numbers are remembered too");
    assert_eq!(seen.findings, []);

    // Another heading joins: what is known of the others still holds, by exporter.
    let wider = june.replace("Brutto\n", "Brutto;Farbe\n").replace("300\n", "300;rot\n");
    let mut seen = look(&office, &wider, &open());
    assert_eq!(seen.columns_from, ColumnsFrom::Proposal, "nobody can say yet whose file it is");
    let with_exporter = wider.replace("Firma", "Exporter").replace("Nr;", "Reference;");
    seen = look(&office, &with_exporter, &open());
    assert_eq!(seen.columns_from, ColumnsFrom::Exporter("Rif Gewürze GmbH".into()));
    assert_eq!(fields(&seen)[4..], [Some("items.description"), Some("items.gross_mass"), None]);

    // Taken over again as it was: nothing new is to be told.
    office.import_applications(june.as_bytes(), "june", &named()).unwrap();
    assert_eq!(told(&office, "draft.columns_kept"), 1);
}

#[test]
fn the_same_heads_of_another_exporter_are_proposed_and_may_mean_something_else() {
    let world = World::new();
    let office = world.chamber();
    office.import_applications(ORDERS.as_bytes(), "may", &named()).unwrap();
    let other = ORDERS.replace("Rif Gewürze GmbH", "Atlas Tee AG");
    let seen = look(&office, &other, &open());
    assert_eq!((seen.columns_from, seen.applications.len()), (ColumnsFrom::Heads, 2));

    let mut net = named();
    net.mapping.as_mut().unwrap().columns[5].field = "items.net_mass".into();
    office.import_applications(other.as_bytes(), "other", &net).unwrap();
    let last = |text: &str| fields(&look(&office, text, &open())).last().copied().flatten().map(str::to_owned);
    assert_eq!(last(&other).as_deref(), Some("items.net_mass"));
    assert_eq!(last(ORDERS).as_deref(), Some("items.gross_mass"), "the first exporter's own choice stays");
    let both = format!("{ORDERS}3;Atlas Tee AG;Tea Ltd;GB;Tee;1\n");
    assert_eq!(look(&office, &both, &open()).columns_from, ColumnsFrom::Heads, "two exporters are nobody's file");
}

#[test]
fn all_applications_become_drafts_or_none_does() {
    let world = World::new();
    let office = world.chamber();
    let text = "ref;Exporter;scheme.code;is_preferential\nA;Firm;chafta;yes\nB;Firm;atlantis;yes\n";
    let how = HowToRead { all_or_none: true, ..HowToRead::default() };
    let seen = look(&office, text, &how);
    let forms: Vec<_> = seen.applications.iter().map(|one| one.agreement.as_deref()).collect();
    assert_eq!(forms, [Some("chafta"), None], "it is told before anything is made");
    let error = office.import_applications(text.as_bytes(), "orders", &how).unwrap_err();
    assert_eq!((error.code(), error.params()), (ErrorCode::NotFound, vec![("agreement", "atlantis".to_owned())]));
    assert_eq!(drafts(&office), 0);
    let born = office.import_applications(text.as_bytes(), "orders", &HowToRead::default()).unwrap();
    assert_eq!((born.drafts.len(), born.refused.len()), (1, 1), "who does not ask for all gets what is possible");
}

#[test]
fn a_file_that_changed_since_it_was_looked_at_is_refused() {
    let world = World::new();
    let office = world.chamber();
    let seen = look(&office, ORDERS, &named());
    let how = HowToRead { digest: Some(seen.digest), ..named() };
    let changed = ORDERS.replace("1250,5", "9250,5");
    let error = office.import_applications(changed.as_bytes(), "orders", &how).unwrap_err();
    assert_eq!(
        (error.code(), error.params()),
        (ErrorCode::FileUnreadable, vec![("format", "sheet.changed".to_owned())])
    );
    assert_eq!(drafts(&office), 0);
    assert_eq!(office.import_applications(ORDERS.as_bytes(), "orders", &how).unwrap().drafts.len(), 2);
}
