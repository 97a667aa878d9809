//! What is the form of a profile that has no layout of its own? Plain and complete: every box with its label.

use tamga_origin::layout::{
    Align, Area, AreaKind, Bind, Block, Column, Continuation, Layout, Part, Rect, Sheet, Sizes,
};

use crate::Form;

/// A complete A4 form for any certificate.
pub(crate) fn layout(form: &Form<'_>) -> Layout {
    let mut areas = Vec::new();
    let mut title = Area::new(AreaKind::Static, rect(100, 100, 1200, 160));
    title.text = if form.form_code.is_empty() {
        format!("CERTIFICATE OF ORIGIN\n{}", form.title)
    } else {
        format!("CERTIFICATE OF ORIGIN\n{} ({})", form.title, form.form_code)
    };
    title.bold = true;
    title.size = Some(110);
    areas.push(title);
    areas.push(labelled(AreaKind::Number, rect(1350, 100, 650, 100), "", "Certificate No.", Block::default()));
    let mut copy = Area::new(AreaKind::CopyWord, rect(1350, 200, 650, 60));
    copy.bold = true;
    areas.push(copy);
    let boxes = [
        (rect(100, 280, 950, 230), "Exporter", Block::of(Bind::Exporter)),
        (rect(1050, 280, 950, 230), "Consignee", Block::of(Bind::Consignee)),
        (rect(100, 510, 950, 200), "Producer", Block::of(Bind::Producers)),
        (rect(1050, 510, 950, 200), "Importer", Block::of(Bind::Importer)),
        (rect(100, 710, 950, 350), "Transport and route", transport()),
        (rect(1050, 710, 950, 350), "Remarks and references", remarks()),
    ];
    for (number, (at, label, block)) in boxes.into_iter().enumerate() {
        areas.push(labelled(AreaKind::Field, at, &(number + 1).to_string(), label, block));
    }
    areas.push(goods());
    let declaration = Block::of(Bind::ExporterDeclaration);
    areas.push(labelled(AreaKind::Signature, rect(100, 2050, 950, 480), "14", "Exporter's declaration", declaration));
    let certification = Block::of(Bind::Certification);
    areas.push(labelled(AreaKind::Signature, rect(1050, 2050, 950, 480), "15", "Certification", certification));
    areas.push(Area::new(AreaKind::Qr, rect(100, 2540, 1900, 350)));
    Layout {
        sheet: Sheet::A4,
        sizes: Sizes::default(),
        continuation: Continuation {
            title: "Continuation sheet".to_owned(),
            repeat: vec![AreaKind::Number, AreaKind::CopyWord, AreaKind::Items, AreaKind::Signature],
        },
        areas,
    }
}

fn goods() -> Area {
    let packages = Block {
        parts: vec![Part::of(Bind::ItemPackages), Part::of(Bind::ItemDescription), Part::of(Bind::ItemProductCodes)],
        separator: "\n".to_owned(),
    };
    let amounts = Block {
        parts: vec![
            Part { before: "Gross ".to_owned(), ..Part::of(Bind::ItemGrossMass) },
            Part { before: "Net ".to_owned(), ..Part::of(Bind::ItemNetMass) },
            Part::of(Bind::ItemQuantities),
            Part::of(Bind::ItemValue),
        ],
        separator: "\n".to_owned(),
    };
    let origin =
        Block { parts: vec![Part::of(Bind::ItemOrigin), Part::of(Bind::ItemCriterion)], separator: "\n".to_owned() };
    let columns = [
        ("7", "Item", 110, Block::of(Bind::ItemSequence)),
        ("8", "Marks and numbers", 270, Block::of(Bind::ItemMarks)),
        ("9", "Packages; description of goods", 620, packages),
        ("10", "HS code", 200, Block::of(Bind::ItemHs)),
        ("11", "Origin and criterion", 230, origin),
        ("12", "Quantity", 250, amounts),
        ("13", "Invoice", 220, Block::of(Bind::ItemInvoices)),
    ];
    let mut area = Area::new(AreaKind::Items, rect(100, 1060, 1900, 990));
    area.columns = columns
        .into_iter()
        .map(|(number, label, width, block)| Column {
            number: number.to_owned(),
            label: label.to_owned(),
            width,
            block,
            align: Align::Start,
        })
        .collect();
    area
}

fn transport() -> Block {
    let part = |before: &str, bind| Part { before: before.to_owned(), ..Part::of(bind) };
    Block {
        parts: vec![
            part("Departure: ", Bind::Departure),
            part("Mode: ", Bind::Mode),
            part("Means: ", Bind::Means),
            part("Carrier: ", Bind::Carrier),
            part("From: ", Bind::ExportCountry),
            part("Loading: ", Bind::Loading),
            part("Discharge: ", Bind::Discharge),
            part("To: ", Bind::DestinationCountry),
            part("Route: ", Bind::Route),
            part("Documents: ", Bind::TransportDocuments),
        ],
        separator: "\n".to_owned(),
    }
}

fn remarks() -> Block {
    let part = |before: &str, bind| Part { before: before.to_owned(), ..Part::of(bind) };
    Block {
        parts: vec![
            Part::of(Bind::Remarks),
            Part::of(Bind::References),
            part("Consignor: ", Bind::Consignor),
            part("Invoiced by: ", Bind::InvoicingParty),
            part("Packages in all: ", Bind::PackageTotal),
            part("Gross mass in all: ", Bind::GrossMassTotal),
            part("Valid from ", Bind::ValidFrom),
            part("Valid to ", Bind::ValidTo),
            part("Issued ", Bind::IssuedAt),
            part("Issued in ", Bind::IssuePlace),
            part("Issued by: ", Bind::Issuer),
        ],
        separator: "\n".to_owned(),
    }
}

fn labelled(kind: AreaKind, at: Rect, number: &str, label: &str, block: Block) -> Area {
    let mut area = Area::new(kind, at);
    area.number = number.to_owned();
    area.label = label.to_owned();
    area.block = block;
    area
}

fn rect(x: i32, y: i32, width: i32, height: i32) -> Rect {
    Rect { x, y, width, height }
}
