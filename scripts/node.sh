# SPDX-License-Identifier: Apache-2.0
# Sourced by ./verify: the checks with the JavaScript clients of gRPC and of OpenAI's API. A machine without Node builds
# and serves all the same, so the checks are left out there, aloud. Expects `root` to be the working tree, the
# distribution to be built, and url_of, which waits for a server.

node_check=$root/compatibility/node

# True if there are Node 18 or newer, npm and the packages of the checks, which it fetches; else `no_node` says why not.
find_node() {
    if ! known_node; then
        apt_install nodejs npm
        known_node || return 1
    fi
    local installed=$node_check/node_modules/.package-lock.json
    [ "$installed" -nt "$node_check/package-lock.json" ] && return 0
    no_node="npm could not fetch the packages of compatibility/node"
    (cd "$node_check" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) && touch "$installed"
}

known_node() {
    no_node="it needs Node 18 or newer and npm; Node is $(node --version 2>/dev/null || echo missing)"
    command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' 2>/dev/null
}

# Lets the clients of compatibility/node ask a server of the shipped mixtures, started on free ports.
javascript_client() {
    local log url target token server status=1
    log=$(mktemp)
    "$root/witan" serve --repository "$root/mixtures" --port 0 --admin-port 0 --grpc-port 0 >"$log" 2>&1 &
    server=$!
    url=$(url_of "$server" "$log")
    target=$(sed -n 's/^grpc: *\([^ ]*\).*/\1/p' "$log")
    token=$(sed -n 's/^admin: .*(token: \(.*\))$/\1/p' "$log")
    WITAN_ADMIN_TOKEN=$(cat "$token") node "$node_check/check.js" "$url" "$target" && status=0
    kill "$server" 2>/dev/null
    wait "$server"
    [ $status -eq 0 ] || cat "$log"
    rm -f "$log"
    return $status
}

# Trains the example of a chat mixture, with upstreams that misbehave by language, and lets the client of
# compatibility/node ask a server of it.
openai_client() {
    local made log upstream server source url status=1
    made=$(mktemp -d)
    log=$made/log
    source=$root/testkit/src/main/java/dev/witan/testkit/CannedUpstream.java
    "$JAVA_HOME/bin/java" "$source" 0 >"$made/upstream" 2>&1 &
    upstream=$!
    until grep -q '^canned upstream on' "$made/upstream" || ! kill -0 "$upstream" 2>/dev/null; do sleep 0.1; done
    url=$(sed -n 's|^canned upstream on \(http.*\)/v1$|\1|p' "$made/upstream")
    sed -e "s|http://127.0.0.1:9100|$url|" \
        -e '/id: german/s|/v1"|/hang/v1"|' -e '/id: french/s|/v1"|/fail/v1"|' \
        -e '/id: nordic/s|/v1"|/late/v1"|' -e '/id: slavic/s|/v1"|/flood/v1"|' \
        "$root/examples/assistant/mixture.yaml" >"$made/mixture.yaml"
    if "$root/witan" train "$root/examples/assistant/questions.csv" --target expert --chat "$made/mixture.yaml" \
        --epochs 12 --repository "$made/mixtures" >"$log" 2>&1; then
        "$root/witan" serve --repository "$made/mixtures" --port 0 --admin-port 0 --grpc-port 0 >"$log" 2>&1 &
        server=$!
        node "$node_check/check-chat.js" "$(url_of "$server" "$log")" "$url" && status=0
        kill "$server" 2>/dev/null
        wait "$server"
    fi
    kill "$upstream" 2>/dev/null
    wait "$upstream" 2>/dev/null
    [ $status -eq 0 ] || cat "$log"
    rm -rf "$made"
    return $status
}
