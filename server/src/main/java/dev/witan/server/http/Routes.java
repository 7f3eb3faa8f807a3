// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.http;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// The table of paths, made once: a request costs one look-up. Immutable once it serves.
public final class Routes {
    private final Map<String, Map<String, Endpoint>> endpoints = new HashMap<>();
    private final Function<String, Problem> unknown;

    /// An empty table.
    ///
    /// @param unknown what to tell about a path that is not in the table
    public Routes(Function<String, Problem> unknown) {
        this.unknown = unknown;
    }

    /// Answers GET, and HEAD, at `path`.
    public Routes get(String path, Endpoint endpoint) {
        add("GET", path, endpoint);
        return add("HEAD", path, endpoint);
    }

    public Routes post(String path, Endpoint endpoint) {
        return add("POST", path, endpoint);
    }

    private Routes add(String method, String path, Endpoint endpoint) {
        endpoints.computeIfAbsent(path, _ -> new TreeMap<>()).put(method, endpoint);
        return this;
    }

    /// The endpoint for a method and path; a [Problem] is thrown when there is none.
    public Endpoint find(String method, String path) {
        Map<String, Endpoint> methods = endpoints.get(path);
        if (methods == null) {
            throw unknown.apply(path);
        }
        Endpoint endpoint = methods.get(method);
        if (endpoint == null) {
            throw Problem.methodNotAllowed(method, String.join(", ", methods.keySet()));
        }
        return endpoint;
    }
}
