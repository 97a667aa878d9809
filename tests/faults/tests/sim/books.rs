//! What do the books of each side say? Read past the programs: each office's own database, and each gateway's answers on
//! a line nobody spoils. Everything goes into a history as it is seen; digests and item ids get plain names, because
//! keys and items differ with every run.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rusqlite::{Connection, OpenFlags};
use tamga_courier::LineRequest;
use tamga_gateway::{ClientKind, Config};
use tamga_history::{Event, Step};
use tamga_office::{Office, Window};
use tamga_origin::trust::TrustList;
use tamga_protocol::{BusinessKey, InboxPage, SubmissionList, TokenAnswer};
use tamga_seal::{Typ, open_jws};

use crate::net::Net;
use crate::town::{folder, gateway_id};

/// A history that is being written.
#[derive(Default)]
pub struct Journal {
    pub events: Vec<Event>,
    names: BTreeMap<String, String>,
    states: BTreeMap<(String, String), String>,
    proofs: BTreeSet<(String, i64)>,
    listed: BTreeSet<(String, String)>,
    applied: BTreeSet<(String, i64)>,
}

/// A line of an office's database.
pub type Texts = Vec<String>;

/// A database that is open for several questions: each opening reads the whole schema.
pub struct Books(Connection);

impl Books {
    pub fn open(database: &Path) -> Self {
        Self(Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap())
    }

    pub fn rows(&self, sql: &str) -> Vec<Texts> {
        read(&self.0, sql)
    }
}

/// One question.
pub fn rows(database: &Path, sql: &str) -> Vec<Texts> {
    Books::open(database).rows(sql)
}

fn read(conn: &Connection, sql: &str) -> Vec<Texts> {
    let mut query = conn.prepare_cached(sql).unwrap();
    let width = query.column_count();
    let text = |row: &rusqlite::Row<'_>, at: usize| match row.get_ref(at)? {
        rusqlite::types::ValueRef::Null => Ok::<_, rusqlite::Error>(String::new()),
        rusqlite::types::ValueRef::Integer(n) => Ok(n.to_string()),
        rusqlite::types::ValueRef::Real(n) => Ok(n.to_string()),
        rusqlite::types::ValueRef::Text(bytes) | rusqlite::types::ValueRef::Blob(bytes) => {
            Ok(String::from_utf8_lossy(bytes).into_owned())
        }
    };
    let found = query.query_map([], |row| (0..width).map(|at| text(row, at)).collect::<Result<Texts, _>>()).unwrap();
    found.collect::<Result<_, _>>().unwrap()
}

/// What a submission is about: for a certificate's step its number and revision, for an answer its whole key.
fn about(key: &BusinessKey) -> (String, u32) {
    match key {
        BusinessKey::Certificate { issuer, co_number, revision } => (format!("{issuer}/{co_number}"), *revision),
        BusinessKey::Declaration { declarer, number, revision } => (format!("{declarer} declares {number}"), *revision),
        BusinessKey::Response { party, issuer, co_number, number }
        | BusinessKey::Query { party, issuer, co_number, number }
        | BusinessKey::QueryAnswer { party, issuer, co_number, number }
        | BusinessKey::Verify { party, issuer, co_number, number }
        | BusinessKey::VerifyAnswer { party, issuer, co_number, number } => {
            (format!("{party} on {issuer}/{co_number}, {number}"), 1)
        }
    }
}

impl Journal {
    /// A plain name for something whose own name differs with every run.
    fn plain(&mut self, kind: &str, name: &str) -> String {
        let next = self.names.len() + 1;
        self.names.entry(name.to_owned()).or_insert_with(|| format!("{kind}-{next}")).clone()
    }

    /// Was a row still on its way when somebody looked last?
    pub fn anybody_waits(&self) -> bool {
        self.states.values().any(|state| matches!(state.as_str(), "queued" | "sending" | "waiting"))
    }

    pub fn write(&mut self, event: Event) {
        self.events.push(event);
    }

    /// What an office has issued so far: people were shown all of it.
    pub fn shown(&mut self, town: &Path, name: &str, posts: &[String]) {
        let sql = "SELECT submission_id, issuer, co_number, revision, kind, doc_sha FROM outbox
                   WHERE kind LIKE 'co.%' AND kind <> 'co.response' ORDER BY created_at, device_seq";
        for row in rows(&database(town, name), sql) {
            let document = self.plain("document", &row[5]);
            self.write(Event::Shown {
                desk: name.to_owned(),
                submission: row[0].clone(),
                number: format!("{}/{}", row[1], row[2]),
                revision: row[3].parse().unwrap(),
                step: if row[4] == "co.cancel" { Step::Cancel } else { Step::Issue },
                document,
                to: posts.to_vec(),
            });
        }
    }

    /// Looks into an office's books and writes down what is new there.
    pub fn look(&mut self, books: &Books, name: &str, office: &Office, list: &TrustList) {
        self.proofs(books, name, list);
        for row in books.rows("SELECT submission_id, state FROM outbox ORDER BY created_at, device_seq") {
            let (submission, state) = (row[0].clone(), row[1].clone());
            let key = (name.to_owned(), submission.clone());
            if self.states.insert(key, state.clone()).as_ref() != Some(&state) {
                self.write(Event::State { desk: name.to_owned(), submission, state });
            }
        }
        let lines = office.outbox(Window::first(500), true).unwrap().rows.rows;
        for line in lines {
            let shows = line.lamps.gateway.state.word().to_owned();
            let lamp = Event::Lamp { desk: name.to_owned(), submission: line.id.to_string(), shows };
            if self.states.insert((format!("lamp of {name}"), line.id.to_string()), format!("{lamp:?}"))
                != Some(format!("{lamp:?}"))
            {
                self.write(lamp);
            }
        }
        for row in books.rows(STRANDED) {
            self.write(Event::Stranded { desk: name.to_owned(), submission: row[0].clone() });
        }
        // One box after the other: `log` puts those of a look into the order of their box, which the office's own times,
        // that may have gone back, do not show.
        for row in books.rows("SELECT box, item_id FROM inbox ORDER BY box, received_at, at, item_id") {
            if self.listed.insert((name.to_owned(), row[1].clone())) {
                let inbox = whose(&row[0], name);
                self.write(Event::Listed { reader: name.to_owned(), inbox, item: row[1].clone() });
            }
        }
        self.applied(books, name);
    }

    /// New evidence, each piece checked against the list without the office's help.
    fn proofs(&mut self, books: &Books, name: &str, list: &TrustList) {
        let sql = "SELECT evidence.id, evidence.submission_id, evidence.kind, signer, raw, doc_sha FROM evidence
                   JOIN outbox ON outbox.submission_id = evidence.submission_id
                   ORDER BY device_seq, evidence.kind, signer, at";
        for row in books.rows(sql) {
            if !self.proofs.insert((name.to_owned(), row[0].parse().unwrap())) {
                continue;
            }
            let typ = match row[2].as_str() {
                "refusal" => Some(Typ::Refusal),
                "void" => Some(Typ::Void),
                "answer" => None,
                _ => Some(Typ::Receipt),
            };
            let keys = list.gateways.iter().find(|node| node.id == row[3]).map(|node| node.keys.clone());
            // The answer of customs is a signed document; whether that holds is judged where documents are.
            let holds = typ.is_none_or(|typ| keys.is_some_and(|keys| open_jws(row[4].as_bytes(), typ, &keys).is_ok()));
            let document = self.plain("document", &row[5]);
            self.write(Event::Proof {
                desk: name.to_owned(),
                submission: row[1].clone(),
                kind: row[2].clone(),
                gateway: row[3].clone(),
                document,
                holds,
            });
        }
    }

    /// Papers that took effect at a post: images of certificates, and statements that end them.
    fn applied(&mut self, books: &Books, name: &str) {
        let images = "SELECT id, issuer || '/' || number, revision, document_sha FROM inbound ORDER BY 2, 3";
        let statements = "SELECT -id, issuer || '/' || number, revision, document_sha FROM statement
                          WHERE applied_at IS NOT NULL ORDER BY 2, 3";
        for (sql, step) in [(images, Step::Issue), (statements, Step::Cancel)] {
            for row in books.rows(sql) {
                if self.applied.insert((name.to_owned(), row[0].parse().unwrap())) {
                    let document = self.plain("document", &row[3]);
                    let (number, revision) = (row[1].clone(), row[2].parse().unwrap());
                    self.write(Event::Applied { post: name.to_owned(), number, revision, step, document });
                }
            }
        }
    }

    /// What a reader's books hold, after a crash and at the end.
    pub fn kept(&mut self, town: &Path, name: &str) {
        let items = rows(&database(town, name), "SELECT item_id FROM inbox ORDER BY item_id");
        let items = items.into_iter().map(|row| row[0].clone()).collect();
        self.write(Event::Kept { reader: name.to_owned(), items });
    }

    /// The gateways' own registers, as each client may read them, and the shared box.
    pub async fn registers(&mut self, town: &Path, net: &Arc<Net>, gateways: &[&str]) {
        for country in gateways {
            let config = Config::read(&folder(town, country).join("gateway.toml")).unwrap();
            for client in &config.clients {
                let asker = Asker { net, gateway: gateway_id(country), client: &client.id, secret: &client.secret };
                let page: SubmissionList = asker.get("/v1/submissions?limit=500").await;
                for line in page.items {
                    let (number, revision) = about(&line.key);
                    let document = self.plain("document", &line.document_sha256);
                    let submission = line.submission_id.to_string();
                    self.write(Event::Custody { gateway: gateway_id(country), submission, number, revision, document });
                }
                if client.kind == ClientKind::Gateway {
                    continue;
                }
                let is_first = config.boxes.iter().any(|shared| shared.clients.first() == Some(&client.id));
                for inbox in ["own", "posts"].into_iter().filter(|inbox| *inbox == "own" || is_first) {
                    let own = whose(inbox, office_of(&client.id));
                    for (place, item) in (0..).zip(asker.whole_box(inbox).await) {
                        self.write(Event::Boxed { inbox: own.clone(), place, item });
                    }
                }
            }
        }
    }

    /// The history as it is judged: items are called by their places, and those that one look found together stand in
    /// the order of their box.
    pub fn log(mut self) -> String {
        let places: BTreeMap<String, (String, u64)> = self
            .events
            .iter()
            .filter_map(|event| match event {
                Event::Boxed { inbox, place, item } => Some((item.clone(), (inbox.clone(), *place))),
                _ => None,
            })
            .collect();
        let of = |event: &Event| match event {
            Event::Listed { item, .. } | Event::Acknowledged { item, .. } => places.get(item),
            _ => None,
        };
        let together = |one: &Event, other: &Event| {
            let is_same_kind = std::mem::discriminant(one) == std::mem::discriminant(other);
            is_same_kind && of(one).zip(of(other)).is_some_and(|((one, _), (other, _))| one == other)
        };
        for look in self.events.chunk_by_mut(together) {
            look.sort_by_key(|event| of(event));
        }
        let plain = |item: &mut String| {
            if let Some((inbox, place)) = places.get(item) {
                *item = format!("{inbox} {place:05}");
            }
        };
        for event in &mut self.events {
            match event {
                Event::Listed { item, .. } | Event::Acknowledged { item, .. } | Event::Boxed { item, .. } => {
                    plain(item)
                }
                Event::Kept { items, .. } => {
                    items.iter_mut().for_each(plain);
                    items.sort();
                }
                _ => {}
            }
        }
        self.events.iter().map(|event| event.line().unwrap() + "\n").collect()
    }
}

/// The name of a box in the history: `own` is one for each client.
fn whose(inbox: &str, name: &str) -> String {
    if inbox == "own" { format!("own of {name}") } else { inbox.to_owned() }
}

/// The office that a registration belongs to; the demonstration's own two have older names.
pub fn office_of(client: &str) -> &str {
    match client {
        "chamber" => "desk-1",
        "post" => "post-1",
        other => other,
    }
}

/// Rows that nobody moves: `gateway.md` R2, asked in the words of the tables.
pub const STRANDED: &str = "SELECT submission_id FROM outbox WHERE (state = 'waiting' AND next_at IS NULL)
    OR (state = 'blocked' AND reason = '')
    OR (state IN ('queued', 'waiting') AND depends_on IN (SELECT submission_id FROM outbox
         WHERE state IN ('rejected', 'abandoned', 'conflict')))
    OR (state = 'sending' AND owner_boot = '')";

pub fn database(town: &Path, name: &str) -> PathBuf {
    folder(town, name).join("office.db")
}

/// Somebody who asks a gateway on a line nobody spoils.
pub struct Asker<'a> {
    pub net: &'a Arc<Net>,
    pub gateway: String,
    pub client: &'a str,
    pub secret: &'a str,
}

impl Asker<'_> {
    /// The ids of all items of a box, page after page.
    async fn whole_box(&self, inbox: &str) -> Vec<String> {
        let (mut items, mut after) = (Vec::new(), String::new());
        loop {
            let path = format!("/v1/inbox?box={inbox}&limit=200&inlineMax=0{after}");
            let page: InboxPage = self.get(&path).await;
            items.extend(page.items.iter().map(|item| item.item_id.to_string()));
            if !page.more {
                return items;
            }
            after = format!("&after={}", page.next_cursor.as_str());
        }
    }

    async fn get<T: serde::de::DeserializeOwned>(&self, path: &str) -> T {
        let fields = vec![("authorization".to_owned(), self.authorization().await)];
        self.ask("GET", path, fields, Vec::new()).await
    }

    /// A fresh token as a header field says it.
    pub async fn authorization(&self) -> String {
        let basic = STANDARD.encode(format!("{}:{}", self.client, self.secret));
        let form = b"grant_type=client_credentials".to_vec();
        let media_type = ("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned());
        let digest = tamga_protocol::headers::content_digest(&tamga_seal::digest::sha256(&form));
        let fields = vec![
            ("authorization".to_owned(), format!("Basic {basic}")),
            media_type,
            (tamga_protocol::headers::CONTENT_DIGEST.to_owned(), digest),
        ];
        let token: TokenAnswer = self.ask("POST", "/oauth2/token", fields, form).await;
        format!("Bearer {}", token.access_token)
    }

    async fn ask<T: serde::de::DeserializeOwned>(
        &self,
        method: &str,
        path: &str,
        fields: Vec<(String, String)>,
        body: Vec<u8>,
    ) -> T {
        let request = LineRequest { method: method.to_owned(), path: path.to_owned(), fields, body };
        let answer = self.net.deliver(&self.gateway, request).await.expect("the gateway answers");
        serde_json::from_slice(&answer.body)
            .unwrap_or_else(|error| panic!("{path}: {error}: {}", String::from_utf8_lossy(&answer.body)))
    }
}
