#!/usr/bin/env bash
# Runs weighbridge once for the GitHub Action and writes the step's outputs. Inputs come in through the environment.
set -uo pipefail

report="$RUNNER_TEMP/weighbridge-report.json"
rm -f "$report"

arguments=(check --fail-on "$FAIL_ON" --report "json=$report")
if [ -n "$CONFIG" ]; then arguments+=(--config "$CONFIG"); fi
if [ -n "$DIRECTORY" ]; then arguments+=("$DIRECTORY"); fi

"$RUNNER_TEMP/weighbridge/bin/weighbridge" "${arguments[@]}"
status=$?

if [ -f "$report" ]; then
  # The report ends with its verdict; the names in it come from the build, so no more than that word is taken.
  verdict=$(tail -n 3 "$report" | sed -n 's/^  "verdict": "\(pass\|warn\|fail\)"$/\1/p')
  {
    echo "verdict=$verdict"
    echo "report-json=$report"
  } >> "$GITHUB_OUTPUT"
fi
exit "$status"
