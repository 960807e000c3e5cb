#!/usr/bin/env bash
# Writes the report that a run of a fork has uploaded as a comment into its pull request. For `workflow_run` only.
#
# The artifact was written by whoever wrote the pull request, so it is data: its size is limited, no file of it is
# written by its own name, it mentions nobody, and which pull request it belongs to is GitHub's word and not its own.
#
# In: ARTIFACT, KEY, TOKEN.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=action/lib.sh
. "$here/lib.sh"
# shellcheck source=action/api.sh
. "$here/api.sh"

# A report has less than 65,000 characters, of four bytes at most.
most_bytes=260000

skip() {
  say notice "no comment: $1"
  exit 0
}

ready_for_api || skip "$missing"
[ "${GITHUB_EVENT_NAME:-}" = workflow_run ] || die "this action is for the event workflow_run"
[ "$(event .workflow_run.event)" = pull_request ] || skip "the run was not about a pull request"

run=$(event .workflow_run.id)
commit=$(event .workflow_run.head_sha)
owner=$(event .workflow_run.head_repository.owner.login)
repository=$(event .workflow_run.head_repository.full_name)
head=$(event '(.workflow_run.head_repository.owner.login + ":" + .workflow_run.head_branch) | @uri')
case $run in "" | *[!0-9]*) die "the event names no run" ;; esac
case $commit in "" | *[!0-9a-f]*) die "the event names no commit" ;; esac
[ -n "$owner" ] || skip "the fork is gone"

# The open pull request whose newest commit was judged. Where somebody has pushed since, a newer run will tell.
status=$(api GET "repos/$GITHUB_REPOSITORY/pulls?state=open&per_page=100&head=$head")
[ "$status" = 200 ] || skip "the pull requests cannot be read (status $status)"
# shellcheck disable=SC2016 # the variables are those of jq
number=$(json -r --arg commit "$commit" --arg repository "$repository" '
  [ .[] | select(.head.sha == $commit and .head.repo.full_name == $repository) | .number ] | first // empty' < "$answer")
case $number in
  "" | *[!0-9]*) skip "no open pull request is at the commit that was judged" ;;
esac

status=$(api GET "repos/$GITHUB_REPOSITORY/actions/runs/$run/artifacts?per_page=100")
[ "$status" = 200 ] || skip "the artifacts of the run cannot be read (status $status)"
# shellcheck disable=SC2016 # the variables are those of jq
id=$(json -r --arg name "$ARTIFACT" --argjson most "$most_bytes" '
  [ .artifacts[] | select(.name == $name and (.expired | not) and .size_in_bytes <= $most) | .id ] | first // empty' < "$answer")
case $id in
  "" | *[!0-9]*) skip "the run has no artifact of that name and of a report's size" ;;
esac

# Old versions of curl do not stop where the server does not say how much is coming.
zip=$work/artifact.zip
printf 'header = "Authorization: Bearer %s"\n' "$TOKEN" |
  curl --config - --fail --silent --show-error --location --max-time 60 -- \
    "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/actions/artifacts/$id/zip" | head -c $((most_bytes + 1)) > "$zip"
[ "$(wc -c < "$zip")" -le "$most_bytes" ] || skip "the artifact is larger than it said"

# To stdout, so that no path in the archive counts, and no more than a report has. A blank of no width behind each @
# keeps names of packages readable, and nobody is mentioned.
MARKDOWN=$work/report.md
unzip -p "$zip" report.md 2> /dev/null | head -c $((most_bytes + 1)) | tr -d '\000' | sed "s/@/@"$'\xe2\x80\x8b'"/g" > "$MARKDOWN"
[ -s "$MARKDOWN" ] || skip "there is no report.md in the artifact"

export MARKDOWN
export PULL_REQUEST=$number COMMIT=$commit
export INTRODUCTION="> [!NOTE]
> This report was written by the pull request's own run."
exec bash "$here/comment.sh"
