#!/usr/bin/env bash
# The step of the action (action.yml): annotations on standard output, a page for the summary of the
# job, and a SARIF log where one is asked for. Inputs hold one item a line, so that no shell reads them.
set -euo pipefail

lines() {
  local line
  while IFS= read -r line; do
    [ -n "$line" ] && printf '%s\0' "$line"
  done <<<"$1" || true
}

mapfile -d '' -t tokens < <(lines "${WHICHTOKEN_TOKENS:?which tokens?}")
mapfile -d '' -t arguments < <(lines "${WHICHTOKEN_ARGUMENTS:-}")

lint() {
  whichtoken lint "${arguments[@]}" "$@" -- "${tokens[@]}"
}

status=0
lint --format github || status=$?
# What went wrong is told by then, and decides.
lint --format markdown --quiet >>"${GITHUB_STEP_SUMMARY:-/dev/null}" 2>/dev/null || true
if [ -n "${WHICHTOKEN_SARIF:-}" ]; then
  lint --format sarif --quiet --output "$WHICHTOKEN_SARIF" 2>/dev/null || true
fi
exit "$status"
