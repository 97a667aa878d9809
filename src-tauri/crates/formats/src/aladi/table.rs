//! Which elements does a form have in a version, in which order, how often, of which type? The table is text in
//! `forms/` and `fields.txt`; here it becomes trees. What the types mean is in `kind`, the places in `slot`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::kind::Kind;
use super::slot::{Path, Slot};
use super::version::Version;

/// How often an element stands in its parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Occurs {
    Never,
    Once,
    AtMostOnce,
    AtLeastOnce,
    AnyNumber,
}

impl Occurs {
    fn parse(letter: char) -> Option<Self> {
        match letter {
            '-' => Some(Self::Never),
            '1' => Some(Self::Once),
            '?' => Some(Self::AtMostOnce),
            '+' => Some(Self::AtLeastOnce),
            '*' => Some(Self::AnyNumber),
            _ => None,
        }
    }

    pub(super) fn must(self) -> bool {
        matches!(self, Self::Once | Self::AtLeastOnce)
    }

    pub(super) fn repeats(self) -> bool {
        matches!(self, Self::AtLeastOnce | Self::AnyNumber)
    }
}

/// What the requirement matrix says beyond the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Requirement {
    Mandatory,
    /// Left to the operation or the subscriber (F and O of the matrix), or nothing stated.
    Open,
    NotApplicable,
}

impl Requirement {
    fn parse(letter: char) -> Option<Self> {
        match letter {
            'M' => Some(Self::Mandatory),
            'F' | 'O' | '.' => Some(Self::Open),
            'N' => Some(Self::NotApplicable),
            _ => None,
        }
    }
}

/// An element with content: where it comes from, and its type.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) path: Path,
    pub(super) slot: Slot,
    pub(super) kind: Kind,
}

/// What stands inside an element.
#[derive(Debug)]
pub(super) enum Content {
    Group(Vec<Node>),
    Leaf(&'static Field),
}

/// One element of a form.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) name: &'static str,
    occurs: [Occurs; 6],
    required: [Requirement; 2],
    pub(super) content: Content,
}

impl Node {
    pub(super) fn occurs(&self, version: Version) -> Occurs {
        self.occurs.get(version.index()).copied().unwrap_or(Occurs::Never)
    }

    pub(super) fn required(&self, version: Version) -> Requirement {
        let [in_1_8, in_4_1] = self.required;
        match version {
            Version::V1_8_0 | Version::V1_8_2 | Version::V1_8_3 => in_1_8,
            // No revision at hand prints the matrix of 2.0.0.
            Version::V2_0_0 => Requirement::Open,
            Version::V4_1_0 | Version::V4_1_1 => in_4_1,
        }
    }

    pub(super) fn children(&self) -> &[Self] {
        match &self.content {
            Content::Group(children) => children,
            Content::Leaf(_) => &[],
        }
    }

    /// Is there an element of that name anywhere inside, in that version?
    pub(super) fn holds(&self, name: &str, version: Version) -> bool {
        let here = |child: &Self| child.name == name || child.holds(name, version);
        self.children().iter().any(|child| child.occurs(version) != Occurs::Never && here(child))
    }

    /// How many elements a version has here, this one included.
    #[cfg(test)]
    pub(super) fn count(&self, version: Version) -> usize {
        if self.occurs(version) == Occurs::Never {
            return 0;
        }
        1 + self.children().iter().map(|child| child.count(version)).sum::<usize>()
    }
}

/// A form: its own element, and what the issuing body adds for it.
#[derive(Debug)]
pub(super) struct Form {
    pub(super) body: Node,
    pub(super) entity: Node,
    pub(super) certification: Node,
}

/// Everything the texts say.
#[derive(Debug)]
pub(super) struct Tables {
    /// What stands in `COD` before the form.
    pub(super) head: Vec<Node>,
    pub(super) forms: Vec<Form>,
    /// Lines that could not be read; none, as a test shows.
    #[cfg_attr(not(test), expect(dead_code, reason = "only a test can read them, and it does"))]
    pub(super) faults: Vec<String>,
}

/// The tables, read once.
pub(super) static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut faults = Vec::new();
    let head = tree(include_str!("forms/head.txt"), &mut faults);
    let texts = [
        include_str!("forms/r252.txt"),
        include_str!("forms/a6.txt"),
        include_str!("forms/a14.txt"),
        include_str!("forms/a18.txt"),
        include_str!("forms/a24.txt"),
        include_str!("forms/a33.txt"),
        include_str!("forms/a35.txt"),
        include_str!("forms/a36.txt"),
        include_str!("forms/a38.txt"),
        include_str!("forms/a58.txt"),
        include_str!("forms/a59.txt"),
        include_str!("forms/a60.txt"),
        include_str!("forms/a65.txt"),
        include_str!("forms/a67.txt"),
        include_str!("forms/a72.txt"),
        include_str!("forms/a73.txt"),
    ];
    let mut forms = Vec::new();
    for text in texts {
        let mut parts = tree(text, &mut faults).into_iter();
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(body), Some(entity), Some(certification), None) => {
                forms.push(Form { body, entity, certification });
            }
            _ => faults.push(text.lines().next().unwrap_or_default().to_owned()),
        }
    }
    faults.extend(FIELDS.1.iter().map(|line| (*line).to_owned()));
    Tables { head, forms, faults }
});

/// The form with that name.
pub(super) fn form(name: &str) -> Option<&'static Form> {
    TABLES.forms.iter().find(|form| form.body.name == name)
}

/// Elements with content by name, and the lines that could not be read.
static FIELDS: LazyLock<(BTreeMap<&'static str, Field>, Vec<&'static str>)> = LazyLock::new(|| {
    let (mut fields, mut faults) = (BTreeMap::new(), Vec::new());
    for line in include_str!("fields.txt").lines().filter(|line| !line.starts_with('#')) {
        match field(line) {
            Some(field) => {
                fields.insert(field.name, field);
            }
            None => faults.push(line),
        }
    }
    (fields, faults)
});

fn field(line: &'static str) -> Option<Field> {
    let mut words = line.split_ascii_whitespace();
    let (name, place) = (words.next()?, words.next()?);
    Some(Field { name, path: Path::of(place), slot: Slot::parse(place)?, kind: Kind::parse(words)? })
}

/// One line of a form: depth, occurrence per version, requirement, name.
type Line = (usize, [Occurs; 6], [Requirement; 2], &'static str);

fn tree(text: &'static str, faults: &mut Vec<String>) -> Vec<Node> {
    let mut lines = Vec::new();
    for text in text.lines().filter(|line| !line.starts_with('#')) {
        match line(text) {
            Some(line) => lines.push(line),
            None => faults.push(text.to_owned()),
        }
    }
    let mut lines = lines.into_iter().peekable();
    nodes(&mut lines, 0, faults)
}

fn line(text: &'static str) -> Option<Line> {
    let mut columns = text.splitn(3, ' ');
    let (occurs, required, rest) = (columns.next()?, columns.next()?, columns.next()?);
    let name = rest.trim_start_matches(' ');
    let occurs: Vec<Occurs> = occurs.chars().map(Occurs::parse).collect::<Option<_>>()?;
    let required: Vec<Requirement> = required.chars().map(Requirement::parse).collect::<Option<_>>()?;
    Some(((rest.len() - name.len()) / 2, occurs.try_into().ok()?, required.try_into().ok()?, name))
}

fn nodes(
    lines: &mut std::iter::Peekable<std::vec::IntoIter<Line>>,
    depth: usize,
    faults: &mut Vec<String>,
) -> Vec<Node> {
    let mut found = Vec::new();
    while let Some((_, occurs, required, name)) = lines.next_if(|(at, ..)| *at == depth) {
        let children = match lines.peek() {
            Some((below, ..)) if *below > depth => nodes(lines, depth + 1, faults),
            _ => Vec::new(),
        };
        let content = match (children.is_empty(), FIELDS.0.get(name)) {
            (false, _) => Content::Group(children),
            (true, Some(field)) => Content::Leaf(field),
            (true, None) => {
                faults.push(name.to_owned());
                continue;
            }
        };
        found.push(Node { name, occurs, required, content });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_tables_is_read() {
        assert!(TABLES.faults.is_empty(), "{:?}", TABLES.faults);
        let names: Vec<&str> = TABLES.forms.iter().map(|form| form.body.name).collect();
        assert_eq!(names, super::super::FORMS);
        assert_eq!(FIELDS.0.len(), 123);
        for form in &TABLES.forms {
            assert_eq!((form.entity.name, form.certification.name), ("EH", "CertificationEH"));
        }
    }

    #[test]
    fn a_form_has_so_many_elements_in_each_version() {
        let count = |version: Version| -> usize {
            let of = |form: &Form| [&form.body, &form.entity, &form.certification].map(|node| node.count(version));
            TABLES.forms.iter().flat_map(of).sum::<usize>() + 5
        };
        // 4.1.1 moves one group of FormA60 and changes nothing else in number.
        assert_eq!(Version::ALL.map(count), [910, 909, 963, 1052, 1147, 1147]);
    }
}
