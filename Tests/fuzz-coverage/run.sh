#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Fuzz every format that is read without the engine, guided by coverage, under the address sanitizer.
#
#   Tests/fuzz-coverage/run.sh [SECONDS [FORMAT...]]
#
# Begins with a valid file of each format. Prints `fuzz FORMAT: N inputs in S s, 0 failures` each and a
# line of all; an input that fails is kept in .build/fuzz, and so is what the fuzzer has learned.
set -eu
cd "$(dirname "$0")/../.."
seconds=${1:-60}
[ $# -eq 0 ] || shift
build=$PWD/.build/fuzz
swift build -c release --product fuzz-runs
"$(swift build -c release --show-bin-path)/fuzz-runs" --seeds "$build/seeds"
unset SADDLE_ENGINE
swift build --package-path Tests/fuzz-coverage --scratch-path "$build" -c release \
  --product fuzz-log -Xswiftc -sanitize=fuzzer,address -Xswiftc -parse-as-library
program=$(swift build --package-path Tests/fuzz-coverage --scratch-path "$build" -c release \
  --show-bin-path)/fuzz-log
[ $# -gt 0 ] || set -- $("$(swift build -c release --show-bin-path)/fuzz-runs" --formats)
status=0
all=0
for format; do
  mkdir -p "$build/corpus/$format" "$build/seeds/$format"
  log=$build/$format.log
  # The backtrace of a crash waits for an answer; the reader of a fuzzer has none.
  if SWIFT_BACKTRACE=enable=no SADDLE_FUZZ_FORMAT=$format ASAN_OPTIONS=detect_leaks=0 \
    "$program" "$build/corpus/$format" "$build/seeds/$format" -max_total_time="$seconds" \
    -max_len=16384 -timeout=20 -rss_limit_mb=2048 -artifact_prefix="$build/$format-" \
    -print_final_stats=1 </dev/null >"$log" 2>&1
  then failures=0; else failures=1; status=1; fi
  inputs=$(sed -n 's/stat::number_of_executed_units: *//p' "$log")
  echo "fuzz $format: ${inputs:-0} inputs in $seconds s, $failures failures"
  all=$((all + ${inputs:-0}))
  [ $failures -eq 0 ] || tail -20 "$log" >&2
done
echo "fuzz coverage: $all inputs on $# formats, $seconds s each, status $status"
exit $status
