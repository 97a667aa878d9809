//! How printed criteria are read, row by row of agreements.md section 4.
