//! What stands in the status bar and above the lists? Counts only; their words are the window's.

use tamga_origin::Timestamp;

use crate::error::StoreError;
use crate::row::at_if;
use crate::store::Reader;

/// Numbers people see at all times.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// Drafts.
    pub drafts: u64,
    /// Certificates ever issued.
    pub certificates: u64,
    /// Certificates issued since the given instant.
    pub issued_today: u64,
    /// Submissions that arrived abroad since the given instant.
    pub delivered_today: u64,
    /// Submissions that have not reached our gateway: queued, being sent, waiting.
    pub waiting: u64,
    /// Submissions on their way: those, and what is in custody and not yet abroad.
    pub under_way: u64,
    /// Submissions a person has to look at: blocked, on a route that is, in conflict, or refused and not yet followed by another one.
    pub needs_you: u64,
    /// Latest arrival abroad.
    pub last_delivery: Option<Timestamp>,
    /// Numbers received from abroad.
    pub received: u64,
    /// Latest arrival here.
    pub newest_received: Option<Timestamp>,
}

impl Reader<'_> {
    /// Counts, with `today` as the instant the day began.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn counts(&self, today: Timestamp) -> Result<Counts, StoreError> {
        let since = [today.millis()];
        let newest = |sql: &str| -> Result<Option<Timestamp>, StoreError> {
            Ok(self.one(sql, [], |row| at_if(row, "newest"))?.flatten())
        };
        Ok(Counts {
            drafts: self.count("SELECT count(*) FROM draft", [])?,
            certificates: self.count("SELECT count(*) FROM certificate", [])?,
            issued_today: self.count("SELECT count(*) FROM certificate WHERE issued_at >= ?1", since)?,
            delivered_today: self.count("SELECT count(*) FROM outbox WHERE delivered_at >= ?1", since)?,
            waiting: self.count("SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending', 'waiting')", [])?,
            under_way: self
                .count("SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending', 'waiting', 'accepted')", [])?,
            needs_you: self.count(
                "SELECT count(*) FROM outbox AS o WHERE state IN ('blocked', 'conflict')
                   OR (state IN ('queued', 'waiting') AND route IN (SELECT id FROM route WHERE blocked <> ''))
                   OR (state = 'rejected'
                   AND NOT EXISTS (SELECT 1 FROM outbox AS later WHERE later.issuer = o.issuer
                     AND later.co_number = o.co_number AND later.created_at > o.created_at
                     AND later.state <> 'rejected'))",
                [],
            )?,
            last_delivery: newest("SELECT max(delivered_at) AS newest FROM outbox WHERE delivered_at IS NOT NULL")?,
            received: self.count("SELECT count(*) FROM inbound WHERE shown = 1", [])?,
            newest_received: newest("SELECT max(received_at) AS newest FROM inbound WHERE shown = 1")?,
        })
    }
}
