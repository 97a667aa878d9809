//! What is asked to give a key another PIN?

use clap::Args;

use super::PinArguments;

/// Which key, its PIN and the new one.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  tamga --dir chamber key pin 3f9a2b7c11d04e58
  OLD=… NEW=… tamga --dir chamber key pin 3f9a2b7c11d04e58 --pin-env OLD --new-pin-env NEW

At a terminal the PIN is asked for once and the new one twice. A wrong PIN counts like everywhere.
Copies of the office made before: a key bound to the key ring opens there by no PIN any more, any
other by the PIN it had. The PIN of a card is changed with the program of the card's maker.")]
pub struct ChangePinArguments {
    /// Id of the key
    #[arg(value_name = "KEY")]
    pub key: String,
    #[command(flatten)]
    pub pin: PinArguments,
    /// Environment variable that holds the new PIN [default: ask at the terminal, twice]
    #[arg(long, value_name = "NAME", conflicts_with = "new_pin_fd")]
    pub new_pin_env: Option<String>,
    /// Open file descriptor whose next line is the new PIN
    #[arg(long, value_name = "N")]
    pub new_pin_fd: Option<u32>,
}
