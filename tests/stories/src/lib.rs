//! Do the rooms do together what each does alone? Whole stories with real sockets, real files and real processes; all
//! of it is in `tests/it`.
