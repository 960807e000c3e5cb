# What CI runs, all of it: also what needs node, Chromium or shellcheck.
ready:
    bash .ci/run

# The same without those.
quick: format lint test docs self-check

format:
    cargo fmt --all --check

lint:
    cargo clippy --all-targets --locked -- --deny warnings

test:
    cargo test --locked

docs:
    RUSTDOCFLAGS="--deny warnings" cargo doc --no-deps --document-private-items --locked

# The tool on its own fixtures: the shop is over its budget, the multi-page site is not.
self-check:
    cargo build --release --locked
    bash .ci/self-check

# Writes what is made from the sources: docs/checks.md, the schemas, the expected reports.
update:
    UPDATE=1 cargo test --test generated --test fixtures

# What each stage takes on the fixtures, by criterion: four minutes.
bench:
    cargo bench --bench stages

# Needs GNU time, for counts strace: how time and memory grow from 100 to 50,000 files.
scale:
    cargo build --release --locked
    cargo build --release --locked --example big_build
    bash benches/growth.sh target/release/weighbridge target/release/examples/big_build

# Needs node and the npm registry: rebuilds the fixtures; the result must not change.
fixtures:
    npm ci --prefix fixtures
    node fixtures/build.mjs
    git diff --exit-code -- fixtures

# Needs node: compares sizes with Node's zlib.
zlib:
    cargo build --release --locked
    node tests/node/zlib.mjs target/release/weighbridge

# Needs node and the npm registry: compares the bytes of every source with source-map-explorer.
explorer:
    cargo build --release --locked
    node tests/node/explorer.mjs target/release/weighbridge

# Needs node, the npm registry and Chromium: the images that Lighthouse finds fault with are found here, too.
lighthouse:
    cargo build --release --locked
    node tests/node/lighthouse.mjs target/release/weighbridge

# Needs node; strace, unshare and root for some of it: builds that would crash, stall or fool a tool.
hostile:
    cargo build --release --locked
    node tests/hostile/run.mjs target/release/weighbridge

# Needs cargo-deny and cargo-machete, which it installs: licences, sources and advisories of the dependencies, and unused ones.
supply:
    bash .ci/supply --install

# Needs node and the npm registry: size-limit, bundlesize, bundlewatch and BundleMon judge as their imported budgets do.
rivals:
    cargo build --release --locked
    node tests/node/rivals.mjs target/release/weighbridge

# Needs node: what size-limit-action reads of the size-limit report.
size-limit-action:
    cargo build --release --locked
    node tests/node/size-limit-action.mjs target/release/weighbridge

# Needs node, the npm registry and Chromium: whole results of several versions of Lighthouse as limits.
outside:
    cargo build --release --locked
    node tests/node/outside.mjs target/release/weighbridge

# Needs node and Chromium: the initial load beside what a real browser asks for.
browser:
    cargo build --release --locked
    node tests/browser/requests.mjs target/release/weighbridge

# Needs node and the npm registry: the npm packages, published to a local registry, installed and run.
npm:
    cargo build --release --locked
    npm ci --prefix npm
    node tests/npm/run.mjs target/release/weighbridge

# Needs node and the npm registry: docs/tutorial.md, line by line.
tutorial:
    cargo build --release --locked
    npm ci --prefix npm
    node tests/tutorial/run.mjs target/release/weighbridge

# Needs node and Chromium, for axe-core also the npm registry: the HTML report used in a real browser.
html:
    cargo build --release --locked
    node tests/browser/html.mjs target/release/weighbridge

# Needs node, the npm registry and PyPI: pushes through husky, lefthook, simple-git-hooks, pre-commit and the plain hook.
hooks:
    cargo build --release --locked
    node tests/hooks/run.mjs target/release/weighbridge

# Needs node and the npm registry: the snippets of docs/ci.md and docs/pre-push.md.
snippets:
    cargo build --release --locked
    node tests/node/snippets.mjs target/release/weighbridge

# Needs node, git and the npm registry: does what docs/tutorial.md says, and compares every line that is printed.
tutorial:
    cargo build --release --locked
    npm ci --prefix npm
    node tests/tutorial/run.mjs target/release/weighbridge

# Needs xmllint and the npm registry: the JUnit reports beside an XSD.
junit:
    cargo build --release --locked
    bash tests/junit.sh target/release/weighbridge

# Needs node and Debian's prometheus: the metrics and the dashboard in a real Prometheus.
prometheus:
    cargo build --release --locked
    node tests/node/prometheus.mjs target/release/weighbridge

# Needs Linux on x64, node and the npm registry: the SARIF reports beside Microsoft's validator.
sarif:
    cargo build --release --locked
    bash tests/sarif.sh target/release/weighbridge

# Needs node and the npm registry: a task of Turborepo and of Nx, cached, restored and merged.
monorepo:
    cargo build --release --locked
    node tests/monorepo/run.mjs target/release/weighbridge

# Needs node, the npm registry, PyPI, shellcheck, jq and unzip: runs the GitHub Action, and has others' tools look at it.
action:
    cargo build --release --locked
    bash tests/action.sh target/release/weighbridge
    node tests/action/run.mjs target/release/weighbridge
    node tests/action/lint.mjs

# Needs a nightly toolchain and cargo-fuzz: random bytes for every reader of what others wrote, a minute each.
fuzz:
    bash fuzz/run.sh

# Needs node and the npm registry, 4 GB of disk and 8 minutes: the signatures beside the packages themselves.
signatures:
    npm ci --prefix data
    npm run --prefix data verify
    npm run --prefix data wholes -- --check
    npm run --prefix data measure -- --check
