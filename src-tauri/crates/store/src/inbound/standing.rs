//! Which image of a number counts, and in which state is each? Worked out from all images and statements at once, so
//! that the order in which they arrived cannot matter.

use super::{InboundRow, StatementRow};
use crate::error::StoreError;
use crate::store::Tx;

/// Where an image stands among those of its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Standing {
    state: &'static str,
    conflict: bool,
    current: bool,
}

/// An image by itself: its revision, what the judgement says, whether its seal holds, whether it was set aside.
#[derive(Debug, Clone, Copy)]
struct Image<'a> {
    revision: u32,
    judged: &'a str,
    seal_holds: bool,
    is_aside: bool,
}

impl<'a> From<&'a InboundRow> for Image<'a> {
    fn from(row: &'a InboundRow) -> Self {
        Self {
            revision: row.revision,
            judged: &row.judged,
            seal_holds: row.seal_holds,
            is_aside: row.state == "set_aside",
        }
    }
}

impl Image<'_> {
    fn is_usable(&self) -> bool {
        !self.is_aside && matches!(self.judged, "valid" | "valid_with_warnings")
    }

    fn contradicts(&self, other: &Self) -> bool {
        self.revision == other.revision && self.seal_holds && other.seal_holds && !self.is_aside && !other.is_aside
    }
}

/// Of two statements under one revision, which nobody should sign, the same one counts at every post.
fn order(statement: &StatementRow) -> (u32, &str) {
    (statement.revision, &statement.document_sha)
}

/// The state that what the issuer said last gives to the image that counts.
fn end(statements: &[StatementRow], revision: u32) -> Option<&'static str> {
    // An end covers every image of the number, whatever its revision.
    let ends = statements.iter().filter_map(|statement| match statement.status.as_str() {
        "cancelled" => Some((order(statement), "cancelled_by_issuer")),
        "replaced" => Some((order(statement), "replaced_by_issuer")),
        _ => None,
    });
    let ends = ends.min().map(|(_, state)| state);
    let last = statements.iter().filter(|statement| statement.revision > revision).max_by_key(|one| order(one));
    ends.or_else(|| last.filter(|statement| statement.status == "suspended").map(|_| "suspended"))
}

fn standings(images: &[Image<'_>], statements: &[StatementRow]) -> Vec<Standing> {
    let conflicts: Vec<bool> = images
        .iter()
        .enumerate()
        .map(|(i, one)| images.iter().enumerate().any(|(j, other)| i != j && one.contradicts(other)))
        .collect();
    let usable = |(image, conflict): (&Image<'_>, &bool)| image.is_usable() && !conflict;
    let newest = images.iter().zip(&conflicts).filter(|pair| usable(*pair)).map(|(image, _)| image.revision).max();
    // While two images of a later revision contradict each other, an earlier one does not count either.
    let contested =
        images.iter().zip(&conflicts).filter(|(_, conflict)| **conflict).map(|(image, _)| image.revision).max();
    let counts = newest.filter(|newest| contested.is_none_or(|contested| contested < *newest));
    images
        .iter()
        .zip(&conflicts)
        .map(|(image, &conflict)| {
            let current = counts == Some(image.revision) && usable((image, &conflict));
            let state = match image.judged {
                _ if image.is_aside => "set_aside",
                _ if conflict => "quarantined",
                "refused" => "refused",
                judged @ ("valid" | "valid_with_warnings") => match current {
                    true => end(statements, image.revision).unwrap_or(match judged {
                        "valid" => "valid",
                        _ => "valid_with_warnings",
                    }),
                    false => "superseded",
                },
                _ => "quarantined",
            };
            Standing { state, conflict, current }
        })
        .collect()
}

impl Tx<'_> {
    /// Works out anew where each image of a number stands, and stores what changed.
    pub(super) fn number_settle(&self, issuer: &str, number: &str) -> Result<(), StoreError> {
        if number.is_empty() {
            // Nothing could be read: each such image stands for itself, in the state it was entered or judged with.
            self.run(
                "UPDATE inbound SET state = judged, shown = 1
                 WHERE number = '' AND state <> 'set_aside' AND (shown = 0 OR state <> judged)",
                [],
            )?;
            return Ok(());
        }
        let rows = self.inbound_images(issuer, number)?;
        let statements = self.statements(issuer, number)?;
        let images: Vec<Image<'_>> = rows.iter().map(Image::from).collect();
        let standings = standings(&images, &statements);
        let shown = rows
            .iter()
            .zip(&standings)
            .max_by_key(|(row, standing)| (standing.current, row.seal_holds, row.revision, row.id))
            .map(|(row, _)| row.id);
        self.run(
            "UPDATE inbound SET current = 0, shown = 0 WHERE issuer = ?1 AND number = ?2 AND (current = 1 OR shown = 1)",
            (issuer, number),
        )?;
        for (row, standing) in rows.iter().zip(&standings) {
            let Standing { state, conflict, current } = *standing;
            let changed = row.state != state || row.is_conflict != conflict || row.is_current != current;
            self.run(
                "UPDATE inbound SET state = ?2, conflict = ?3, current = ?4, shown = ?5, stamp = stamp + ?6,
                   changed_at = CASE WHEN ?6 THEN ?7 ELSE changed_at END
                 WHERE id = ?1",
                (row.id, state, conflict, current, shown == Some(row.id), changed, self.now.millis()),
            )?;
        }
        if standings.iter().any(|standing| standing.current) {
            self.run(
                "UPDATE statement SET applied_at = ?3 WHERE issuer = ?1 AND number = ?2 AND applied_at IS NULL",
                (issuer, number, self.now.millis()),
            )?;
        }
        Ok(())
    }
}
