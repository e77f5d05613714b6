#!/usr/bin/env bash
# Fuzzes with libFuzzer: `fuzz/run.sh [SECONDS [TARGET…]]`, 600 seconds a target
# and all targets unless told. Needs `cargo install cargo-fuzz` and a nightly
# toolchain. An input of 64 KB that takes more than a second, or a target that
# takes more than 512 MB, is a fault like a panic; what is found stands in
# fuzz/artifacts, and moves to fuzz/seeds/TARGET when it is mended.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-600}
shift || true
targets=("$@")
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(cargo +nightly fuzz list)

# What the sanitizer keeps of freed memory is not the program's.
export ASAN_OPTIONS=quarantine_size_mb=16

for target in "${targets[@]}"; do
    mkdir -p "fuzz/corpus/$target"
    # New inputs go to the first folder, which no one keeps.
    cargo +nightly fuzz run "$target" "fuzz/corpus/$target" "fuzz/seeds/$target" -- \
        -max_total_time="$seconds" -max_len=65536 -timeout=1 -rss_limit_mb=512 -print_final_stats=1
done
