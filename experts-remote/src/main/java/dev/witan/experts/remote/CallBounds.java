// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.time.Duration;

/// The bounds on the calls of one expert.
record CallBounds(long timeoutNanos, int inFlightMax, int batchRowsMax) {
    static CallBounds of(Duration timeout, int inFlightMax, int batchRowsMax) {
        requirePositive("inFlightMax", inFlightMax);
        requirePositive("batchRowsMax", batchRowsMax);
        return new CallBounds(timeout.toNanos(), inFlightMax, batchRowsMax);
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new WitanException(ErrorCode.INVALID_CONFIGURATION, name + " must be positive: " + value);
        }
    }
}
