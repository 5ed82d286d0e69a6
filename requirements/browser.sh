#!/bin/sh
# Makes sure that the browser tests find a browser: one that is there, else Debian's, else Playwright's.
set -u
cd "$(dirname "$0")/.."

for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null && exit 0
done
ls -d "$HOME"/.cache/ms-playwright/chromium* >/dev/null 2>&1 && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Debian's chromium, for the browser tests"
    if apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends chromium >/dev/null; then
        exit 0
    fi
fi
echo "Fetching Playwright's chromium, for the browser tests"
.venv/bin/playwright install chromium >.venv/playwright.log 2>&1 && exit 0

echo "Error: the tests need a browser and none could be installed. Run: sudo apt-get install chromium" >&2
exit 1
