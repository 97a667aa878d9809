//! A message that does not say how long it is: CMS may be written with lengths left open (BER, X.690 8.1.3.6), and old
//! services write stamps so. Open lengths are closed; everything else stays as it stands.

use std::borrow::Cow;

/// Deepest nesting of elements whose length is open.
const DEPTH: usize = 16;

/// The same message with every open length closed; unreadable ones come back as they are and are refused by the reader.
pub fn closed(message: &[u8]) -> Cow<'_, [u8]> {
    match element(message, DEPTH) {
        Some((closed, [])) => Cow::Owned(closed),
        _ => Cow::Borrowed(message),
    }
}

/// The first element with its length closed, and what follows it.
fn element(input: &[u8], depth: usize) -> Option<(Vec<u8>, &[u8])> {
    let depth = depth.checked_sub(1)?;
    let [tag, length, rest @ ..] = input else { return None };
    // Names of tags longer than one byte occur in no message of this kind.
    if tag & 0x1F == 0x1F {
        return None;
    }
    if *length != 0x80 {
        let (size, rest) = size(*length, rest)?;
        let after = rest.get(size..)?;
        let whole = input.get(..input.len() - after.len())?;
        return Some((whole.to_vec(), after));
    }
    // Only what is made of elements may leave its length open.
    if tag & 0x20 == 0 {
        return None;
    }
    let (mut content, mut rest) = (Vec::new(), rest);
    loop {
        if let [0, 0, after @ ..] = rest {
            return Some((written(*tag, &content)?, after));
        }
        let (inner, after) = element(rest, depth)?;
        content.extend(inner);
        rest = after;
    }
}

fn size(first: u8, rest: &[u8]) -> Option<(usize, &[u8])> {
    if first < 0x80 {
        return Some((usize::from(first), rest));
    }
    let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7F))?;
    let size = digits.iter().try_fold(0usize, |sum, digit| sum.checked_mul(256)?.checked_add(usize::from(*digit)));
    Some((size?, rest))
}

fn written(tag: u8, content: &[u8]) -> Option<Vec<u8>> {
    let length = u32::try_from(content.len()).ok()?.to_be_bytes();
    let zeros = length.iter().take_while(|byte| **byte == 0).count().min(3);
    let digits = length.get(zeros..)?;
    let mut out = vec![tag];
    match digits {
        [one] if *one < 0x80 => out.push(*one),
        _ => {
            out.push(0x80 | u8::try_from(digits.len()).ok()?);
            out.extend_from_slice(digits);
        }
    }
    out.extend_from_slice(content);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_lengths_are_closed_and_closed_ones_stay() {
        let closed_one: &[u8] = &[0x30, 3, 2, 1, 5];
        assert_eq!(&*closed(closed_one), closed_one);
        assert_eq!(&*closed(&[0x30, 0x80, 2, 1, 5, 0, 0]), closed_one);
        assert_eq!(&*closed(&[0x30, 0x80, 0xA0, 0x80, 2, 1, 5, 0, 0, 0, 0]), [0x30, 5, 0xA0, 3, 2, 1, 5]);
        let long = [&[0x30, 0x80, 4, 0x81, 200][..], &[7; 200], &[0, 0]].concat();
        assert_eq!(closed(&long)[..6], [0x30, 0x81, 203, 4, 0x81, 200]);
        let longer = [&[0x30, 0x80, 4, 0x82, 1, 44][..], &[7; 300], &[0, 0]].concat();
        assert_eq!(closed(&longer)[..4], [0x30, 0x82, 1, 48]);
    }

    #[test]
    fn what_cannot_be_closed_comes_back_as_it_is() {
        let deep: Vec<u8> = [0x30, 0x80].repeat(40);
        for input in [
            &[][..],
            &[0x30],
            &[0x30, 0x80],
            &[0x30, 0x80, 0, 0, 1],
            &[0x30, 0x80, 2, 9, 5, 0, 0],
            &[0x1F, 0x80, 0, 0],
            &[4, 0x80, 2, 1, 5, 0, 0],
            &[0x30, 0x89, 1, 1, 1, 1, 1, 1, 1, 1, 1],
            &deep,
        ] {
            assert_eq!(&*closed(input), input);
        }
    }
}
