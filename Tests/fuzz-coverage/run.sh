#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Fuzz every parser guided by coverage, under the address sanitizer.
#
#   Tests/fuzz-coverage/run.sh [SECONDS [FORMAT...]]
#   FUZZ_TOTAL=SECONDS Tests/fuzz-coverage/run.sh       so long for all together, once they are built
#
# Begins with a valid file of each format. Prints `fuzz FORMAT: N inputs in S s, 0 failures` each and a
# line of all; an input that fails is kept in .build/fuzz, and so is what the fuzzer has learned. A format
# that read no input has failed; one that nobody knows is refused with status 64.
# Pictures, archives, arrays, configurations and checkpoints are fuzzed where SADDLE_ENGINE is.
set -eu
cd "$(dirname "$0")/../.."
seconds=${1:-60}
[ $# -eq 0 ] || shift
build=$PWD/.build/fuzz
programs=log
[ -z "${SADDLE_ENGINE:-}" ] || [ ! -d "$SADDLE_ENGINE/torch" ] || programs="log data engine"
[ "$programs" != log ] || unset SADDLE_ENGINE
status=0
all=0
formats=0

# Prints where the program is that lists the formats of a program and writes their seeds.
lister() {
  case $1 in
    log) echo "$(swift build -c release --show-bin-path)/fuzz-runs" ;;
    *) echo "$(swift build -c release --show-bin-path)/fuzz-$1" ;;
  esac
}

every=
for program in $programs; do
  plain=$(lister "$program")
  swift build -c release --product "$(basename "$plain")"
  every="$every $("$plain" --formats)"
done
for format; do
  if ! printf '%s\n' $every | grep -qxF -e "$format"; then
    echo "fuzz: no format is called $format here; there are" $every >&2
    exit 64
  fi
done
if [ -n "${FUZZ_TOTAL:-}" ]; then
  # shellcheck disable=SC2086
  [ $# -gt 0 ] && share=$# || share=$(printf '%s\n' $every | wc -l)
  seconds=$((FUZZ_TOTAL / share))
  [ "$seconds" -gt 0 ] || { echo "fuzz: FUZZ_TOTAL=$FUZZ_TOTAL is less than a second each" >&2; exit 64; }
fi
for program in $programs; do
  plain=$(lister "$program")
  known=$("$plain" --formats)
  wanted=$known
  if [ $# -gt 0 ]; then
    wanted=
    for format; do
      if echo "$known" | grep -qxF -e "$format"; then wanted="$wanted $format"; fi
    done
  fi
  [ -n "$wanted" ] || continue
  "$plain" --seeds "$build/seeds"
  # C is watched, too; LibTorch itself is as it came.
  options="-Xswiftc -sanitize=fuzzer,address -Xswiftc -parse-as-library
    -Xcc -fsanitize=address,fuzzer-no-link"
  # shellcheck disable=SC2086
  swift build --package-path Tests/fuzz-coverage --scratch-path "$build" -c release \
    --product "fuzz-$program" $options
  fuzzer=$(swift build --package-path Tests/fuzz-coverage --scratch-path "$build" -c release \
    --show-bin-path)/fuzz-$program
  # LibTorch is as it came: with memory of its own, and what it frees or defines is no matter of ours.
  asan=detect_leaks=0 memory=2048
  if [ "$program" != log ]; then
    asan=$asan:alloc_dealloc_mismatch=0:detect_odr_violation=0 memory=4096
  fi
  for format in $wanted; do
    mkdir -p "$build/corpus/$format" "$build/seeds/$format"
    log=$build/$format.log
    # The backtrace of a crash waits for an answer; the reader of a fuzzer has none.
    if SWIFT_BACKTRACE=enable=no SADDLE_FUZZ_FORMAT=$format ASAN_OPTIONS=$asan \
      "$fuzzer" "$build/corpus/$format" "$build/seeds/$format" -max_total_time="$seconds" \
      -max_len=16384 -timeout=20 -rss_limit_mb=$memory -artifact_prefix="$build/$format-" \
      -print_final_stats=1 </dev/null >"$log" 2>&1
    then failures=0; else failures=1; status=1; fi
    inputs=$(sed -n 's/stat::number_of_executed_units: *//p' "$log")
    if [ "${inputs:-0}" -eq 0 ]; then failures=1 status=1; fi
    echo "fuzz $format: ${inputs:-0} inputs in $seconds s, $failures failures"
    all=$((all + ${inputs:-0}))
    formats=$((formats + 1))
    [ $failures -eq 0 ] || tail -20 "$log" >&2
  done
done
echo "fuzz coverage: $all inputs on $formats formats, $seconds s each, status $status"
exit $status
