# SPDX-License-Identifier: Apache-2.0
# Sourced by ./witan, ./verify and benchmarks/run: runs Maven, one build at a time in this working tree.
# Expects `root` to be the working tree and JAVA_HOME to be a JDK 25.

distribution=$root/cli/target/witan
stamp=$distribution/built

# True if there is no distribution, or a source that it is made of has changed since.
# Folders count as well: a deleted file leaves its trace there.
build_needed() {
    [ ! -e "$stamp" ] || [ -n "$(find "$root/pom.xml" "$root"/*/pom.xml "$root"/*/src/main \
        -newer "$stamp" -not -path "$root/benchmarks/*" -not -path "$root/architecture/*" \
        -not -path "$root/compatibility/*" -print -quit)" ]
}

# Waits until no other build runs in this working tree. The lock lasts until unlock_build or the end of the script.
lock_build() {
    mkdir -p "$root/cli/target"
    exec 9>"$root/cli/target/build.lock"
    if command -v flock >/dev/null && ! flock -n 9; then
        echo "witan: waiting for another build in this folder ..." >&2
        flock 9
    fi
}

unlock_build() {
    exec 9>&-
}

# Runs Maven with the given arguments.
run_maven() {
    # The options silence warnings about Maven's own libraries and a colour code that it prints even to a file.
    local quiet="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED -Djansi.noreset=true"
    (cd "$root" && MAVEN_OPTS="$quiet ${MAVEN_OPTS:-}" mvn -B -ntp -Dstyle.color=never "$@")
}

# Runs Maven with the given arguments, which must make the distribution. The stamp carries the time at which
# the build began, so that what is edited meanwhile is built next time.
build_distribution() {
    rm -rf "$distribution"
    touch "$root/cli/target/began"
    run_maven "$@" && mv "$root/cli/target/began" "$stamp"
}
