#!/usr/bin/env bash
# Runs weighbridge once, with all reports, and writes the summary, the annotations and the step's outputs.
#
# In: BINARY, DIRECTORY, CONFIG, BASELINE, FAIL_ON, ARGS, WORKING_DIRECTORY, SUMMARY, ANNOTATIONS, SARIF_FILE, CACHE.
# Ends with 0 whatever the verdict, so that the comment can follow; verdict.sh ends the action.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=action/lib.sh
. "$here/lib.sh"

# GitHub drops a summary of more than 1 MiB as a whole.
most_summary=1000000

reports=$(mktemp -d "$(posix "$RUNNER_TEMP")/weighbridge-reports.XXXXXX") || die "cannot write to $RUNNER_TEMP"
reports=$(native "$reports")

annotations=no
if flag annotations "${ANNOTATIONS:-true}"; then annotations=yes; fi
summary=no
if flag summary "${SUMMARY:-true}"; then summary=yes; fi
if [ -n "${WORKING_DIRECTORY:-}" ] && [ ! -d "$WORKING_DIRECTORY" ]; then
  die "\`working-directory\` is no directory: $WORKING_DIRECTORY"
fi
if [ -n "${CACHE:-}" ]; then
  WEIGHBRIDGE_CACHE=$(rooted "$CACHE")
  export WEIGHBRIDGE_CACHE
fi

sarif=$reports/report.sarif
if [ -n "${SARIF_FILE:-}" ]; then
  sarif=$(rooted "$SARIF_FILE")
  # What lies there from an earlier run would be uploaded as this one's.
  rm -f -- "$sarif"
  mkdir -p -- "$(dirname -- "$sarif")" || die "cannot make the folder of \`sarif-file\`: $sarif"
fi

arguments=(
  check
  --report "json=$reports/report.json"
  --report "markdown=$reports/report.md"
  --report "github=$reports/annotations.txt"
  --report "sarif=$sarif"
)

case ${FAIL_ON:-error} in
  # What never fails is still judged; verdict.sh lets it pass.
  error | never) arguments+=(--fail-on error) ;;
  warning) arguments+=(--fail-on warning) ;;
  *) die "\`fail-on\` is not error, warning or never: $FAIL_ON" ;;
esac

# each INPUT: its lines without empty ones, into the array `lines`.
each() {
  local line
  lines=()
  while IFS= read -r line || [ -n "$line" ]; do
    line=${line%$'\r'}
    if [ -n "${line//[[:space:]]/}" ]; then lines+=("$line"); fi
  done <<< "$1"
}

# The nearest budgets.json from working-directory up: the tool would look for it from where it runs.
config_upwards() {
  local folder=$WORKING_DIRECTORY
  while :; do
    if [ -f "$folder/budgets.json" ]; then
      printf '%s\n' "$folder/budgets.json"
      return
    fi
    case $folder in . | /) return ;; esac
    folder=$(dirname -- "$folder")
  done
}

if [ -n "${CONFIG:-}" ]; then
  arguments+=(--config "$(rooted "$CONFIG")")
elif [ -z "${DIRECTORY:-}" ] && [ -n "${WORKING_DIRECTORY:-}" ]; then
  found=$(config_upwards)
  if [ -n "$found" ]; then arguments+=(--config "$found"); fi
fi

case ${BASELINE:-} in
  "") ;;
  # A file of a commit: the tool says whether it is there.
  git:*) arguments+=(--baseline "$BASELINE") ;;
  *)
    baseline=$(rooted "$BASELINE")
    if [ -f "$baseline" ] && [ -s "$baseline" ]; then
      arguments+=(--baseline "$baseline")
    else
      say notice "there is no baseline to compare with yet: $baseline"
    fi
    ;;
esac

each "${ARGS:-}"
if [ "${#lines[@]}" -gt 0 ]; then arguments+=("${lines[@]}"); fi
each "${DIRECTORY:-}"
if [ "${#lines[@]}" -gt 0 ]; then
  # Nothing behind it is an option, whatever a directory is called.
  arguments+=(--)
  for line in "${lines[@]}"; do arguments+=("$(rooted "$line")"); done
fi

# The tool escapes the names of the build; stop-commands makes sure of it, and takes the message of a failure, too.
# Both streams are one, since the runner reads two in any order.
silence=$(random)
status=0
printf '::stop-commands::%s\n' "$silence"
MSYS2_ARG_CONV_EXCL='*' "$BINARY" "${arguments[@]}" 2>&1 || status=$?
printf '\n::%s::\n' "$silence"

if [ "$annotations" = yes ] && [ -s "$reports/annotations.txt" ]; then
  echo "::group::Annotations"
  grep -E '^::(error|warning|notice)( [^:]*)?::' "$reports/annotations.txt" || true
  echo "::endgroup::"
fi

summarise() {
  if [ ! -s "$reports/report.md" ]; then
    printf '### weighbridge could not judge the build\n\nThe log of the step says why.\n'
  elif [ "$(wc -c < "$reports/report.md")" -gt "$most_summary" ]; then
    printf '### weighbridge\n\nThe report is too large for a summary. It is in the log of the step.\n'
  else
    cat "$reports/report.md"
    echo
  fi
}
if [ "$summary" = yes ] && [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then summarise >> "$GITHUB_STEP_SUMMARY"; fi

# if_there FILE: its absolute path as every program takes it.
if_there() {
  if [ ! -s "$1" ]; then return; fi
  case $1 in
    /* | [A-Za-z]:[/\\]*) printf '%s\n' "$1" ;;
    *) native "$(pwd)/$1" ;;
  esac
}

# No verdict is not a good one, even where the tool was content: `args` may have asked for its help.
if [ ! -s "$reports/report.json" ] && [ "$status" -le 1 ]; then status=2; fi
if [ "$status" -gt 1 ]; then
  say error "weighbridge could not judge the build (status $status); the log says why"
fi
output exit-code "$status"
# Also the one that lies beside the budget file.
baseline_used=false
if grep -qsE '^ +"baseline": \{' "$reports/report.json"; then baseline_used=true; fi
output baseline-used "$baseline_used"
output report-json "$(if_there "$reports/report.json")"
output report-markdown "$(if_there "$reports/report.md")"
output sarif-file "$(if_there "$sarif")"
# Of all that comes from the build, only numbers and three words are let through.
verdict=
if [ -s "$reports/report.json" ]; then
  while IFS='=' read -r name value; do
    case $name in
      verdict) case $value in pass | warn | fail) verdict=$value ;; esac ;;
      initial-gzip | initial-brotli | total-raw | total-gzip | total-brotli)
        case $value in "" | *[!0-9]*) ;; *) output "$name" "$value" ;; esac
        ;;
    esac
  done <<< "$(awk -f "$here/figures.awk" "$reports/report.json")"
fi
output verdict "$verdict"
