//! In what shapes do window and program talk?
//!
//! Every number that counts (money, quantity, id, date) is a string; lists are windows of rows; words are codes.
//! What the shapes mean for the rooms below is decided in `crate::convert`, not here.

#![expect(missing_docs, reason = "field names are the window's words; what is not plain is said at the field")]

mod agreements;
mod app;
mod applications;
mod asked;
mod bundles;
mod cards;
mod certificates;
mod content;
mod drafts;
mod lists;
mod outbox;
mod receiving;
mod shared;
mod stamps;
mod trust;

pub use agreements::*;
pub use app::*;
pub use applications::*;
pub use asked::*;
pub use bundles::*;
pub use cards::*;
pub use certificates::*;
pub use content::*;
pub use drafts::*;
pub use lists::*;
pub use outbox::*;
pub use receiving::*;
pub use shared::*;
pub use stamps::*;
pub use trust::*;

/// Derives what every shape needs, with the field names in camelCase.
macro_rules! shapes {
    ($($(#[$meta:meta])* $kind:ident $name:ident $(<$generic:ident>)? { $($body:tt)* })*) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
            #[serde(rename_all = "camelCase")]
            pub $kind $name $(<$generic>)? { $($body)* }
        )*
    };
}
pub(crate) use shapes;

/// Words of a closed list, with the form they have on the wire.
macro_rules! codes {
    ($($(#[$meta:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $word:literal,)* })*) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            #[derive(serde::Serialize, serde::Deserialize, ts_rs::TS)]
            pub enum $name { $($(#[$of])* #[serde(rename = $word)] $variant,)* }

            impl $name {
                /// Every word of the list.
                pub const ALL: &[Self] = &[$(Self::$variant,)*];

                /// The word on the wire.
                pub fn as_str(self) -> &'static str {
                    match self { $(Self::$variant => $word,)* }
                }
            }
        )*
    };
}
pub(crate) use codes;
