#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Run the tests of watching under the thread sanitizer; a data race fails it.
#
# Prints `threads: N tests of watching, R data races`.
set -eu
cd "$(dirname "$0")/.."
unset SADDLE_ENGINE
suites=$(sed -n 's/^@Suite.*struct \([A-Za-z]*\).*/\1/p' Tests/SaddleRunsTests/Watching/*.swift | paste -sd '|')
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
TSAN_OPTIONS=halt_on_error=0:exitcode=66 swift test --sanitize=thread --scratch-path .build/threads \
  --disable-xctest --filter "SaddleRunsTests.($suites)" >"$log" 2>&1 || status=$?
races=$(grep -c 'WARNING: ThreadSanitizer' "$log" || true)
tests=$(sed -n 's/.*Test run with \([0-9]*\) tests\{0,1\} .*/\1/p' "$log" | tail -1)
[ "$status" -eq 0 ] || cat "$log" >&2
echo "threads: ${tests:-0} tests of watching, $races data races, status $status"
[ "$races" -eq 0 ] && [ "$status" -eq 0 ] && [ "${tests:-0}" -gt 0 ]
