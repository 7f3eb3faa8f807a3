# SPDX-License-Identifier: Apache-2.0
# Sourced by ./verify: the check with the JavaScript client of gRPC. A machine without Node builds and serves all the
# same, so the check is left out there, aloud. Expects `root` to be the working tree, the distribution to be
# built, and url_of, which waits for a server.

node_check=$root/compatibility/node

# True if there are Node 18 or newer, npm and the packages of the check, which it fetches; else `no_node` says why not.
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
