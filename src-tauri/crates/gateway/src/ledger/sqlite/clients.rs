//! Who may speak: registrations, tokens, and the boxes each may read.

use rusqlite::{OptionalExtension, params};
use tamga_origin::Timestamp;

use super::super::steps::own_box;
use super::super::{Client, LedgerError, Registration};
use super::prepared::Prepared as _;
use super::tx::Tx;

pub(super) fn register(
    tx: &Tx<'_>,
    registrations: &[Registration],
    boxes: &[(String, Vec<String>)],
    first_head: &str,
) -> Result<(), LedgerError> {
    tx.run("UPDATE client SET suspended = 1", [])?;
    tx.run("DELETE FROM box_client", [])?;
    for registration in registrations {
        let Registration { client, kind, secret_sha256, salt } = registration;
        tx.run(
            "INSERT INTO client (id, party, kind, salt, secret_sha256, suspended, receipt_head)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (id) DO UPDATE SET party = ?2, kind = ?3, salt = ?4, secret_sha256 = ?5, suspended = ?6",
            params![client.id, client.party, kind, salt, secret_sha256, client.suspended, first_head],
        )?;
        subscribe(tx, &own_box(&client.id), &client.id)?;
    }
    for (shared, readers) in boxes {
        for reader in readers {
            subscribe(tx, shared, reader)?;
        }
    }
    Ok(())
}

fn subscribe(tx: &Tx<'_>, box_id: &str, client: &str) -> Result<(), LedgerError> {
    tx.run("INSERT OR IGNORE INTO box (id) VALUES (?1)", [box_id])?;
    tx.run("INSERT OR IGNORE INTO box_client (box, client) VALUES (?1, ?2)", [box_id, client])?;
    Ok(())
}

fn client(row: &rusqlite::Row<'_>) -> rusqlite::Result<Client> {
    let kind: String = row.get("kind")?;
    Ok(Client {
        id: row.get("id")?,
        party: row.get("party")?,
        is_gateway: kind == "gateway",
        suspended: row.get("suspended")?,
    })
}

pub(super) fn registration(tx: &Tx<'_>, id: &str) -> Result<Option<(Client, String, String)>, LedgerError> {
    let found = tx
        .one("SELECT id, party, kind, suspended, salt, secret_sha256 FROM client WHERE id = ?1", [id], |row| {
            Ok((client(row)?, row.get("salt")?, row.get("secret_sha256")?))
        })
        .optional()?;
    Ok(found)
}

pub(super) fn grant(
    tx: &Tx<'_>,
    sha256: &str,
    client: &str,
    expires: Timestamp,
    now: Timestamp,
) -> Result<(), LedgerError> {
    tx.run("DELETE FROM token WHERE expires <= ?1", [now.millis()])?;
    tx.run(
        "INSERT INTO token (sha256, client, expires) VALUES (?1, ?2, ?3)",
        params![sha256, client, expires.millis()],
    )?;
    Ok(())
}

pub(super) fn bearer(tx: &Tx<'_>, sha256: &str, now: Timestamp) -> Result<Option<Client>, LedgerError> {
    let found = tx
        .one(
            "SELECT c.id, c.party, c.kind, c.suspended FROM token t JOIN client c ON c.id = t.client
             WHERE t.sha256 = ?1 AND t.expires > ?2",
            params![sha256, now.millis()],
            client,
        )
        .optional()?;
    Ok(found)
}

pub(super) fn boxes(tx: &Tx<'_>, client: &str) -> Result<Vec<String>, LedgerError> {
    let mut statement = tx.prepare_cached("SELECT box FROM box_client WHERE client = ?1 ORDER BY box")?;
    let names = statement.query_map([client], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(names)
}
