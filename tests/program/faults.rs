//! What the machine does to a build: a full disk, a folder that is read-only,
//! files that change under the reader, clocks that are wrong, few descriptors.
//!
//! Each ends with the status of the contract and a sentence that says what is
//! wrong, and leaves the old site whole.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use crate::bad_input::png;
use crate::mini_book::{MiniBook, files_under};

const PROGRAM: &str = env!("CARGO_BIN_EXE_isfahan-book");

/// The program after some words of the shell, such as a limit.
fn run_after(book: &MiniBook, words: &str, arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new("sh")
        .args(["-c", &format!("{words} && exec \"$0\" \"$@\""), PROGRAM])
        .args(arguments)
        .current_dir(book.folder())
        .env("NO_COLOR", "1")
        .env("LC_ALL", "C")
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(!told.contains("panicked"), "{told}");
    (output.status.code(), told)
}

/// The folders of builds that were not finished.
fn leftovers(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().flatten().map(|entry| entry.file_name());
    names.map(|name| name.to_string_lossy().into_owned()).filter(|name| name.contains(".building-")).collect()
}

/// A book that was built and has changed since, on every page: what stays as it
/// was is taken over, and takes no room.
fn changed() -> (MiniBook, BTreeMap<String, Vec<u8>>) {
    let book = MiniBook::built();
    book.edit(
        "book.yaml",
        "title: {fa: دو شهر, en: Two Cities}",
        "title: {fa: دو شهر ما, en: Our Two Cities}",
    );
    let before = book.output();
    (book, before)
}

/// The bytes of all files that the next build writes anew.
fn bytes_to_write(book: &MiniBook, before: &BTreeMap<String, Vec<u8>>) -> usize {
    book.run(&["build", "--only", "site", "--out", "expected"]).assert_status(0);
    let expected = book.folder().join("expected");
    let after = files_under(&expected);
    fs::remove_dir_all(expected).unwrap();
    after.iter().filter(|(path, bytes)| before.get(*path) != Some(bytes)).map(|(_, bytes)| bytes.len()).sum()
}

/// Said past the test's own capture: who reads the log must see it.
fn say_loudly(message: &str) {
    let _ = writeln!(std::io::stderr(), "\nNOT TESTED HERE: {message}\n");
}

/// What mounts a file system that only one shell and its children see, if
/// anything on this machine does: root may, others in a namespace of users.
fn mounter() -> Option<Vec<&'static str>> {
    [vec!["unshare", "--mount"], vec!["unshare", "--mount", "--map-root-user"]].into_iter().find(|words| {
        let tried = Command::new(words[0])
            .args(&words[1..])
            .args(["sh", "-c", "mount -t tmpfs -o size=64k tmpfs /tmp"])
            .stderr(Stdio::null())
            .status();
        tried.is_ok_and(|status| status.success())
    })
}

#[test]
fn a_disk_that_gets_full_leaves_the_old_site() {
    let Some(mounter) = mounter() else {
        return say_loudly("a full disk, for this machine lets nobody mount one");
    };
    let (book, before) = changed();
    let bytes: usize = before.values().map(Vec::len).sum();
    let new = bytes_to_write(&book, &before);
    // From a disk with nearly no room to one on which only the end of the build does not fit.
    for room in [16 << 10, new / 4, new / 2, new * 9 / 10] {
        let after = book.folder().join("after");
        let script = format!(
            "mkdir -p disk && mount -t tmpfs -o size={} tmpfs disk && cp -r dist disk/dist || exit 99
             mount -o remount,size=$(( $(du -sk disk | cut -f1) * 1024 + {room} )) disk || exit 98
             \"$0\" build --only site --out disk/dist; status=$?
             cp -r disk after || exit 97
             exit $status",
            bytes * 4 + (8 << 20),
        );
        let output = Command::new(mounter[0])
            .args(&mounter[1..])
            .args(["sh", "-c", &script, PROGRAM])
            .current_dir(book.folder())
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{room} bytes of room: {told}");
        assert!(told.contains("No space left on device") && told.contains("disk/dist"), "{told}");
        assert!(files_under(&after.join("dist")) == before, "the old site was touched: {room}");
        assert_eq!(leftovers(&after), Vec::<String>::new());
        fs::remove_dir_all(after).unwrap();
    }
}

#[test]
fn a_file_that_may_not_grow_leaves_the_old_site() {
    let (book, before) = changed();
    // In blocks of 512 bytes; without the trap the system would end the program.
    for blocks in [0, 8, 60] {
        let words = format!("trap '' XFSZ && ulimit -f {blocks}");
        let (status, told) = run_after(&book, &words, &["build", "--only", "site"]);
        assert_eq!(status, Some(3), "{told}");
        assert!(told.contains("File too large") && told.contains("dist/"), "{told}");
        assert!(book.output() == before, "the old site was touched");
        assert_eq!(leftovers(book.folder()), Vec::<String>::new());
    }
}

#[test]
fn a_report_that_cannot_be_written_is_a_failure() {
    let book = MiniBook::new();
    for format in ["json", "sarif"] {
        let output = Command::new(PROGRAM)
            .args(["check", "--format", format])
            .current_dir(book.folder())
            .stdout(File::options().write(true).open("/dev/full").unwrap())
            .output()
            .unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(3), "{told}");
        assert!(told.contains("standard output: No space left on device"), "{told}");
    }
}

#[test]
fn an_output_folder_that_is_read_only_stays() {
    let (book, before) = changed();
    let dist = book.folder().join("dist");
    fs::set_permissions(&dist, fs::Permissions::from_mode(0o555)).unwrap();
    let outcome = book.build();
    fs::set_permissions(&dist, fs::Permissions::from_mode(0o755)).unwrap();
    outcome.assert_status(1);
    assert!(outcome.stderr.contains("error[output.unwritable]"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("it is read-only"), "{}", outcome.stderr);
    assert!(book.output() == before);
}

/// Runs a program that was just copied: for a moment a child of another test may still hold it open.
fn once_free(mut run: impl FnMut() -> std::io::Result<Output>) -> Output {
    for _ in 0..100 {
        match run() {
            Err(error) if error.kind() == std::io::ErrorKind::ExecutableFileBusy => {
                thread::sleep(Duration::from_millis(20));
            }
            ended => return ended.unwrap(),
        }
    }
    panic!("the program is held open")
}

#[test]
fn a_folder_in_which_nothing_may_be_made() {
    let (book, before) = changed();
    // Root may do anything, so the build is another user's; the program is put where they reach it.
    let program = book.folder().join("program");
    fs::copy(PROGRAM, &program).unwrap();
    for mode in [0o755, 0o555] {
        fs::set_permissions(book.folder(), fs::Permissions::from_mode(mode)).unwrap();
        let mut command = Command::new(&program);
        command
            .args(["build", "--only", "site"])
            .current_dir(book.folder())
            .env("NO_COLOR", "1")
            .env("LC_ALL", "C");
        if fs::metadata(book.folder()).unwrap().uid() == 0 {
            command.uid(65_534).gid(65_534);
        } else if mode == 0o755 {
            continue;
        }
        let output = once_free(|| command.output());
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert!(told.contains("error[output.unwritable]: this folder cannot be written to"), "{told}");
        assert!(told.contains("Permission denied"), "{told}");
        assert!(book.output() == before);
    }
    fs::set_permissions(book.folder(), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn an_output_folder_on_another_file_system() {
    let shared = Path::new("/dev/shm");
    if !shared.is_dir() {
        return say_loudly("an output folder on another file system, for there is no /dev/shm");
    }
    let there = tempfile::tempdir_in(shared).unwrap();
    let out = there.path().join("dist");
    let (book, before) = changed();
    let arguments = ["build", "--only", "site", "--out", out.to_str().unwrap()];
    for _ in 0..2 {
        book.run(&arguments).assert_status(0);
    }
    book.build().assert_status(0);
    assert!(files_under(&out) == book.output(), "a site is not the same on another file system");
    assert!(book.output() != before);
    // A link to there is a folder there, and the exchange takes place beside that.
    fs::remove_dir_all(book.folder().join("dist")).unwrap();
    symlink(&out, book.folder().join("dist")).unwrap();
    book.build().assert_status(0);
    assert_eq!(leftovers(there.path()), Vec::<String>::new());
}

#[test]
fn a_mounted_output_folder_is_told_before_anything_is_made() {
    let Some(mounter) = mounter() else {
        return say_loudly("an output folder that is mounted, for this machine lets nobody mount one");
    };
    let book = MiniBook::new();
    let script = "mkdir dist && mount -t tmpfs tmpfs dist && exec \"$0\" build --only site";
    let output = Command::new(mounter[0])
        .args(&mounter[1..])
        .args(["sh", "-c", script, PROGRAM])
        .current_dir(book.folder())
        .env("NO_COLOR", "1")
        .env("LC_ALL", "C")
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("a file system is mounted here"), "{told}");
}

#[test]
fn an_exchange_that_was_cut_in_two_is_put_right() {
    // Where no system call swaps two folders, a build that is killed between two renames leaves this.
    let book = MiniBook::built();
    book.write_beside("dist/google1234.html", "a web master's own\n");
    fs::rename(book.folder().join("dist"), book.folder().join(".dist.building-a1b2c3.old")).unwrap();
    book.build().assert_status(0);
    assert_eq!(book.output()["google1234.html"], b"a web master's own\n", "the old site was lost");
    assert_eq!(leftovers(book.folder()), Vec::<String>::new());
}

#[test]
fn clocks_that_run_backwards_change_nothing() {
    let book = MiniBook::built();
    book.build().assert_status(0);
    let expected = book.output();
    let day = Duration::from_secs(86_400);
    let times = [
        SystemTime::UNIX_EPOCH,
        SystemTime::now() + 20_000 * day,
        SystemTime::now() - 3_000 * day,
        SystemTime::UNIX_EPOCH - day,
    ];
    for (turn, time) in times.into_iter().enumerate() {
        let content = files_under(&book.content("")).into_keys().map(|path| book.content(&path));
        let dist = files_under(&book.folder().join("dist")).into_keys();
        let dist = dist.map(|path| book.folder().join("dist").join(path));
        let all: Vec<PathBuf> = content.chain(dist).collect();
        for (index, path) in all.iter().enumerate() {
            // Not all by the same: the order of times is another in each turn.
            let time = time + Duration::from_secs(((index * 7 + turn * 3) % 11) as u64);
            let file = File::options().write(true).open(path).unwrap();
            file.set_times(fs::FileTimes::new().set_modified(time).set_accessed(time)).unwrap();
        }
        book.build().assert_status(0);
        assert!(book.output() == expected, "times of files changed the site: {time:?}");
        book.edit("cities/xian/en.md", "Four leaves", "Five leaves");
        book.build().assert_status(0);
        assert!(book.output() != expected, "an edit was not seen: {time:?}");
        book.edit("cities/xian/en.md", "Five leaves", "Four leaves");
    }
}

#[test]
fn sixty_four_descriptors_are_enough() {
    let book = MiniBook::new();
    // More chapters and pictures than there are descriptors.
    let mut slugs = Vec::new();
    for number in 0..100 {
        let slug = format!("more-{number}");
        for lang in ["fa", "en"] {
            let text = format!("---\ntitle: More {number}\n---\n\n![Picture](images/a.png \"Caption\")\n");
            book.write(&format!("pages/{slug}/{lang}.md"), text);
        }
        book.write(&format!("pages/{slug}/images/a.png"), png(4 + number, 8));
        slugs.push(slug);
    }
    book.edit("book.yaml", "[preface]", &format!("[preface, {}]", slugs.join(", ")));
    for arguments in [&["build", "--only", "site", "--jobs", "32"][..], &["check", "--format", "json"]] {
        let (status, told) = run_after(&book, "ulimit -n 64", arguments);
        assert_eq!(status, Some(0), "{told}");
    }
    assert!(book.output().contains_key("en/more-99/index.html"));
}

/// Files that editors save, move and take away while a build reads them.
#[test]
fn files_that_change_under_the_reader() {
    let book = MiniBook::built();
    let film = |seed: u8| vec![seed; 300_000];
    for (lang, alt) in [("fa", "فیلم"), ("en", "A film")] {
        let block = format!(
            "\n![{alt}](images/wall.png \"{alt}\")\n\n```{{video}}\nsrc: images/film.mp4\nposter: images/wall.png\nalt: {alt}\n```\n"
        );
        book.append(&format!("cities/xian/{lang}.md"), &block);
    }
    book.write("cities/xian/images/wall.png", png(64, 64));
    book.write("cities/xian/images/film.mp4", film(0));
    book.build().assert_status(0);
    let text = book.read("cities/xian/en.md");
    let stop = AtomicBool::new(false);
    let mut statuses = BTreeMap::new();
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut turn = 0_u8;
            while !stop.load(Ordering::Relaxed) {
                turn = turn.wrapping_add(1);
                let kept = [
                    (
                        "cities/xian/en.md",
                        text.replace("Four leaves", &format!("Leaves {turn}")).into_bytes(),
                    ),
                    ("cities/xian/images/wall.png", png(60 + u32::from(turn % 9), 64)),
                    ("cities/xian/images/film.mp4", film(turn)),
                ];
                let (path, bytes) = &kept[usize::from(turn) % kept.len()];
                let full = book.content(path);
                // In pieces, as a slow disk would; then away; then moved into place whole.
                let mut file = File::create(&full).unwrap();
                file.write_all(&bytes[..bytes.len() / 2]).unwrap();
                thread::sleep(Duration::from_millis(u64::from(turn % 5)));
                drop(file);
                fs::remove_file(&full).unwrap();
                thread::sleep(Duration::from_millis(u64::from(turn % 3)));
                let new = full.with_extension("new");
                fs::write(&new, bytes).unwrap();
                fs::rename(&new, &full).unwrap();
                thread::sleep(Duration::from_millis(u64::from(turn % 30)));
            }
        });
        for _ in 0..12 {
            let before = book.output();
            let outcome = book.build();
            let status = outcome.status.unwrap_or(-1);
            *statuses.entry(status).or_insert(0) += 1;
            assert!(!outcome.stderr.contains("panicked"), "{}", outcome.report());
            match status {
                0 => {}
                1 => assert!(outcome.stderr.contains("  --> "), "{}", outcome.report()),
                3 => assert!(outcome.stderr.contains("xian/images/film.mp4: "), "{}", outcome.report()),
                _ => panic!("{}", outcome.report()),
            }
            assert!(status == 0 || book.output() == before, "a build that failed touched the site");
            // Whatever was published is of one piece: a film bears the name of its own bytes.
            for (path, bytes) in book.output() {
                if let Some(name) = path.strip_prefix("assets/film-") {
                    assert_eq!(name.split('.').next(), Some(&blake3::hash(&bytes).to_hex()[..8]), "{path}");
                }
            }
        }
        stop.store(true, Ordering::Relaxed);
    });
    book.build().assert_status(0);
    println!("how often a build ended with each status: {statuses:?}");
    assert!(statuses.len() > 1, "no build met a file that was changing: {statuses:?}");
}
