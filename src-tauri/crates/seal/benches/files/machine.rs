//! What does the system say of this process: time that processors spent on it, and the most memory it held?

/// Nanoseconds for which this process had a processor so far, on a busy machine the better figure; told in hundredths of
/// a second.
pub fn processor() -> Option<u128> {
    let said = std::fs::read_to_string("/proc/self/stat").ok()?;
    // Behind the name, which may hold anything: state, ten numbers, then time of its own and the system's for it.
    let (_, said) = said.rsplit_once(')')?;
    let ticks = said.split_whitespace().skip(11).take(2).map(|ticks| ticks.parse::<u128>().ok());
    ticks.sum::<Option<u128>>().map(|ticks| ticks * 10_000_000)
}

/// From now on what is held at most counts anew, where the system lets it.
pub fn forget_most_memory() {
    if std::fs::write("/proc/self/clear_refs", "5").is_err() {
        println!("skipped: the rounds' memory is not told apart");
    }
}

/// What the process held at most since.
pub fn most_memory() -> Option<u64> {
    let said = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = said.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kib| kib * 1_024)
}
