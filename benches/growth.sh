#!/usr/bin/env bash
# How time and memory grow with the number of files: builds of 100 to 50,000 files, weighed with gzip alone.
# usage: benches/growth.sh WEIGHBRIDGE BIG_BUILD [FILES...]
#
# Prints a table, and fails where five times the files take more than 5.5 times the time or the memory of 10,000, or
# where a file is looked at or read more often than it has to be. Needs GNU time; counts need strace.
set -euo pipefail
weighbridge=$(realpath "$1") big_build=$(realpath "$2")
shift 2
sizes=("$@")
if [ "${#sizes[@]}" -eq 0 ]; then sizes=(100 1000 10000 50000); fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"compression":{"gzip":6,"brotli":0},"budgets":[]}' > budgets.json

check=("$weighbridge" check dist --no-cache --config budgets.json --quiet)
# Whatever it says of the build: that it says something counts.
weigh() { "$@" >/dev/null 2>err || [ $? -eq 1 ] || { cat err >&2; exit 2; }; }

printf '%8s %10s %10s %10s %12s %12s\n' files 'CPU s' 'wall s' 'MB' 'stat a file' 'read a file'
declare -A cpu memory
failed=0
for files in "${sizes[@]}"; do
  rm -rf dist
  "$big_build" dist "$files"
  weigh "${check[@]}"
  # The quickest of three: others only ever make it slower.
  best=
  for _ in 1 2 3; do
    weigh /usr/bin/time -f '%U %S %e %M' -o time "${check[@]}"
    now=$(tail -n 1 time | awk '{ printf "%.2f %s %d", $1 + $2, $3, $4 / 1000 }')
    best=$(printf '%s\n%s\n' "$best" "$now" | grep . | sort -n | head -n 1)
  done
  read -r seconds wall megabytes <<< "$best"
  cpu[$files]=$seconds memory[$files]=$megabytes
  stats=- reads=-
  if command -v strace >/dev/null; then
    weigh strace -f -c -U name,calls -o counts "${check[@]}"
    stats=$(awk -v files="$files" '/stat/ { sum += $2 } END { printf "%.2f", sum / files }' counts)
    reads=$(awk -v files="$files" '/^ *p?read(64|v)? / { sum += $2 } END { printf "%.2f", sum / files }' counts)
  fi
  printf '%8s %10s %10s %10s %12s %12s\n' "$files" "$seconds" "$wall" "$megabytes" "$stats" "$reads"
done

if [ -n "${cpu[10000]:-}" ] && [ -n "${cpu[50000]:-}" ]; then
  awk -v a="${cpu[10000]}" -v b="${cpu[50000]}" -v c="${memory[10000]}" -v d="${memory[50000]}" 'BEGIN {
    printf "five times the files: %.2f times the CPU time, %.2f times the memory\n", b / a, d / c
    exit b / a >= 5.5 || d / c >= 5.5
  }' || failed=1
fi
exit "$failed"
