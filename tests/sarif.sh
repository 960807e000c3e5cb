#!/usr/bin/env bash
# The SARIF report beside Microsoft's validator, with its rules for GitHub code scanning: of fixtures, of two projects
# in one file and of a build whose names are hostile. It must have nothing to say.
#
#   bash tests/sarif.sh BINARY      needs Linux on x64, node, npm and its registry (42 MB)
set -euo pipefail

binary=$(realpath "${1:?usage: bash tests/sarif.sh BINARY}")
root=$(realpath "$(dirname "$0")/..")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

npm install --prefix "$folder" --silent --no-audit --no-fund --no-save @microsoft/sarif-multitool-linux@5.7.0
validator=$folder/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool

mkdir -p "$folder/hostile/dist" "$folder/reports"
for name in '[link](javascript:alert(1)).js' '{0}.js' 'a:b?c#d%e.js' $'line\nfeed.js' $'colour\e[31m.js' 'emoji 🚚 日本.js'; do
  echo 'this is ( not a script' >"$folder/hostile/dist/$name"
done
cat >"$folder/hostile/budgets.json" <<'JSON'
{ "budgets": [
  { "name": "a [b](c) {0} \u001b[31m", "per": "file", "max": { "raw": 1 } },
  { "name": "nothing", "files": "none/**", "max": { "raw": 1 } }
] }
JSON

# Over budget is an answer, too.
weigh() {
  local report=$1 status=0
  shift
  "$binary" check "$@" --no-cache --quiet --report sarif="$folder/reports/$report.sarif" >/dev/null || status=$?
  [ "$status" -le 1 ] || { echo "$report: status $status" >&2; exit 1; }
}
cd "$root/fixtures"
weigh gallery vite8-gallery --no-config
weigh wrong everything-wrong --no-config
weigh joined everything-wrong vite6-shop --no-config
(cd "$folder/hostile" && weigh hostile dist --config budgets.json)

# What the validator finds, a line each.
validate() {
  DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 "$validator" validate "$1" --rule-kind "Sarif;Ghas" \
    --output "$folder/found.sarif" --log ForceOverwrite >"$folder/log" || { cat "$folder/log" >&2; exit 1; }
  node -e 'const { runs } = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
    for (const { results = [] } of runs) for (const { ruleId, message } of results) console.log(ruleId, JSON.stringify(message));' \
    "$folder/found.sarif"
}
for report in "$folder"/reports/*.sarif; do
  found=$(validate "$report")
  if [ -n "$found" ]; then
    echo "$(basename "$report"): $found" >&2
    exit 1
  fi
done

# It must be able to say something.
sed 's/"startLine"/"line"/' "$folder/reports/wrong.sarif" >"$folder/bad.sarif"
if [ -z "$(validate "$folder/bad.sarif")" ]; then
  echo "the validator takes anything" >&2
  exit 1
fi
echo "$(find "$folder/reports" -name '*.sarif' | wc -l) SARIF reports are valid for GitHub"
