//! What is one change or one consistent reading? Begun, worked on, and ended as a whole; what it puts into boxes goes
//! in last, so that a box is locked only for the end of the change.

use postgres::Row;
use postgres::types::ToSql;
use tamga_protocol::InboxItem;
use uuid::Uuid;

use super::super::LedgerError;
use super::boxes;
use super::line::Line;
use super::said::Said;
use crate::chance::Chance;

/// Values of a statement.
pub(super) type Values<'a> = &'a [&'a (dyn ToSql + Sync)];

/// A transaction; without [`Tx::commit`] it leaves nothing behind.
pub(super) struct Tx<'a> {
    line: &'a mut Line,
    /// Ids of items.
    chance: &'a Chance,
    is_open: bool,
    /// Items for boxes, in the order they were added.
    items: Vec<(String, InboxItem)>,
    /// Whether somebody may be waiting for what changed.
    pub(super) is_news: bool,
}

impl<'a> Tx<'a> {
    /// On a connection where a transaction was begun.
    pub(super) fn begun(line: &'a mut Line, chance: &'a Chance) -> Self {
        Self { line, chance, is_open: true, items: Vec::new(), is_news: false }
    }

    /// For one statement that is a consistent reading by itself.
    pub(super) fn none(line: &'a mut Line, chance: &'a Chance) -> Self {
        Self { line, chance, is_open: false, items: Vec::new(), is_news: false }
    }

    /// The connection itself, for statements that are not known beforehand.
    pub(super) fn client(&mut self) -> &mut postgres::Client {
        &mut self.line.client
    }

    /// Puts an item into a box, at the end of the change; answers the id it has there.
    pub(super) fn put(&mut self, box_id: &str, item: InboxItem) -> Uuid {
        let item = InboxItem { item_id: self.chance.id(), ..item };
        let id = item.item_id;
        self.items.push((box_id.to_owned(), item));
        id
    }

    /// What is to be put into boxes; none of it is left here.
    pub(super) fn take_items(&mut self) -> Vec<(String, InboxItem)> {
        std::mem::take(&mut self.items)
    }

    /// Changes rows; answers how many.
    pub(super) fn run(&mut self, sql: &str, values: Values<'_>) -> Result<u64, LedgerError> {
        let statement = self.line.statement(sql)?;
        Ok(self.line.client.execute(&statement, values)?)
    }

    /// All rows.
    pub(super) fn all(&mut self, sql: &str, values: Values<'_>) -> Result<Vec<Row>, LedgerError> {
        let statement = self.line.statement(sql)?;
        Ok(self.line.client.query(&statement, values)?)
    }

    /// The one row that there is.
    pub(super) fn one(&mut self, sql: &str, values: Values<'_>) -> Result<Row, LedgerError> {
        let statement = self.line.statement(sql)?;
        Ok(self.line.client.query_one(&statement, values)?)
    }

    /// The one row, if there is one.
    pub(super) fn opt(&mut self, sql: &str, values: Values<'_>) -> Result<Option<Row>, LedgerError> {
        let statement = self.line.statement(sql)?;
        Ok(self.line.client.query_opt(&statement, values)?)
    }

    /// Fills the boxes and ends the change. When the database does not say that it is on every disk it should be on,
    /// nobody may be told either way. Answers whether somebody may be waiting for it.
    pub(super) fn commit(mut self) -> Result<bool, LedgerError> {
        boxes::fill(&mut self)?;
        self.is_open = false;
        match self.line.commit() {
            Ok(false) => Ok(self.is_news),
            Ok(true) => Err(LedgerError::InDoubt("the wait for the other disk was broken off".into())),
            Err(error) => Err(match Said::from(error) {
                said if said.is_refusal => LedgerError::engine(said),
                said => LedgerError::InDoubt(Box::new(said)),
            }),
        }
    }
}

impl Drop for Tx<'_> {
    fn drop(&mut self) {
        if self.is_open {
            // A connection that cannot even do this is thrown away by the pool.
            let _ = self.line.say("ROLLBACK");
        }
    }
}
