# shellcheck shell=bash
# GitHub's REST API by curl and jq, which all hosted runners have. The token is in no argument and in no file.

# ready_for_api: makes the folder `work`; where the API cannot be used, `missing` says why.
ready_for_api() {
  missing=""
  command -v curl > /dev/null && command -v jq > /dev/null || missing="it needs curl and jq"
  case ${TOKEN:-} in
    "") missing="there is no token" ;;
    *[!A-Za-z0-9._-]*) missing="\`token\` is no token of GitHub" ;;
  esac
  [ -z "$missing" ] || return 1
  work=$(mktemp -d "$(posix "$RUNNER_TEMP")/weighbridge-api.XXXXXX") || return 1
  work=$(native "$work")
  answer=$work/answer
}

# json OPTION...: jq, whose lines end with CR LF on Windows.
json() { jq "$@" | tr -d '\r'; }

# event FILTER: something of the event that started the workflow; nothing where it is not there.
event() { json -r "($1) // empty" < "$(posix "$GITHUB_EVENT_PATH")" 2> /dev/null; }

# api METHOD PATH [BODY]: prints the status, 000 where there was no answer; the answer is in $answer. A POST is not
# repeated, it might have been heard.
api() {
  local options=(--silent --show-error --connect-timeout 20 --max-time 60 --request "$1" --output "$answer")
  options+=(--write-out '%{http_code}' --header "Accept: application/vnd.github+json")
  options+=(--header "X-GitHub-Api-Version: 2022-11-28")
  if [ "$1" != POST ]; then options+=(--retry 2); fi
  if [ -n "${3:-}" ]; then options+=(--header "Content-Type: application/json" --data-binary "@$3"); fi
  : > "$answer"
  printf 'header = "Authorization: Bearer %s"\n' "$TOKEN" |
    curl --config - "${options[@]}" -- "$GITHUB_API_URL/$2" || true
}
