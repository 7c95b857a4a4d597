#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Install what `make build` built, with everything it needs, so that the checkout may go.
#
#   Scripts/install.sh PREFIX ENGINE [BUILD]
#
#   PREFIX/bin/saddle, PREFIX/bin/saddle-engine
#   PREFIX/lib/saddle/torch, nvidia     LibTorch and what it loads
#   PREFIX/lib/saddle/system            Fashion-MNIST
#   PREFIX/share/...                    completion for bash, zsh and fish
#
# The programs find the libraries by their place relative to each other, so the prefix may be
# moved as a whole. DESTDIR is put in front of PREFIX, as packagers expect.
set -eu

fail() {
  echo "install: $1" >&2
  exit 1
}

[ $# -ge 2 ] || fail "usage: Scripts/install.sh PREFIX ENGINE [BUILD]"
prefix=${DESTDIR:-}$1
engine=$2
build=${3:-.build/release}
library=$prefix/lib/saddle

for program in saddle saddle-engine; do
  [ -x "$build/$program" ] || fail "no $build/$program; run \`make build\` first"
done
[ -f "$engine/torch/lib/libtorch_cpu.so" ] || fail "no LibTorch in $engine; run \`make engine\` first"

mkdir -p "$prefix/bin" "$library" 2>/dev/null || fail \
  "can't write to $prefix; name a folder of yours, such as PREFIX=\$HOME/.local, or use sudo"

needed=$(du -sk "$engine/torch/lib" "$engine/nvidia" | awk '{ sum += $1 } END { print sum + 100000 }')
free=$(df -Pk "$prefix" | awk 'NR == 2 { print $4 }')
[ "$free" -gt "$needed" ] || fail \
  "$prefix has $((free / 1024)) MB free and the engine takes $((needed / 1024)) MB; make room"

# A new copy is complete before it takes the old one's place.
fresh=$library.new.$$
trap 'rm -rf "$fresh"' EXIT
mkdir -p "$fresh/torch/lib" "$fresh/nvidia"
for file in "$engine"/torch/lib/*.so*; do
  [ ! -f "$file" ] || cp "$file" "$fresh/torch/lib/"
done
cp -R "$engine/nvidia/." "$fresh/nvidia/"
sets=system/usr/share/datasets
if [ -d "$engine/$sets" ]; then
  mkdir -p "$fresh/$sets"
  cp -R "$engine/$sets/." "$fresh/$sets/"
fi
rm -rf "$library"
mv "$fresh" "$library"

for program in saddle saddle-engine; do
  # Renaming works while the old program runs; writing into it would not.
  cp "$build/$program" "$prefix/bin/.$program.new"
  mv "$prefix/bin/.$program.new" "$prefix/bin/$program"
done

# Where the shells look for what belongs to a program of the same prefix.
completion() {
  mkdir -p "$prefix/share/$2"
  "$build/saddle" --generate-completion-script "$1" > "$prefix/share/$2/.$3.new" ||
    fail "$build/saddle prints no completion for $1; run \`make build\` again"
  mv "$prefix/share/$2/.$3.new" "$prefix/share/$2/$3"
}
completion bash bash-completion/completions saddle
completion zsh zsh/site-functions _saddle
completion fish fish/vendor_completions.d saddle.fish

echo "Installed into $prefix. Try:"
case ":$PATH:" in
  *":$1/bin:"*) echo "  saddle doctor" ;;
  *) echo "  $1/bin/saddle doctor        (or put $1/bin on your PATH)" ;;
esac
