// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.statistics;

/// The ratio of two sums over rows, such as precision over all labels, where numbers of one row belong together. Owned
/// by one thread.
public final class RatioSums {
    private double above;
    private double below;
    private double aboveSquares;
    private double products;
    private double belowSquares;
    private long rows;

    public RatioSums() {}

    /// Adds what a row has of either.
    public void add(double ofAbove, double ofBelow) {
        above += ofAbove;
        below += ofBelow;
        aboveSquares += ofAbove * ofAbove;
        products += ofAbove * ofBelow;
        belowSquares += ofBelow * ofBelow;
        rows++;
    }

    /// The ratio, with the interval of the normal distribution for what rows deviate from it (Taylor's linearisation);
    /// not a number where there is nothing to divide by.
    ///
    /// @param reach how many deviations the interval reaches to either side
    public Estimate ratio(double reach) {
        if (below == 0) {
            return Estimate.NONE;
        }
        double ratio = above / below;
        if (rows < 2) {
            return Estimate.plain(ratio);
        }
        double squares = Math.max(0, aboveSquares - 2 * ratio * products + ratio * ratio * belowSquares);
        double half = reach * Math.sqrt(squares * rows / (rows - 1)) / Math.abs(below);
        return new Estimate(ratio, ratio - half, ratio + half);
    }
}
