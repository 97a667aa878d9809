//! What must never be seen: held in one place, wiped when let go, never printed.

use std::fmt;

use zeroize::Zeroize;

/// A secret value: no copies, no printing, wiped on drop.
pub struct Secret<T: Zeroize>(T);

impl<T: Zeroize> Secret<T> {
    /// Takes a value in.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// Shows the value to the one who needs it.
    pub fn expose(&self) -> &T {
        &self.0
    }

    /// Shows the value to the one who fills it.
    pub fn expose_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<secret>")
    }
}

impl<T: Zeroize> Drop for Secret<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
