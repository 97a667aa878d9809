//! How well is each road to a gateway? What the planner remembers of it, as it says to be stored.

use rusqlite::Row;
use tamga_origin::Timestamp;

use crate::error::StoreError;
use crate::row::{at_if, int, millis_if, whole};
use crate::store::{Reader, Tx};

/// Health of a route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteRow {
    /// Its id.
    pub id: String,
    /// Route-scope faults in a row.
    pub faults: u32,
    /// While the breaker is open: the next probe.
    pub probe_at: Option<Timestamp>,
    /// Probes that failed since it opened.
    pub probes: u32,
    /// Attempts that may run at once.
    pub concurrency: u32,
    /// The far side asked for silence until then.
    pub quiet_until: Option<Timestamp>,
    /// Start of the last attempt that a wake-up caused.
    pub last_wake: Option<Timestamp>,
    /// Gateway's clock minus ours, milliseconds.
    pub clock_offset: i64,
    /// Why no row may leave on it, or empty.
    pub blocked: String,
    /// Kind of the last fault, or empty.
    pub class: String,
    /// Rows that got a final answer on it, ever.
    pub passed: u64,
    /// Last proven answer.
    pub last_success: Option<Timestamp>,
    /// Last fault.
    pub last_fault: Option<Timestamp>,
}

impl RouteRow {
    /// A road nothing is known of yet.
    pub fn unknown(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            faults: 0,
            probe_at: None,
            probes: 0,
            concurrency: 4,
            quiet_until: None,
            last_wake: None,
            clock_offset: 0,
            blocked: String::new(),
            class: String::new(),
            passed: 0,
            last_success: None,
            last_fault: None,
        }
    }
}

const COLUMNS: &str = "id, faults, probe_at, probes, concurrency, quiet_until, last_wake, clock_offset, blocked, class,
                       passed, last_success, last_fault";

fn route_row(row: &Row<'_>) -> rusqlite::Result<RouteRow> {
    Ok(RouteRow {
        id: row.get("id")?,
        faults: row.get("faults")?,
        probe_at: at_if(row, "probe_at")?,
        probes: row.get("probes")?,
        concurrency: row.get("concurrency")?,
        quiet_until: at_if(row, "quiet_until")?,
        last_wake: at_if(row, "last_wake")?,
        clock_offset: row.get("clock_offset")?,
        blocked: row.get("blocked")?,
        class: row.get("class")?,
        passed: whole(row, "passed")?,
        last_success: at_if(row, "last_success")?,
        last_fault: at_if(row, "last_fault")?,
    })
}

impl Reader<'_> {
    /// All routes anything was ever queued on.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn routes(&self) -> Result<Vec<RouteRow>, StoreError> {
        self.all(&format!("SELECT {COLUMNS} FROM route ORDER BY id"), [], route_row)
    }

    /// A route; one nothing is known of when it was never used.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn route(&self, id: &str) -> Result<RouteRow, StoreError> {
        let row = self.one(&format!("SELECT {COLUMNS} FROM route WHERE id = ?1"), [id], route_row)?;
        Ok(row.unwrap_or_else(|| RouteRow::unknown(id)))
    }
}

impl Tx<'_> {
    /// Stores the health of a route.
    ///
    /// # Errors
    /// `DiskFull`, `Busy`.
    pub fn route_put(&self, route: &RouteRow) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO route (id, faults, breaker, probe_at, probes, concurrency, quiet_until, last_wake, clock_offset,
               blocked, class, passed, last_success, last_fault)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
             ON CONFLICT (id) DO UPDATE SET faults = excluded.faults, breaker = excluded.breaker,
               probe_at = excluded.probe_at, probes = excluded.probes, concurrency = excluded.concurrency,
               quiet_until = excluded.quiet_until, last_wake = excluded.last_wake,
               clock_offset = excluded.clock_offset, blocked = excluded.blocked, class = excluded.class,
               passed = excluded.passed, last_success = excluded.last_success, last_fault = excluded.last_fault",
            (
                &route.id,
                route.faults,
                if route.probe_at.is_some() { "open" } else { "closed" },
                millis_if(route.probe_at),
                route.probes,
                route.concurrency,
                millis_if(route.quiet_until),
                millis_if(route.last_wake),
                route.clock_offset,
                &route.blocked,
                &route.class,
                int(route.passed),
                millis_if(route.last_success),
                millis_if(route.last_fault),
            ),
        )?;
        Ok(())
    }
}
