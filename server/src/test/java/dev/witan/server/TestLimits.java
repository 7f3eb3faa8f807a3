// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import java.time.Duration;

/// Bounds that are quickly reached.
final class TestLimits {
    static final int HEADER_BYTES_MAX = 4096;
    static final int CONNECTIONS_MAX = 1000;
    private static final long BODIES_MAX = 2;
    static final int BYTES_PER_SECOND_MIN = 1000;
    static final int INFLATION_MAX = 20;

    private TestLimits() {}

    /// @param bodyBytesMax of one body; all together may have some of that size
    static ServerLimits of(int bodyBytesMax, int requestsMax, Duration idleMax, Duration headMax) {
        return of(bodyBytesMax, requestsMax, CONNECTIONS_MAX, idleMax, headMax);
    }

    /// The same, with a bound on connections.
    static ServerLimits of(int bodyBytesMax, int requestsMax, int connectionsMax, Duration idleMax, Duration headMax) {
        return of(bodyBytesMax, BODIES_MAX * bodyBytesMax, requestsMax, connectionsMax, idleMax, headMax);
    }

    /// The same, with a bound on all bodies together.
    static ServerLimits of(
            int bodyBytesMax,
            long bodiesBytesMax,
            int requestsMax,
            int connectionsMax,
            Duration idleMax,
            Duration headMax) {
        return new ServerLimits(
                bodyBytesMax,
                bodiesBytesMax,
                HEADER_BYTES_MAX,
                12,
                2000,
                8,
                requestsMax,
                connectionsMax,
                idleMax,
                headMax,
                BYTES_PER_SECOND_MIN,
                INFLATION_MAX);
    }
}
