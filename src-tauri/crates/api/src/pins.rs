//! Where does a typed PIN wait for the act it opens? Under a handle, wiped when it is used, when it is old, at the end.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tamga_office::{Pin, Secret};

use crate::error::Fault;
use crate::wire::ErrorCode;

/// How long a PIN waits for its one use.
const KEPT_FOR: Duration = Duration::from_secs(120);
/// Most PINs that wait.
const MOST: usize = 4;
/// Longest PIN or password, in bytes.
const LONGEST: usize = 1024;

/// PINs that wait.
#[derive(Default)]
pub struct Pins {
    waiting: Mutex<HashMap<String, (Pin, Duration)>>,
}

impl Pins {
    /// Keeps a PIN for one use.
    pub fn keep(&self, handle: String, pin: Vec<u8>, now: Duration) -> Result<(), Fault> {
        let pin = match String::from_utf8(pin) {
            Ok(text) => Pin::new(text),
            Err(error) => {
                // Wiped like any other, although it opens nothing.
                drop(Secret::new(error.into_bytes()));
                return Err(Fault::bad_request("the PIN is no text"));
            }
        };
        if pin.expose().len() > LONGEST {
            return Err(Fault::bad_request("the PIN is too long"));
        }
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|_, (_, since)| now.saturating_sub(*since) < KEPT_FOR);
        while waiting.len() >= MOST {
            let oldest = waiting.iter().min_by_key(|(_, (_, since))| *since).map(|(handle, _)| handle.clone());
            oldest.and_then(|handle| waiting.remove(&handle));
        }
        waiting.insert(handle, (pin, now));
        Ok(())
    }

    /// Hands the PIN out, once.
    pub fn take(&self, handle: &str, now: Duration) -> Result<Pin, Fault> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|_, (_, since)| now.saturating_sub(*since) < KEPT_FOR);
        let pin = waiting.remove(handle).map(|(pin, _)| pin);
        pin.ok_or_else(|| Fault::new(ErrorCode::PinWrong, "the PIN was used or its time is over: enter it again"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Duration = Duration::from_secs(43_200);

    #[test]
    fn a_pin_opens_one_act_and_no_second_one() {
        let pins = Pins::default();
        pins.keep("a".into(), b"1234".to_vec(), NOON).unwrap();
        assert_eq!(pins.take("a", NOON).unwrap().expose(), "1234");
        assert_eq!(pins.take("a", NOON).unwrap_err().code(), ErrorCode::PinWrong);
    }

    #[test]
    fn an_old_pin_is_gone() {
        let pins = Pins::default();
        pins.keep("a".into(), b"1234".to_vec(), NOON).unwrap();
        assert!(pins.take("a", NOON + KEPT_FOR).is_err());
    }

    #[test]
    fn the_oldest_of_too_many_pins_is_wiped() {
        let pins = Pins::default();
        for n in 0..=MOST {
            pins.keep(n.to_string(), vec![1; 4], NOON + Duration::from_millis(n as u64)).unwrap();
        }
        let late = NOON + Duration::from_secs(1);
        assert!(pins.take("0", late).is_err());
        assert!(pins.take("1", late).is_ok());
        assert!(pins.keep("x".into(), vec![b'0'; LONGEST + 1], late).is_err(), "a book is no PIN");
        assert!(pins.keep("x".into(), vec![0xFF], late).is_err(), "what cannot be typed is no PIN");
    }
}
