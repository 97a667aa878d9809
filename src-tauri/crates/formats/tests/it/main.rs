//! How the dialects read and write: round trips, foreign samples, bad input, profiles, pasted sheets.

mod agreements;
