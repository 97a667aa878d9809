//! How large may things be? The numbers of version 1, and the check of nesting that comes before reading.

/// Largest envelope in bytes, as sent.
pub const ENVELOPE: usize = 2 * 1024 * 1024;
/// Largest inline content in bytes, decoded; also for all inline content together.
pub const INLINE_DOCUMENT: usize = 1024 * 1024;
/// Largest document that is sent by itself.
pub const DOCUMENT: u64 = 50 * 1024 * 1024;
/// Largest bundle that is carried by hand.
pub const BUNDLE: usize = 64 * 1024 * 1024;
/// Most days of one summary.
pub const SUMMARY_DAYS: i64 = 400;
/// Most submissions declared as pending when an epoch is opened.
pub const PENDING: usize = 5_000;
/// Most attachments of one envelope.
pub const ATTACHMENTS: usize = 20;
/// The most a packed body may grow when it is unpacked, so many times.
pub const GZIP_RATIO: usize = 100;
/// Deepest nesting of JSON.
pub const JSON_DEPTH: usize = 32;
/// Most lines of a page of submissions.
pub const SUBMISSIONS_PAGE: u32 = 500;
/// Most items of an inbox page.
pub const INBOX_PAGE: u32 = 200;
/// Most bytes of an inbox page.
pub const INBOX_PAGE_BYTES: usize = 4 * 1024 * 1024;
/// Most acknowledgements in one request.
pub const ACKS: usize = 500;
/// Longest wait in seconds.
pub const WAIT_SECONDS: u64 = 60;
/// What a client asks for.
pub const USUAL_WAIT_SECONDS: u64 = 25;
/// Largest document that comes inline unless the reader says otherwise.
pub const INLINE_MAX_DEFAULT: u64 = 64 * 1024;
/// Longest route id in characters.
pub const ROUTE: usize = 64;
/// Longest agreement code in characters.
pub const AGREEMENT: usize = 32;
/// Longest issuer id in characters.
pub const ISSUER: usize = 32;
/// Longest certificate number in characters.
pub const CO_NUMBER: usize = 64;
/// Largest whole number that every JSON reader keeps exactly.
pub const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// Whether JSON text nests no deeper than `max`; looks at brackets outside strings only, so it never recurses.
pub fn nests_within(json: &[u8], max: usize) -> bool {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for byte in json {
        if in_string {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'[' | b'{' => {
                depth += 1;
                if depth > max {
                    return false;
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_inside_strings_do_not_nest() {
        assert!(nests_within(br#"{"a":"[[[[\"[[["}"#, 1));
        assert!(nests_within("[".repeat(32).as_bytes(), 32));
        assert!(!nests_within("[".repeat(33).as_bytes(), 32));
    }
}
