//! Names whose hash looks like a word, `UriUtil.Buqblitv.js` and `UriUtil.C2xk19ab.js`; and names that had a hash before
//! the build gave them one: `info-OHQRW6UA.CWRCrrOp.js`, where a package ships chunks of its own.

use std::collections::BTreeMap;

use crate::baseline::pairing::likeness::Likeness;
use crate::baseline::pairing::namesakes::ENOUGH_WORDS;
use crate::baseline::pairing::sides::{Group, Side, Sides};
use crate::baseline::pairing::size::{by_same_bytes, could_be_one};
use crate::model::asset::AssetId;
use crate::model::baseline::PairedBy;
use crate::model::hashed_name::{hashes, without_inner_hashes, wordlike_hashes};

/// A name without its hash, and how long the hash is.
type Key = (String, usize);

/// In a folder with at least so many files of hashed names, and three quarters of all, a name of their shape is hashed.
const FEWEST_OF_A_HABIT: usize = 4;

/// What bundlers cut hashes to: Rollup, webpack and esbuild 8, Turbopack 13, Next 16, webpack by itself 20.
const USUAL_LENGTHS: [usize; 4] = [8, 13, 16, 20];

/// Pairs files of one name, of which one at least is known to have a hash of the same length in it.
pub(super) fn by_name(sides: &mut Sides<'_>) {
    let habits = [habits(&sides.now), habits(&sides.before)];
    let mut groups: BTreeMap<Key, (Group, bool)> = BTreeMap::new();
    for (is_now, side, habits) in [(true, &sides.now, &habits[0]), (false, &sides.before, &habits[1])] {
        for id in side.left() {
            for (key, is_hashed) in keys(side, id, habits) {
                let (group, is_sure) = groups.entry(key).or_default();
                *is_sure |= is_hashed;
                if is_now { group.now.push(id) } else { group.before.push(id) }
            }
        }
    }
    for (group, _) in groups.into_values().filter(|(_, is_sure)| *is_sure) {
        match group.only() {
            Some((now, before)) if could_be_one(sides, now, before) => {
                sides.pair(now, before, PairedBy::Name);
            }
            Some(_) => {}
            None => {
                for (now, before) in Likeness::Words.best(sides, &group, ENOUGH_WORDS) {
                    sides.pair(now, before, PairedBy::Words);
                }
                by_same_bytes(sides, &group);
            }
        }
    }
}

/// The folder, extension and length of hashes that are usual in a build.
fn habits(side: &Side<'_>) -> Vec<(String, String, usize)> {
    let mut files: BTreeMap<(&str, String), usize> = BTreeMap::new();
    let mut hashed: BTreeMap<(&str, String), BTreeMap<usize, usize>> = BTreeMap::new();
    for (_, asset) in side.build.iter() {
        let place = (asset.path.directory(), asset.path.extension());
        *files.entry(place.clone()).or_default() += 1;
        if let Some(length) = hashes(asset.path.file_name()).next().map(str::len) {
            *hashed.entry(place).or_default().entry(length).or_default() += 1;
        }
    }
    let mut usual = Vec::new();
    for ((folder, extension), lengths) in hashed {
        let all = files.get(&(folder, extension.clone())).copied().unwrap_or_default();
        for (length, count) in lengths {
            if FEWEST_OF_A_HABIT <= count && 3 * all <= 4 * count {
                usual.push((folder.to_owned(), extension.clone(), length));
            }
        }
    }
    usual
}

/// What a file may be called without its hash, and whether it has one for sure.
fn keys(side: &Side<'_>, id: AssetId, habits: &[(String, String, usize)]) -> Vec<(Key, bool)> {
    let path = &side.asset(id).path;
    if let Some(hash) = hashes(path.file_name()).next() {
        let inner = |name: &str| without_inner_hashes(name).map(|name| ((name, hash.len()), true));
        let own = [((side.name(id).to_owned(), hash.len()), true)].into_iter().chain(inner(side.name(id)));
        // What is recognised may be that of the package: `chunk-ZCHMQSOR.rkmghzem.js`.
        let behind = wordlike_names(side, id, habits)
            .filter(|((name, _), is_usual)| *is_usual && name != side.name(id));
        let behind = behind.flat_map(|key| [inner(&key.0.0), Some(key)].into_iter().flatten());
        return own.chain(behind).collect();
    }
    // Out of a baseline that has no hashes any more: nobody knows how long they were.
    if side.name(id).contains('*') {
        let lengths = habits.iter().map(|(.., length)| *length).chain(USUAL_LENGTHS);
        let names = [Some(side.name(id).to_owned()), without_inner_hashes(side.name(id))];
        let keys =
            lengths.flat_map(|length| names.iter().flatten().map(move |name| ((name.clone(), length), true)));
        return keys.collect();
    }
    wordlike_names(side, id, habits).collect()
}

/// What it is called if a part that looks like a word is its hash, and whether a hash of that length is usual there.
fn wordlike_names(
    side: &Side<'_>,
    id: AssetId,
    habits: &[(String, String, usize)],
) -> impl Iterator<Item = (Key, bool)> {
    let path = &side.asset(id).path;
    let (folder, extension) = (path.directory(), path.extension());
    wordlike_hashes(path.as_str()).into_iter().map(move |(name, length)| {
        let is_usual = |(usual, its, number): &(String, String, usize)| {
            usual == folder && *its == extension && *number == length
        };
        let is_hashed = habits.iter().any(is_usual);
        ((name, length), is_hashed)
    })
}
