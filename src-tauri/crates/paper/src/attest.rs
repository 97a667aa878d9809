//! How does a declaration or certification stand on the form? Its sentence above, who signs below, a line for the hand.

use tamga_origin::layout::{Area, Bind, Block};
use tamga_origin::{Attestation, Finding};

use crate::areas::{Filler, path};
use crate::set::Style;
use crate::sheet::{Node, Placed, Sheet, Space};
use crate::{marks, words};

/// Free height between the sentence and the name, for a hand and a stamp.
const HAND: f32 = 2.0;

impl Filler<'_> {
    pub(crate) fn signature(&mut self, area: &Area, space: Space, sheet: &mut Sheet) -> Vec<Node> {
        let (top, mut nodes) = self.label(area, space);
        let attestation = match area.block.parts.first().map(|part| part.bind) {
            Some(Bind::ExporterDeclaration) => self.certificate.exporter_declaration.as_ref(),
            _ => self.certificate.certification.as_ref(),
        };
        let caption = Style::of(self.label_size());
        let foot = self.set(self.phrases.signed, space.width, caption, "layout");
        let foot_at = space.bottom() - foot.height();
        self.rule(Space { y: foot_at - 0.5, height: 0.0, ..space }, sheet);
        let above = Space { height: (foot_at - 1.5 - space.y - top).max(0.0), ..space.below(top) };
        let (who, who_height) = self.who(area, attestation, above);
        let room = Space { height: (above.height - who_height - HAND).max(0.0), ..above };
        let text = self.sentence(area, attestation);
        nodes.extend(self.fitted(&text, area, room, path(&area.block)));
        nodes.extend(who);
        if !self.values_only {
            nodes.push(Node::paragraph(Placed { lines: 0..foot.lines.len(), text: foot, x: space.x, y: foot_at }));
        }
        nodes
    }

    /// The sentence, what the form adds to it, and the words of set flags.
    fn sentence(&self, area: &Area, attestation: Option<&Attestation>) -> String {
        let signed = attestation.map(|one| one.text.as_str()).filter(|text| !text.is_empty());
        // A preprinted form carries its sentence already.
        let mut text = if self.values_only { String::new() } else { signed.unwrap_or(&area.text).to_owned() };
        let rest = Block { parts: area.block.parts.iter().skip(1).cloned().collect(), separator: "\n".to_owned() };
        let added = self.words_of(&rest);
        if !added.is_empty() {
            text = [text, added].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n");
        }
        marks::with_flags(self.certificate, &area.ticks, text)
    }

    /// Name and place of who signs, at the foot of the space, with the height they take: they shrink, and then they
    /// are too long.
    fn who(&mut self, area: &Area, attestation: Option<&Attestation>, space: Space) -> (Option<Node>, f32) {
        let lines = attestation.map(|one| [words::person(one), words::place_and_day(one)]).unwrap_or_default();
        let text = lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
        if text.is_empty() {
            return (None, 0.0);
        }
        let most = space.height / 2.0;
        let smallest = f32::from(self.layout.sizes.smallest) / 10.0;
        let mut style = self.style(area);
        let mut set = self.set(&text, space.width, style, path(&area.block));
        while set.height() > most && style.size - 0.5 >= smallest {
            style.size -= 0.5;
            set = self.set(&text, space.width, style, path(&area.block));
        }
        let fitting = set.lines_in(most).max(1).min(set.lines.len());
        if fitting < set.lines.len() && !self.repeating {
            self.findings.push(Finding::block("layout.overflow", path(&area.block)).with("n", &area.number));
        }
        let height = set.height_of(fitting);
        let y = space.bottom() - height;
        (Some(Node::paragraph(Placed { lines: 0..fitting, text: set, x: space.x, y })), height)
    }
}
