//! What comes in, and in which order is it believed? Items, bytes, verdicts, acknowledgements (`gateway.md` 4.5).

/// What one pass of the inbox did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReceiveReport {
    /// New items.
    pub received: u64,
    /// Certificates among them that are usable.
    pub usable: u64,
    /// Documents that could not be believed.
    pub quarantined: u64,
    /// Evidence and answers about own submissions.
    pub answers: u64,
    /// Acknowledged.
    pub acknowledged: u64,
}
