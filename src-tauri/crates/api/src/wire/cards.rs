//! What does the window know of cards, their programs, and the PIN of a key?

use super::{Word, shapes};

shapes! {
    /// A program of a card's maker that is on this computer, or is in use.
    struct CardProgram {
        /// Whole path.
        pub path: String,
        pub in_use: bool,
    }

    struct CardPrograms {
        pub rows: Vec<CardProgram>,
    }

    /// `program` is one of those listed, or was chosen by a person.
    struct CardsLook {
        pub program: String,
    }

    /// A key on a card, as far as its certificate shows it without a PIN.
    struct CardKey {
        /// Hex.
        pub id: String,
        pub label: String,
        pub name: String,
        pub algorithm: String,
        pub valid_from: String,
        pub valid_to: String,
        /// `key_state.ready`, `key_state.expired`, `key_state.not_yet`.
        pub state: Word,
        /// Is it taken into use here already?
        pub in_use: bool,
    }

    struct CardRow {
        pub label: String,
        pub serial: String,
        pub maker: String,
        pub model: String,
        /// `card_pin.good`, `card_pin.few_left`, `card_pin.last_try`, `card_pin.locked`.
        pub pin: Word,
        /// Is the PIN typed on the reader's own keys?
        pub pad: bool,
        pub keys: Vec<CardKey>,
    }

    struct Cards {
        pub rows: Vec<CardRow>,
    }

    /// `card` is its serial number, `key` its id in hex; `pinHandle` is null where the reader has keys of its own.
    struct CardUse {
        pub program: String,
        pub card: String,
        pub key: String,
        pub label: String,
        pub pin_handle: Option<String>,
    }

    /// Another PIN for a key that is kept on this computer.
    struct KeyPinChange {
        pub key_id: String,
        pub pin_handle: String,
        pub new_pin_handle: String,
    }

    /// Where the program of the card's maker lies now.
    struct CardMove {
        pub key_id: String,
        pub program: String,
    }
}
