//! What does the whole thread look like, with nothing set up?

use std::path::PathBuf;

use serde_json::{Value, json};
use tamga_demo::{Demonstration, StoryStep};

use crate::answer::{Answer, Exit};
use crate::arguments::DemoArguments;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::files;

/// Plays the story: two gateways, a chamber and a border post on this machine.
pub fn demo(desk: &Desk, asked: &DemoArguments) -> Result<Answer, Failure> {
    let application = asked.application.as_deref().map(files::read).transpose()?;
    let (dir, passing) = match &asked.keep {
        Some(dir) => (dir.clone(), None),
        None => {
            let folder = tempfile::Builder::new()
                .prefix("tamga-demo-")
                .tempdir()
                .map_err(|source| Failure::Unwritable { path: std::env::temp_dir(), source })?;
            (folder.path().to_owned(), Some(folder))
        }
    };
    eprintln!("Demonstration: nothing here has legal effect, and no real number or key is used.");
    let told = desk.wait(async {
        let demonstration = Demonstration::prepare(&dir, desk.surroundings.clone()).await?;
        let told = demonstration.play(application.as_deref(), &mut |step| eprintln!("  {}", line(step))).await;
        demonstration.stop().await;
        told
    })?;
    let story = told.map_err(|source| Failure::Demo { source: Box::new(source) })?;
    // Offices in a folder that is about to go are of no use to anybody.
    let pdf: Option<PathBuf> = passing.is_none().then(|| dir.join(&story.pdf));
    let whole = story.steps.iter().all(|step| step.ok);
    let steps: Vec<Value> =
        story.steps.iter().map(|step| json!({ "name": step.name, "ok": step.ok, "ms": step.ms })).collect();
    let object = json!({
        "steps": steps, "certificate": story.certificate, "receipts": story.receipts,
        "pdf": pdf.as_ref().map(|path| path.display().to_string()), "demonstration": true,
    });
    let total: f64 = story.steps.iter().map(|step| step.ms).sum();
    let mut words = format!(
        "Certificate {} went from the chamber to the border post and back: {} steps in {total:.0} ms, {} proofs kept.",
        story.certificate,
        story.steps.len(),
        story.receipts.len(),
    );
    match &pdf {
        Some(path) => words.push_str(&format!("\nThe printed certificate: {}", path.display())),
        None => words.push_str("\nNothing was left on this machine; `tamga demo --keep DIR` keeps it to look at."),
    }
    let answer = Answer::new(object, words);
    Ok(if whole { answer } else { answer.ending(Exit::No) })
}

fn line(step: &StoryStep) -> String {
    let what = match step.name.as_str() {
        "import" => "The application of the exporter is taken in as a draft",
        "complete" => "The clerk adds what the form asks for",
        "check" => "The rules of the form find nothing to fix",
        "issue" => "Numbered, signed, printed and queued, in one transaction",
        "send" => "Handed to the gateway at home, receipt kept",
        "forward" => "Passed on to the gateway abroad",
        "receive" => "Taken in by the border post",
        "verify" => "Found genuine by the trust list",
        "decide" => "Accepted and written off, line by line",
        "feed_back" => "The answer is back at the chamber",
        "cancel" => "Withdrawn by the chamber",
        "cancel_arrives" => "The withdrawal is known at the border post",
        other => other,
    };
    let mark = if step.ok { "ok  " } else { "NOT " };
    format!("{mark} {:>8.1} ms  {what}", step.ms)
}
