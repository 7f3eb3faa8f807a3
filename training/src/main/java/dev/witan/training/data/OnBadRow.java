// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

/// What happens with a row of a training table that cannot be read.
public enum OnBadRow {
    /// The training is refused.
    FAIL,
    /// The row is left out, and the report tells how many were.
    SKIP
}
