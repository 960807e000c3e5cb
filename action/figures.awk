# The figures of a JSON report as name=value lines: `verdict`, the largest initial load of an entry, the totals.
#
# No JSON parser is on every runner, but the report has one shape: a key a line, two blanks a level, and no line break
# in any string. So a key is told by its depth. The reports of several projects lie four blanks deeper, in `projects`.

function number(line) { sub(/^[^:]*: /, "", line); sub(/,$/, "", line); return line ~ /^[0-9]+$/ ? line + 0 : -1 }
function key(line) { sub(/^"/, "", line); sub(/":.*$/, "", line); return line }

BEGIN { base = 2 }

{
  sub(/\r$/, "")
  match($0, /^ */)
  depth = RLENGTH
  line = substr($0, depth + 1)
}

depth == 2 && line == "\"projects\": [" { base = 6; next }
depth == 2 && line ~ /^"verdict": "(pass|warn|fail)",?$/ { verdict = line; gsub(/^"verdict": "|",?$/, "", verdict) }

depth == base && line ~ /^"/ { section = key(line) }
section == "totals" && depth == base + 2 { of_all = line ~ /^"all": / }
section == "totals" && of_all && depth == base + 4 && number(line) >= 0 { total[key(line)] += number(line); known[key(line)] = 1 }

# Budgets are about browsers that run modules, and so are these figures.
section == "entries" && depth == base + 2 { modern = 1; initial = 0 }
section == "entries" && depth == base + 4 { initial = line == "\"initial\": {"; if (line ~ /^"audience": "legacy"/) modern = 0 }
section == "entries" && modern && initial && depth == base + 6 && number(line) >= 0 {
  if (!(key(line) in largest) || number(line) > largest[key(line)]) largest[key(line)] = number(line)
}

END {
  if (verdict != "") print "verdict=" verdict
  if ("gzip" in largest) printf "initial-gzip=%.0f\n", largest["gzip"]
  if ("brotli" in largest) printf "initial-brotli=%.0f\n", largest["brotli"]
  if ("raw" in known) printf "total-raw=%.0f\n", total["raw"]
  if ("gzip" in known) printf "total-gzip=%.0f\n", total["gzip"]
  if ("brotli" in known) printf "total-brotli=%.0f\n", total["brotli"]
}
