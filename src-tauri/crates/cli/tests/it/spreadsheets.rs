//! Applications come in from spreadsheets: one draft each, findings by cell, columns remembered.

use crate::house::Chamber;
use crate::program::tamga;

const ORDERS: &str = "N° de demande;Exportateur;Destinataire;Pays de destination;Désignation des marchandises;Code SH;Poids brut (kg);Couleur\n\
    D-1;Épices du Rif SARL;Gewürze GmbH;DE;Poivre noir;0904.12;1250,5;noir\n\
    D-1;Épices du Rif SARL;Gewürze GmbH;DE;Cumin;0909.31;12.5;brun\n\
    D-2;Thé Vert SA;Tea Ltd;GB;Thé vert;0902.10;45,25;vert\n";

#[test]
fn a_spreadsheet_becomes_a_draft_for_each_application() {
    let chamber = Chamber::set_up();
    let file = chamber.folder().join("orders.csv");
    std::fs::write(&file, ORDERS).unwrap();
    let mapping = chamber.folder().join("exporter.toml");
    let call = |extra: &[&str]| {
        let usual = ["draft", "import", file.to_str().unwrap(), "--agreement", "np-icc", "--decimal", "comma"];
        chamber.call(usual.into_iter().chain(extra.iter().copied())).run()
    };
    let said = call(&["--mapping", mapping.to_str().unwrap(), "--json"]).ended(0);
    let object = said.object();
    let drafts = object["drafts"].as_array().unwrap();
    let references: Vec<&str> = drafts.iter().map(|draft| draft["reference"].as_str().unwrap()).collect();
    assert_eq!(references, ["D-1", "D-2"]);
    let codes = |draft: &serde_json::Value| -> Vec<String> {
        let findings = draft["findings"].as_array().unwrap().iter();
        let of_cells = findings.filter(|finding| finding["params"].get("where").is_some());
        of_cells.map(|finding| format!("{} {}", finding["code"], finding["params"]["where"])).collect()
    };
    assert_eq!(codes(&drafts[0]), ["\"sheet.number_question\" \"orders!G3\""], "12.5 could be 125 where a comma parts");
    assert_eq!(codes(&drafts[1]), Vec::<String>::new());
    assert_eq!(object["sheets"][0]["separator"], "semicolon");
    assert_eq!(object["sheets"][0]["findings"][0]["params"]["text"], "Couleur");

    let kept = std::fs::read_to_string(&mapping).unwrap();
    std::fs::write(&mapping, format!("{kept}\n[[column]]\nhead = \"Couleur\"\nfield = \"items.packages.marks\"\n"))
        .unwrap();
    let again = call(&["--mapping", mapping.to_str().unwrap(), "--json"]).ended(0);
    assert_eq!(again.object()["sheets"][0]["findings"], serde_json::json!([]), "the column is known now");

    let shown = call(&[]).ended(0);
    assert!(shown.out.contains("UTF-8 (certain), cells parted by semicolon (detected)"), "{}", shown.out);
    assert!(shown.out.contains("D-2: draft "), "{}", shown.out);
    let listed = chamber.call(["draft", "list", "--json"]).run().ended(0);
    assert_eq!(listed.object()["total"], 6);
}

#[test]
fn columns_of_a_mapping_are_remembered_for_the_next_file_of_the_exporter() {
    const FIRST: &str = "Nr;Firma;Ware;Brutto\n1;Rif GmbH;Pfeffer;12,5\n2;Rif GmbH;Kaffee;7\n";
    let chamber = Chamber::set_up();
    let file = |name: &str, text: &str| {
        let path = chamber.folder().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let import = |path: &str, extra: &[&str]| {
        let usual = ["draft", "import", path, "--agreement", "np-icc", "--decimal", "comma"];
        chamber.call(usual.into_iter().chain(extra.iter().copied())).run()
    };
    let column = |head: &str, field: &str| format!("[[column]]\nhead = \"{head}\"\nfield = \"{field}\"\n\n");
    let mapping = [
        column("Nr", "ref"),
        column("Firma", "exporter.name"),
        column("Ware", "items.description"),
        column("Brutto", "items.gross_mass"),
    ];
    let first = file("may.csv", FIRST);
    import(&first, &[]).ended(1);
    let said = import(&first, &["--mapping", &file("rif.toml", &mapping.concat()), "--json"]).ended(0);
    assert_eq!(said.object()["sheets"][0]["columnsFrom"], "choice");

    let next = file("june.csv", &FIRST.replace("Kaffee", "Kakao"));
    let said = import(&next, &[]).ended(0);
    assert!(said.out.contains("columns as they were chosen for earlier files of Rif GmbH"), "{}", said.out);
    assert!(said.out.contains("2: draft "), "{}", said.out);
    let said = import(&file("other.csv", &FIRST.replace("Rif", "Atlas")), &["--json"]).ended(0);
    assert_eq!(said.object()["sheets"][0]["columnsFrom"], "headings");

    // What was taken is written down without the name of the file, so that it holds for the next one too.
    let written = chamber.folder().join("written.toml");
    import(&next, &["--mapping", written.to_str().unwrap()]).ended(0);
    let text = std::fs::read_to_string(&written).unwrap();
    assert!(text.contains("Brutto") && !text.contains("june"), "{text}");
}

#[test]
fn what_is_no_table_of_applications_is_refused_with_its_reason() {
    let chamber = Chamber::set_up();
    let file = |name: &str, bytes: &[u8]| {
        let path = chamber.folder().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let import = |path: &str, extra: &[&str]| {
        chamber
            .call(["draft", "import", path, "--agreement", "np-icc", "--json"].into_iter().chain(extra.iter().copied()))
            .run()
    };
    let strange = file("strange.csv", b"a;b\n1;2\n");
    let said = import(&strange, &[]).ended(1);
    assert_eq!(said.object()["sheets"][0]["findings"][0]["code"], "sheet.no_heads");
    let old = file("old.xlsx", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    import(&old, &[]).ended(1);
    let wrong = file("wrong.toml", b"[[column]]\nhead = \"a\"\nfield = \"exporter.colour\"\n");
    import(&strange, &["--mapping", &wrong]).ended(1);
    import(&strange, &["--encoding", "klingon"]).ended(2);
}

#[test]
fn a_template_is_written_for_a_form_and_read_again() {
    let chamber = Chamber::set_up();
    let file = chamber.folder().join("blank.xlsx");
    let file = file.to_str().unwrap();
    for language in ["en", "fr", "es", "ar"] {
        tamga(["template", file, "--agreement", "chafta", "--language", language]).ended(0);
        let said = chamber.call(["draft", "import", file, "--agreement", "chafta", "--json"]).run().ended(1);
        assert_eq!(
            said.object()["sheets"][0]["findings"][0]["code"],
            "sheet.example",
            "{language}: nothing was filled in"
        );
    }
    tamga(["template", file, "--agreement", "no-such-form"]).ended(2);
    tamga(["template", file, "--agreement", "chafta", "--language", "tlh"]).ended(2);
}
