# SPDX-License-Identifier: Apache-2.0
# Sourced by ./verify: installs what a check needs beside a JDK and Maven.

# Installs packages where that needs no questions, on Debian and what comes from it.
apt_install() {
    local as_root=
    if ! command -v apt-get >/dev/null; then
        return
    elif [ "$(id -u)" -ne 0 ]; then
        sudo -n true 2>/dev/null || return
        as_root="sudo -n"
    fi
    echo "witan: installing $* ..." >&2
    export DEBIAN_FRONTEND=noninteractive
    { $as_root apt-get install -y -q "$@" || { $as_root apt-get update -q && $as_root apt-get install -y -q "$@"; }; } \
        >/dev/null 2>&1
}
