//! What the help of each command ends with: lines that can be typed as they stand. A test parses each of them.

/// Of the whole tool: the common path.
pub(super) const TOOL: &str = "\
Examples:
  weighbridge init                           write budgets.json for your build
  weighbridge check dist                     weigh and judge a build
  weighbridge why dist moment                why a package is loaded
  weighbridge explain heavy-package          what it means, how to mend it
  weighbridge fix images dist --out images   write lighter images
  weighbridge hook install                   refuse a push over budget

Exit status:
  0  within budget
  1  over budget
  2  could not judge: usage, configuration, a build that cannot be read";

pub(super) const CHECK: &str = "\
Examples:
  weighbridge check dist
  weighbridge check dist --limit '170 kB' 'assets/*.js'
  weighbridge check dist --report json=report.json --report junit=report.xml
  weighbridge check apps/* --report markdown=summary.md
  weighbridge check dist --baseline git:origin/main:budgets.baseline.json
  weighbridge check dist --verdict

Exit status:
  0  within budget
  1  over budget
  2  could not judge: usage, configuration, a build that cannot be read";

pub(super) const COMPARE: &str = "\
Examples:
  weighbridge compare main.json dist
  weighbridge compare old/dist new/dist --report html=changes.html
  weighbridge compare main.json branch.json --report markdown=comment.md

Exit status:
  0  compared, whatever grew
  2  could not be compared";

pub(super) const UPDATE: &str = "\
Examples:
  weighbridge update                         write budgets.baseline.json
  weighbridge update apps/*
  weighbridge update --anchor                write budgets.anchor.json
  weighbridge update dist --stdout
  weighbridge update --ratchet               lower the limits of budgets.json
  weighbridge update --ratchet --allow-raise Vendor --reason editor

Exit status:
  0  written, or as it was
  2  not written: no build, or the file is another project's";

pub(super) const INIT: &str = "\
Examples:
  weighbridge init
  weighbridge init dist --headroom 15%
  weighbridge init dist --stdout
  weighbridge init --preset strict           budgets that are the same for any build
  weighbridge init --from .size-limit.json
  weighbridge init --from package.json#bundlewatch

Exit status:
  0  written
  2  not written: there is a budgets.json, or no build";

pub(super) const MERGE: &str = "\
Examples:
  weighbridge merge shop.json blog.json
  weighbridge merge apps/*/report.json --report markdown=summary.md
  weighbridge merge shop=a/report.json blog=b/report.json --fail-on never

Exit status:
  0  all within budget
  1  one over budget
  2  could not be joined";

pub(super) const TREND: &str = "\
Examples:
  weighbridge check dist --append history.ndjson
  weighbridge trend history.ndjson --report html=trend.html
  weighbridge trend history.ndjson --report json";

pub(super) const WHY: &str = "\
Examples:
  weighbridge why dist moment
  weighbridge why dist @mui/material
  weighbridge why dist 'assets/vendor-*.js'";

pub(super) const GRAPH: &str = "\
Examples:
  weighbridge graph dist | dot -Tsvg > graph.svg
  weighbridge graph dist --format mermaid
  weighbridge graph dist --format json";

pub(super) const FIX: &str = "\
Examples:
  weighbridge fix images dist --out images
  weighbridge fix images dist --out images --widths 400,800";

pub(super) const FIX_IMAGES: &str = "\
Examples:
  weighbridge fix images dist --out images
  weighbridge fix images dist --out images --avif
  weighbridge fix images dist --out images --widths 400,800 --force";

pub(super) const EXPLAIN: &str = "\
Examples:
  weighbridge explain
  weighbridge explain unminified-asset";

pub(super) const HOOK: &str = "\
Examples:
  weighbridge hook install
  weighbridge hook run
  WEIGHBRIDGE=0 git push
  weighbridge hook remove";

pub(super) const HOOK_INSTALL: &str = "\
Examples:
  weighbridge hook install
  weighbridge hook install apps/web apps/shop
  weighbridge hook install --require-build";

pub(super) const HOOK_REMOVE: &str = "\
Examples:
  weighbridge hook remove";

pub(super) const HOOK_RUN: &str = "\
Examples:
  weighbridge hook run
  weighbridge hook run apps/web --require-build

Exit status:
  0  may be pushed
  1  over budget
  2  could not judge; with --require-build also: there is no build";

pub(super) const CACHE: &str = "\
Examples:
  weighbridge cache info
  weighbridge cache clear";

pub(super) const CACHE_INFO: &str = "\
Examples:
  weighbridge cache info

Environment:
  WEIGHBRIDGE_CACHE       the directory, instead of the platform's
  WEIGHBRIDGE_CACHE_SIZE  how large it may become, such as 64MB; 0 keeps nothing
  WEIGHBRIDGE_CACHE_KEY   a secret: what was kept without it is not believed";

pub(super) const CACHE_CLEAR: &str = "\
Examples:
  weighbridge cache clear

Exit status:
  0  nothing of ours is left
  2  something could not be removed";

pub(super) const COMPLETIONS: &str = "\
Examples:
  weighbridge completions bash > ~/.local/share/bash-completion/completions/weighbridge
  weighbridge completions zsh > ~/.zfunc/_weighbridge
  weighbridge completions fish > ~/.config/fish/completions/weighbridge.fish";

pub(super) const MAN: &str = "\
Examples:
  weighbridge man > weighbridge.1
  weighbridge man --out ~/.local/share/man/man1";
