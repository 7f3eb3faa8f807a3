// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.time.Duration;

/// Where an expert of kind `function` is, and how it is asked and kept warm.
///
/// @param timeout how long one call may take; the rows' own deadline may be sooner
/// @param inFlightMax calls at once
/// @param batchRowsMax rows of one call
/// @param credential sent as bearer token; `""` for none
/// @param warmEvery the longest that the function is left alone; zero leaves it alone for ever
/// @param instances how many of its instances are kept warm
public record FunctionSettings(
        Target target,
        Duration timeout,
        int inFlightMax,
        int batchRowsMax,
        String credential,
        Duration warmEvery,
        int instances) {
    private static final int INSTANCES_MAX = 64;
    private static final Duration WARM_EVERY_MIN = Duration.ofMillis(100);

    public FunctionSettings {
        if (target.scheme().isGrpc()) {
            throw refused("url must be HTTP's for a function", target);
        }
        if (!timeout.isPositive()) {
            throw refused("timeout must be positive", timeout);
        }
        if (!warmEvery.isZero() && warmEvery.compareTo(WARM_EVERY_MIN) < 0) {
            throw refused("warm.every must be at least " + WARM_EVERY_MIN.toMillis() + " ms", warmEvery);
        }
        if (instances < 1 || instances > INSTANCES_MAX) {
            throw refused("warm.instances must be between 1 and " + INSTANCES_MAX, instances);
        }
    }

    private static WitanException refused(String rule, Object value) {
        return new WitanException(ErrorCode.INVALID_CONFIGURATION, rule + ": " + value);
    }

    boolean isKeptWarm() {
        return !warmEvery.isZero();
    }
}
