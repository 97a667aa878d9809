//! Commands of the desk and the editor.

use tamga_office::desk::DeskKind as Kind;
use tamga_office::{Office, paste as pasting, typed};

use crate::app::App;
use crate::commands::Bytes;
use crate::convert;
use crate::error::Fault;
use crate::wire::*;

/// The issuing desk.
pub fn desk(app: &App, page: Page) -> Result<Desk, Fault> {
    let desks = app.desks()?;
    let office = desks.issuing()?;
    let tamga_office::desk::Desk { rows, issued_today, drafts, waiting } =
        office.desk(convert::window(page.offset, page.limit))?;
    let Rows { rows, total, offset } = convert::rows(rows, |row| desk_row(office, row));
    Ok(Desk {
        rows,
        total,
        offset,
        issued_today: convert::count(issued_today),
        drafts: convert::count(drafts),
        waiting: convert::count(waiting),
    })
}

fn desk_row(office: &Office, row: tamga_office::desk::DeskRow) -> DeskRow {
    let tamga_office::desk::DeskRow {
        kind,
        exporter,
        consignee,
        destination,
        agreement,
        items,
        fixes,
        looks,
        status,
        changed_at,
    } = row;
    // Form codes are the same in many agreements; the name documents use tells them apart and is short.
    let named = office.profiles().find(&agreement).and_then(|profile| profile.aliases.first().cloned());
    let form = named.unwrap_or(agreement);
    // A draft has no number yet: it is known by whom it is for.
    let (id, kind, title) = match kind {
        Kind::Draft(id) => (id.to_string(), DeskKind::Draft, consignee),
        Kind::Certificate(number) => (number.clone(), DeskKind::Certificate, number),
    };
    DeskRow {
        id,
        kind,
        title,
        exporter,
        destination,
        form,
        items,
        fixes,
        looks,
        status: convert::word(status),
        changed_at: convert::time(changed_at),
    }
}

/// The drafts.
pub fn list(app: &App, page: Page) -> Result<Rows<DraftRow>, Fault> {
    let rows = app.desks()?.issuing()?.drafts(convert::window(page.offset, page.limit))?;
    Ok(convert::rows(rows, |row| {
        let tamga_office::drafts::DraftRow {
            id,
            stamp,
            exporter,
            consignee,
            destination,
            agreement,
            items,
            fixes,
            looks,
            changed_at,
        } = row;
        DraftRow {
            id: id.to_string(),
            stamp: stamp.to_string(),
            exporter,
            consignee,
            destination,
            agreement,
            items,
            fixes,
            looks,
            changed_at: convert::time(changed_at),
            status: Word::new("certificate.draft"),
        }
    }))
}

fn born(born: tamga_office::drafts::DraftBorn) -> DraftBorn {
    let tamga_office::drafts::DraftBorn { id, findings } = born;
    DraftBorn { id: id.to_string(), findings: convert::findings(&findings) }
}

/// An empty draft under a form.
pub fn create(app: &App, request: DraftCreate) -> Result<DraftBorn, Fault> {
    Ok(born(app.desks()?.issuing()?.create_draft(&request.agreement)?))
}

/// A draft in the editor.
pub fn open(app: &App, request: DraftId) -> Result<DraftView, Fault> {
    let desks = app.desks()?;
    let office = desks.issuing()?;
    let tamga_office::drafts::DraftView { id, stamp, agreement, saved_at, certificate, findings, marks } =
        office.open_draft(convert::id(&request.draft_id, "draft_id")?)?;
    let newer = office.newer_form(&agreement, &certificate).map(|form| form.title("en").to_owned());
    Ok(DraftView {
        newer,
        id: id.to_string(),
        stamp: stamp.to_string(),
        saved_at: convert::time(saved_at),
        content: convert::to_content(&certificate),
        findings: convert::findings(&findings),
        marks,
    })
}

/// Saves what was typed, unless somebody else saved meanwhile.
pub fn save(app: &App, request: DraftSave) -> Result<DraftSaved, Fault> {
    let DraftSave { draft_id, stamp, content } = request;
    let (id, stamp) = (convert::id(&draft_id, "draft_id")?, convert::id(&stamp, "stamp")?);
    let certificate = convert::from_content(content)?;
    let tamga_office::drafts::DraftSaved { stamp, saved_at, findings } =
        app.desks()?.issuing()?.save_draft(id, stamp, certificate)?;
    Ok(DraftSaved {
        stamp: stamp.to_string(),
        saved_at: convert::time(saved_at),
        findings: convert::findings(&findings),
    })
}

/// What carrying a draft over to the newer version of its form does.
pub fn look_at_carry(app: &App, request: DraftId) -> Result<CarryLooked, Fault> {
    let desks = app.desks()?;
    let office = desks.issuing()?;
    Ok(carry_looked(office, office.look_at_carry(convert::id(&request.draft_id, "draft_id")?)?))
}

/// Carries a draft over.
pub fn carry(app: &App, request: DraftCarry) -> Result<Empty, Fault> {
    let DraftCarry { draft_id, stamp } = request;
    let (id, stamp) = (convert::id(&draft_id, "draft_id")?, convert::id(&stamp, "stamp")?);
    app.desks()?.issuing()?.carry_draft(id, stamp)?;
    Ok(Empty {})
}

fn carry_looked(office: &Office, looked: tamga_office::carry::CarryLooked) -> CarryLooked {
    let tamga_office::carry::CarryLooked { from: _, to, stamp, carried } = looked;
    let moved = carried.moved.into_iter().map(|one| CarryMoved {
        key: one.key.as_str().to_owned(),
        from: one.from,
        to: one.to,
    });
    let lost = carried.lost.into_iter().map(|one| CarryLost {
        key: one.key.as_str().to_owned(),
        line: one.item,
        text: one.text,
    });
    let criteria = carried.criteria.into_iter().map(|one| CarryCriterion { line: one.item, printed: one.printed });
    CarryLooked {
        form: office.profiles().find(&to).map_or(to.clone(), |form| form.title("en").to_owned()),
        stamp: stamp.to_string(),
        moved: moved.collect(),
        lost: lost.collect(),
        asked: carried.asked.into_iter().map(|one| one.label).collect(),
        criteria: criteria.collect(),
        sign_again: carried.to_be_signed_again,
    }
}

/// What the rules say today.
pub fn check(app: &App, request: DraftId) -> Result<DraftChecked, Fault> {
    let findings = app.desks()?.issuing()?.check_draft(convert::id(&request.draft_id, "draft_id")?)?;
    Ok(DraftChecked { findings: convert::findings(&findings) })
}

/// Throws a draft away.
pub fn discard(app: &App, request: DraftId) -> Result<Empty, Fault> {
    app.desks()?.issuing()?.discard_draft(convert::id(&request.draft_id, "draft_id")?)?;
    Ok(Empty {})
}

/// A draft from a file.
pub fn import(app: &App, request: DraftImport) -> Result<DraftBorn, Fault> {
    let DraftImport { source, agreement } = request;
    let desks = app.desks()?;
    let office = desks.issuing()?;
    let bytes = app.file(&source)?;
    Ok(born(office.import_draft(&bytes, agreement.as_deref())?))
}

/// The demonstration's example applications, as new drafts.
pub fn import_examples(app: &App, _: Empty) -> Result<ExamplesImported, Fault> {
    let desks = app.desks()?;
    let office = desks.issuing()?;
    if !office.facts().told.demonstration {
        return Err(Fault::new(ErrorCode::NotAllowed, "examples belong to a demonstration"));
    }
    let tamga_office::examples::ExamplesImported { drafts, first } = office.import_examples()?;
    Ok(ExamplesImported { drafts, draft_id: first.map(|id| id.to_string()) })
}

/// A draft from an issued certificate.
pub fn clone(app: &App, request: DraftClone) -> Result<DraftBorn, Fault> {
    Ok(born(app.desks()?.issuing()?.clone_draft(&request.number)?))
}

/// The draft on paper, with the draft mark.
pub fn preview(app: &App, request: DraftId) -> Result<Bytes, Fault> {
    Ok(Bytes(app.desks()?.issuing()?.preview_pdf(convert::id(&request.draft_id, "draft_id")?)?))
}

/// The person's own marks.
pub(super) fn number_marks(marks: &NumberMarks) -> Result<typed::NumberMarks, Fault> {
    let one = |text: &str, path| {
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(mark), None) => Ok(mark),
            _ => Err(Fault::field(path, format!("`{text}` is not one mark"))),
        }
    };
    let NumberMarks { decimal, group } = marks;
    Ok(typed::NumberMarks { decimal: one(decimal, "marks.decimal")?, group: one(group, "marks.group")? })
}

/// Reads a typed number by the person's own marks.
pub fn read_number(_: &App, request: NumberRead) -> Result<NumberReading, Fault> {
    let NumberRead { text, marks: by } = request;
    Ok(match typed::read_number(&text, &number_marks(&by)?) {
        typed::NumberReading::Value(value) => NumberReading::Value { value: value.to_string() },
        typed::NumberReading::Question(readings) => {
            NumberReading::Question { readings: readings.iter().map(ToString::to_string).collect() }
        }
        typed::NumberReading::Unreadable => NumberReading::Unreadable,
    })
}

/// Reads rows copied from a spreadsheet.
pub fn paste(_: &App, request: GoodsPaste) -> Result<GoodsPasted, Fault> {
    let GoodsPaste { text, marks: by, start } = request;
    let pasting::GoodsPasted { rows, questions, header_found, ignored_columns } =
        pasting::read_paste(&text, &number_marks(&by)?, to_office(start));
    let question = |question: pasting::PasteQuestion| {
        let pasting::PasteQuestion { row, field, typed, readings } = question;
        PasteQuestion { row: convert::count(row as u64), field: from_office(field), typed, readings }
    };
    let row = |pasting::PastedRow { cells }| PastedRow {
        cells: cells.into_iter().map(|(field, text)| (from_office(field), text)).collect(),
    };
    Ok(GoodsPasted {
        rows: rows.into_iter().map(row).collect(),
        questions: questions.into_iter().map(question).collect(),
        header_found,
        ignored_columns,
    })
}

macro_rules! same_fields {
    ($($field:ident)*) => {
        fn to_office(field: GoodsField) -> pasting::GoodsField {
            match field { $(GoodsField::$field => pasting::GoodsField::$field,)* }
        }

        fn from_office(field: pasting::GoodsField) -> GoodsField {
            match field { $(pasting::GoodsField::$field => GoodsField::$field,)* }
        }
    };
}
same_fields! {
    Marks PackageCount PackageKind Description Hs OriginCountry Criterion GrossMass NetMass Quantity Unit Value
    Currency Invoice
}
