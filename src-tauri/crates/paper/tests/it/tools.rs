//! Runs the PDF tools of others on a page.

use std::process::Command;

use tamga_paper::Paper;
use tempfile::TempDir;

/// Is the tool there? Says so when it is not.
pub fn has_tool(name: &str) -> bool {
    let found = Command::new(name).arg("--version").output().is_ok();
    if !found {
        println!("skipped: no {name}");
    }
    found
}

/// A word where it stands, in points from the top left.
#[derive(Debug, Clone)]
pub struct Word {
    pub text: String,
    pub x: f64,
    pub y: f64,
}

/// A page in a file.
pub struct Printed {
    folder: TempDir,
}

impl Printed {
    pub fn new(paper: &Paper) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("page.pdf"), &paper.bytes).unwrap();
        Self { folder }
    }

    /// What a tool says; `FILE` stands for the page, `OUT` for a file that the tool writes.
    pub fn run(&self, tool: &str, arguments: &[&str]) -> String {
        let file = |name: &str| self.folder.path().join(name).into_os_string();
        let arguments = arguments.iter().map(|one| match *one {
            "FILE" => file("page.pdf"),
            "OUT" => file("out.pdf"),
            other => other.into(),
        });
        let output = Command::new(tool).args(arguments).output().unwrap();
        assert!(output.status.success(), "{tool}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// All words, in the order of the file, with single spaces.
    pub fn text(&self) -> String {
        single_spaced(&self.run("pdftotext", &["-raw", "FILE", "-"]))
    }

    /// The words of one sheet.
    pub fn text_of(&self, sheet: u32) -> String {
        let sheet = sheet.to_string();
        single_spaced(&self.run("pdftotext", &["-raw", "-f", &sheet, "-l", &sheet, "FILE", "-"]))
    }

    /// The words of one sheet with their places, in the order of the file.
    pub fn words(&self, sheet: u32) -> Vec<Word> {
        let sheet = sheet.to_string();
        let text = self.run("pdftotext", &["-bbox", "-f", &sheet, "-l", &sheet, "FILE", "-"]);
        let number = |line: &str, name: &str| -> f64 {
            let rest = line.split(&format!("{name}=\"")).nth(1).unwrap();
            rest.split('"').next().unwrap().parse().unwrap()
        };
        let words = text.lines().filter_map(|line| {
            let word = line.trim().strip_prefix("<word ")?.split('>').nth(1)?.strip_suffix("</word")?;
            let text = word
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&amp;", "&");
            Some(Word { text, x: number(line, "xMin"), y: number(line, "yMin") })
        });
        words.collect()
    }

    /// The words as they stand on the page.
    pub fn layout_text(&self) -> String {
        let text = self.run("pdftotext", &["-layout", "FILE", "-"]);
        text.replace('\u{c}', "").lines().map(|line| format!("{}\n", line.trim_end())).collect()
    }

    /// The first sheet as a picture: width, height and grey levels.
    pub fn picture(&self, dots_an_inch: u32) -> (usize, usize, Vec<u8>) {
        let root = self.folder.path().join("picture");
        let dots = dots_an_inch.to_string();
        self.run("pdftoppm", &["-gray", "-singlefile", "-r", &dots, "FILE", &root.to_string_lossy()]);
        let bytes = std::fs::read(root.with_extension("pgm")).unwrap();
        // A PGM file: "P5", width, height and the brightest level, each ended by one space or line end.
        let mut head = bytes.splitn(4, |byte| byte.is_ascii_whitespace()).skip(1);
        let mut number = || std::str::from_utf8(head.next().unwrap()).unwrap().parse::<usize>().unwrap();
        let (width, height) = (number(), number());
        (width, height, bytes[bytes.len() - width * height..].to_vec())
    }

    /// The page itself.
    pub fn bytes(&self) -> Vec<u8> {
        std::fs::read(self.folder.path().join("page.pdf")).unwrap()
    }

    /// What a tool wrote.
    pub fn out(&self) -> Vec<u8> {
        std::fs::read(self.folder.path().join("out.pdf")).unwrap()
    }

    /// The first attachment.
    pub fn attachment(&self) -> Vec<u8> {
        let out = self.folder.path().join("attached");
        let name = out.to_string_lossy().into_owned();
        self.run("pdfdetach", &["-save", "1", "-o", &name, "FILE"]);
        std::fs::read(out).unwrap()
    }
}

fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a line, each with its letters sorted: poppler turns the pair لا round, and writes what stands between
/// Arabic words in the order of the page.
pub fn folded(line: &str) -> Vec<String> {
    let is_mark = |letter: char| matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}');
    let is_end = |letter: char| letter.is_whitespace() || is_mark(letter) || matches!(letter, '(' | ')' | '.' | '،');
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters.into_iter().collect()
    };
    line.split(is_end).filter(|word| !word.is_empty()).map(sorted).collect()
}
