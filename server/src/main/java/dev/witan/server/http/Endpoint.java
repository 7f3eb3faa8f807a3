// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.http;

/// Answers the requests to one path. Thread-safe.
@FunctionalInterface
public interface Endpoint {
    /// Replies once, or throws: a [Problem] or a `WitanException` becomes the reply, anything else a 500.
    void handle(Exchange exchange);
}
