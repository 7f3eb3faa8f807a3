# SPDX-License-Identifier: Apache-2.0
# Sourced by ./witan, ./verify and benchmarks/run: finds a JDK 25 and exports it as JAVA_HOME; finds Maven.

# True if the folder $1 holds a JDK 25.
is_jdk_25() {
    [ -x "$1/bin/javac" ] && grep -q '^JAVA_VERSION="25[".+-]' "$1/release" 2>/dev/null
}

# Folders where a JDK may be, one a line: the environment first, then the places that installers use.
jdk_candidates() {
    local java
    printf '%s\n' "${JAVA_HOME:-}"
    if java=$(command -v java); then
        java=$(readlink -f "$java" 2>/dev/null || printf '%s' "$java")
        printf '%s\n' "${java%/bin/java}"
    fi
    printf '%s\n' \
        /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/*jdk* \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.asdf/installs/java/* \
        "$HOME"/.local/share/mise/installs/java/* "$HOME"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home \
        /usr/local/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home
}

# Exports JAVA_HOME, or ends the script with a message that says what to install.
find_jdk() {
    local candidate
    if [ -n "${WITAN_JAVA_HOME:-}" ]; then
        is_jdk_25 "$WITAN_JAVA_HOME" || fail "WITAN_JAVA_HOME is not a JDK 25: $WITAN_JAVA_HOME"
        export JAVA_HOME=$WITAN_JAVA_HOME
        return
    fi
    while IFS= read -r candidate; do
        if [ -n "$candidate" ] && is_jdk_25 "$candidate"; then
            export JAVA_HOME=$candidate
            return
        fi
    done < <(jdk_candidates)
    fail "no JDK 25 found. Install one (Eclipse Temurin: https://adoptium.net, or your package manager's openjdk-25-jdk)," \
        "or set WITAN_JAVA_HOME to its folder."
}

# Ends the script with a message unless there is a Maven.
find_maven() {
    command -v mvn >/dev/null || fail "no Maven found. Install Maven 3.8 or newer: https://maven.apache.org"
}

fail() {
    printf 'witan: %s\n' "$*" >&2
    exit 1
}
