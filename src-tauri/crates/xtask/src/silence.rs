//! What becomes of a test program that hangs? It is ended after a long silence, so that the run goes on, counts it as
//! failed, and has said which tests were under way.
//!
//! Only the program that cargo started is ended, by its id, never cargo: the others still run. Where the system does not
//! name a process's children (anything but Linux), a silence is waited out.

use std::fs;
use std::process::Command;

/// Ends the programs that a process started, and says so; answers how many there were.
pub fn end_children(parent: u32) -> usize {
    let children = children(parent);
    for child in &children {
        println!("-- nothing was heard of process {child} for too long: it is ended");
        // One that ended by itself meanwhile is no loss.
        let _ = Command::new("kill").args(["-KILL", &child.to_string()]).status();
    }
    children.len()
}

/// What each thread of a process started and has not waited for (proc(5), `/proc/pid/task/tid/children`).
fn children(parent: u32) -> Vec<u32> {
    let threads = fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten();
    let listed = threads.filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    listed.flat_map(|ids| ids.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<_>>()).collect()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};

    use crate::house;

    #[test]
    fn a_program_that_hangs_is_ended_and_what_comes_after_it_still_runs() {
        let mut shell = Command::new("sh");
        // The shell stands for cargo: it waits for a program without end, then goes on.
        shell.args(["-c", "echo begun; sleep 300; echo after $?"]).stdin(Stdio::null());
        let (mut said, begun) = (Vec::new(), Instant::now());
        let end = house::watch_with(&mut shell, Duration::from_millis(500), |line| said.push(line.to_owned()));
        assert_eq!(said, ["begun", "after 137"]);
        assert_eq!(end, Ok(()));
        assert!(begun.elapsed() < Duration::from_secs(60), "it did not wait for the end of the sleep");
    }

    #[test]
    fn a_program_that_speaks_is_left_alone() {
        let mut shell = Command::new("sh");
        shell.args(["-c", "for n in 1 2 3 4 5 6; do echo $n; sleep 0.2; done"]);
        let mut said = 0;
        let end = house::watch_with(&mut shell, Duration::from_secs(30), |_| said += 1);
        assert_eq!((said, end), (6, Ok(())));
    }
}
