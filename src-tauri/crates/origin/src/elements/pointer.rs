//! How does an error name its field to somebody who knows the WCO Data Model? As a chain of class identifiers ending
//! in an element's: `items[3].criterion.code` is Pointer 42A · Pointer 67A · Pointer 68A with sequence 3 · Pointer 92A
//! with tag 436 (`dataset.md` section 4). What has no such chain of its own travels as text.
//!
//! The sequence is the number in our path: an item's own `sequence`, else the position from 1 in the list.

use super::{Element, elements, pattern};

/// One link of a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pointer {
    /// Class identifier (375, section code), for instance `68A`.
    pub class: String,
    /// Which occurrence of the class (006), where it stands once for each entry of a list.
    pub sequence: Option<u32>,
    /// Element identifier (381, tag), in the last link alone.
    pub tag: Option<String>,
}

/// Has the element a chain that leads back to it and to no other?
fn owns_chain(element: &Element) -> bool {
    has_chain(element) && elements().find(|other| has_chain(other) && is_same_chain(other, element)) == Some(element)
}

fn has_chain(element: &Element) -> bool {
    let numbered = element.classes.iter().filter(|class| class.is_numbered).count();
    !element.is_own()
        && element.classes.iter().all(|class| !class.id.is_empty())
        // Every number of the path must find its place in the chain, or it would not lead back.
        && numbered == element.path.matches("[]").count()
}

fn is_same_chain(one: &Element, other: &Element) -> bool {
    one.wco_id == other.wco_id && one.classes == other.classes
}

/// The numbers of a path's entries, in order; `None` when one of them is no number above zero.
fn numbers(path: &str) -> Option<Vec<u32>> {
    let mut found = Vec::new();
    for part in path.split('[').skip(1) {
        let (digits, _) = part.split_once(']')?;
        let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
        found.push(digits.parse().ok().filter(|_| is_plain)?);
    }
    Some(found)
}

/// The chain of a path with numbered entries; `None` when it has none of its own and must travel as text.
pub fn pointers(path: &str) -> Option<Vec<Pointer>> {
    let plain = pattern(path);
    let element = elements().find(|element| element.path == plain)?;
    if !owns_chain(element) {
        return None;
    }
    let mut numbers = numbers(path)?.into_iter();
    let mut chain = Vec::with_capacity(element.classes.len());
    for class in element.classes {
        let sequence = if class.is_numbered { Some(numbers.next()?) } else { None };
        chain.push(Pointer { class: class.id.to_owned(), sequence, tag: None });
    }
    chain.last_mut()?.tag = Some(element.wco_id.to_owned());
    Some(chain)
}

/// The path a chain leads to; `None` when it leads to nothing that a certificate has.
pub fn path_of(chain: &[Pointer]) -> Option<String> {
    let (last, before) = chain.split_last()?;
    let tag = last.tag.as_deref()?;
    if before.iter().any(|link| link.tag.is_some()) {
        return None;
    }
    let fits = |element: &&Element| {
        element.wco_id == tag
            && element.classes.len() == chain.len()
            && element.classes.iter().zip(chain).all(|(class, link)| {
                class.id == link.class && class.is_numbered == link.sequence.is_some_and(|number| number > 0)
            })
    };
    let element = elements().find(|element| fits(element) && owns_chain(element))?;
    let mut numbers = chain.iter().filter_map(|link| link.sequence);
    let mut path = String::with_capacity(element.path.len() + 8);
    for part in element.path.split_inclusive('[') {
        path.push_str(part);
        if part.ends_with('[') {
            path.push_str(&numbers.next()?.to_string());
        }
    }
    Some(path)
}
