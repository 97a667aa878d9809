//! Stories: whole ways through the house, with real sockets, files and processes.

mod around;
mod thread;
