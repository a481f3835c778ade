#!/usr/bin/env bash
# The parts of the tests that are no Python packages: a browser, LibreOffice, nginx, PDF tools.
# Installs what is missing where it can (root on Debian or Ubuntu), and says what to do where it cannot.
set -euo pipefail

first() { for each in "$@"; do command -v "$each" && return; done; return 1; }
browser() { if [ -n "${CHROMIUM:-}" ]; then first "$CHROMIUM"; else first chromium chromium-browser google-chrome; fi; }
office() { if [ -n "${SOFFICE:-}" ]; then first "$SOFFICE"; else first soffice libreoffice; fi; }
# Debian and Ubuntu install Calc and Writer apart; elsewhere LibreOffice has both.
writer() {
    [ -n "${SOFFICE:-}" ] || ! command -v dpkg-query > /dev/null \
        || dpkg-query -W -f '${Status}\n' 'libreoffice-writer*' 2> /dev/null | grep -q 'ok installed'
}
pdf_tools() { first pdftotext; }
# Debian has it where only root looks.
proxy() { if [ -n "${NGINX:-}" ]; then first "$NGINX"; else first nginx /usr/sbin/nginx; fi; }

missing() { ! { browser && office && writer && pdf_tools && proxy; } > /dev/null; }
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
    # The tests start their own: its service is not wanted.
    proxy > /dev/null || { get nginx-light && service nginx stop > /dev/null 2>&1; } || true
    if known libreoffice-calc-nogui; then calc=libreoffice-calc-nogui; else calc=libreoffice-calc; fi
    office > /dev/null || get "$calc" || true
    writer || get "${calc/calc/writer}" || true
    missing || exit 0
fi

say() { echo "tests/setup.sh: $*" >&2; }
browser > /dev/null || say "no Chromium: install it, or give its place: CHROMIUM=/path/to/chromium make test"
office > /dev/null || say "no LibreOffice: install Calc and Writer, or give its place: SOFFICE=/path/to/soffice make test"
writer || say "no Writer: install libreoffice-writer-nogui"
pdf_tools > /dev/null || say "no pdftotext: install poppler-utils (on a Mac: brew install poppler)"
proxy > /dev/null || say "no nginx: install it, or give its place: NGINX=/path/to/nginx make test"
say "the tests that need a missing part will fail and say so."
