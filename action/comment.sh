#!/usr/bin/env bash
# Writes a report as a comment into a pull request: the one with the hidden marker of KEY is changed, or one is made.
# Nothing here fails the action: the verdict is the gate, the comment only tells of it.
#
# In: MARKDOWN, KEY, TOKEN; PULL_REQUEST and COMMIT, or those of the event; INTRODUCTION, a line before the report.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=action/lib.sh
. "$here/lib.sh"
# shellcheck source=action/api.sh
. "$here/api.sh"

# GitHub takes 65,536 characters; some are left for the marker and the last line.
most_characters=65000

skip() {
  say notice "no comment: $1"
  exit 0
}

ready_for_api || skip "$missing"
[ -s "${MARKDOWN:-}" ] || skip "there is no report"

number=${PULL_REQUEST:-$(event .pull_request.number)}
case $number in
  "" | *[!0-9]*) skip "this run is not about a pull request" ;;
esac
commit=${COMMIT:-$(event .pull_request.head.sha)}
case $commit in *[!0-9a-f]*) commit="" ;; esac

# What can stand in an HTML comment.
key=$(printf '%s' "${KEY:-default}" | tr -c 'A-Za-z0-9._/-' '-' | sed 's/--*/-/g')
marker="<!-- weighbridge:$key -->"

body=$work/comment.md
{
  printf '%s\n' "$marker"
  if [ -n "${INTRODUCTION:-}" ]; then printf '%s\n\n' "$INTRODUCTION"; fi
  if [ "$(json -Rs 'length' < "$MARKDOWN")" -le "$most_characters" ]; then
    cat "$MARKDOWN"
  else
    printf 'The report is too long for a comment; it is in the summary of the run.\n'
  fi
  printf '\n\n<sub>'
  if [ -n "$commit" ]; then printf 'Commit %s · ' "$commit"; fi
  printf '[run](%s/%s/actions/runs/%s)</sub>\n' "$GITHUB_SERVER_URL" "$GITHUB_REPOSITORY" "$GITHUB_RUN_ID"
} > "$body"
jq -n --rawfile body "$body" '{ body: $body }' > "$work/request.json"

# refused WHAT STATUS
refused() {
  case $2 in
    401 | 403 | 404) skip "the token may not $1 (status $2). A pull request from a fork has a token that only reads: \
docs/github-action.md has the workflow for that" ;;
    *)
      say warning "no comment: could not $1 (status $2)"
      exit 0
      ;;
  esac
}

# Others may write a comment that begins with the marker, so the author counts. A token of GitHub Actions cannot ask who
# it is; then any bot will do.
author=""
if [ "$(api GET user)" = 200 ]; then author=$(json -r '.login // empty' < "$answer"); fi

found=""
page=1
while [ "$page" -le 50 ]; do
  status=$(api GET "repos/$GITHUB_REPOSITORY/issues/$number/comments?per_page=100&page=$page")
  [ "$status" = 200 ] || refused "read the comments of #$number" "$status"
  # shellcheck disable=SC2016 # the variables are those of jq
  found=$(json -r --arg marker "$marker" --arg author "$author" '
    [ .[] | select((.body // "") | startswith($marker))
          | select(if $author == "" then .user.type == "Bot" else .user.login == $author end) | .id ]
    | first // empty' < "$answer")
  if [ -n "$found" ] || [ "$(json length < "$answer")" -lt 100 ]; then break; fi
  page=$((page + 1))
done

if [ -n "$found" ]; then
  status=$(api PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$found" "$work/request.json")
  [ "$status" = 200 ] || refused "change a comment of #$number" "$status"
  echo "Changed the comment in #$number"
else
  status=$(api POST "repos/$GITHUB_REPOSITORY/issues/$number/comments" "$work/request.json")
  [ "$status" = 201 ] || refused "write a comment into #$number" "$status"
  echo "Wrote a comment into #$number"
fi
