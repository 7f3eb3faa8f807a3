// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import java.time.Duration;
import java.util.Optional;

/// How an expert on another machine is called.
///
/// @param inFlightMax calls that may be under way at once
/// @param batchRowsMax rows of one call
/// @param timeout how long a call may take, if its rows' deadlines leave it that long
/// @param keyEnv the environment variable that holds the key; empty where none is needed
public record CallConfig(int inFlightMax, int batchRowsMax, Duration timeout, String keyEnv) {

    /// What holds for `remote` where nothing is said.
    public static final CallConfig REMOTE = new CallConfig(4, 64, Duration.ofSeconds(1), "");

    /// What holds for `function` where nothing is said: time for a cold start.
    public static final CallConfig FUNCTION = new CallConfig(4, 64, Duration.ofSeconds(10), "");

    /// What holds for `chat` where nothing is said: one conversation a call, and time to write.
    public static final CallConfig CHAT = new CallConfig(64, 1, Duration.ofMinutes(2), "");

    public CallConfig {
        ConfigLimits.requireBetween("inFlightMax", 1, ConfigLimits.IN_FLIGHT_MAX, inFlightMax);
        ConfigLimits.requireBetween("batchRowsMax", 1, ConfigLimits.BATCH_ROWS_MAX, batchRowsMax);
        ConfigLimits.requireDuration("timeout", timeout);
        if (!keyEnv.isEmpty()) {
            ConfigLimits.requireVariable("keyEnv", keyEnv);
        }
    }

    /// The environment variable that holds the key.
    public Optional<String> keyVariable() {
        return keyEnv.isEmpty() ? Optional.empty() : Optional.of(keyEnv);
    }
}
