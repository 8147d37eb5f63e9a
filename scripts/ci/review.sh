#!/usr/bin/env bash
# The review of a job: annotations in its log, Markdown in its summary, files and an exit code as its outputs.
# Reads OLD, NEW, FAIL_ON, OPTIONS (one a line) and NAME, and what GitHub sets. Never fails by a finding itself.
set -euo pipefail

folder="$RUNNER_TEMP/specloom-review${NAME:+-$(printf %s "$NAME" | tr -c 'A-Za-z0-9_-' _)}"
markdown="$folder/review.md"
json="$folder/review.json"
mkdir -p "$folder"
rm -f "$markdown" "$json"

sides=("$OLD")
if [ -n "$NEW" ]; then sides+=("$NEW"); fi
options=()
while IFS= read -r line; do
  if [ -n "$line" ]; then options+=("$line"); fi
done <<< "$OPTIONS"

code=0
specloom diff --fail-on "$FAIL_ON" --format annotations --report "markdown=$markdown" --report "json=$json" \
  ${options[@]+"${options[@]}"} -- "${sides[@]}" 2> "$folder/errors.txt" || code=$?
cat "$folder/errors.txt" >&2

if [ ! -f "$markdown" ]; then
  # A comment that is there already must not go on telling what was true of an older commit.
  if [ "$code" -lt 2 ]; then code=2; fi
  echo "::error title=API review::The review could not be done; the log of this step tells why."
  {
    echo "<!-- specloom-diff -->"
    echo "## API review: could not be done"
    echo
    head -c 4000 "$folder/errors.txt" | sed 's/^/    /'
  } > "$markdown"
  json=""
fi
if [ -n "$NAME" ]; then
  marked="<!-- specloom-diff: ${NAME//-->/} -->"
  { printf '%s\n' "$marked"; tail -n +2 "$markdown"; } > "$folder/named.md"
  mv "$folder/named.md" "$markdown"
fi
changes=1
if [ -n "$json" ]; then
  changes="$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["counts"]["total"])' "$json")"
fi

cat "$markdown" >> "$GITHUB_STEP_SUMMARY"
{
  echo "exit-code=$code"
  echo "markdown=$markdown"
  echo "json=$json"
  echo "changes=$changes"
} >> "$GITHUB_OUTPUT"
