//! What does the page show that takes a spreadsheet over, and what does a person decide there?

use super::{FileSource, Finding, NumberMarks, codes, shapes};

codes! {
    /// What a file may be taken over as.
    FileKind { Document = "document", Spreadsheet = "spreadsheet", }

    /// What parts the cells of a line of text.
    CellSeparator { Comma = "comma", Semicolon = "semicolon", Tab = "tab", Bar = "bar", }

    /// How the letters of a text were found.
    EncodingBy { Choice = "choice", Mark = "mark", Bytes = "bytes", Guess = "guess", }

    /// How the separator was found.
    SeparatorBy { Choice = "choice", FirstLine = "first_line", Lines = "lines", Nothing = "nothing", }

    /// Order of day and month.
    DayOrder { DayFirst = "dmy", MonthFirst = "mdy", YearFirst = "ymd", }

    /// Where the meaning of the columns is known from.
    ColumnsBy { Choice = "choice", Exporter = "exporter", Heads = "heads", Proposal = "proposal", }
}

shapes! {
    struct FileLook {
        pub source: FileSource,
    }

    struct FileLooked {
        pub kind: FileKind,
        /// Name of the file; empty for one that came without a name.
        pub name: String,
    }

    /// A column as a person wants it read; `field` is empty for one that is left out.
    struct ColumnChoice {
        pub sheet: String,
        /// What stands in its head, or its letters where the head is empty.
        pub head: String,
        pub field: String,
        pub unit: String,
    }

    /// How numbers and days are read; `days` is null where a column must settle its order.
    struct CellReading {
        pub marks: NumberMarks,
        pub days: Option<DayOrder>,
        /// Tariff codes that became numbers get their leading zero back.
        pub leading_zeros: bool,
    }

    /// How a file is read. What is null is detected, remembered or proposed.
    struct HowToRead {
        pub encoding: Option<String>,
        pub separator: Option<CellSeparator>,
        pub reading: Option<CellReading>,
        pub columns: Option<Vec<ColumnChoice>>,
        pub agreement: Option<String>,
        /// The person's own marks, where nothing is remembered.
        pub usual: NumberMarks,
    }

    struct ApplicationsLook {
        pub source: FileSource,
        pub how: HowToRead,
    }

    struct TextRead {
        pub encoding: String,
        pub encoding_by: EncodingBy,
        pub separator: CellSeparator,
        pub separator_by: SeparatorBy,
    }

    struct ColumnSeen {
        pub letters: String,
        pub head: String,
        /// Empty for a column that is left out, null for one that nobody knows.
        pub field: Option<String>,
        pub unit: String,
        pub samples: Vec<String>,
    }

    struct SheetSeen {
        pub name: String,
        pub head_row: u32,
        pub rows: u32,
        pub columns: Vec<ColumnSeen>,
    }

    struct ApplicationSeen {
        pub reference: String,
        pub exporter: String,
        pub destination: String,
        /// Null when no form is found for it.
        pub agreement: Option<String>,
        pub items: u32,
        pub findings: u32,
    }

    /// `reference` is empty where it is about the file; the cell stands in the parameter `where`.
    struct SheetFinding {
        pub reference: String,
        pub finding: Finding,
    }

    struct ApplicationsSeen {
        /// Names what was looked at; goes back with the import.
        pub digest: String,
        pub sheets: Vec<SheetSeen>,
        /// Null for a workbook.
        pub text: Option<TextRead>,
        pub columns_by: ColumnsBy,
        /// Whose earlier file the columns are known from, when they are.
        pub exporter: String,
        pub reading: CellReading,
        pub applications: Vec<ApplicationSeen>,
        /// The heaviest first; of very many the first ones.
        pub findings: Vec<SheetFinding>,
        pub findings_total: u32,
    }

    struct ApplicationsImport {
        pub source: FileSource,
        pub how: HowToRead,
        pub digest: String,
    }

    struct ApplicationBorn {
        pub reference: String,
        pub draft_id: String,
        pub fixes: u32,
        pub looks: u32,
    }

    struct ApplicationsBorn {
        pub drafts: Vec<ApplicationBorn>,
    }
}
