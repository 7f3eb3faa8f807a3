// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

/// What an expert is there for. Experts stand in the order of their roles, the first two side by side: a masked expert
/// keeps the place that it had among the scored ones.
public enum Role {
    /// The gate scores it, and rows go to it that it is among the best for.
    SCORED,
    /// The gate scores it, and no row goes to it: its logit counts as minus infinity.
    MASKED,
    /// Every row goes to it, unscored.
    SHARED,
    /// No row is routed to it: it is the fallback, and answers where too few of the others do.
    STANDBY;

    /// Whether the gate has a score for it.
    public boolean isScored() {
        return this == SCORED || this == MASKED;
    }
}
