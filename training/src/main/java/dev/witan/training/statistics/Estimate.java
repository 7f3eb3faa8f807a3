// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.statistics;

/// A figure and the interval that the true one lies in, as far as so many rows can tell.
///
/// @param value what was measured; not a number where nothing can be
/// @param low end of the interval; not a number where there is none
/// @param high end of the interval
public record Estimate(double value, double low, double high) {
    /// What nothing could be measured of.
    public static final Estimate NONE = new Estimate(Double.NaN, Double.NaN, Double.NaN);

    /// A figure without an interval.
    public static Estimate plain(double value) {
        return new Estimate(value, Double.NaN, Double.NaN);
    }

    public boolean isKnown() {
        return !Double.isNaN(value);
    }

    public boolean hasInterval() {
        return !Double.isNaN(low) && !Double.isNaN(high);
    }

    /// Whether the interval has a value outside of it: then the figure differs from that by more than chance.
    public boolean excludes(double other) {
        return hasInterval() && (other < low || other > high);
    }

    /// The mean of some values, with the interval of the normal distribution.
    ///
    /// @param sum of the values
    /// @param squares sum of their squares
    /// @param reach how many deviations the interval reaches to either side
    public static Estimate mean(double sum, double squares, long count, double reach) {
        if (count == 0) {
            return NONE;
        }
        double mean = sum / count;
        if (count == 1) {
            return plain(mean);
        }
        double variance = Math.max(0, (squares - sum * mean) / (count - 1));
        double half = reach * Math.sqrt(variance / count);
        return new Estimate(mean, mean - half, mean + half);
    }

    /// The share of `hits` among `count`, with Wilson's interval, which holds for few rows and for shares near
    /// 0 and 1.
    public static Estimate share(long hits, long count, double reach) {
        if (count == 0) {
            return NONE;
        }
        double share = (double) hits / count;
        double square = reach * reach;
        double middle = (share + square / (2 * count)) / (1 + square / count);
        double half =
                reach / (1 + square / count) * Math.sqrt(share * (1 - share) / count + square / (4.0 * count * count));
        return new Estimate(share, hits == 0 ? 0 : middle - half, hits == count ? 1 : middle + half);
    }

    /// What this one is more than another of other rows. The ends follow from both intervals, so that each
    /// keeps its own skew (Newcombe's hybrid scores).
    public Estimate less(Estimate other) {
        double difference = value - other.value;
        if (!hasInterval() || !other.hasInterval()) {
            return plain(difference);
        }
        double down = StrictMath.hypot(value - low, other.high - other.value);
        double up = StrictMath.hypot(high - value, other.value - other.low);
        return new Estimate(difference, difference - down, difference + up);
    }

    /// The mean of some values and where the next such mean would lie, by Student's distribution.
    public static Estimate ofFew(double[] values, double confidence) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / values.length;
        if (values.length < 2) {
            return plain(mean);
        }
        double half = StudentT.quantile((1 + confidence) / 2, values.length - 1)
                * deviation(values)
                / Math.sqrt(values.length);
        return new Estimate(mean, mean - half, mean + half);
    }

    /// The deviation of some values from their mean; 0 of a single one.
    public static double deviation(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
    }
}
