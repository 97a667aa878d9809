//! How many submissions a second does one gateway take?
fn main() {}
