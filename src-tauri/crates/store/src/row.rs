//! How do columns become the domain's small types, and how are the conditions of a list put together? No query
//! stands here.

use rusqlite::types::{Type, Value};
use rusqlite::{Error, Row};
use tamga_origin::{Date, Decimal, Timestamp};

pub(crate) fn at(row: &Row<'_>, column: &str) -> rusqlite::Result<Timestamp> {
    Ok(Timestamp::from_millis(row.get(column)?))
}

pub(crate) fn at_if(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Timestamp>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(Timestamp::from_millis))
}

pub(crate) fn day_if(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Date>> {
    match row.get::<_, Option<String>>(column)? {
        None => Ok(None),
        Some(text) => match Date::parse(&text) {
            Some(date) => Ok(Some(date)),
            None => Err(Error::FromSqlConversionFailure(0, Type::Text, format!("{column}: {text}").into())),
        },
    }
}

pub(crate) fn day(row: &Row<'_>, column: &str) -> rusqlite::Result<Date> {
    day_if(row, column)?.ok_or_else(|| Error::FromSqlConversionFailure(0, Type::Null, column.to_owned().into()))
}

pub(crate) fn millis_if(at: Option<Timestamp>) -> Option<i64> {
    at.map(Timestamp::millis)
}

pub(crate) fn text_if(date: Option<Date>) -> Option<String> {
    date.map(|date| date.to_string())
}

/// A count; SQLite only knows signed numbers.
pub(crate) fn whole(row: &Row<'_>, column: &str) -> rusqlite::Result<u64> {
    let value: i64 = row.get(column)?;
    u64::try_from(value).map_err(|_| Error::IntegralValueOutOfRange(0, value))
}

pub(crate) fn whole_if(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<u64>> {
    match row.get::<_, Option<i64>>(column)? {
        None => Ok(None),
        Some(_) => whole(row, column).map(Some),
    }
}

/// A count on its way into a column.
pub(crate) fn int(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

pub(crate) fn decimal(row: &Row<'_>, column: &str) -> rusqlite::Result<Decimal> {
    let text: String = row.get(column)?;
    Decimal::parse(&text)
        .ok_or_else(|| Error::FromSqlConversionFailure(0, Type::Text, format!("{column}: {text}").into()))
}

/// Conditions that all have to hold.
#[derive(Default)]
pub(crate) struct Where {
    text: String,
    values: Vec<Value>,
}

impl Where {
    /// One more condition, with a value for each `?` in it.
    pub(crate) fn and(&mut self, condition: &str, values: impl IntoIterator<Item = Value>) {
        self.text.push_str(if self.text.is_empty() { "WHERE " } else { " AND " });
        self.text.push_str(condition);
        self.values.extend(values);
    }

    /// A column must hold this text, if one is asked for.
    pub(crate) fn and_is(&mut self, column: &str, wanted: Option<&str>) {
        if let Some(wanted) = wanted {
            self.and(&format!("{column} = ?"), [Value::from(wanted.to_owned())]);
        }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn values(&self) -> &[Value] {
        &self.values
    }
}
