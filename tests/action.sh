#!/usr/bin/env bash
# Runs the steps of the GitHub Action that need no network: the build is weighed, then the action ends. Needs only bash;
# tests/action/run.mjs runs the whole action.
#
#   tests/action.sh [BINARY]
set -euo pipefail
cd "$(dirname "$0")/.."
binary=$(realpath "${1:-target/release/weighbridge}")

temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT

passed=0
# step STATUS VERDICT DIRECTORY CONFIG FAIL_ON
step() {
  local status=0 outputs="$temp/outputs" exit_code verdict
  : > "$outputs"
  env RUNNER_TEMP="$temp" GITHUB_OUTPUT="$outputs" GITHUB_STEP_SUMMARY="$temp/summary" BINARY="$binary" \
    DIRECTORY="$3" CONFIG="$4" FAIL_ON="$5" bash action/check.sh > "$temp/log" 2>&1
  # An output is three lines: name<<END, the value, END.
  exit_code=$(sed -n '/^exit-code<</{n;p;}' "$outputs")
  verdict=$(sed -n '/^verdict<</{n;p;}' "$outputs")
  env EXIT_CODE="$exit_code" FAIL_ON="$5" bash action/verdict.sh >> "$temp/log" 2>&1 || status=$?
  if [ "$status" != "$1" ] || [ "$verdict" != "$2" ]; then
    cat "$temp/log"
    echo "directory '$3': status $status, not $1, or verdict '$verdict', not '$2'" >&2
    exit 1
  fi
  passed=$((passed + 1))
}

step 1 fail fixtures/vite8-shop "" error
step 0 fail fixtures/vite8-shop "" never
step 0 pass fixtures/multi-page budgets.json error
step 1 fail "" budgets.json error
step 2 "" "di\$(touch $temp/injected)st" "" error
step 2 "" no-such-build "" never
if [ -e "$temp/injected" ]; then
  echo "an input was run as a command" >&2
  exit 1
fi
echo "$passed passed, 0 failed"
