// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

/// How many rows of a batch an expert takes: its even share times the factor.
///
/// @param policy what becomes of the others
/// @param least what every expert takes, however small the batch
public record CapacityConfig(Policy policy, double factor, int least) {

    /// Every row goes where the gate sends it.
    public static final CapacityConfig DROPLESS = new CapacityConfig(Policy.DROPLESS, 1.25, 8);

    public CapacityConfig {
        ConfigLimits.requirePositive("factor", ConfigLimits.FACTOR_MAX, factor);
        ConfigLimits.requireBetween("least", 1, ConfigLimits.BATCH_ROWS_MAX, least);
    }

    /// What becomes of a row that an expert has no room for.
    public enum Policy {
        /// There is always room.
        DROPLESS,
        /// It goes to the next best expert.
        OVERFLOW,
        /// It goes without.
        SHED
    }
}
