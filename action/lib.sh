# shellcheck shell=bash
# What the steps of the action share. For bash 3.2 and later: macOS has no newer one.
set -uo pipefail

# say error|warning|notice MESSAGE: an annotation that no message can break out of.
say() {
  local message=$2
  message=${message//'%'/%25}
  message=${message//$'\r'/%0D}
  message=${message//$'\n'/%0A}
  printf '::%s title=weighbridge::%s\n' "$1" "$message"
}

# die MESSAGE: the step fails with status 2, as the tool does where it cannot judge.
die() {
  say error "$1"
  exit 2
}

# 32 hexadecimal digits that nobody can guess.
random() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

# output NAME VALUE: an output of the step. The delimiter cannot be guessed, so no value can add another output.
output() {
  local end
  end="end_$(random)"
  printf '%s<<%s\n%s\n%s\n' "$1" "$end" "$2" "$end" >> "$GITHUB_OUTPUT"
}

windows() { [ "${RUNNER_OS:-}" = Windows ]; }

# A path as every program takes it: D:/a/_temp on Windows.
native() { if windows; then cygpath -m -- "$1"; else printf '%s\n' "$1"; fi; }

# A path as bash and tar take it: /d/a/_temp on Windows.
posix() { if windows; then cygpath -u -- "$1"; else printf '%s\n' "$1"; fi; }

# rooted PATH: a path of an input, which counts from working-directory, from the workspace on. The tool itself runs in
# the workspace, so that the places in annotations and in SARIF are those of the repository.
rooted() {
  case $1 in
    /* | [A-Za-z]:[/\\]*) printf '%s\n' "$1" ;;
    *)
      case ${WORKING_DIRECTORY:-.} in
        . | ./) printf '%s\n' "$1" ;;
        *) printf '%s/%s\n' "${WORKING_DIRECTORY%/}" "$1" ;;
      esac
      ;;
  esac
}

# flag NAME VALUE: whether an input that is true or false is true; anything else is a mistake that nobody should search.
flag() {
  case $2 in
    true) return 0 ;;
    false | "") return 1 ;;
    *) die "\`$1\` is neither true nor false: $2" ;;
  esac
}
