# SPDX-License-Identifier: Apache-2.0
# Sourced by ./verify: finds the Chromium that the tests of the page run in, or installs it, and exports it as
# WITAN_CHROMIUM. Expects scripts/jdk.sh, which knows how to fail, and scripts/apt.sh.

find_chromium() {
    if [ -n "${WITAN_CHROMIUM:-}" ]; then
        [ -x "$WITAN_CHROMIUM" ] || fail "WITAN_CHROMIUM is not a program: $WITAN_CHROMIUM"
    elif ! known_chromium; then
        apt_install chromium
        known_chromium || fail "no Chromium found, which the tests of the page need, and it could not be installed." \
            "Install it (Debian, Ubuntu: apt-get install chromium), or set WITAN_CHROMIUM to its program."
    fi
    export WITAN_CHROMIUM
}

# Looks where systems install it.
known_chromium() {
    local name
    for name in chromium chromium-browser google-chrome-stable google-chrome \
        "/Applications/Chromium.app/Contents/MacOS/Chromium" \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        WITAN_CHROMIUM=$(command -v "$name") && return 0
    done
    return 1
}
