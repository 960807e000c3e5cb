//! Which script of the other build holds the code of a script, told by their words: for builds without source maps.

use std::collections::BTreeMap;

use crate::baseline::causes::sides::Side;
use crate::model::asset::{AssetId, ResourceType};
use crate::model::fingerprint::WordSample;

/// So much of a script's words must be in the one that holds it: minifiers call a few things otherwise.
///
/// Measured on two releases of a Vite app with 296 scripts in both: of those with enough words 98 of 100 have so much of
/// them in their own next release (95 of 100 have 0.9). In some other script 17 of 100 have it, and 29 of 100 have 0.7:
/// hence the next rule.
const HELD: f64 = 0.8;
/// No more of them may have been there before: all scripts share some words.
///
/// In the same app 56 of 100 scripts have half of their words in some other script that has nothing to do with them. A
/// choice: code that came in is most of what is there of it.
const HELD_ALREADY: f64 = 0.5;
/// A share that is told by fewer words than this is no evidence.
///
/// In the same app 45 of 100 scripts are held by a wrong one if three words are enough, 36 if five, 18 if eight and 11 if
/// twelve, of which the rule above takes the most away; with twelve, chunks below some 10 kB could no more be told.
const FEWEST_WORDS: usize = 8;
/// A word of more scripts than this says nothing of any of them: in the same app 1 word of 100 is in more, and 81 are in
/// one alone. It bounds the time.
const MOST_OF_A_WORD: usize = 16;

/// Scripts of one build, by their words.
pub(crate) struct Holders<'b> {
    side: &'b Side<'b>,
    by_word: BTreeMap<u32, Vec<AssetId>>,
}

impl<'b> Holders<'b> {
    /// Takes the scripts among these files.
    pub(crate) fn new(side: &'b Side<'b>, files: impl Iterator<Item = AssetId>) -> Self {
        let mut by_word: BTreeMap<u32, Vec<AssetId>> = BTreeMap::new();
        for file in files {
            for &word in words(side, file).into_iter().flat_map(|sample| &sample.0) {
                by_word.entry(word).or_default().push(file);
            }
        }
        Self { side, by_word }
    }

    /// The script that holds the code of `file`, a script of the `other` build, and did not hold it there already.
    pub(crate) fn of(&self, other: &Side<'_>, file: AssetId) -> Option<AssetId> {
        let code = words(other, file)?;
        let mut votes: BTreeMap<AssetId, usize> = BTreeMap::new();
        for word in &code.0 {
            let holders = self.by_word.get(word).filter(|holders| holders.len() <= MOST_OF_A_WORD);
            for &holder in holders.into_iter().flatten() {
                *votes.entry(holder).or_default() += 1;
            }
        }
        // Of equal votes the first path.
        let (holder, _) =
            votes.into_iter().max_by_key(|&(holder, votes)| (votes, std::cmp::Reverse(holder)))?;
        let held = |side: &Side<'_>, holder: AssetId| {
            let overlap = code.overlap(words(side, holder)?);
            (FEWEST_WORDS <= overlap.one).then(|| overlap.containment())
        };
        let is_held = held(self.side, holder).is_some_and(|share| HELD <= share);
        let was_held = match self.side.pair(holder) {
            Some(pair) => pair == file || held(other, pair).is_none_or(|share| HELD_ALREADY < share),
            None => false,
        };
        (is_held && !was_held).then_some(holder)
    }
}

/// The words of a script that no source map tells of.
fn words<'b>(side: &Side<'b>, file: AssetId) -> Option<&'b WordSample> {
    let is_script = side.build.asset(file).resource_type == ResourceType::Script;
    side.fingerprint(file).filter(|_| is_script && !side.is_mapped(file)).map(|known| &known.words)
}
