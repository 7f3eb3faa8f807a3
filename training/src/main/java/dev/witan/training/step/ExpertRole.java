// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

/// Who sends rows to an expert.
public enum ExpertRole {
    /// The gate.
    CHOSEN,
    /// Nobody needs to: it answers every row, with a weight of 1 beside the chosen ones.
    SHARED
}
