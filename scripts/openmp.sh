# SPDX-License-Identifier: Apache-2.0
# Sourced by ./verify: makes sure that the OpenMP runtime is there, which the library that grows trees links against.
# Expects scripts/jdk.sh, which knows how to fail, and scripts/apt.sh.

require_openmp() {
    [ "$(uname -s)" = Linux ] || return 0
    has_openmp && return
    apt_install libgomp1
    has_openmp || fail "no OpenMP runtime found, which the tests of trees need, and it could not be installed." \
        "Install it (Debian, Ubuntu: apt-get install libgomp1)."
}

# Asks the dynamic linker, and looks where it looks where it cannot be asked.
has_openmp() {
    { PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null || true; } | grep -q 'libgomp\.so\.1' && return
    compgen -G '/usr/lib*/libgomp.so.1' >/dev/null || compgen -G '/usr/lib/*/libgomp.so.1' >/dev/null
}
