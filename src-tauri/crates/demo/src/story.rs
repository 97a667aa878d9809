//! How does one certificate travel from a chamber to a border post and back? The thread of the house, step by step.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tamga_office::check::CheckAnswer;
use tamga_office::decide::{Decision, ItemDecision};
use tamga_office::lamps::LampState;
use tamga_office::verdict::VerdictKind;
use tamga_office::{Office, Secret};

use crate::complete::complete;
use crate::{DemoError, Demonstration, PIN, blocking, files, places};

/// The project's own example, of the same shape as the public sample.
pub(crate) const EXAMPLE: &[u8] = include_bytes!("../../../../assets/examples/chafta-example.json");
/// How long a step that waits for the gateways may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Import declaration of the story.
const DECLARATION: &str = "CN-DEMO-2026-000417";

/// A step of the story.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct StoryStep {
    /// Its name: `import`, `complete`, `check`, `issue`, `send`, `forward`, `receive`, `verify`, `decide`, `feed_back`,
    /// `cancel`, `cancel_arrives`.
    pub name: String,
    /// Did it do what it should?
    pub ok: bool,
    /// Time it took, milliseconds.
    pub ms: f64,
}

/// What the story left.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct StoryReport {
    /// The steps, in order.
    pub steps: Vec<StoryStep>,
    /// Number of the certificate.
    pub certificate: String,
    /// Receipts and other proofs, as signed.
    pub receipts: Vec<String>,
    /// Where the printed certificate lies, relative to the folder.
    pub pdf: String,
}

/// Tells the time each step takes.
struct Teller<'a> {
    steps: Vec<StoryStep>,
    told: &'a mut (dyn FnMut(&StoryStep) + Send),
}

impl Teller<'_> {
    async fn step<T>(
        &mut self,
        name: &'static str,
        act: impl Future<Output = Result<T, DemoError>>,
    ) -> Result<T, DemoError> {
        let start = Instant::now();
        let done = act.await;
        let ms = start.elapsed().as_secs_f64() * 1000.0;
        let step = StoryStep { name: name.to_owned(), ok: done.is_ok(), ms: (ms * 100.0).round() / 100.0 };
        (self.told)(&step);
        self.steps.push(step);
        done
    }
}

impl Demonstration {
    /// Plays the story with these bytes as the application (UN/CEFACT JSON or Tamga XML), or with the project's own
    /// example. `told` hears of each step as it ends.
    ///
    /// # Errors
    /// The first step that cannot be taken.
    pub async fn play(
        &self,
        application: Option<&[u8]>,
        told: &mut (dyn FnMut(&StoryStep) + Send),
    ) -> Result<StoryReport, DemoError> {
        let (chamber, post) = (&self.chamber, &self.post);
        let mut teller = Teller { steps: Vec::new(), told };
        let bytes = application.unwrap_or(EXAMPLE).to_vec();
        let key = self.signing_key()?;

        let draft = teller.step("import", at(chamber, move |desk| Ok(desk.import_draft(&bytes, None)?.id))).await?;
        let stamp = teller.step("complete", at(chamber, move |desk| fill(desk, draft))).await?;
        teller.step("check", at(chamber, move |desk| must_be_clean(desk, draft))).await?;
        let signer = key.clone();
        let number = teller
            .step("issue", at(chamber, move |desk| Ok(desk.issue(draft, stamp, &signer, &pin())?.number)))
            .await?;
        teller.step("send", send(chamber)).await?;
        teller.step("forward", self.until("forward", &number, abroad_is_lit)).await?;
        teller.step("receive", receive(post, &number)).await?;
        let view = teller.step("verify", verify(post, &number)).await?;
        teller.step("decide", decide(post, view)).await?;
        teller.step("feed_back", self.fed_back(&number)).await?;
        let (cancelled, second) = (number.clone(), places::SECOND);
        let cancel = at(chamber, move |desk| {
            desk.cancel_used(&cancelled, "NSH", Some(second), &key, &pin())?;
            Ok(())
        });
        teller.step("cancel", cancel).await?;
        teller.step("cancel_arrives", self.cancel_arrives(&number)).await?;

        let steps = teller.steps;
        let evidence = self.chamber.open_certificate(&number)?.evidence;
        let pdf = format!("{number}.pdf");
        files::write(&self.dir.join(&pdf), &chamber.certificate_pdf(&number)?)?;
        files::write(&self.dir.join(format!("{number}.xml")), &chamber.certificate_xml(&number)?)?;
        let receipts = evidence.into_iter().filter(|proof| proof.kind != "answer").map(|proof| proof.text).collect();
        Ok(StoryReport { steps, certificate: number, receipts, pdf })
    }

    fn signing_key(&self) -> Result<String, DemoError> {
        let key = self.chamber.keys()?.into_iter().next().map(|key| key.id);
        key.ok_or_else(|| stuck("issue", "the chamber has no key"))
    }

    /// Reads the chamber's own box until its certificate stands as it should.
    async fn until(
        &self,
        step: &'static str,
        number: &str,
        is_there: fn(&Office, &str) -> Result<bool, DemoError>,
    ) -> Result<(), DemoError> {
        let start = Instant::now();
        loop {
            self.chamber.receive_pass().await?;
            if is_there(&self.chamber, number)? {
                return Ok(());
            }
            must_not_take_for_ever(step, start)?;
        }
    }

    /// The answer leaves the border post, crosses both gateways, and reaches the chamber.
    async fn fed_back(&self, number: &str) -> Result<(), DemoError> {
        send(&self.post).await?;
        self.until("feed_back", number, |desk, number| Ok(!desk.open_certificate(number)?.uses.is_empty())).await
    }

    async fn cancel_arrives(&self, number: &str) -> Result<(), DemoError> {
        send(&self.chamber).await?;
        let start = Instant::now();
        loop {
            self.post.receive_pass().await?;
            if self.post.open_received(number)?.verdict.headline.code == "verdict.withdrawn" {
                return Ok(());
            }
            must_not_take_for_ever("cancel_arrives", start)?;
        }
    }
}

fn pin() -> Secret<String> {
    Secret::new(PIN.to_owned())
}

fn stuck(step: &'static str, found: impl ToString) -> DemoError {
    DemoError::Step { step, found: found.to_string() }
}

fn must_not_take_for_ever(step: &'static str, start: Instant) -> Result<(), DemoError> {
    if start.elapsed() < PATIENCE { Ok(()) } else { Err(stuck(step, "it takes too long")) }
}

/// Something a person does at a desk.
async fn at<T: Send + 'static>(
    office: &Arc<Office>,
    act: impl FnOnce(&Office) -> Result<T, DemoError> + Send + 'static,
) -> Result<T, DemoError> {
    let office = office.clone();
    blocking(move || act(&office)).await
}

fn fill(desk: &Office, draft: i64) -> Result<i64, DemoError> {
    let view = desk.open_draft(draft)?;
    let filled = complete(view.certificate, desk.today());
    Ok(desk.save_draft(draft, view.stamp, filled)?.stamp)
}

fn must_be_clean(desk: &Office, draft: i64) -> Result<(), DemoError> {
    let findings = desk.check_draft(draft)?;
    let stops: Vec<String> = findings
        .iter()
        .filter(|finding| finding.severity == tamga_origin::Severity::Block)
        .map(|finding| format!("{} at {}", finding.code, finding.path))
        .collect();
    if stops.is_empty() { Ok(()) } else { Err(stuck("check", stops.join(", "))) }
}

async fn send(office: &Arc<Office>) -> Result<(), DemoError> {
    let report = office.send_pass().await?;
    if report.accepted > 0 { Ok(()) } else { Err(stuck("send", format!("{report:?}"))) }
}

fn abroad_is_lit(desk: &Office, number: &str) -> Result<bool, DemoError> {
    Ok(desk.open_certificate(number)?.lamps.abroad.state == LampState::Lit)
}

async fn receive(post: &Arc<Office>, number: &str) -> Result<(), DemoError> {
    let start = Instant::now();
    loop {
        post.receive_pass().await?;
        if post.check_number(number)?.found.is_some() {
            return Ok(());
        }
        must_not_take_for_ever("receive", start)?;
    }
}

/// The officer types the number and looks at the verdict.
async fn verify(post: &Arc<Office>, number: &str) -> Result<CheckAnswer, DemoError> {
    let number = number.to_owned();
    let answer = at(post, move |desk| Ok(desk.check_number(&number)?)).await?;
    let verdict = answer.found.as_ref().map(|found| &found.verdict);
    match verdict {
        Some(verdict) if matches!(verdict.kind, VerdictKind::Genuine | VerdictKind::Look) => Ok(answer),
        other => Err(stuck("verify", format!("{other:?}"))),
    }
}

/// Every item is granted in full; of several, the last one is refused.
async fn decide(post: &Arc<Office>, answer: CheckAnswer) -> Result<(), DemoError> {
    at(post, move |desk| {
        let found = answer.found.ok_or_else(|| stuck("decide", "nothing was found"))?;
        let several = found.balance.len() > 1;
        let last = found.balance.len().saturating_sub(1);
        let item = |(at, row): (usize, &tamga_office::received::BalanceRow)| ItemDecision {
            sequence: row.sequence,
            quantity: row.left,
            unit: row.unit.clone(),
            granted: !(several && at == last),
            reason: if several && at == last { "MIS".to_owned() } else { String::new() },
        };
        let items = found.balance.iter().enumerate().map(item).collect();
        desk.decide(&Decision {
            number: found.number.clone(),
            stamp: found.stamp,
            declaration: DECLARATION.to_owned(),
            declared_on: desk.today(),
            items,
            note: String::new(),
        })?;
        Ok(())
    })
    .await
}
