// SPDX-License-Identifier: Apache-2.0
package dev.witan.scaling.budget;

/// What rows have cost since the beginning.
///
/// @param rows that were routed
/// @param cost the sum of what their experts cost
public record Spend(long rows, double cost) {
    /// Nothing yet.
    public static final Spend NONE = new Spend(0, 0);

    /// What came after `earlier`.
    Spend since(Spend earlier) {
        return new Spend(rows - earlier.rows, cost - earlier.cost);
    }
}
