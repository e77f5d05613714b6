#!/usr/bin/env bash
# Installs what the tests need beside Rust and runs all of them. Repeatable:
# what is there already is not installed again. A tool that is missing fails
# the run. Ends with a line `N passed, N failed`.
set -euo pipefail
cd "$(dirname "$0")/.."
# Suites read what the program says.
export LC_ALL=C.UTF-8

tools=target/test-tools
python=$tools/python/bin/python
mkdir -p "$tools"

say() { printf '\n== %s\n' "$*"; }

# Debian's packages, by a command that each brings.
install_system_packages() {
    local missing=()
    command -v pdftotext >/dev/null && command -v pdffonts >/dev/null || missing+=(poppler-utils)
    command -v qpdf >/dev/null || missing+=(qpdf)
    # The compiler too: the validator is run from its source.
    command -v javac >/dev/null || missing+=(default-jdk-headless)
    command -v node >/dev/null || missing+=(nodejs)
    command -v npm >/dev/null || missing+=(npm)
    command -v curl >/dev/null || missing+=(curl ca-certificates)
    [ -x /usr/bin/chromium ] || missing+=(chromium)
    python3 -c 'import venv, ensurepip' 2>/dev/null || missing+=(python3 python3-venv)
    [ ${#missing[@]} -eq 0 ] && return
    apt-get -q -o DPkg::Lock::Timeout=600 update
    DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=600 install --no-install-recommends "${missing[@]}"
}

# npm's and PyPI's packages, anew whenever a list of them has changed.
install_packages() {
    local npm_list python_list
    npm_list=$(cat tests/tools/package.json tests/tools/package-lock.json | sha256sum)
    if [ "$(cat "$tools/npm.installed" 2>/dev/null)" != "$npm_list" ]; then
        cp tests/tools/package.json tests/tools/package-lock.json "$tools/"
        (cd "$tools" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
        printf '%s\n' "$npm_list" >"$tools/npm.installed"
    fi
    # Node looks for packages in the folders above a script.
    ln -sfn "../$tools/node_modules" tests/node_modules
    python_list=$(sha256sum <tests/tools/requirements.txt)
    if [ "$(cat "$tools/python.installed" 2>/dev/null)" != "$python_list" ]; then
        rm -rf "$tools/python"
        python3 -m venv "$tools/python"
        "$python" -m pip install --quiet --disable-pip-version-check -r tests/tools/requirements.txt
        printf '%s\n' "$python_list" >"$tools/python.installed"
    fi
}

passed=0
failed=0

# Runs one suite and adds up what it counted. A suite that counts nothing, or
# fails without a failure, is itself one.
suite() {
    local name=$1 log status=0 ok bad
    shift
    log=$tools/log.txt
    say "$name"
    "$@" </dev/null 2>&1 | tee "$log" || status=$?
    # `N passed; M failed` of cargo, a line a target; `N passed, M failed` of the others.
    ok=$(sed -nE 's/.*[^0-9]?\b([0-9]+) passed[;,] [0-9]+ failed.*/\1/p' "$log" | paste -sd+ - | sed 's/^$/0/')
    bad=$(sed -nE 's/.*\b[0-9]+ passed[;,] ([0-9]+) failed.*/\1/p' "$log" | paste -sd+ - | sed 's/^$/0/')
    ok=$((${ok:-0})) bad=$((${bad:-0}))
    if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
    if [ "$ok" -eq 0 ] && [ "$bad" -eq 0 ]; then
        echo "FAIL $name ran no test"
        bad=1
    fi
    passed=$((passed + ok))
    failed=$((failed + bad))
}

say "tools"
install_system_packages
install_packages

suite "Rust" cargo test --locked --no-fail-fast
suite "licences" python3 tests/tools/licences.py

say "the book"
editions=(--edition fa --edition en --edition bilingual --edition parallel)
cargo run --locked --quiet -- build "${editions[@]}" --out target/test-dist </dev/null
cargo run --locked --quiet -- build "${editions[@]}" --content tests/fixtures/constructs --out target/test-constructs </dev/null
cargo run --locked --quiet -- build "${editions[@]}" --content tests/fixtures/constructs --only pdf --print --out target/test-press </dev/null
python3 tests/tools/source_text.py content >"$tools/source.json"
cargo run --locked --quiet -- build --only pdf --edition fa --content tests/pdf/torture/content \
    --theme tests/pdf/torture/theme --out target/test-torture </dev/null
python3 tests/tools/source_text.py tests/pdf/torture/content >"$tools/torture.json"

suite "what the book holds" "$python" tests/tools/contents.py content
suite "figures" "$python" tests/tools/figures.py content target/test-dist
suite "the tests of the PDF editions notice planted faults" "$python" tests/pdf/selftest.py \
    target/test-constructs/downloads/isfahan-sister-cities-en.pdf
suite "PDF editions" "$python" tests/pdf/run.py target/test-dist "$tools/source.json" \
    target/test-torture "$tools/torture.json" target/test-press target/test-constructs
suite "the tests of the site notice planted faults" node tests/site/selftest.mjs
suite "site" node tests/site/run.mjs target/test-dist "$tools/source.json"
suite "the editor's desk" node tests/site/desk.mjs target/debug/isfahan-book target/test-desk
suite "addresses outside of the book" node tests/site/external.mjs target/debug/isfahan-book target/test-external
suite "hostile content" node tests/hostile/run.mjs target/debug/isfahan-book target/test-hostile target/test-constructs
suite "books that strain the site" node tests/site/hard_books.mjs target/debug/isfahan-book target/test-hard

printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
