// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import java.time.Duration;

/// Calls that keep a function from falling asleep.
///
/// @param every how long it may go without a call; zero where nobody keeps it awake
/// @param instances how many of it are to be awake
public record WarmConfig(Duration every, int instances) {

    /// The function may fall asleep.
    public static final WarmConfig OFF = new WarmConfig(Duration.ZERO, 0);

    public WarmConfig {
        if (!every.isZero()) {
            ConfigLimits.requireDuration("every", every);
            ConfigLimits.requireBetween("instances", 1, ConfigLimits.INSTANCES_MAX, instances);
        }
    }

    /// Whether anybody keeps the function awake.
    public boolean isOn() {
        return !every.isZero();
    }
}
