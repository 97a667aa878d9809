//! What stands in an element of the table? Its children in any order they come, the rows of lists, and what is missing.

use tamga_origin::Finding;
use tamga_xml::Start;

use super::Reading;
use super::walk::excerpt;
use crate::aladi::kind::Fault;
use crate::aladi::table::{Content, Field, Node, Occurs, Requirement};
use crate::error::FormatError;

/// The element in hand; its words for a finding are made only when there is one.
#[derive(Clone, Copy)]
pub(super) struct At {
    pub(super) field: &'static Field,
    pub(super) row: Option<u32>,
}

impl<'a> Reading<'a> {
    /// Reads what stands inside an element of the table that was just entered.
    pub(super) fn group(&mut self, node: &'static Node, row: Option<u32>) -> Result<(), FormatError> {
        self.walk.enter(node.name);
        let nodes = node.children();
        let mut seen = Seen::of(nodes.len());
        while let Some(start) = self.walk.child()? {
            self.child_of(nodes, &start, &mut seen, row)?;
        }
        self.gaps(nodes, &seen, row);
        self.walk.leave();
        Ok(())
    }

    pub(super) fn child_of(
        &mut self,
        nodes: &'static [Node],
        start: &Start<'a>,
        seen: &mut Seen,
        row: Option<u32>,
    ) -> Result<(), FormatError> {
        let named = |node: &Node| node.name == start.name.local && node.occurs(self.version) != Occurs::Never;
        // Elements usually stand in their order: the next one is looked for behind the last.
        let (passed, ahead) = nodes.split_at_checked(seen.last).unwrap_or((nodes, &[]));
        let mut order = (seen.last..).zip(ahead).chain((0..).zip(passed));
        let found = order.find(|(_, node)| start.name.namespace.is_empty() && named(node));
        let Some((position, node)) = found else { return self.walk.unknown(start) };
        if position < seen.last {
            let place = self.walk.place(node.name);
            self.note(Finding::warn("cod.order", "").with("where", place));
        }
        seen.last = seen.last.max(position);
        let count = seen.met(position);
        if count > 1 && !node.occurs(self.version).repeats() {
            return self.walk.unknown(start);
        }
        self.walk.attributes(start)?;
        match &node.content {
            Content::Group(_) => {
                let row = self.begin_row(node.name, count)?.or(row);
                self.group(node, row)?;
                self.end_row(node.name, row);
                Ok(())
            }
            Content::Leaf(field) => self.leaf(node, field, row),
        }
    }

    fn leaf(&mut self, node: &'static Node, field: &'static Field, row: Option<u32>) -> Result<(), FormatError> {
        let text = self.walk.text(node.name)?;
        let at = At { field, row };
        if node.required(self.version) == Requirement::NotApplicable && !node.occurs(self.version).must() {
            let finding = Finding::info("cod.not_applicable", self.path_of(at)).with("element", node.name);
            self.note(finding.with("form", self.form_name()));
        }
        if text.chars().all(|c| matches!(c, ' ' | '\t' | '\n' | '\r')) {
            let finding = Finding::warn("cod.empty", self.path_of(at));
            self.note(finding.with("where", self.place_of(at)));
            return Ok(());
        }
        self.judge(at, &text);
        self.put(at, text)
    }

    /// Reports a text that the schema of the version does not take.
    fn judge(&mut self, at: At, text: &str) {
        match at.field.kind.fault(text, self.version, self.form_name()) {
            None => {}
            Some(Fault::TooLong(limit)) => {
                self.note(Finding::warn("limit.exceeded", self.path_of(at)).with("limit", limit));
            }
            Some(Fault::Wrong) => {
                let finding = Finding::warn("cod.value", self.path_of(at)).with("where", self.place_of(at));
                self.note(finding.with("text", excerpt(text)));
            }
        }
    }

    /// The path of the certificate model that an element means.
    pub(super) fn path_of(&self, at: At) -> String {
        self.path(at.field.place, at.row)
    }

    /// Where an element stands in the file.
    pub(super) fn place_of(&self, at: At) -> String {
        self.walk.place(at.field.name)
    }

    fn form_name(&self) -> &'static str {
        self.form.map_or("", |form| form.body.name)
    }

    /// Reports what the schema or the matrix wants and nobody said.
    pub(super) fn gaps(&mut self, nodes: &'static [Node], seen: &Seen, row: Option<u32>) {
        for (position, node) in nodes.iter().enumerate() {
            if seen.count(position) > 0 {
                continue;
            }
            let occurs = node.occurs(self.version);
            if occurs.must() {
                let path = match &node.content {
                    Content::Leaf(field) => self.path(field.place, row),
                    Content::Group(_) => String::new(),
                };
                let place = self.walk.place(node.name);
                self.note(Finding::block("gap.required", path).with("where", place));
            } else if occurs != Occurs::Never {
                self.wanted(node, row);
            }
        }
    }

    fn wanted(&mut self, node: &'static Node, row: Option<u32>) {
        match &node.content {
            Content::Leaf(field) if node.required(self.version) == Requirement::Mandatory => {
                let finding = Finding::warn("cod.required", self.path(field.place, row));
                self.note(finding.with("element", node.name).with("form", self.form_name()));
            }
            Content::Leaf(_) => {}
            Content::Group(children) => {
                let version = self.version;
                for child in children.iter().filter(|child| child.occurs(version) != Occurs::Never) {
                    self.wanted(child, row);
                }
            }
        }
    }
}

/// Which elements of a group were met, and how far the walk is in their order.
pub(super) struct Seen {
    counts: Vec<u32>,
    last: usize,
}

impl Seen {
    pub(super) fn of(length: usize) -> Self {
        Self { counts: vec![0; length], last: 0 }
    }

    fn met(&mut self, position: usize) -> u32 {
        match self.counts.get_mut(position) {
            Some(count) => {
                *count += 1;
                *count
            }
            None => 0,
        }
    }

    fn count(&self, position: usize) -> u32 {
        self.counts.get(position).copied().unwrap_or_default()
    }
}
