#!/usr/bin/env bash
# One comment on a pull request: written once, updated in place ever after. Needs the `gh` program and GH_TOKEN.
# Reads REPOSITORY (owner/name), NUMBER, MARKDOWN (a file, its first line the marker) and CHANGES (how many).
set -euo pipefail

marker="$(head -n 1 "$MARKDOWN")"
export marker

fail() {
  # The token of a pull request from a fork may not write; the summary of the job holds the review all the same.
  echo "::warning title=API review::The comment could not be written: $1"
  exit 0
}

known="$(gh api --paginate "repos/$REPOSITORY/issues/$NUMBER/comments?per_page=100" \
  --jq '.[] | select(.body | startswith(env.marker)) | .id')" || fail "comments cannot be read"
id="${known%%$'\n'*}"

if [ -n "$id" ]; then
  gh api --silent --method PATCH "repos/$REPOSITORY/issues/comments/$id" --field "body=@$MARKDOWN" \
    || fail "comment $id cannot be updated"
elif [ "$CHANGES" != 0 ]; then
  gh api --silent --method POST "repos/$REPOSITORY/issues/$NUMBER/comments" --field "body=@$MARKDOWN" \
    || fail "no comment can be made"
fi
