// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.lifecycle;

/// What a change does to the rows that have something in common.
///
/// @param column in which they have the same value; the target for rows of a class
/// @param value that they have
/// @param rows how many there are
/// @param before the mean loss of their answers: log-loss for classes, the squared error of numbers in deviations
/// @param after the same after the change
/// @param doubt standard error of the difference
public record CohortLoss(String column, String value, int rows, double before, double after, double doubt) {
    private static final double WORSE = 0.05;
    private static final double SURE = 2.5;

    /// How much higher the loss is, in relation to what it was.
    public double rise() {
        return after / before - 1;
    }

    /// Whether the rows fare so much worse that chance is a poor excuse.
    public boolean isHurt() {
        return rise() > WORSE && after - before > SURE * doubt;
    }
}
