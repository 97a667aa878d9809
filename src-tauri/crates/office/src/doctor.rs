//! What does a support person ask first? Versions, health of the store, clock, keys, trust list, gateway, disk.

use std::sync::Arc;

use tamga_origin::Timestamp;

use crate::error::OfficeError;
use crate::far_clock::CLOCK_APART;
use crate::office::Office;
use crate::status;
use crate::word::Word;

/// How a check came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Health {
    /// Nothing to do.
    Good,
    /// Somebody should look.
    Attention,
    /// Something is broken.
    Bad,
}

impl Health {
    /// The word for people and scripts: `good`, `attention`, `bad`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Attention => "attention",
            Self::Bad => "bad",
        }
    }
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoctorCheck {
    /// What was looked at: `store`, `schema`, `disk`, `files`, `journal`, `keys`, `numbers`, `answers`, `trust`,
    /// `outbox`, `gateway`, `clock`.
    pub about: &'static str,
    /// How it came out.
    pub health: Health,
    /// `doctor.*`, with figures.
    pub word: Word,
}

/// Numbers left below which somebody should ask for a new block.
const FEW_NUMBERS: u64 = 50;

impl Office {
    /// Looks at everything on this machine; the gateway is asked only by [`Office::doctor_gateway`].
    ///
    /// # Errors
    /// When the store cannot be read at all.
    pub fn doctor(&self) -> Result<Vec<DoctorCheck>, OfficeError> {
        let mut checks = vec![self.store_health()?, self.schema()?, self.disk(), self.files()?, self.chain()?];
        if self.facts().told.role.issues() {
            checks.push(self.key_health()?);
            checks.push(self.number_health()?);
        }
        if self.facts().told.role.receives() {
            let has_key = self.has_answer_key()?;
            let word = if has_key { "doctor.answer_key" } else { "doctor.answer_key_missing" };
            checks.push(check("answers", if has_key { Health::Good } else { Health::Attention }, Word::new(word)));
        }
        checks.push(self.trust_health());
        checks.push(self.outbox_health()?);
        Ok(checks)
    }

    /// Asks the gateway who it is and what time it has.
    pub async fn doctor_gateway(self: &Arc<Self>) -> Vec<DoctorCheck> {
        let road = match self.http_road() {
            Ok(road) => road,
            Err(_) => return vec![check("gateway", Health::Attention, Word::new("doctor.gateway_none"))],
        };
        match road.service().await {
            Ok(service) => {
                let there = Timestamp::parse_rfc3339(&service.server_time).unwrap_or(self.now());
                let apart = there.millis() - self.now().millis();
                let health = if apart.abs() > CLOCK_APART { Health::Attention } else { Health::Good };
                vec![
                    check("gateway", Health::Good, Word::new("doctor.gateway").with("gateway", service.gateway_id)),
                    check("clock", health, Word::new("doctor.clock").with("seconds", apart / 1000)),
                ]
            }
            Err(fault) => {
                let word = Word::new("doctor.gateway_silent")
                    .with("class", fault.class.word())
                    .with("words", &fault.raw.words);
                vec![check("gateway", Health::Bad, word)]
            }
        }
    }

    fn store_health(&self) -> Result<DoctorCheck, OfficeError> {
        let damage = self.store.quick_check()?;
        Ok(match damage.first() {
            None => check("store", Health::Good, Word::new("doctor.store_plain")),
            Some(line) => check("store", Health::Bad, Word::new("doctor.store_damaged").with("found", line)),
        })
    }

    fn schema(&self) -> Result<DoctorCheck, OfficeError> {
        let version = self.store.schema_version()?;
        Ok(check("schema", Health::Good, Word::new("doctor.schema").with("version", version)))
    }

    fn disk(&self) -> DoctorCheck {
        match self.store.is_space_short() {
            true => check("disk", Health::Bad, Word::new("doctor.disk_full")),
            false => check("disk", Health::Good, Word::new("doctor.disk")),
        }
    }

    fn files(&self) -> Result<DoctorCheck, OfficeError> {
        let strays = self.store.strays()?;
        Ok(match strays.len() {
            0 => check("files", Health::Good, Word::new("doctor.files")),
            count => check("files", Health::Attention, Word::new("doctor.files_stray").with("count", count)),
        })
    }

    fn chain(&self) -> Result<DoctorCheck, OfficeError> {
        let walked = self.verify_journal()?;
        Ok(match walked.first_broken {
            None => check("journal", Health::Good, Word::new("doctor.journal").with("entries", walked.entries)),
            Some(seq) => check("journal", Health::Bad, Word::new("doctor.journal_broken").with("seq", seq)),
        })
    }

    fn key_health(&self) -> Result<DoctorCheck, OfficeError> {
        let keys = self.keys()?;
        let ready = keys.iter().filter(|key| key.state.code == "key_state.ready").count();
        let health = if ready > 0 { Health::Good } else { Health::Attention };
        Ok(check("keys", health, Word::new("doctor.keys").with("ready", ready).with("all", keys.len())))
    }

    fn number_health(&self) -> Result<DoctorCheck, OfficeError> {
        let left: u64 = self.number_blocks()?.iter().map(|view| view.left).sum();
        let health = if left < FEW_NUMBERS { Health::Attention } else { Health::Good };
        Ok(check("numbers", health, Word::new("doctor.numbers").with("left", left)))
    }

    fn trust_health(&self) -> DoctorCheck {
        let age = status::age(self.trust_list().as_ref(), self.now());
        let health = if age.code == "trust.fresh" { Health::Good } else { Health::Attention };
        check("trust", health, age)
    }

    fn outbox_health(&self) -> Result<DoctorCheck, OfficeError> {
        let forgotten = self.read(|reader| Ok(reader.rows_nobody_moves(&self.surroundings().boot_id)?))?;
        let counts = self.read(|reader| Ok(reader.counts(Timestamp::midnight(self.today()))?))?;
        let word = Word::new("doctor.outbox").with("waiting", counts.waiting).with("needs_you", counts.needs_you);
        Ok(match (forgotten.first(), counts.needs_you) {
            (Some(id), _) => check("outbox", Health::Bad, Word::new("doctor.outbox_forgotten").with("submission", id)),
            (None, 0) => check("outbox", Health::Good, word),
            (None, _) => check("outbox", Health::Attention, word),
        })
    }
}

fn check(about: &'static str, health: Health, word: Word) -> DoctorCheck {
    DoctorCheck { about, health, word }
}
