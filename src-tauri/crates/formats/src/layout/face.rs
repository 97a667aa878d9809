//! What does a profile lend its printed grid? Labels and names of its boxes, its ticks, its words.
//!
//! A grid says where a box stands; what the box is called and what stands in it is said once, in the profile. So the
//! forms of one family share a grid, and a label can never differ between the form and the list of its boxes.

use tamga_origin::AgreementProfile;
use tamga_origin::layout::{Area, AreaKind, Bind, Block, Tick};
use tamga_origin::profile::{FlagRow, FormBox, Mark, UnusedSpace};

use crate::agreements::ProfileFault;
use crate::keys::Keys;

/// The parts of a profile that its grid takes.
#[derive(Clone, Copy)]
pub(crate) struct Face<'a> {
    /// Title of the form, for `{title}`.
    pub title: &'a str,
    /// Form code, for `{code}`.
    pub code: &'a str,
    pub boxes: &'a [FormBox],
    pub flags: &'a [FlagRow],
    /// Number and choices of the official-use box.
    pub official: (&'a str, &'a [String]),
    /// Sentence of the exporter's declaration, or empty for the grid's own.
    pub declaration: &'a str,
    /// Sentence of the certification, or empty for the grid's own.
    pub certification: &'a str,
    /// Mark after the last item, or empty for the grid's own.
    pub end_mark: &'a str,
    /// What is done with unused space.
    pub unused: UnusedSpace,
    /// Further words for a shared grid, by name: `{agreement}` and the like.
    pub words: &'a [(&'a str, &'a str)],
    /// Is the grid one that several forms share? It may have more boxes than this form.
    pub shared: bool,
}

impl Default for Face<'_> {
    fn default() -> Self {
        Self {
            title: "",
            code: "",
            boxes: &[],
            flags: &[],
            official: ("", &[]),
            declaration: "",
            certification: "",
            end_mark: "",
            unused: UnusedSpace::Free,
            words: &[],
            shared: false,
        }
    }
}

impl<'a> Face<'a> {
    /// The face of a profile.
    pub(crate) fn of(profile: &'a AgreementProfile) -> Self {
        Self {
            title: &profile.form.title,
            code: &profile.form.code,
            boxes: &profile.boxes,
            flags: &profile.flags,
            official: profile
                .official_use
                .terms()
                .map_or(("", &[]), |rule| (rule.in_box.as_str(), rule.choices.as_slice())),
            declaration: profile.declaration.terms().map_or("", |rule| rule.text.as_str()),
            certification: profile.certification.terms().map_or("", |rule| rule.text.as_str()),
            end_mark: profile.items.end_marks.first().map_or("", String::as_str),
            unused: profile.items.unused_space,
            words: &[],
            shared: false,
        }
    }

    /// Fills what the area leaves to the profile; false when the form has no such box.
    pub(crate) fn lend(&self, area: &mut Area, keys: &Keys<'_>) -> bool {
        let form_box = self.find(&area.number);
        if form_box.is_none() && !area.number.is_empty() && !self.boxes.is_empty() {
            if !self.shared {
                keys.slip_at("box", ProfileFault::NoSuchBox { number: area.number.clone() });
            }
            return false;
        }
        self.lend_marks(area);
        if let Some(form_box) = form_box {
            if !form_box.printed {
                area.number.clear();
            }
            if area.label.is_empty() && area.kind != AreaKind::Static {
                area.label.clone_from(&form_box.label);
            }
            let takes_names = matches!(area.kind, AreaKind::Field | AreaKind::Party | AreaKind::Signature);
            if area.block.is_empty() && takes_names {
                area.block = Block::of_keys(&form_box.keys);
            }
        }
        for column in &mut area.columns {
            let Some(form_box) = self.find(&column.number) else {
                if !column.number.is_empty() && !self.boxes.is_empty() {
                    keys.slip_at("columns", ProfileFault::NoSuchBox { number: column.number.clone() });
                }
                continue;
            };
            if column.label.is_empty() {
                column.label.clone_from(&form_box.label);
            }
            if column.block.is_empty() {
                column.block = Block::of_keys(&form_box.keys);
            }
        }
        self.lend_words(area, keys);
        true
    }

    fn find(&self, number: &str) -> Option<&FormBox> {
        self.boxes.iter().find(|form_box| !number.is_empty() && form_box.number == number)
    }

    fn lend_marks(&self, area: &mut Area) {
        let number = area.number.clone();
        let of_box = |mark: Mark| -> Vec<Tick> {
            let rows = self.flags.iter().filter(|row| row.mark == mark && row.in_box == number);
            rows.map(|row| Tick { flag: Some(row.flag), words: row.words.clone() }).collect()
        };
        match area.kind {
            AreaKind::Ticks if area.ticks.is_empty() => area.ticks = of_box(Mark::Tick),
            AreaKind::Choices if area.number == self.official.0 && !self.official.1.is_empty() => {
                let choices = self.official.1;
                area.ticks = choices.iter().map(|words| Tick { flag: None, words: words.clone() }).collect();
            }
            AreaKind::Field | AreaKind::Party | AreaKind::Signature
                if !area.number.is_empty() && area.ticks.is_empty() =>
            {
                area.ticks = of_box(Mark::Text);
                area.ticks.retain(|tick| !tick.words.is_empty());
            }
            AreaKind::Items => {
                if area.end_mark.is_empty() {
                    area.end_mark = self.end_mark.to_owned();
                }
                if self.unused != UnusedSpace::Free {
                    area.unused = self.unused;
                }
            }
            _ => {}
        }
    }

    fn lend_words(&self, area: &mut Area, keys: &Keys<'_>) {
        if area.kind == AreaKind::Signature {
            let first = area.block.parts.first().map(|part| part.bind);
            let own = match first {
                Some(Bind::ExporterDeclaration) => self.declaration,
                Some(Bind::Certification) => self.certification,
                _ => "",
            };
            if !own.is_empty() {
                area.text = own.to_owned();
            }
        }
        let parts = area.block.parts.iter_mut().flat_map(|part| [&mut part.before, &mut part.after]);
        for text in [&mut area.text, &mut area.label].into_iter().chain(parts) {
            *text = self.filled(text, keys);
        }
    }

    /// A text of the grid with the profile's words in place of `{title}`, `{code}` and further names.
    fn filled(&self, text: &str, keys: &Keys<'_>) -> String {
        if !self.shared {
            return text.to_owned();
        }
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, following)) = after.split_once('}') else { break };
            let word = match name {
                "title" => Some(self.title),
                "code" => Some(self.code),
                _ => self.words.iter().find(|(known, _)| *known == name).map(|(_, word)| *word),
            };
            if word.is_none() {
                keys.slip_at("text", ProfileFault::Missing { key: format!("layout.words.{name}") });
            }
            filled.push_str(before);
            filled.push_str(word.unwrap_or_default());
            rest = following;
        }
        filled.push_str(rest);
        filled
    }
}
