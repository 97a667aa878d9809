//! What does a card's answer mean for the person who signs? The many return values of PKCS#11 as the few of ours.

use cryptoki::error::{Error, RvError};

use super::PinState;
use crate::error::SignError;

/// Is this that return value?
pub fn is(error: &Error, value: RvError) -> bool {
    matches!(error, Error::Pkcs11(found, _) if *found == value)
}

/// A refused login; `state` is what the card says of its PIN after it.
pub fn of_login(error: Error, state: PinState) -> SignError {
    let Error::Pkcs11(value, _) = &error else { return SignError::TokenFailed(error.to_string()) };
    match value {
        RvError::PinLocked => SignError::CardLocked,
        RvError::PinIncorrect | RvError::PinInvalid | RvError::PinLenRange => match state {
            PinState::Locked => SignError::CardLocked,
            state => SignError::CardPinWrong(state),
        },
        // Then the card takes any PIN as right: whoever is signed in there has to end first.
        RvError::UserAlreadyLoggedIn | RvError::UserAnotherAlreadyLoggedIn | RvError::UserTooManyTypes => {
            SignError::TokenBusy
        }
        _ => gone(error),
    }
}

/// An answer to anything else.
pub fn gone(error: Error) -> SignError {
    let Error::Pkcs11(value, _) = &error else { return SignError::TokenFailed(error.to_string()) };
    match value {
        RvError::DeviceRemoved
        | RvError::DeviceError
        | RvError::TokenNotPresent
        | RvError::TokenNotRecognized
        | RvError::SlotIdInvalid
        | RvError::SessionHandleInvalid
        | RvError::SessionClosed
        | RvError::ObjectHandleInvalid
        | RvError::KeyHandleInvalid
        | RvError::UserNotLoggedIn
        | RvError::CryptokiNotInitialized => SignError::TokenGone(error.to_string()),
        RvError::SessionCount | RvError::OperationActive => SignError::TokenBusy,
        _ => SignError::TokenFailed(error.to_string()),
    }
}
