//! How much XML is looked at? Numbers that hold before any tree is built (`seal-and-paper.md` section 2).

/// What is thought of comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comments {
    /// Every comment is refused.
    Refused,
    /// Comments are let through (and not reported) where the parent holds no text.
    BetweenElements,
}

/// Bounds of the gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most bytes of the document.
    pub bytes: usize,
    /// Most bytes of one run of text.
    pub text: usize,
    /// Most bytes of one attribute value.
    pub value: usize,
    /// Most bytes of one name.
    pub name: usize,
    /// Deepest nesting; the root is level 1.
    pub depth: usize,
    /// Most elements.
    pub elements: usize,
    /// Most attributes on one element, namespace declarations not counted.
    pub attributes: usize,
    /// Most namespace declarations on one element.
    pub namespaces: usize,
    /// What is thought of comments.
    pub comments: Comments,
    /// Is a byte-order mark let through (and noted)?
    pub byte_order_mark: bool,
}

impl Limits {
    /// The bounds for documents of our own form: no comment, no byte-order mark.
    pub const OWN: Self = Self {
        bytes: 8 * 1024 * 1024,
        text: 8 * 1024 * 1024,
        value: 64 * 1024,
        name: 256,
        depth: 32,
        elements: 200_000,
        attributes: 64,
        namespaces: 32,
        comments: Comments::Refused,
        byte_order_mark: false,
    };

    /// The bounds for foreign documents: comments between elements and a byte-order mark are let through.
    pub const FOREIGN: Self = Self { comments: Comments::BetweenElements, byte_order_mark: true, ..Self::OWN };
}

impl Default for Limits {
    fn default() -> Self {
        Self::OWN
    }
}
