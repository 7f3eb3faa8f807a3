// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

/// Selection limited to the best groups: a group's score is the sum of its two best.
///
/// @param count how many groups the experts are cut into, in their order; 0 for no groups
/// @param chosen how many of them a row may choose from
public record GroupConfig(int count, int chosen) {

    /// No groups.
    public static final GroupConfig NONE = new GroupConfig(0, 0);

    public GroupConfig {
        if (count != 0) {
            ConfigLimits.requireBetween("count", 2, ConfigLimits.EXPERTS_MAX, count);
            ConfigLimits.requireBetween("chosen", 1, ConfigLimits.EXPERTS_MAX, chosen);
        }
    }

    /// Whether there are groups.
    public boolean isOn() {
        return count > 0;
    }
}
