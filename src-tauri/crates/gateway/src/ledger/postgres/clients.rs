//! Who may speak: registrations, tokens, and the boxes each may read.

use postgres::Row;
use tamga_origin::Timestamp;

use super::super::steps::own_box;
use super::super::{Client, LedgerError, Registration};
use super::tx::Tx;

pub(super) fn register(
    tx: &mut Tx<'_>,
    registrations: &[Registration],
    boxes: &[(String, Vec<String>)],
    first_head: &str,
) -> Result<(), LedgerError> {
    // Nodes that start at the same time follow each other.
    tx.run("SELECT pg_advisory_xact_lock(1, 0)", &[])?;
    tx.run("UPDATE client SET suspended = true WHERE NOT suspended", &[])?;
    tx.run("DELETE FROM box_client", &[])?;
    for registration in registrations {
        let Registration { client, kind, secret_sha256, salt } = registration;
        tx.run(
            "INSERT INTO client (id, party, kind, salt, secret_sha256, suspended, receipt_head)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (id) DO UPDATE SET party = $2, kind = $3, salt = $4, secret_sha256 = $5, suspended = $6",
            &[&client.id, &client.party, kind, salt, secret_sha256, &client.suspended, &first_head],
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

fn subscribe(tx: &mut Tx<'_>, box_id: &str, client: &str) -> Result<(), LedgerError> {
    tx.run("INSERT INTO box (id) VALUES ($1) ON CONFLICT DO NOTHING", &[&box_id])?;
    tx.run("INSERT INTO box_client (box, client) VALUES ($1, $2) ON CONFLICT DO NOTHING", &[&box_id, &client])?;
    Ok(())
}

fn client(row: &Row) -> Result<Client, LedgerError> {
    let kind: &str = row.try_get("kind")?;
    Ok(Client {
        id: row.try_get("id")?,
        party: row.try_get("party")?,
        is_gateway: kind == "gateway",
        suspended: row.try_get("suspended")?,
    })
}

pub(super) fn registration(tx: &mut Tx<'_>, id: &str) -> Result<Option<(Client, String, String)>, LedgerError> {
    let found = tx.opt("SELECT id, party, kind, suspended, salt, secret_sha256 FROM client WHERE id = $1", &[&id])?;
    found.map(|row| Ok((client(&row)?, row.try_get("salt")?, row.try_get("secret_sha256")?))).transpose()
}

pub(super) fn grant(
    tx: &mut Tx<'_>,
    sha256: &str,
    client: &str,
    expires: Timestamp,
    now: Timestamp,
) -> Result<(), LedgerError> {
    // What another node is throwing away already is left to it.
    tx.run(
        "DELETE FROM token WHERE sha256 IN
             (SELECT sha256 FROM token WHERE expires <= $1 FOR UPDATE SKIP LOCKED)",
        &[&now.millis()],
    )?;
    let insert = "INSERT INTO token (sha256, client, expires) VALUES ($1, $2, $3)";
    tx.run(insert, &[&sha256, &client, &expires.millis()])?;
    Ok(())
}

pub(super) fn bearer(tx: &mut Tx<'_>, sha256: &str, now: Timestamp) -> Result<Option<Client>, LedgerError> {
    let found = tx.opt(
        "SELECT c.id, c.party, c.kind, c.suspended FROM token t JOIN client c ON c.id = t.client
         WHERE t.sha256 = $1 AND t.expires > $2",
        &[&sha256, &now.millis()],
    )?;
    found.map(|row| client(&row)).transpose()
}

pub(super) fn boxes(tx: &mut Tx<'_>, client: &str) -> Result<Vec<String>, LedgerError> {
    let rows = tx.all("SELECT box FROM box_client WHERE client = $1 ORDER BY box", &[&client])?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}
