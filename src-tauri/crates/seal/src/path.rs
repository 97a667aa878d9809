//! Does a way lead from a certificate to a pinned anchor?
