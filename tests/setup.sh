#!/usr/bin/env bash
# The parts of the tests that are no Python packages: a browser, LibreOffice and the PDF tools.
# Installs what is missing where it can (root on Debian or Ubuntu), and says what to do where it cannot.
set -euo pipefail

first() { for each in "$@"; do command -v "$each" && return; done; return 1; }
browser() { if [ -n "${CHROMIUM:-}" ]; then first "$CHROMIUM"; else first chromium chromium-browser google-chrome; fi; }
office() { if [ -n "${SOFFICE:-}" ]; then first "$SOFFICE"; else first soffice libreoffice; fi; }
pdf_tools() { first pdftotext; }

missing() { ! { browser && office && pdf_tools; } > /dev/null; }
missing || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    # Another installer may be at work: wait for it rather than fail.
    apt() { apt-get -qq -o DPkg::Lock::Timeout=600 "$@" > /dev/null; }
    known() { [ -n "$(apt-cache madison "$1" 2> /dev/null)" ]; }
    # Package lists go stale, so a failure is tried once more on fresh ones.
    get() {
        apt install -y --no-install-recommends "$1" || { apt update && apt install -y --no-install-recommends "$1"; }
    }

    known chromium || apt update || true
    browser > /dev/null || get chromium || true
    pdf_tools > /dev/null || get poppler-utils || true
    if known libreoffice-calc-nogui; then calc=libreoffice-calc-nogui; else calc=libreoffice-calc; fi
    office > /dev/null || get "$calc" || true
    missing || exit 0
fi

say() { echo "tests/setup.sh: $*" >&2; }
browser > /dev/null || say "no Chromium: install it, or give its place: CHROMIUM=/path/to/chromium make test"
office > /dev/null || say "no LibreOffice: install Calc, or give its place: SOFFICE=/path/to/soffice make test"
pdf_tools > /dev/null || say "no pdftotext: install poppler-utils (on a Mac: brew install poppler)"
say "the tests that need a missing part will fail and say so."
