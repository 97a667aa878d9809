//! What does each command do? One module per noun; each asks the office and words its answer.

mod agreements;
mod asked;
mod border;
mod bundle;
mod check;
mod code_lists;
mod codes;
mod convert;
mod demo;
mod doctor;
mod draft;
mod elements;
mod evidence;
mod folder;
mod gateway;
mod init;
mod issue;
mod journal;
mod key;
mod line;
mod numbers;
mod origin;
mod search;
mod sign;
mod template;
mod trust;
mod verify;
mod waiting;

use crate::answer::Answer;
use crate::arguments::{Command, JournalCommand};
use crate::desk::Desk;
use crate::failure::Failure;

/// Does what was asked.
pub fn run(desk: &Desk, command: Command) -> Result<Answer, Failure> {
    match command {
        Command::Demo(asked) => demo::demo(desk, &asked),
        Command::Init(asked) => init::init(desk, asked),
        Command::Key(asked) => key::key(desk, asked),
        Command::Trust(asked) => trust::trust(desk, asked),
        Command::Gateway(asked) => gateway::gateway(desk, asked),
        Command::Numbers(asked) => numbers::numbers(desk, asked),
        Command::Agreements(asked) => agreements::agreements(desk, &asked),
        Command::Codes(asked) => codes::codes(desk, &asked),
        Command::Template(asked) => template::template(&asked),
        Command::Elements(asked) => Ok(elements::elements_of(&asked)),
        Command::Draft(asked) => draft::draft(desk, asked),
        Command::Check(asked) => check::check(desk, &asked),
        Command::Origin(asked) => origin::origin(desk, &asked),
        Command::Issue(asked) => evidence::stamped_at_once(desk, issue::issue(desk, &asked)?),
        Command::Sign(asked) => sign::sign(desk, &asked),
        Command::Verify(asked) => verify::verify(desk, &asked),
        Command::Convert(asked) => convert::convert(desk, &asked),
        Command::Send => line::send(desk),
        Command::Receive => line::receive(desk),
        Command::Sync => line::sync(desk),
        Command::Inbox(asked) => border::inbox(desk, &asked),
        Command::Decide(asked) => border::decide(desk, &asked),
        Command::Question(asked) => asked::question(desk, asked),
        Command::Verification(asked) => asked::verification(desk, asked),
        Command::Outbox(asked) => waiting::outbox(desk, asked),
        Command::Contradiction(asked) => waiting::contradiction(desk, asked),
        Command::Folder(asked) => folder::folder(desk, asked),
        Command::Bundle(asked) => bundle::bundle(desk, asked),
        Command::Search(asked) => search::search(desk, &asked),
        Command::Cancel(asked) => issue::cancel(desk, &asked),
        Command::Evidence(asked) => evidence::evidence(desk, asked),
        Command::Export(asked) => evidence::export(desk, &asked),
        Command::Journal(JournalCommand::Verify) => journal::verify(desk),
        Command::Doctor => doctor::doctor(desk),
    }
}
