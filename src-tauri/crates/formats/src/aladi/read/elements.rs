//! What stands in an element of the table? Its children in any order they come, the rows of lists, and what is missing.

use tamga_origin::Finding;
use tamga_xml::Element;

use super::Reading;
use super::walk::{BARE, excerpt};
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
    /// Reads what stands inside an element of the table.
    pub(super) fn group(
        &mut self,
        element: Element<'a>,
        node: &'static Node,
        row: Option<u32>,
    ) -> Result<(), FormatError> {
        self.walk.enter(node.name);
        let nodes = node.children();
        let (mut seen, mut inside) = (self.met.begin(nodes.len()), element.inside());
        while let Some(child) = self.walk.child(&mut inside)? {
            self.child_of(nodes, child, &mut seen, row)?;
        }
        self.gaps(nodes, &seen, row);
        self.met.end(&seen);
        self.walk.leave();
        Ok(())
    }

    pub(super) fn child_of(
        &mut self,
        nodes: &'static [Node],
        element: Element<'a>,
        seen: &mut Seen,
        row: Option<u32>,
    ) -> Result<(), FormatError> {
        let (version, bare) = (self.version, element.namespace() == BARE);
        let local = element.local();
        let named = |node: &Node| bare && node.name == local && node.occurs(version) != Occurs::Never;
        // Elements usually stand in their order: the next one is looked for behind the last.
        let (passed, ahead) = nodes.split_at_checked(seen.last).unwrap_or((nodes, &[]));
        let position = ahead.iter().position(named).map(|found| seen.last + found);
        let position = position.or_else(|| passed.iter().position(named));
        let found = position.and_then(|position| Some((position, nodes.get(position)?)));
        let Some((position, node)) = found else { return self.walk.unknown(&element) };
        if position < seen.last {
            self.note(self.walk.standing(node.name, Finding::warn("cod.order", "")));
        }
        seen.last = seen.last.max(position);
        let count = self.met.met(seen, position);
        if count > 1 && !node.occurs(version).repeats() {
            return self.walk.unknown(&element);
        }
        if element.has_attributes() {
            self.walk.attributes(&element)?;
        }
        match &node.content {
            Content::Group(_) => {
                let row = self.begin_row(&element, node.name, count)?.or(row);
                self.group(element, node, row)?;
                self.end_row(node.name, row);
                Ok(())
            }
            Content::Leaf(field) => self.leaf(element, node, field, row),
        }
    }

    fn leaf(
        &mut self,
        element: Element<'a>,
        node: &'static Node,
        field: &'static Field,
        row: Option<u32>,
    ) -> Result<(), FormatError> {
        let text = self.walk.text(&element, node.name)?;
        let at = At { field, row };
        if node.required(self.version) == Requirement::NotApplicable && !node.occurs(self.version).must() {
            let finding = Finding::info("cod.not_applicable", self.path_of(at)).with("element", node.name);
            self.note(finding.with("form", self.form_name()));
        }
        if text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')) {
            self.note(self.standing(at, Finding::warn("cod.empty", self.path_of(at))));
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
                let finding = self.standing(at, Finding::warn("cod.value", self.path_of(at)));
                self.note(finding.with("text", excerpt(text)));
            }
        }
    }

    /// The path of the certificate model that an element means.
    pub(super) fn path_of(&self, at: At) -> String {
        self.path(at.field.path, at.row)
    }

    /// A finding with where an element stands in the file.
    pub(super) fn standing(&self, at: At, finding: Finding) -> Finding {
        self.walk.standing(at.field.name, finding)
    }

    fn form_name(&self) -> &'static str {
        self.form.map_or("", |form| form.body.name)
    }

    /// Reports what the schema or the matrix wants and nobody said.
    pub(super) fn gaps(&mut self, nodes: &'static [Node], seen: &Seen, row: Option<u32>) {
        for (position, node) in nodes.iter().enumerate() {
            if self.met.count(seen, position) > 0 {
                continue;
            }
            let occurs = node.occurs(self.version);
            if occurs.must() {
                let path = match &node.content {
                    Content::Leaf(field) => self.path(field.path, row),
                    Content::Group(_) => String::new(),
                };
                self.note(self.walk.standing(node.name, Finding::block("gap.required", path)));
            } else if occurs != Occurs::Never {
                self.wanted(node, row);
            }
        }
    }

    fn wanted(&mut self, node: &'static Node, row: Option<u32>) {
        match &node.content {
            Content::Leaf(field) if node.required(self.version) == Requirement::Mandatory => {
                let finding = Finding::warn("cod.required", self.path(field.path, row));
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

/// How often the elements of all groups around were met, the innermost one last.
#[derive(Default)]
pub(super) struct Met {
    counts: Vec<u32>,
}

/// Which elements of a group were met, and how far the walk is in their order.
pub(super) struct Seen {
    /// Where its counts begin.
    from: usize,
    last: usize,
}

impl Met {
    /// A group of so many elements begins.
    pub(super) fn begin(&mut self, length: usize) -> Seen {
        let from = self.counts.len();
        self.counts.resize(from + length, 0);
        Seen { from, last: 0 }
    }

    /// The group that began last ends.
    pub(super) fn end(&mut self, seen: &Seen) {
        self.counts.truncate(seen.from);
    }

    fn met(&mut self, seen: &Seen, position: usize) -> u32 {
        match self.counts.get_mut(seen.from + position) {
            Some(count) => {
                *count += 1;
                *count
            }
            None => 0,
        }
    }

    fn count(&self, seen: &Seen, position: usize) -> u32 {
        self.counts.get(seen.from + position).copied().unwrap_or_default()
    }
}
