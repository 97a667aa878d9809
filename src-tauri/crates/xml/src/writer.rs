//! Writes elements so that the exclusive canonical form of the root equals what is written: no declaration, no
//! self-closed tags, fixed escapes, attributes in canonical order, LF only.

/// A deterministic writer; skipping empty elements is the caller's matter.
///
/// Misuse (closing what is not open) leaves the document as it is; `finish` closes whatever is still open.
#[derive(Debug, Clone, Default)]
pub struct Writer {
    out: String,
    open: Vec<String>,
}

impl Writer {
    /// Opens the document with its root element in a default namespace.
    pub fn root(name: &str, namespace: &str) -> Self {
        Self::root_with(name, &[("", namespace)])
    }

    /// Opens the document with its root element and the namespaces used in it, each with its prefix; the default one
    /// has the empty prefix. Only prefixes that the root itself uses keep the exclusive canonical form.
    pub fn root_with(name: &str, namespaces: &[(&str, &str)]) -> Self {
        let mut writer = Self::default();
        writer.open_tag(name, &[], namespaces);
        writer
    }

    /// Opens an element.
    pub fn start(&mut self, name: &str) -> &mut Self {
        self.open_tag(name, &[], &[]);
        self
    }

    /// Opens an element with attributes, which are written in canonical order (by name; give no prefixed names).
    pub fn start_with(&mut self, name: &str, attributes: &[(&str, &str)]) -> &mut Self {
        self.open_tag(name, attributes, &[]);
        self
    }

    /// Writes text into the innermost open element; characters that XML forbids become U+FFFD.
    pub fn text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '\r' => self.out.push_str("&#xD;"),
                c if crate::chars::is_legal(c) => self.out.push(c),
                _ => self.out.push('\u{FFFD}'),
            }
        }
        self
    }

    /// Closes the innermost open element.
    pub fn end(&mut self) -> &mut Self {
        if let Some(name) = self.open.pop() {
            self.out.push_str("</");
            self.out.push_str(&name);
            self.out.push('>');
        }
        self
    }

    /// Writes an element that holds text only.
    pub fn element(&mut self, name: &str, text: &str) -> &mut Self {
        self.start(name).text(text).end()
    }

    /// Writes an element with attributes that holds text only.
    pub fn element_with(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> &mut Self {
        self.start_with(name, attributes).text(text).end()
    }

    /// Closes what is open and hands out the bytes.
    pub fn finish(mut self) -> Vec<u8> {
        while !self.open.is_empty() {
            self.end();
        }
        self.out.into_bytes()
    }

    fn open_tag(&mut self, name: &str, attributes: &[(&str, &str)], namespaces: &[(&str, &str)]) {
        self.out.push('<');
        self.out.push_str(name);
        let mut declared: Vec<_> = namespaces.to_vec();
        declared.sort_unstable_by_key(|(prefix, _)| *prefix);
        for (prefix, namespace) in declared {
            if prefix.is_empty() {
                self.attribute("xmlns", namespace);
            } else {
                self.attribute(&format!("xmlns:{prefix}"), namespace);
            }
        }
        let mut sorted: Vec<_> = attributes.to_vec();
        sorted.sort_unstable_by_key(|(name, _)| *name);
        for (name, value) in sorted {
            self.attribute(name, value);
        }
        self.out.push('>');
        self.open.push(name.to_owned());
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        for c in value.chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '"' => self.out.push_str("&quot;"),
                '\t' => self.out.push_str("&#x9;"),
                '\n' => self.out.push_str("&#xA;"),
                '\r' => self.out.push_str("&#xD;"),
                c if crate::chars::is_legal(c) => self.out.push(c),
                _ => self.out.push('\u{FFFD}'),
            }
        }
        self.out.push('"');
    }
}
