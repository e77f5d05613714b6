//! Runs the program and measures it from outside: wall time, peak memory,
//! and the time of each stage as the program itself tells it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// One run of the program.
pub struct Run {
    pub wall: Duration,
    /// Of the processor, user and system together, over all cores; to 0.01 s.
    pub cpu: Duration,
    /// The most memory it ever held, in KiB: VmHWM of proc(5); 0 where the system has no /proc.
    pub peak: u64,
    /// Milliseconds by stage, in the order they ran.
    pub stages: Vec<(String, f64)>,
}

/// How often memory is read; the high-water mark misses at most what a
/// process takes in its last moments.
const INTERVAL: Duration = Duration::from_millis(5);

/// Runs `program` in `folder` and waits for it.
///
/// # Panics
/// If it cannot be started or does not end with success: a time of a failed
/// run means nothing.
pub fn run(program: &Path, arguments: &[&str], folder: &Path) -> Run {
    let (start, spent) = (Instant::now(), spent_by_children());
    let mut child = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .env("ISFAHAN_BOOK_TIMINGS", "1")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    let status = format!("/proc/{}/status", child.id());
    let report = child.stderr.take().map(|pipe| {
        thread::spawn(move || BufReader::new(pipe).lines().map_while(Result::ok).collect::<Vec<_>>())
    });
    let mut peak = 0;
    let end = loop {
        if let Some(end) = child.try_wait().expect("the child can be waited for") {
            break end;
        }
        peak = peak.max(high_water(&status).unwrap_or(0));
        thread::sleep(INTERVAL);
    };
    let wall = start.elapsed();
    let lines = report.and_then(|report| report.join().ok()).unwrap_or_default();
    assert!(end.success(), "{} {arguments:?} failed:\n{}", program.display(), lines.join("\n"));
    let cpu = spent_by_children().saturating_sub(spent);
    Run { wall, cpu, peak, stages: lines.iter().filter_map(|line| stage(line)).collect() }
}

/// Processor time of the children that have ended: fields 16 and 17 of
/// proc_pid_stat(5), in hundredths of a second.
fn spent_by_children() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields).split_whitespace();
    let ticks: u64 = fields.skip(13).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

fn high_water(status: &str) -> Option<u64> {
    let status = fs::read_to_string(status).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

/// `typeset: 1519.4 ms`
fn stage(line: &str) -> Option<(String, f64)> {
    let (name, time) = line.split_once(": ")?;
    Some((name.to_owned(), time.strip_suffix(" ms")?.parse().ok()?))
}

/// The middle one of several runs, by the time that each took.
pub fn median<T>(mut runs: Vec<T>, time: impl Fn(&T) -> Duration) -> T {
    runs.sort_by_key(time);
    let middle = runs.len() / 2;
    runs.swap_remove(middle)
}

/// Prints one run: what was run, time, memory, stages.
pub fn print(name: &str, run: &Run) {
    let (wall, cpu) = (run.wall.as_secs_f64(), run.cpu.as_secs_f64());
    println!("{name}: {wall:.2} s, {cpu:.2} CPU s, {:.0} MiB", run.peak as f64 / 1024.0);
    for (stage, time) in &run.stages {
        println!("    {stage}: {time:.1} ms");
    }
}
