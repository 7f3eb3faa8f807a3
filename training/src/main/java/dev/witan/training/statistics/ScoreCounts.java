// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Different scores in ascending order, with the rows of either class that have each: all that ranking, curves
/// and calibration need to know. Immutable.
public final class ScoreCounts {
    private final float[] scores;
    private final long[] positives;
    private final long[] negatives;
    private final long positive;
    private final long negative;

    private ScoreCounts(float[] scores, long[] positives, long[] negatives) {
        this.scores = scores;
        this.positives = positives;
        this.negatives = negatives;
        this.positive = Arrays.stream(positives).sum();
        this.negative = Arrays.stream(negatives).sum();
    }

    /// Gathers scored rows.
    public static final class Builder {
        private long[] keys = new long[1024];
        private int count;

        public Builder() {}

        /// Adds a row.
        public void add(float score, boolean isPositive) {
            if (Float.isNaN(score)) {
                throw new IllegalArgumentException("a score must be a number");
            }
            if (count == keys.length) {
                keys = Arrays.copyOf(keys, 2 * count);
            }
            int bits = Float.floatToIntBits(score + 0f);
            long ordered = bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
            keys[count++] = ordered << 1 | (isPositive ? 1 : 0);
        }

        public ScoreCounts build() {
            Arrays.sort(keys, 0, count);
            int different = 0;
            for (int i = 0; i < count; i++) {
                different += i == 0 || keys[i] >> 1 != keys[i - 1] >> 1 ? 1 : 0;
            }
            float[] scores = new float[different];
            long[] positives = new long[different];
            long[] negatives = new long[different];
            int at = -1;
            for (int i = 0; i < count; i++) {
                at += i == 0 || keys[i] >> 1 != keys[i - 1] >> 1 ? 1 : 0;
                int ordered = (int) (keys[i] >> 1);
                scores[at] = Float.intBitsToFloat(ordered >= 0 ? ordered : ordered ^ Integer.MAX_VALUE);
                positives[at] += keys[i] & 1;
                negatives[at] += 1 - (keys[i] & 1);
            }
            return new ScoreCounts(scores, positives, negatives);
        }
    }

    public int size() {
        return scores.length;
    }

    public float score(int index) {
        return scores[index];
    }

    public long positives(int index) {
        return positives[index];
    }

    public long rows(int index) {
        return positives[index] + negatives[index];
    }

    /// All rows of the positive class.
    public long positives() {
        return positive;
    }

    /// All rows of the other class.
    public long negatives() {
        return negative;
    }

    /// The probability that a positive row scores above a negative one, ties counting half; not a number where
    /// all rows are of one class.
    public double auc() {
        double pairs = 0;
        long below = 0;
        for (int i = 0; i < scores.length; i++) {
            pairs += positives[i] * (below + negatives[i] / 2.0);
            below += negatives[i];
        }
        return positive == 0 || negative == 0 ? Double.NaN : pairs / ((double) positive * negative);
    }

    /// The same with DeLong's interval, worked out on the scale of log-odds so that it stays between 0 and 1.
    /// Where his variance says nothing (one row of a class, or a perfect ranking) it is Newcombe's, from the
    /// counts alone.
    public Estimate auc(double reach) {
        double auc = auc();
        if (Double.isNaN(auc)) {
            return Estimate.NONE;
        }
        double variance = variance(auc);
        return variance > 0 ? onLogOdds(auc, variance, reach) : fromCounts(auc, reach);
    }

    private static Estimate onLogOdds(double auc, double variance, double reach) {
        double middle = StrictMath.log(auc / (1 - auc));
        double half = reach * Math.sqrt(variance) / (auc * (1 - auc));
        return new Estimate(auc, logistic(middle - half), logistic(middle + half));
    }

    private static double logistic(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    /// DeLong's: how much the share of negatives below each positive varies, and of positives above each
    /// negative.
    private double variance(double auc) {
        if (positive < 2 || negative < 2) {
            return Double.NaN;
        }
        double ofPositives = 0;
        double ofNegatives = 0;
        long negativesBelow = 0;
        long positivesBelow = 0;
        for (int i = 0; i < scores.length; i++) {
            double below = (negativesBelow + negatives[i] / 2.0) / negative - auc;
            double above = (positive - positivesBelow - positives[i] / 2.0) / positive - auc;
            ofPositives += positives[i] * below * below;
            ofNegatives += negatives[i] * above * above;
            negativesBelow += negatives[i];
            positivesBelow += positives[i];
        }
        return ofPositives / (positive - 1) / positive + ofNegatives / (negative - 1) / negative;
    }

    /// The values whose distance from the measured one is `reach` times the deviation that they themselves
    /// would have.
    private Estimate fromCounts(double auc, double reach) {
        return new Estimate(auc, edge(auc, 0, reach), edge(auc, 1, reach));
    }

    private double edge(double auc, double end, double reach) {
        double inside = auc;
        double outside = end;
        for (int i = 0; i < 60; i++) {
            double middle = (inside + outside) / 2;
            if (Math.abs(middle - auc) <= reach * Math.sqrt(countVariance(middle))) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        return inside;
    }

    private double countVariance(double auc) {
        double half = (positive + negative) / 2.0 - 1;
        return auc
                * (1 - auc)
                * (1 + half * ((1 - auc) / (2 - auc) + auc / (1 + auc)))
                / ((double) positive * negative);
    }

    /// Precision at each recall, summed up by the recall that is won: the area below that curve, without
    /// interpolation.
    public double averagePrecision() {
        double sum = 0;
        long found = 0;
        long taken = 0;
        for (int i = scores.length - 1; i >= 0; i--) {
            found += positives[i];
            taken += rows(i);
            sum += positives[i] * ((double) found / taken);
        }
        return positive == 0 ? Double.NaN : sum / positive;
    }

    /// False positive rate to true positive rate, from the strictest threshold to the loosest.
    ///
    /// @param pointsMax how many points there are to be at most
    public List<CurvePoint> roc(int pointsMax) {
        List<CurvePoint> points = new ArrayList<>();
        points.add(new CurvePoint(0, 0, Double.POSITIVE_INFINITY));
        long hits = 0;
        long alarms = 0;
        for (int i = scores.length - 1; i >= 0; i--) {
            hits += positives[i];
            alarms += negatives[i];
            points.add(new CurvePoint((double) alarms / negative, (double) hits / positive, scores[i]));
        }
        return positive == 0 || negative == 0 ? List.of() : CurvePoint.thinned(points, pointsMax);
    }

    /// Recall to precision, from the strictest threshold to the loosest.
    public List<CurvePoint> precisionRecall(int pointsMax) {
        List<CurvePoint> points = new ArrayList<>();
        long found = 0;
        long taken = 0;
        for (int i = scores.length - 1; i >= 0; i--) {
            found += positives[i];
            taken += rows(i);
            points.add(new CurvePoint((double) found / positive, (double) found / taken, scores[i]));
        }
        return positive == 0 ? List.of() : CurvePoint.thinned(points, pointsMax);
    }
}
