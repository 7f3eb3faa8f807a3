// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import java.time.Duration;

/// A bias against experts that are busy.
///
/// @param strength what the bias is multiplied by; 0 for none
/// @param halfLife how long a load takes to be half forgotten
public record LoadConfig(double strength, Duration halfLife) {

    /// Load does not bear on the choice.
    public static final LoadConfig OFF = new LoadConfig(0, Duration.ofSeconds(1));

    public LoadConfig {
        ConfigLimits.requireBetween("strength", 0, ConfigLimits.STRENGTH_MAX, strength);
        ConfigLimits.requireDuration("halfLife", halfLife);
    }

    /// Whether load bears on the choice.
    public boolean isOn() {
        return strength > 0;
    }
}
