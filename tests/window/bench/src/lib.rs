//! Nothing of its own: the bench in `benches/` measures the built programs from outside.
