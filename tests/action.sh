#!/usr/bin/env bash
# Runs the step of the GitHub Action as the runner does: inputs in the environment, outputs in a file.
#
#   tests/action.sh [BINARY]
set -euo pipefail
cd "$(dirname "$0")/.."
binary=$(realpath "${1:-target/release/weighbridge}")

temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
mkdir -p "$temp/weighbridge/bin"
ln -s "$binary" "$temp/weighbridge/bin/weighbridge"

passed=0
# step STATUS VERDICT DIRECTORY CONFIG FAIL_ON
step() {
  local status=0 outputs="$temp/outputs"
  : > "$outputs"
  env RUNNER_TEMP="$temp" GITHUB_OUTPUT="$outputs" DIRECTORY="$3" CONFIG="$4" FAIL_ON="$5" \
    bash action/check.sh > "$temp/log" 2>&1 || status=$?
  local verdict
  verdict=$(sed -n 's/^verdict=//p' "$outputs")
  if [ "$status" != "$1" ] || [ "$verdict" != "$2" ]; then
    cat "$temp/log"
    echo "directory '$3': status $status, not $1, or verdict '$verdict', not '$2'" >&2
    exit 1
  fi
  passed=$((passed + 1))
}

step 1 fail fixtures/vite8-shop "" error
step 0 pass fixtures/multi-page budgets.json error
step 1 fail "" budgets.json error
step 2 "" "di\$(touch $temp/injected)st" "" error
if [ -e "$temp/injected" ]; then
  echo "an input was run as a command" >&2
  exit 1
fi
echo "$passed passed, 0 failed"
