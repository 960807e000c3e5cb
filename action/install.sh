#!/usr/bin/env bash
# Installs weighbridge into $RUNNER_TEMP: from the release of a version, from npm where that cannot be reached, or from
# the action's own source. In: ACTION_PATH, ACTION_REPOSITORY, VERSION. Outputs: binary, version.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=action/lib.sh
. "$here/lib.sh"
# shellcheck source=action/release.sh
. "$here/release.sh"

ACTION_PATH=$(posix "$ACTION_PATH")
folder=$(posix "$RUNNER_TEMP")/weighbridge

from_source() {
  command -v cargo > /dev/null || die "building weighbridge from source needs cargo: https://rustup.rs"
  # Its lines are Rust's, not commands to the runner.
  cargo install --locked --quiet --force --path "$(native "$ACTION_PATH")" --root "$(native "$folder/source")" ||
    die "weighbridge could not be built from $ACTION_PATH"
  binary=$folder/source/bin/$(executable)
}

# Fails where the release cannot be reached; dies where it is not what it says to be.
from_release() {
  local base file expected actual
  [ -n "$(target)" ] || return 1
  base=${WEIGHBRIDGE_RELEASES:-https://github.com/weighbridge/weighbridge/releases/download}
  file=$(asset "$version" "$(target)")
  binary=$folder/$version/$(executable)
  mkdir -p "$folder/$version" || return 1
  echo "Downloading $file"
  download "$base/v$version/SHA256SUMS" "$folder/SHA256SUMS" || return 1
  expected=$(checksum_of "$file" < "$folder/SHA256SUMS")
  [ -n "$expected" ] || die "the release $version lists no checksum of $file"
  download "$base/v$version/$file" "$folder/$file" || return 1
  actual=$(sha256 "$folder/$file")
  if [ "$actual" != "$expected" ]; then
    rm -f "$folder/$file"
    die "$file is not what the release says: its SHA-256 is $actual, not $expected"
  fi
  unpack "$folder/$file"
}

# Takes the program out of an archive, wherever it lies in it, and nothing else.
unpack() {
  local unpacked found
  unpacked=$(mktemp -d "$folder/unpack.XXXXXX") || return 1
  case $1 in
    *.zip) unzip -q "$1" -d "$unpacked" ;;
    *) tar -xzf "$1" -C "$unpacked" ;;
  esac || die "${1##*/} cannot be unpacked"
  found=$(find "$unpacked" -type f -name "$(executable)" | head -n 1)
  [ -n "$found" ] || die "$(executable) is not in ${1##*/}"
  mv -f "$found" "$binary" && chmod +x "$binary"
  rm -rf "$unpacked" "$1"
}

# In a folder of its own, so that no .npmrc of the repository is read.
from_npm() {
  command -v npm > /dev/null || return 1
  mkdir -p "$folder/npm" || return 1
  echo "The release cannot be reached; installing weighbridge $version from npm"
  (cd "$folder/npm" && npm install --prefix . --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
    "weighbridge@$version") || return 1
  binary=$folder/npm/node_modules/.bin/weighbridge
}

version=$(wanted "${VERSION:-}")
if [ "$version" = source ]; then
  from_source
else
  is_version "$version" || die "\`version\` is no version: $version"
  binary=$folder/$version/$(executable)
  # A second step of the same job has it already.
  if [ ! -x "$binary" ]; then
    from_release || from_npm ||
      die "weighbridge $version cannot be had from its release or from npm; \`version: source\` builds it"
  fi
fi

shown=$("$binary" --version) || die "the weighbridge that was installed does not run here"
case $shown in
  "weighbridge "*) ;;
  *) die "what was installed is not weighbridge" ;;
esac
echo "Installed $shown"
output binary "$(native "$binary")"
output version "${shown#weighbridge }"
