// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

/// A share of the requests that draw their experts by lot, in proportion to the scores.
///
/// @param share of the requests; 0 for none
/// @param temperature what the scores are divided by
/// @param seed of the mixture's lots
public record ExplorationConfig(double share, double temperature, long seed) {

    /// Nobody draws lots.
    public static final ExplorationConfig OFF = new ExplorationConfig(0, 1, 1);

    public ExplorationConfig {
        ConfigLimits.requireBetween("share", 0, 1, share);
        ConfigLimits.requirePositive("temperature", ConfigLimits.TEMPERATURE_MAX, temperature);
        ConfigLimits.requireBetween("seed", 0, ConfigLimits.SEED_MAX, seed);
    }

    /// Whether anybody draws lots.
    public boolean isOn() {
        return share > 0;
    }
}
