#!/usr/bin/env bash
# Gives random bytes to every reader of what a build, a configuration or an earlier run may hold, until one of them
# panics, hangs for 10 s, takes 1 GiB, or says something that cannot be.
#
#   bash fuzz/run.sh [SECONDS] [TARGET...]     so long for each target (60), two at a time
#
# Needs a nightly toolchain and cargo-fuzz (`cargo install cargo-fuzz`), else it says so and ends. Inputs that led to
# something new are kept in fuzz/corpus, those that broke something in fuzz/artifacts/TARGET; one is run again with
#   target/fuzz/HOST/release/TARGET fuzz/artifacts/TARGET/crash-…
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=60
if [[ ${1:-} =~ ^[0-9]+$ ]]; then
  seconds=$1
  shift
fi
for needed in "cargo +nightly --version" "cargo fuzz --version"; do
  if ! $needed >/dev/null 2>&1; then
    echo "skipped: fuzzing needs a nightly toolchain and cargo-fuzz; \`$needed\` does not run"
    exit 0
  fi
done

# No sanitizer: nothing here is unsafe but in a few dependencies, and without one everything is five times as fast.
# As a release, since Cargo.toml says itself for which crates assertions are on.
cargo +nightly fuzz build --release --sanitizer none --codegen-units 16 --target-dir target/fuzz
bash fuzz/seed.sh >/dev/null

host=$(rustc +nightly -vV | sed -n 's/^host: //p')
if [ "$#" -eq 0 ]; then
  for path in fuzz/fuzz_targets/*.rs; do set -- "$@" "$(basename "$path" .rs)"; done
fi

logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
fuzz() {
  local status=0
  mkdir -p "fuzz/corpus/$1" "fuzz/artifacts/$1"
  "target/fuzz/$host/release/$1" "fuzz/corpus/$1" -max_total_time="$seconds" -max_len=65536 -timeout=10 \
    -rss_limit_mb=1024 -dict="fuzz/dictionaries/$1.dict" -artifact_prefix="fuzz/artifacts/$1/" -print_final_stats=1 \
    >"$logs/$1" 2>&1 || status=$?
  echo "$status" >"$logs/$1.status"
}
for target in "$@"; do
  while [ "$(jobs -rp | wc -l)" -ge 2 ]; do sleep 0.2; done
  fuzz "$target" &
done
wait

failed=0
for target in "$@"; do
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$logs/$target")
  coverage=$(grep -o ' cov: [0-9]*' "$logs/$target" | tail -n 1 | tr -dc '0-9') || true
  echo "$target: ${runs:-?} runs, ${coverage:-?} edges"
  if [ "$(cat "$logs/$target.status")" -ne 0 ]; then
    failed=1
    echo "FAILED: $target" >&2
    tail -n 40 "$logs/$target" | cut -c 1-400 >&2
  fi
done
exit "$failed"
