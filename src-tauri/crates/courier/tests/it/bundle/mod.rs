//! Is a bundle what the format says, for whoever may open it and nobody else, and refused when a byte of it is another?

mod damage;
mod format;
mod hands;
mod peer;
