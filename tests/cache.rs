//! The cache: what is kept is what was put, whatever happens to the files, and whoever else is at it.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "the tests fail by panicking; the helper is shared by all of them"
)]

mod support;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use support::{Outcome, Project};
use tempfile::TempDir;
use weighbridge::cache::{Cache, CacheKey, LARGEST_ENTRY, Pack, Seal, Unfit, pack_of};

const BOUND: u64 = 1 << 20;
const DAY: Duration = Duration::from_hours(24);

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder can be made")
}

fn key(number: u64) -> CacheKey {
    CacheKey::new(&number.to_le_bytes(), "test 1")
}

/// What is kept under a number: the same bytes at any time, other ones for each number.
fn payload(number: u64, bytes: usize) -> Vec<u8> {
    let mut payload = vec![0; bytes];
    blake3::Hasher::new().update(&number.to_le_bytes()).finalize_xof().fill(&mut payload);
    payload
}

fn small(directory: &Path) -> Cache {
    Cache::with(directory, Seal::default(), BOUND)
}

/// A run that keeps these.
fn put(directory: &Path, numbers: impl IntoIterator<Item = u64>, bytes: usize) {
    let cache = small(directory);
    for number in numbers {
        cache.put(key(number), &payload(number, bytes));
    }
}

/// How many of these a run finds; what it finds is right.
fn found(directory: &Path, numbers: impl IntoIterator<Item = u64>, bytes: usize) -> usize {
    let cache = small(directory);
    let right = |number| cache.get(key(number)).inspect(|got| assert_eq!(*got, payload(number, bytes)));
    numbers.into_iter().filter_map(right).count()
}

fn files(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory.join("v1")).into_iter().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("it can be read").path()).collect();
    files.sort();
    files
}

fn packs(directory: &Path) -> Vec<PathBuf> {
    files(directory).into_iter().filter(|path| path.extension().is_some_and(|end| end == "pack")).collect()
}

fn bytes(directory: &Path) -> u64 {
    packs(directory).iter().map(|path| fs::metadata(path).expect("it is there").len()).sum()
}

/// As if it had been written so much earlier.
fn grow_old(path: &Path, age: Duration) {
    let file = File::options().write(true).open(path).expect("it can be opened");
    let modified = file.metadata().and_then(|metadata| metadata.modified()).expect("it has a time");
    file.set_modified(modified - age).expect("it is ours");
}

fn all_grow_old(directory: &Path, age: Duration) {
    packs(directory).iter().for_each(|path| grow_old(path, age));
}

// ---------------------------------------------------------------------------------------------------------------
// What is kept
// ---------------------------------------------------------------------------------------------------------------

#[test]
fn what_was_put_is_got_by_its_content_and_its_way_in_the_same_run_and_in_the_next() {
    let folder = folder();
    let cache = Cache::at(folder.path());
    let key = CacheKey::new(b"image", "webp 80");
    assert_eq!(cache.get(key), None);
    cache.put(key, b"61000");
    let check = |cache: &Cache| {
        assert_eq!(cache.get(key).as_deref(), Some(b"61000".as_slice()));
        assert_eq!(cache.get(CacheKey::new(b"image", "webp 75")), None);
        assert_eq!(cache.get(CacheKey::new(b"other", "webp 80")), None);
    };
    check(&cache);
    // The pack is the last clone's.
    drop(cache.clone());
    assert!(packs(folder.path()).is_empty());
    drop(cache);
    assert_eq!(packs(folder.path()).len(), 1);
    check(&Cache::at(folder.path()));
    assert_eq!(Cache::none().get(key), None);
    assert_eq!(Cache::with(folder.path(), Seal::default(), 0).get(key), None);
}

#[test]
fn entries_of_any_length_are_kept_up_to_the_largest() {
    let folder = folder();
    let lengths = [0, 1, 20, 300_000, LARGEST_ENTRY, LARGEST_ENTRY + 1];
    let expect = |cache: &Cache| {
        for (number, length) in (0..).zip(lengths) {
            let expected = (length <= LARGEST_ENTRY).then(|| payload(number, length));
            assert!(cache.get(key(number)) == expected, "{length}");
        }
    };
    let cache = Cache::at(folder.path());
    for (number, length) in (0..).zip(lengths) {
        cache.put(key(number), &payload(number, length));
    }
    expect(&cache);
    drop(cache);
    expect(&Cache::at(folder.path()));
}

#[test]
fn a_run_that_finds_everything_writes_nothing() {
    let folder = folder();
    put(folder.path(), 0..100, 50);
    all_grow_old(folder.path(), 30 * DAY);
    let before = files(folder.path());
    assert_eq!(found(folder.path(), 0..100, 50), 100);
    assert_eq!(files(folder.path()), before);
}

#[test]
fn runs_that_measured_the_same_leave_one_pack() {
    let folder = folder();
    let (one, other) = (small(folder.path()), small(folder.path()));
    for number in 0..10 {
        one.put(key(number), &payload(number, 50));
        other.put(key(9 - number), &payload(9 - number, 50));
    }
    drop((one, other));
    assert_eq!(packs(folder.path()).len(), 1);
    assert_eq!(found(folder.path(), 0..10, 50), 10);
}

// ---------------------------------------------------------------------------------------------------------------
// Damage
// ---------------------------------------------------------------------------------------------------------------

fn length(number: u64) -> usize {
    usize::try_from(number).expect("it is small")
}

fn some_pack() -> (Vec<(CacheKey, Vec<u8>)>, Vec<u8>) {
    let entries: Vec<_> = (0..6).map(|number| (key(number), payload(number, 5 * length(number)))).collect();
    let borrowed: Vec<_> = entries.iter().map(|(key, payload)| (*key, payload.as_slice())).collect();
    let pack = pack_of(&borrowed, &Seal::default());
    (entries, pack)
}

/// How many entries can be got; each is the right one.
fn right(entries: &[(CacheKey, Vec<u8>)], pack: &[u8]) -> usize {
    let seal = Seal::default();
    let Ok(pack) = Pack::read(pack, &seal) else { return 0 };
    let got = entries.iter().filter_map(|(key, payload)| Some((pack.get(*key, &seal)?, payload)));
    got.inspect(|(got, payload)| assert_eq!(got, *payload)).count()
}

#[test]
fn a_pack_with_any_byte_changed_gives_the_right_payload_or_none() {
    let (entries, pack) = some_pack();
    assert_eq!(right(&entries, &pack), 6);
    for at in 0..pack.len() {
        for change in [0x01, 0x80, 0xFF] {
            let mut damaged = pack.clone();
            damaged[at] ^= change;
            assert!(right(&entries, &damaged) < 6, "byte {at} is not looked at");
        }
    }
}

#[test]
fn a_pack_cut_or_extended_anywhere_is_none() {
    let (entries, pack) = some_pack();
    for length in 0..pack.len() {
        assert_eq!(right(&entries, &pack[..length]), 0, "{length}");
        assert_eq!(right(&entries, &pack[length..]), usize::from(length == 0) * 6, "{length}");
    }
    for extended in [[&pack[..], b"x"].concat(), [b"x", &pack[..]].concat(), [&pack[..], &pack[..]].concat()]
    {
        assert_eq!(right(&entries, &extended), 0);
    }
}

#[test]
fn a_pack_that_claims_what_it_has_not_is_none_and_takes_no_memory() {
    let (_, pack) = some_pack();
    let trailer = pack.len() - 16;
    let seal = Seal::default();
    for count in [0, 1, 5, 7, 1 << 20, 1 << 24, u32::MAX] {
        let mut claiming = pack.clone();
        claiming[trailer..trailer + 4].copy_from_slice(&count.to_le_bytes());
        assert_eq!(Pack::read(claiming.as_slice(), &seal).err(), Some(Unfit::Damaged), "{count}");
    }
    // Every field of the index.
    for record in 0..6 {
        let start = trailer - (6 - record) * 24;
        for field in [16, 20] {
            for value in [0, 1, 32, 33, 1 << 20, 1 << 24, 1 << 31, u32::MAX] {
                let mut claiming = pack.clone();
                let place = start + field..start + field + 4;
                if claiming[place.clone()] == value.to_le_bytes() {
                    continue;
                }
                claiming[place].copy_from_slice(&value.to_le_bytes());
                let entries: Vec<_> =
                    (0..6).map(|number| (key(number), payload(number, 5 * length(number)))).collect();
                assert!(right(&entries, &claiming) < 6);
            }
        }
    }
}

#[test]
fn files_of_others_are_neither_read_nor_removed() {
    let folder = folder();
    put(folder.path(), 0..10, 50);
    let digits = |c: char| c.to_string().repeat(32);
    let v1 = folder.path().join("v1");
    fs::write(v1.join(format!("{}.pack", digits('0'))), "no pack").expect("it can be written");
    fs::write(v1.join(format!("{}.pack", digits('1'))), "").expect("it can be written");
    fs::write(v1.join("notes.txt"), "mine").expect("it can be written");
    fs::write(v1.join(format!("{}.pack", digits('g'))), "mine").expect("it can be written");
    fs::create_dir(v1.join(format!("{}.pack", digits('2')))).expect("it can be made");
    fs::create_dir(v1.join("unfinished-folder")).expect("it can be made");
    #[cfg(unix)]
    {
        let target = folder.path().join("target");
        fs::write(&target, "no pack").expect("it can be written");
        std::os::unix::fs::symlink(&target, v1.join(format!("{}.pack", digits('3'))))
            .expect("it can be made");
        std::os::unix::fs::symlink("nowhere", v1.join(format!("{}.pack", digits('4'))))
            .expect("it can be made");
        std::os::unix::fs::symlink("/dev/zero", v1.join(format!("{}.pack", digits('5'))))
            .expect("it can be made");
        for name in [format!("{}.pack", digits('6')), "unfinished-fifo".to_owned()] {
            let made = Command::new("mkfifo").arg(v1.join(name)).status();
            assert!(made.expect("mkfifo runs").success());
        }
        fs::remove_file(v1.join("lock")).expect("it is there");
        let made = Command::new("mkfifo").arg(v1.join("lock")).status();
        assert!(made.expect("mkfifo runs").success());
    }
    let before = files(folder.path());
    assert_eq!(found(folder.path(), 0..10, 50), 10);
    put(folder.path(), 10..20, 50);
    assert_eq!(found(folder.path(), 0..20, 50), 20);
    assert_eq!(files(folder.path()).len(), before.len() + 1);
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_a_link_is_neither_read_nor_written() {
    let (folder, elsewhere) = (folder(), folder());
    put(elsewhere.path(), 0..10, 50);
    let v1 = folder.path().join("v1");
    std::os::unix::fs::symlink(elsewhere.path().join("v1"), &v1).expect("it can be made");
    let before = files(elsewhere.path());
    put(folder.path(), 10..20, 50);
    assert_eq!(found(folder.path(), 0..20, 50), 0);
    let cleared =
        Project::new().command(&["cache", "clear"]).env("WEIGHBRIDGE_CACHE", folder.path()).output();
    Outcome::from(cleared.expect("the binary runs")).expect(0, &[]);
    assert_eq!(files(elsewhere.path()), before);
    assert!(v1.is_symlink());
}

#[test]
fn a_damaged_entry_is_written_anew_and_found_again() {
    let folder = folder();
    put(folder.path(), 0..1, 50);
    let [pack] = &packs(folder.path())[..] else { panic!("one pack") };
    let mut damaged = fs::read(pack).expect("it can be read");
    damaged[60] ^= 1;
    fs::write(pack, damaged).expect("it can be written");
    assert_eq!(found(folder.path(), 0..1, 50), 0);
    // Alone in its pack it takes the place of the damaged one; else it is in a newer one.
    put(folder.path(), 0..1, 50);
    assert_eq!(found(folder.path(), 0..1, 50), 1);
}

#[test]
fn an_entry_that_was_copied_under_another_key_is_none() {
    let seal = Seal::default();
    let (one, other) = (key(1), key(2));
    let pack = pack_of(&[(one, b"1")], &seal);
    let theirs = pack_of(&[(other, b"2")], &seal);
    let index = pack.len() - 16 - 24;
    let mixed = [&pack[..index], &theirs[index..]].concat();
    let mixed = Pack::read(mixed.as_slice(), &seal).expect("it fits together");
    assert_eq!((mixed.get(one, &seal), mixed.get(other, &seal)), (None, None));
}

#[test]
fn a_directory_that_cannot_be_written_keeps_nothing_and_says_nothing() {
    let folder = folder();
    let file = folder.path().join("file");
    fs::write(&file, "mine").expect("it can be written");
    for directory in [file.clone(), file.join("below"), folder.path().join("nul\0")] {
        put(&directory, 0..10, 50);
        assert_eq!(found(&directory, 0..10, 50), 0);
    }
    assert_eq!(fs::read(&file).expect("it is there"), b"mine");
    // Where the layout's folder should be, there is a file.
    fs::write(folder.path().join("v1"), "mine").expect("it can be written");
    put(folder.path(), 0..10, 50);
    assert_eq!(found(folder.path(), 0..10, 50), 0);
}

// ---------------------------------------------------------------------------------------------------------------
// The secret
// ---------------------------------------------------------------------------------------------------------------

#[test]
fn entries_of_another_secret_are_none() {
    let folder = folder();
    let with = |secret: &[u8]| Cache::with(folder.path(), Seal::of(secret), BOUND);
    for (secret, text) in [(&b""[..], &b"everybody"[..]), (b"ours", b"right"), (b"theirs", b"wrong")] {
        with(secret).put(key(1), text);
    }
    assert_eq!(packs(folder.path()).len(), 3);
    assert_eq!(with(b"ours").get(key(1)).as_deref(), Some(&b"right"[..]));
    assert_eq!(with(b"theirs").get(key(1)).as_deref(), Some(&b"wrong"[..]));
    assert_eq!(with(b"none of them").get(key(1)), None);
    // One who cannot make the checksums, and writes the header of those who can.
    let theirs = Seal::of(b"theirs");
    let mut forged = pack_of(&[(key(1), b"forged")], &theirs);
    let ours = Seal::of(b"ours");
    let header = pack_of(&[], &ours);
    forged[..32].copy_from_slice(&header[..32]);
    let forged = Pack::read(forged.as_slice(), &ours).expect("it fits together");
    assert_eq!(forged.get(key(1), &ours), None);
    assert_eq!(Pack::read(pack_of(&[], &theirs), &ours).err(), Some(Unfit::Foreign));
    assert!(!format!("{:?}", with(b"ours")).contains("key"));
}

// ---------------------------------------------------------------------------------------------------------------
// The bound
// ---------------------------------------------------------------------------------------------------------------

#[test]
fn the_bound_is_held_and_what_is_used_stays() {
    let folder = folder();
    let used = 0..100;
    put(folder.path(), used.clone(), 1_000);
    for run in 1..40 {
        all_grow_old(folder.path(), Duration::from_hours(30));
        // Another project, once, of which a tenth of the cache is taken.
        put(folder.path(), run * 1_000..run * 1_000 + 100, 1_000);
        assert!(bytes(folder.path()) <= BOUND, "run {run}: {}", bytes(folder.path()));
        assert_eq!(found(folder.path(), used.clone(), 1_000), 100, "run {run}");
        assert!(bytes(folder.path()) <= BOUND, "run {run}: {}", bytes(folder.path()));
        assert!(packs(folder.path()).len() <= 20, "run {run}");
    }
    // The last ones are there, the first are not.
    assert_eq!(found(folder.path(), 39_000..39_100, 1_000), 100);
    assert_eq!(found(folder.path(), 1_000..1_100, 1_000), 0);
}

#[test]
fn one_run_that_puts_more_than_the_bound_does_not_pass_it() {
    let folder = folder();
    put(folder.path(), 0..5_000, 1_000);
    let kept = found(folder.path(), 0..5_000, 1_000);
    assert!((400..1_100).contains(&kept), "{kept}");
    assert!(bytes(folder.path()) <= BOUND);
    // What was first stays, so that the next run has it.
    assert_eq!(found(folder.path(), 0..400, 1_000), 400);
}

#[test]
fn many_small_packs_become_few_and_nothing_is_lost() {
    let folder = folder();
    for run in 0..100 {
        put(folder.path(), run * 10..run * 10 + 10, 40);
        assert!(packs(folder.path()).len() <= 16, "run {run}");
    }
    assert_eq!(found(folder.path(), 0..1_000, 40), 1_000);
}

#[test]
fn packs_of_two_secrets_become_few_for_each() {
    let folder = folder();
    for run in 0..60 {
        let secret = if run % 2 == 0 { &b"theirs"[..] } else { b"" };
        let cache = Cache::with(folder.path(), Seal::of(secret), BOUND);
        cache.put(key(run), &payload(run, 50));
        drop(cache);
        assert!(packs(folder.path()).len() <= 32, "run {run}");
    }
    assert_eq!(found(folder.path(), 0..60, 50), 30);
    let theirs = Cache::with(folder.path(), Seal::of(b"theirs"), BOUND);
    assert_eq!((0..60).filter(|number| theirs.get(key(*number)).is_some()).count(), 30);
}

#[test]
fn what_others_wrote_goes_when_the_bound_is_passed() {
    let folder = folder();
    let theirs = Cache::with(folder.path(), Seal::of(b"theirs"), BOUND);
    for number in 0..500 {
        theirs.put(key(number), &payload(number, 1_000));
    }
    drop(theirs);
    put(folder.path(), 0..100, 1_000);
    let before = bytes(folder.path());
    assert!(before > 500_000, "{before}");
    put(folder.path(), 1_000..1_500, 1_000);
    assert!(bytes(folder.path()) <= BOUND);
    assert_eq!(found(folder.path(), 0..100, 1_000), 100);
    let theirs = Cache::with(folder.path(), Seal::of(b"theirs"), BOUND);
    assert_eq!((0..500).filter(|number| theirs.get(key(*number)).is_some()).count(), 0);
}

#[test]
fn what_killed_runs_left_is_swept_and_what_others_are_writing_is_not() {
    let folder = folder();
    put(folder.path(), 0..10, 50);
    let v1 = folder.path().join("v1");
    let (_, pack) = some_pack();
    let [young, locked, left, old] = ["young", "locked", "left", "old"].map(|name| {
        let path = v1.join(format!("unfinished-{name}"));
        fs::write(&path, &pack).expect("it can be written");
        path
    });
    grow_old(&locked, 2 * DAY);
    grow_old(&left, Duration::from_mins(2));
    grow_old(&old, 2 * DAY);
    let writing = File::options().write(true).open(&locked).expect("it is there");
    writing.try_lock().expect("it is not locked");
    // One that writes for long, and its file looks old.
    let other = small(folder.path());
    other.put(key(100), b"other");
    let theirs = files(folder.path()).into_iter().find(|path| {
        !["young", "locked", "left", "old"].iter().any(|name| path.ends_with(format!("unfinished-{name}")))
            && path.to_string_lossy().contains("unfinished-")
    });
    grow_old(&theirs.expect("it is being written"), 2 * DAY);
    put(folder.path(), 10..20, 50);
    assert_eq!([&young, &locked, &left, &old].map(|path| path.exists()), [true, true, false, false]);
    drop(other);
    assert_eq!(small(folder.path()).get(key(100)).as_deref(), Some(&b"other"[..]));
    assert_eq!(found(folder.path(), 0..20, 50), 20, "none is the killed run's");
}

#[test]
fn a_pack_from_the_future_is_the_first_to_go() {
    let folder = folder();
    put(folder.path(), 0..100, 1_000);
    for pack in packs(folder.path()) {
        let file = File::options().write(true).open(pack).expect("it can be opened");
        file.set_modified(SystemTime::now() + 3_650 * DAY).expect("it is ours");
    }
    for run in 1..12 {
        put(folder.path(), run * 1_000..run * 1_000 + 100, 1_000);
    }
    assert_eq!(found(folder.path(), 0..100, 1_000), 0);
    assert!(bytes(folder.path()) <= BOUND);
}

// ---------------------------------------------------------------------------------------------------------------
// Many at once
// ---------------------------------------------------------------------------------------------------------------

#[test]
fn threads_and_runs_at_once_find_nothing_wrong_and_hold_the_bound() {
    let folder = folder();
    std::thread::scope(|scope| {
        for thread in 0..8_u64 {
            let directory = folder.path();
            scope.spawn(move || {
                for run in 0..25 {
                    let cache = small(directory);
                    for step in 0..40 {
                        let number = (thread * 7 + run * 31 + step * 13) % 1_500;
                        match cache.get(key(number)) {
                            Some(got) => assert_eq!(got, payload(number, 1_000)),
                            None => cache.put(key(number), &payload(number, 1_000)),
                        }
                        assert_eq!(cache.get(key(number)), Some(payload(number, 1_000)));
                    }
                }
            });
        }
    });
    put(folder.path(), 10_000..10_001, 10);
    assert!(bytes(folder.path()) <= BOUND, "{}", bytes(folder.path()));
    assert!(found(folder.path(), 0..1_500, 1_000) > 300);
    assert!(files(folder.path()).iter().all(|path| !path.to_string_lossy().contains("unfinished")));
}

#[test]
fn one_cache_is_used_by_many_threads() {
    let folder = folder();
    let cache = Cache::at(folder.path());
    std::thread::scope(|scope| {
        for thread in 0..8_u64 {
            let cache = cache.clone();
            scope.spawn(move || {
                for number in 0..500 {
                    let number = (number + thread * 61) % 500;
                    cache.put(key(number), &payload(number, 3_000));
                    assert!(cache.get(key(number)) == Some(payload(number, 3_000)));
                }
            });
        }
    });
    drop(cache);
    assert_eq!(packs(folder.path()).len(), 1);
    assert_eq!(found(folder.path(), 0..500, 3_000), 500);
}

#[test]
fn a_run_that_is_killed_leaves_no_entry() {
    let folder = folder();
    let cache = small(folder.path());
    for number in 0..100 {
        cache.put(key(number), &payload(number, 500));
    }
    // Nothing is run at its end.
    std::mem::forget(cache);
    assert_eq!(found(folder.path(), 0..100, 500), 0);
    assert_eq!((files(folder.path()).len(), packs(folder.path()).len()), (2, 0));
    // One that has closed a pack before leaves that.
    let cache = small(folder.path());
    for number in 0..300 {
        cache.put(key(number), &payload(number, 500));
    }
    std::mem::forget(cache);
    assert!((200..300).contains(&found(folder.path(), 0..300, 500)));
}

// ---------------------------------------------------------------------------------------------------------------
// The tool
// ---------------------------------------------------------------------------------------------------------------

/// A build with images that are encoded, and so kept.
fn project() -> Project {
    let budgets = r#"{ "compression": { "gzip": 1, "brotli": 0 }, "budgets": [] }"#;
    Project::new().fixture("esbuild-shop").file("budgets.json", budgets)
}

const CHECK: [&str; 4] = ["check", "dist", "--report", "json"];

/// Runs `command` with this in its environment alone, as far as the cache goes.
fn outcome(mut command: Command, environment: &[(&str, &Path)]) -> Outcome {
    for name in ["HOME", "LOCALAPPDATA", "WEIGHBRIDGE_CACHE", "XDG_CACHE_HOME"] {
        command.env_remove(name);
    }
    Outcome::from(command.envs(environment.iter().copied()).output().expect("the binary runs"))
}

#[test]
fn the_tool_says_what_is_kept_and_takes_it_away() {
    let project = project();
    let info = || project.run(&["cache", "info"]).expect(0, &[]).stdout.clone();
    assert!(info().contains("entries    0 in 0 packs"), "{}", info());
    assert!(project.run(&["cache", "clear"]).expect(0, &[]).stdout.starts_with("nothing is kept in "));
    let first = project.run(&CHECK);
    let full = info();
    assert!(full.contains(" in 1 pack\n") && full.contains("of at most 256 MiB"), "{full}");
    assert!(full.contains(".cache\n"), "{full}");
    assert!(!full.contains("entries    0"), "{full}");
    // What others have put there stays.
    project.write(".cache/v1/notes.txt", "mine");
    project.write(".cache/v1/00000000000000000000000000000000.pack", "damaged");
    assert!(info().contains("damaged    1 pack"), "{}", info());
    let cleared = project.run(&["cache", "clear"]).expect(0, &[]).stdout.clone();
    assert!(cleared.starts_with("freed ") && cleared.contains(" in 2 files: "), "{cleared}");
    assert_eq!(files(&project.path(".cache")), [project.path(".cache/v1/notes.txt")]);
    fs::remove_file(project.path(".cache/v1/notes.txt")).expect("it is there");
    assert_eq!(project.run(&CHECK).stdout, first.stdout);
    project.run(&["cache", "clear"]).expect(0, &[]);
    assert!(!project.path(".cache").exists());
}

#[test]
fn the_cache_lies_where_the_environment_says_or_else_with_those_of_the_user() {
    let project = project();
    let (named, home, xdg) = (project.path("named"), project.path("home"), project.path("xdg"));
    let kept = |directory: &Path| packs(directory).len();
    let run = |environment: &[(&str, &Path)]| outcome(project.command(&CHECK), environment).status;
    run(&[("WEIGHBRIDGE_CACHE", &named), ("HOME", &home), ("XDG_CACHE_HOME", &xdg)]);
    assert_eq!((kept(&named), home.exists(), xdg.exists()), (1, false, false));
    if cfg!(target_os = "linux") {
        run(&[("HOME", &home), ("XDG_CACHE_HOME", &xdg)]);
        assert_eq!((kept(&xdg.join("weighbridge")), home.exists()), (1, false));
        run(&[("HOME", &home), ("WEIGHBRIDGE_CACHE", Path::new(""))]);
        assert_eq!(kept(&home.join(".cache/weighbridge")), 1);
        // The specification: a path that is not absolute is none.
        run(&[("XDG_CACHE_HOME", Path::new("relative"))]);
        assert!(!project.path("relative").exists());
    }
    assert!(!project.path("dist/node_modules").exists() && !project.path("node_modules").exists());
}

#[test]
fn without_a_home_there_is_no_cache_and_the_report_is_the_same() {
    let project = project();
    let expected = project.run(&CHECK);
    let homeless = outcome(project.command(&CHECK), &[]);
    assert_eq!(
        (homeless.status, homeless.stdout, homeless.stderr),
        (expected.status, expected.stdout, String::new())
    );
    for action in ["info", "clear"] {
        let said = outcome(project.command(&["cache", action]), &[]);
        said.expect(2, &["there is no home directory, so there is no cache", "WEIGHBRIDGE_CACHE=DIRECTORY"]);
    }
}

#[test]
fn a_build_is_never_written_to() {
    let project = project();
    let names = || {
        let all = walkdir::WalkDir::new(project.path("dist")).into_iter().filter_map(Result::ok);
        let mut names: Vec<PathBuf> = all.map(walkdir::DirEntry::into_path).collect();
        names.sort();
        names
    };
    let before = names();
    let expected = project.run(&CHECK).stdout;
    #[cfg(unix)]
    std::os::unix::fs::symlink(project.path("dist"), project.path("way")).expect("it can be made");
    for directory in ["dist", "dist/cache", "./x/../dist/cache", "way", "way/a/b"] {
        let outcome = outcome(project.command(&CHECK), &[("WEIGHBRIDGE_CACHE", Path::new(directory))]);
        assert_eq!(outcome.stdout, expected, "{directory}");
        assert_eq!(names(), before, "{directory}");
    }
}

#[test]
fn no_cache_and_a_size_of_0_write_nothing() {
    let project = project();
    let expected = project.run(&CHECK).stdout;
    fs::remove_dir_all(project.path(".cache")).expect("it is there");
    assert_eq!(project.run(&[&CHECK[..], &["--no-cache"]].concat()).stdout, expected);
    let zero = project.command(&CHECK).env("WEIGHBRIDGE_CACHE_SIZE", "0").output().expect("the binary runs");
    assert_eq!(Outcome::from(zero).stdout, expected);
    assert!(!project.path(".cache").exists());
    let info = |size: &str| {
        let mut command = project.command(&["cache", "info"]);
        Outcome::from(command.env("WEIGHBRIDGE_CACHE_SIZE", size).output().expect("the binary runs")).stdout
    };
    assert!(info("64MB").contains("of at most 64 MB"), "{}", info("64MB"));
    assert!(info("much").contains("of at most 256 MiB"), "{}", info("much"));
    assert!(info("99TB").contains("of at most 4 GiB"), "{}", info("99TB"));
}

#[test]
fn runs_at_once_give_the_same_report_and_leave_one_pack() {
    let project = project();
    let run = |_| project.command(&CHECK).stdout(Stdio::piped()).spawn().expect("the binary runs");
    let runs: Vec<_> = (0..6).map(run).collect();
    let outputs = runs.into_iter().map(|run| run.wait_with_output().expect("it ends"));
    let reports: Vec<Vec<u8>> = outputs.map(|output| output.stdout).collect();
    assert!(!reports[0].is_empty() && reports.iter().all(|report| *report == reports[0]));
    assert_eq!(packs(&project.path(".cache")).len(), 1);
    assert_eq!(project.run(&CHECK).stdout.as_bytes(), reports[0]);
}

#[cfg(unix)]
#[test]
fn the_directory_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;

    let project = project();
    project.run(&CHECK);
    let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(&project.path(".cache")), 0o700);
    assert_eq!(mode(&project.path(".cache/v1")), 0o700);
    assert!(packs(&project.path(".cache")).iter().all(|pack| mode(pack) == 0o600));
}

#[cfg(unix)]
#[test]
fn few_files_are_open_at_once() {
    let project = project();
    let expected = project.run(&CHECK).stdout;
    // Many runs at once can leave so many.
    for number in 0..100_u64 {
        let pack = pack_of(&[(key(number), b"x")], &Seal::default());
        project.write(&format!(".cache/v1/{number:032x}.pack"), pack);
    }
    let limited = Command::new("bash")
        .args([
            "-c",
            "ulimit -n 64 && exec \"$0\" check dist --report json",
            env!("CARGO_BIN_EXE_weighbridge"),
        ])
        .current_dir(project.path("."))
        .env("WEIGHBRIDGE_CACHE", project.path(".cache"))
        .output();
    let limited = Outcome::from(limited.expect("bash runs"));
    assert_eq!((limited.stdout, limited.stderr), (expected, String::new()));
    assert!(packs(&project.path(".cache")).len() <= 20);
}
