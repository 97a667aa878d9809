//! Canonical forms of parts of a document.
