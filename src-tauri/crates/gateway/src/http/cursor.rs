//! Where does a reader stand? Opaque text that covers list and position, and proves that it was made here.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tamga_protocol::Cursor;
use tamga_seal::digest::sha256_hex;

/// Makes and reads the cursors of one store.
#[derive(Debug)]
pub(crate) struct Cursors {
    salt: String,
    generation: u64,
}

/// Why a cursor is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unread {
    /// Not made here, or for another list.
    Foreign,
    /// Made before the store went back to an earlier point.
    Expired,
}

impl Cursors {
    pub(crate) fn new(salt: &str, generation: u64) -> Self {
        Self { salt: salt.to_owned(), generation }
    }

    /// The position after `seq` of a list.
    pub(crate) fn write(&self, list: &str, seq: u64) -> Cursor {
        let plain = format!("{}.{seq}.{}", self.generation, self.mark(list, self.generation, seq));
        Cursor::new(URL_SAFE_NO_PAD.encode(plain))
    }

    /// The position a cursor stands for.
    pub(crate) fn read(&self, list: &str, cursor: &str) -> Result<u64, Unread> {
        let plain = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| Unread::Foreign)?;
        let plain = String::from_utf8(plain).map_err(|_| Unread::Foreign)?;
        let mut parts = plain.split('.');
        let mut next = || parts.next().ok_or(Unread::Foreign);
        let generation: u64 = next()?.parse().map_err(|_| Unread::Foreign)?;
        let seq: u64 = next()?.parse().map_err(|_| Unread::Foreign)?;
        if next()? != self.mark(list, generation, seq) {
            return Err(Unread::Foreign);
        }
        if generation == self.generation { Ok(seq) } else { Err(Unread::Expired) }
    }

    fn mark(&self, list: &str, generation: u64, seq: u64) -> String {
        let digest = sha256_hex(format!("{}\n{list}\n{generation}\n{seq}", self.salt).as_bytes());
        digest.chars().take(16).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_counts_for_its_own_list_store_and_generation_only() {
        let cursors = Cursors::new("salt", 1);
        let cursor = cursors.write("own:desk", 7);
        assert_eq!(cursors.read("own:desk", cursor.as_str()), Ok(7));
        assert_eq!(cursors.read("own:post", cursor.as_str()), Err(Unread::Foreign));
        assert_eq!(Cursors::new("pepper", 1).read("own:desk", cursor.as_str()), Err(Unread::Foreign));
        assert_eq!(Cursors::new("salt", 2).read("own:desk", cursor.as_str()), Err(Unread::Expired));
        for forged in ["", "x", "MS43", &URL_SAFE_NO_PAD.encode("1.8.0000000000000000")] {
            assert_eq!(cursors.read("own:desk", forged), Err(Unread::Foreign), "{forged}");
        }
    }
}
