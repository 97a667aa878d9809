//! What does a command answer? One object for programs, some words for people, and an exit status.

use serde_json::{Map, Value};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Done, or the answer is yes.
    Yes,
    /// The answer is no: not valid, refused, findings that block.
    No,
    /// The command was called wrongly.
    Wrong,
    /// The world is in the way: file, disk, network, key.
    World,
    /// Nothing could be judged.
    Unjudged,
}

impl Exit {
    /// The number a script sees.
    pub fn status(self) -> u8 {
        match self {
            Self::Yes => 0,
            Self::No => 1,
            Self::Wrong => 2,
            Self::World => 3,
            Self::Unjudged => 4,
        }
    }
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// For programs.
    pub object: Map<String, Value>,
    /// For people; without a line end at the end.
    pub words: String,
    /// How it ended.
    pub exit: Exit,
}

impl Answer {
    /// An answer that ended well; anything but an object becomes an empty one.
    pub fn new(object: Value, words: impl Into<String>) -> Self {
        let object = match object {
            Value::Object(object) => object,
            _ => Map::new(),
        };
        Self { object, words: words.into(), exit: Exit::Yes }
    }

    /// The same answer with one more member for programs, and more words for people.
    #[must_use]
    pub fn with(mut self, name: &str, value: Value, words: &str) -> Self {
        self.object.insert(name.to_owned(), value);
        self.words = [self.words.as_str(), words].join("\n").trim_start().to_owned();
        self
    }

    /// The same answer with another end.
    #[must_use]
    pub fn ending(self, exit: Exit) -> Self {
        Self { exit, ..self }
    }
}
