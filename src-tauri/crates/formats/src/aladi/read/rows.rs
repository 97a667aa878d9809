//! Where does a row begin and end, and what do several of its elements say together?

use tamga_origin::{Decimal, Finding, GoodsItem, Invoice, Measure, Producer};
use tamga_xml::Element;

use super::Reading;
use super::put::plain_number;
use super::walk::excerpt;
use crate::aladi::kind::collapsed;
use crate::aladi::slot::{List, Path};
use crate::aladi::units;
use crate::error::FormatError;
use crate::lines::LinePath;

/// A line of goods has so many bytes at least, when a certificate is written as usual.
const LINE: usize = 256;

impl<'a> Reading<'a> {
    /// A path with the number of the row in hand: items and producers by their own number.
    pub(super) fn path(&self, path: Path, row: Option<u32>) -> String {
        let own = match path.list {
            Some(List::Items) => self.certificate.items.last().map(|item| item.sequence),
            Some(List::Producers) => self.certificate.producers.last().map(|producer| producer.number),
            Some(List::Invoices) | None => None,
        };
        path.of_row(own.filter(|number| *number > 0 && row.is_some()).or(row))
    }

    /// Makes room for a row; its number by position, when the element is one.
    pub(super) fn begin_row(
        &mut self,
        element: &Element<'a>,
        name: &str,
        count: u32,
    ) -> Result<Option<u32>, FormatError> {
        match name {
            "Producer" => self.certificate.producers.push(Producer::default()),
            "Invoice" => {
                self.certificate.invoices.push(Invoice::default());
                self.invoice_numbers.push(None);
            }
            "Goods" => {
                if self.certificate.items.is_empty() {
                    self.certificate.items.reserve_exact(self.rows_from(element));
                }
                self.certificate.items.push(GoodsItem::default());
                self.measure = Default::default();
                self.ruled = false;
            }
            _ => return Ok(None),
        }
        if usize::try_from(count).is_ok_and(|count| count <= self.limits.items) {
            Ok(Some(count))
        } else {
            Err(FormatError::TooManyItems { limit: self.limits.items })
        }
    }

    /// How many rows are worth room beforehand: the elements from the first one on, where each has something to say.
    fn rows_from(&self, first: &Element<'a>) -> usize {
        let Some(list) = first.above() else { return 0 };
        let rows = std::iter::successors(Some(*first), |row| list.child_from(row.end())).count();
        rows.min(self.limits.items).min(list.span().len() / LINE)
    }

    /// Settles what a row said in several elements.
    pub(super) fn end_row(&mut self, element: &str, row: Option<u32>) {
        match element {
            "Producer" => {
                if let (Some(producer), Some(row)) = (self.certificate.producers.last_mut(), row)
                    && producer.number == 0
                {
                    producer.number = row;
                }
            }
            "Goods" => self.settle_item(row.unwrap_or_default()),
            _ => {}
        }
    }

    fn settle_item(&mut self, row: u32) {
        let (amount, unit) = std::mem::take(&mut self.measure);
        let Some(item) = self.certificate.items.last_mut() else { return };
        if item.sequence == 0 {
            item.sequence = row;
        }
        if self.ruled
            && let Some(ruling) = self.certificate.references.last_mut()
        {
            ruling.line = Some(item.sequence);
        }
        let path = LinePath(Some(item.sequence));
        if amount.is_empty() {
            if !unit.is_empty() {
                let finding = Finding::info("read.unknown", path.to_string()).with("where", "GoodsItemMeasureUnit");
                self.note(finding.with("text", excerpt(&unit)));
            }
            return;
        }
        let Some(amount) = Decimal::parse(plain_number(&amount)) else { return };
        let word = collapsed(&unit);
        let listed = tamga_origin::units::unit(&word);
        let meant = if listed.is_some() { None } else { units::code(&word) };
        let listed = listed.or_else(|| tamga_origin::units::unit(meant?));
        let measure = Measure { amount, unit: meant.unwrap_or(&unit).to_owned() };
        if listed.is_some_and(|unit| unit.dimension == tamga_origin::units::Dimension::Mass) {
            item.net_mass = Some(measure);
        } else {
            item.quantities.reserve_exact(1);
            item.quantities.push(measure);
        }
        if meant.is_some() {
            self.note(Finding::info("read.spelling", path.to_string()).with("where", excerpt(&unit)));
        } else if listed.is_none() && !word.is_empty() {
            self.note(Finding::info("cod.unit", path.to_string()).with("text", excerpt(&unit)));
        }
    }
}
