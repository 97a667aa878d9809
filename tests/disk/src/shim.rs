//! How does one stand between SQLite and its files? A file layer (VFS, sqlite.org/vfs.html) named `watched` that hands
//! every call on to the system's own one, and asks [`crate::watch`] first about those that change a file.
//!
//! The only module of the tests with `unsafe` in it: the layer is a table of C functions. Nothing is decided here.
//!
//! What it relies on: a file of ours is followed in memory by one of the system's layer, in one piece of `szOsFile`
//! bytes that SQLite allocates, aligned for 8 bytes; SQLite calls the methods of a file between a successful `xOpen` and
//! its `xClose` only; and the system's layer is registered for as long as the process lives.
#![expect(unsafe_code, reason = "a file layer of SQLite is a table of C functions")]

use std::ffi::{CStr, c_char, c_int, c_void};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use rusqlite::ffi::{
    SQLITE_CANTOPEN, SQLITE_FULL, SQLITE_IOERR_DELETE, SQLITE_IOERR_FSYNC, SQLITE_IOERR_READ, SQLITE_IOERR_TRUNCATE,
    SQLITE_IOERR_WRITE, SQLITE_NOMEM, SQLITE_OK, sqlite3_file, sqlite3_filename, sqlite3_int64, sqlite3_io_methods,
    sqlite3_vfs, sqlite3_vfs_find, sqlite3_vfs_register,
};

use crate::watch::{Call, Failure, Verdict, judge};

/// A file of this layer; the system's own follows it in memory.
#[repr(C)]
struct Watched {
    base: sqlite3_file,
    /// Its path; null for a file without a name. Owned: made by `Box::into_raw`, freed in `close`.
    path: *mut PathBuf,
}

const OWN: usize = size_of::<Watched>();
const _: () = assert!(OWN.is_multiple_of(8), "what follows is aligned");

/// The system's own layer. Its address is kept as a number, because a pointer may not be shared between threads.
static SYSTEM: OnceLock<usize> = OnceLock::new();

fn system() -> *mut sqlite3_vfs {
    SYSTEM.get().copied().unwrap_or(0) as *mut sqlite3_vfs
}

/// Puts this layer in front of the system's own, once for the process; databases opened from now on go through it.
pub(crate) fn install() {
    SYSTEM.get_or_init(|| {
        // SAFETY: a null name asks for the default layer, which lives as long as the process.
        let system = unsafe { sqlite3_vfs_find(std::ptr::null()) };
        assert!(!system.is_null(), "SQLite has a file layer on this system");
        // SAFETY: `system` points to a whole layer that nobody changes any more.
        let mut ours = unsafe { std::ptr::read(system) };
        ours.zName = c"watched".as_ptr();
        ours.pNext = std::ptr::null_mut();
        ours.szOsFile += c_int::try_from(OWN).unwrap_or(c_int::MAX);
        ours.xOpen = Some(open);
        ours.xDelete = Some(delete);
        // SQLite keeps the pointer for as long as the process lives, so it is never freed. Everything that is not
        // replaced looks at no field of the layer but `pAppData` and `mxPathname`, which are the system's own.
        let ours = Box::into_raw(Box::new(ours));
        // SAFETY: `ours` is a whole layer and lives as long as the process.
        let registered = unsafe { sqlite3_vfs_register(ours, 1) };
        assert_eq!(registered, SQLITE_OK, "the file layer is taken");
        system as usize
    });
}

static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    // Version 2 has shared memory for the log, and none for mapped files, whose writes could not be seen.
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

/// The system's file behind one of ours.
///
/// # Safety
/// `file` was handed to `open` and is followed by the system's file.
unsafe fn inner(file: *mut sqlite3_file) -> *mut sqlite3_file {
    // SAFETY: SQLite allocated `OWN` bytes and the system's size behind them in one piece.
    unsafe { file.cast::<u8>().add(OWN).cast() }
}

/// The path of a file, if it has one.
///
/// # Safety
/// As for `inner`, between `open` and `close`.
unsafe fn path<'a>(file: *mut sqlite3_file) -> Option<&'a Path> {
    // SAFETY: `open` has filled the field; the path is freed in `close` only.
    unsafe { (*file.cast::<Watched>()).path.as_ref() }.map(PathBuf::as_path)
}

/// What the watch says of a call on an open file.
///
/// # Safety
/// As for `path`.
unsafe fn asked(file: *mut sqlite3_file, call: Call<'_>) -> Verdict {
    // SAFETY: the caller's.
    unsafe { path(file) }.map_or(Verdict::GoOn, |path| judge(path, call))
}

fn failed(failure: Failure, broken: c_int) -> c_int {
    match failure {
        Failure::Broken => broken,
        Failure::Full => SQLITE_FULL,
    }
}

/// Calls a method of the system's file; an absent one answers with `$absent`.
macro_rules! pass {
    ($file:ident, $method:ident, $absent:expr $(, $argument:expr)*) => {{
        // SAFETY: the methods of the system's file may be called between `open` and `close`, with what SQLite gave us.
        unsafe {
            let inner = inner($file);
            match (*inner).pMethods.as_ref().and_then(|methods| methods.$method) {
                Some(method) => method(inner $(, $argument)*),
                None => $absent,
            }
        }
    }};
}

unsafe extern "C" fn open(
    _: *mut sqlite3_vfs,
    name: sqlite3_filename,
    file: *mut sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    // SAFETY: SQLite gives a name that ends with NUL and lives until `xClose`, or none.
    let path = (!name.is_null()).then(|| PathBuf::from(unsafe { CStr::from_ptr(name) }.to_string_lossy().into_owned()));
    let is_new = path.as_ref().is_some_and(|path| !path.exists());
    // SAFETY: `file` is `szOsFile` bytes that are ours to fill. Without methods SQLite never closes it.
    unsafe { (*file).pMethods = std::ptr::null() };
    let verdict = path.as_ref().map_or(Verdict::GoOn, |path| judge(path, Call::Open { is_new }));
    if verdict != Verdict::GoOn {
        return SQLITE_CANTOPEN;
    }
    // SAFETY: the system's layer gets its own file behind ours, and what SQLite gave us.
    let opened = unsafe {
        match (*system()).xOpen {
            Some(open) => open(system(), name, inner(file), flags, out_flags),
            None => SQLITE_NOMEM,
        }
    };
    if opened == SQLITE_OK {
        let path = path.map_or(std::ptr::null_mut(), |path| Box::into_raw(Box::new(path)));
        // SAFETY: as above; from here on SQLite closes it.
        unsafe { file.cast::<Watched>().write(Watched { base: sqlite3_file { pMethods: &raw const METHODS }, path }) };
    }
    opened
}

unsafe extern "C" fn delete(_: *mut sqlite3_vfs, name: *const c_char, sync_dir: c_int) -> c_int {
    // SAFETY: SQLite gives a name that ends with NUL.
    let path = PathBuf::from(unsafe { CStr::from_ptr(name) }.to_string_lossy().into_owned());
    if let Verdict::Fail(failure) = judge(&path, Call::Delete { is_flushed: sync_dir != 0 }) {
        return failed(failure, SQLITE_IOERR_DELETE);
    }
    // SAFETY: the system's layer gets what SQLite gave us; its folder is not flushed.
    unsafe { (*system()).xDelete.map_or(SQLITE_OK, |delete| delete(system(), name, 0)) }
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    let closed = pass!(file, xClose, SQLITE_OK);
    // SAFETY: the path was made by `Box::into_raw` in `open`; nobody uses the file after this.
    unsafe {
        let path = (*file.cast::<Watched>()).path;
        if !path.is_null() {
            drop(Box::from_raw(path));
        }
        (*file).pMethods = std::ptr::null();
    }
    closed
}

unsafe extern "C" fn read(file: *mut sqlite3_file, into: *mut c_void, amount: c_int, at: sqlite3_int64) -> c_int {
    // SAFETY: the file is open.
    match unsafe { asked(file, Call::Read) } {
        Verdict::GoOn => pass!(file, xRead, SQLITE_IOERR_READ, into, amount, at),
        Verdict::Fail(_) => SQLITE_IOERR_READ,
    }
}

unsafe extern "C" fn write(file: *mut sqlite3_file, from: *const c_void, amount: c_int, at: sqlite3_int64) -> c_int {
    // SAFETY: SQLite gives `amount` bytes at `from`, and does not change them during the call.
    let bytes = unsafe { std::slice::from_raw_parts(from.cast::<u8>(), usize::try_from(amount).unwrap_or(0)) };
    // SAFETY: the file is open.
    match unsafe { asked(file, Call::Write { at: u64::try_from(at).unwrap_or(0), bytes }) } {
        Verdict::GoOn => pass!(file, xWrite, SQLITE_IOERR_WRITE, from, amount, at),
        Verdict::Fail(failure) => failed(failure, SQLITE_IOERR_WRITE),
    }
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, size: sqlite3_int64) -> c_int {
    // SAFETY: the file is open.
    match unsafe { asked(file, Call::Resize(u64::try_from(size).unwrap_or(0))) } {
        Verdict::GoOn => pass!(file, xTruncate, SQLITE_IOERR_TRUNCATE, size),
        Verdict::Fail(failure) => failed(failure, SQLITE_IOERR_TRUNCATE),
    }
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, _: c_int) -> c_int {
    // SAFETY: the file is open. The flush is noted and not passed on: the real machine keeps its power.
    match unsafe { asked(file, Call::Flush) } {
        Verdict::GoOn => SQLITE_OK,
        Verdict::Fail(failure) => failed(failure, SQLITE_IOERR_FSYNC),
    }
}

unsafe extern "C" fn file_size(file: *mut sqlite3_file, size: *mut sqlite3_int64) -> c_int {
    pass!(file, xFileSize, SQLITE_IOERR_READ, size)
}

unsafe extern "C" fn lock(file: *mut sqlite3_file, level: c_int) -> c_int {
    pass!(file, xLock, SQLITE_OK, level)
}

unsafe extern "C" fn unlock(file: *mut sqlite3_file, level: c_int) -> c_int {
    pass!(file, xUnlock, SQLITE_OK, level)
}

unsafe extern "C" fn check_reserved_lock(file: *mut sqlite3_file, is_held: *mut c_int) -> c_int {
    pass!(file, xCheckReservedLock, SQLITE_OK, is_held)
}

unsafe extern "C" fn file_control(file: *mut sqlite3_file, what: c_int, argument: *mut c_void) -> c_int {
    pass!(file, xFileControl, rusqlite::ffi::SQLITE_NOTFOUND, what, argument)
}

unsafe extern "C" fn sector_size(file: *mut sqlite3_file) -> c_int {
    pass!(file, xSectorSize, 4096)
}

unsafe extern "C" fn device_characteristics(file: *mut sqlite3_file) -> c_int {
    pass!(file, xDeviceCharacteristics, 0)
}

unsafe extern "C" fn shm_map(
    file: *mut sqlite3_file,
    page: c_int,
    size: c_int,
    extend: c_int,
    out: *mut *mut c_void,
) -> c_int {
    pass!(file, xShmMap, SQLITE_NOMEM, page, size, extend, out)
}

unsafe extern "C" fn shm_lock(file: *mut sqlite3_file, offset: c_int, count: c_int, flags: c_int) -> c_int {
    pass!(file, xShmLock, SQLITE_OK, offset, count, flags)
}

unsafe extern "C" fn shm_barrier(file: *mut sqlite3_file) {
    pass!(file, xShmBarrier, ());
}

unsafe extern "C" fn shm_unmap(file: *mut sqlite3_file, delete: c_int) -> c_int {
    pass!(file, xShmUnmap, SQLITE_OK, delete)
}
