# shellcheck shell=bash
# Where the program comes from: which asset of a release fits the runner, and whether it is what the release says.

# The Rust target of the release for this runner; nothing where there is none.
target() {
  case ${RUNNER_OS:-}-${RUNNER_ARCH:-} in
    Linux-X64) echo x86_64-unknown-linux-musl ;;
    Linux-ARM64) echo aarch64-unknown-linux-musl ;;
    macOS-X64) echo x86_64-apple-darwin ;;
    macOS-ARM64) echo aarch64-apple-darwin ;;
    # Windows on ARM runs programs for x64.
    Windows-X64 | Windows-ARM64) echo x86_64-pc-windows-msvc ;;
  esac
}

# asset VERSION TARGET: the file of the release.
asset() {
  case $2 in
    *windows*) echo "weighbridge-$1-$2.zip" ;;
    *) echo "weighbridge-$1-$2.tar.gz" ;;
  esac
}

# The program's file name on this runner.
executable() { if windows; then echo weighbridge.exe; else echo weighbridge; fi; }

# wanted VERSION: `source` or a version number. Without one it is the version of the action itself, so that whoever pins
# the action pins the program; in its own repository the action uses what is checked out.
wanted() {
  case $1 in
    source) echo source ;;
    "") if is_own_repository; then echo source; else own_version; fi ;;
    *) echo "${1#v}" ;;
  esac
}

# GitHub does not promise github.action_repository to composite actions, so the action's place is looked at, too: local
# actions lie in the workspace, others in _actions/OWNER/NAME/REF.
is_own_repository() {
  local action workspace
  if [ -n "${ACTION_REPOSITORY:-}" ] && [ "$ACTION_REPOSITORY" = "${GITHUB_REPOSITORY:-}" ]; then return 0; fi
  action=$(posix "$ACTION_PATH")
  workspace=$(posix "$GITHUB_WORKSPACE")
  case ${action%/}/ in
    "${workspace%/}"/*) return 0 ;;
    */_actions/"${GITHUB_REPOSITORY:-}"/*) [ -n "${GITHUB_REPOSITORY:-}" ] ;;
    *) return 1 ;;
  esac
}

own_version() { sed -n 's/^version = "\([^"]*\)".*/\1/p' "$ACTION_PATH/Cargo.toml" | head -n 1; }

is_version() {
  case $1 in
    "" | *[!0-9A-Za-z.+-]*) return 1 ;;
    [0-9]*) return 0 ;;
    *) return 1 ;;
  esac
}

# checksum_of FILE: its SHA-256 out of a SHA256SUMS on stdin; nothing where it is not listed.
checksum_of() {
  tr -d '\r' | awk -v file="$1" 'length($1) == 64 && ($2 == file || $2 == "*" file) { print tolower($1); exit }'
}

sha256() {
  if command -v sha256sum > /dev/null; then sha256sum < "$1"; else shasum -a 256 < "$1"; fi | awk '{ print tolower($1) }'
}

# download URL FILE: by the URL's own protocol only, also where it is sent on to another.
download() {
  command -v curl > /dev/null || return 1
  curl --fail --silent --show-error --location --proto "=${1%%:*}" --proto-redir "=${1%%:*}" \
    --retry 3 --connect-timeout 20 --max-time 300 --output "$(native "$2")" -- "$1"
}
