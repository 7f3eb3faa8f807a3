// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.report;

/// How often one class was told.
///
/// @param label of the class
/// @param rows that are of it
/// @param right those of them whose likeliest class was this one
public record ClassRecall(String label, int rows, int right) {
    /// The share that was right; not a number without rows.
    public double share() {
        return rows == 0 ? Double.NaN : (double) right / rows;
    }
}
