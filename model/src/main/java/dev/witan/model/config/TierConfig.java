// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import java.util.List;

/// Where one tier of experts ends and the next begins. How hard a row is, a learned score says, which is a component of
/// the release: `tiers`.
///
/// @param thresholds ascending; a row whose score is below the first may go to tier 0 alone, one from the last on to
/// all
/// @param fanOuts how many experts a row of each level goes to, one more than thresholds; none where always `fanOut`
public record TierConfig(List<Double> thresholds, List<Integer> fanOuts) {

    /// No tiers: every expert is meant for every row.
    public static final TierConfig NONE = new TierConfig(List.of(), List.of());

    public TierConfig {
        thresholds = List.copyOf(thresholds);
        fanOuts = List.copyOf(fanOuts);
        ConfigLimits.requireBetween("number of thresholds", 0, ConfigLimits.TIER_MAX, thresholds.size());
        thresholds.forEach(threshold -> ConfigLimits.requireBetween(
                "threshold", -ConfigLimits.THRESHOLD_MAX, ConfigLimits.THRESHOLD_MAX, threshold));
        ConfigLimits.requireBetween("number of fanOuts", 0, ConfigLimits.TIER_MAX + 1, fanOuts.size());
        fanOuts.forEach(fanOut -> ConfigLimits.requireBetween("fanOut", 1, ConfigLimits.FAN_OUT_MAX, fanOut));
    }

    /// Whether there are tiers.
    public boolean isOn() {
        return !thresholds.isEmpty();
    }
}
