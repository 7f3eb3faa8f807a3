// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// Different scores in ascending order, with the rows of either class that have each: all that ranking, curves
/// and calibration need to know. Immutable.
public final class ScoreCounts {
    private final float[] scores;
    private final int[] positives;
    private final int[] negatives;
    private final long positive;
    private final long negative;

    private ScoreCounts(float[] scores, int[] positives, int[] negatives) {
        this.scores = scores;
        this.positives = positives;
        this.negatives = negatives;
        this.positive = Arrays.stream(positives).asLongStream().sum();
        this.negative = Arrays.stream(negatives).asLongStream().sum();
    }

    /// Gathers scored rows in bounded memory: each by itself while there are few; with more than [#EXACT_MAX] scores
    /// that agree in their first thirteen binary digits count as one.
    public static final class Builder {
        /// Rows whose scores are told apart exactly.
        public static final int EXACT_MAX = 1 << 21;

        private static final int DROPPED_BITS = 11;
        private static final int BUCKETS = 1 << (Integer.SIZE - DROPPED_BITS);

        private int[] ofPositives = new int[1024];
        private int[] ofNegatives = new int[1024];
        private int positives;
        private int negatives;
        private int[] positivesInBucket = {};
        private int[] negativesInBucket = {};

        public Builder() {}

        /// Adds a row.
        public void add(float score, boolean isPositive) {
            if (Float.isNaN(score)) {
                throw new IllegalArgumentException("a score must be a number");
            }
            int key = ordered(Float.floatToIntBits(score + 0f));
            if (positives + negatives == EXACT_MAX && positivesInBucket.length == 0) {
                spill();
            }
            if (positivesInBucket.length > 0) {
                toBucket(key, isPositive ? positivesInBucket : negativesInBucket);
            } else if (isPositive) {
                ofPositives = withRoom(ofPositives, positives);
                ofPositives[positives++] = key;
            } else {
                ofNegatives = withRoom(ofNegatives, negatives);
                ofNegatives[negatives++] = key;
            }
        }

        /// The bits of floats as integers in the order of the floats, and back.
        private static int ordered(int bits) {
            return bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
        }

        private static int[] withRoom(int[] keys, int count) {
            return count == keys.length ? Arrays.copyOf(keys, 2 * count) : keys;
        }

        private void spill() {
            positivesInBucket = new int[BUCKETS];
            negativesInBucket = new int[BUCKETS];
            for (int i = 0; i < positives; i++) {
                toBucket(ofPositives[i], positivesInBucket);
            }
            for (int i = 0; i < negatives; i++) {
                toBucket(ofNegatives[i], negativesInBucket);
            }
            ofPositives = new int[0];
            ofNegatives = new int[0];
        }

        private static void toBucket(int key, int[] buckets) {
            buckets[(key >> DROPPED_BITS) + BUCKETS / 2]++;
        }

        public ScoreCounts build() {
            return positivesInBucket.length > 0 ? ofBuckets() : ofKeys();
        }

        private ScoreCounts ofBuckets() {
            int different = 0;
            for (int i = 0; i < BUCKETS; i++) {
                different += positivesInBucket[i] + negativesInBucket[i] > 0 ? 1 : 0;
            }
            Counts counts = new Counts(different);
            for (int i = 0; i < BUCKETS; i++) {
                if (positivesInBucket[i] + negativesInBucket[i] > 0) {
                    int middle = ((i - BUCKETS / 2) << DROPPED_BITS) + (1 << (DROPPED_BITS - 1));
                    counts.put(middle, positivesInBucket[i], negativesInBucket[i]);
                }
            }
            return counts.build();
        }

        private ScoreCounts ofKeys() {
            Arrays.sort(ofPositives, 0, positives);
            Arrays.sort(ofNegatives, 0, negatives);
            Counts counts = new Counts(positives + negatives);
            int positive = 0;
            int negative = 0;
            while (positive < positives || negative < negatives) {
                int key =
                        negative == negatives || (positive < positives && ofPositives[positive] < ofNegatives[negative])
                                ? ofPositives[positive]
                                : ofNegatives[negative];
                int nextPositive = end(ofPositives, positive, positives, key);
                int nextNegative = end(ofNegatives, negative, negatives, key);
                counts.put(key, nextPositive - positive, nextNegative - negative);
                positive = nextPositive;
                negative = nextNegative;
            }
            return counts.build();
        }

        /// Where the keys that equal `key` end.
        private static int end(int[] keys, int from, int count, int key) {
            int at = from;
            while (at < count && keys[at] == key) {
                at++;
            }
            return at;
        }

        /// Takes different keys in ascending order.
        private static final class Counts {
            private final float[] scores;
            private final int[] positives;
            private final int[] negatives;
            private int size;

            Counts(int sizeMax) {
                this.scores = new float[sizeMax];
                this.positives = new int[sizeMax];
                this.negatives = new int[sizeMax];
            }

            void put(int key, int positive, int negative) {
                scores[size] = Float.intBitsToFloat(ordered(key));
                positives[size] = positive;
                negatives[size++] = negative;
            }

            ScoreCounts build() {
                return size == scores.length
                        ? new ScoreCounts(scores, positives, negatives)
                        : new ScoreCounts(
                                Arrays.copyOf(scores, size),
                                Arrays.copyOf(positives, size),
                                Arrays.copyOf(negatives, size));
            }
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
        return (long) positives[index] + negatives[index];
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
        return positive == 0 || negative == 0 ? List.of() : CurvePoint.thinned(this::walkRoc, pointsMax);
    }

    private void walkRoc(Consumer<CurvePoint> points) {
        points.accept(new CurvePoint(0, 0, Double.POSITIVE_INFINITY));
        long hits = 0;
        long alarms = 0;
        for (int i = scores.length - 1; i >= 0; i--) {
            hits += positives[i];
            alarms += negatives[i];
            points.accept(new CurvePoint((double) alarms / negative, (double) hits / positive, scores[i]));
        }
    }

    /// Recall to precision, from the strictest threshold to the loosest.
    public List<CurvePoint> precisionRecall(int pointsMax) {
        return positive == 0 ? List.of() : CurvePoint.thinned(this::walkPrecisionRecall, pointsMax);
    }

    private void walkPrecisionRecall(Consumer<CurvePoint> points) {
        long found = 0;
        long taken = 0;
        for (int i = scores.length - 1; i >= 0; i--) {
            found += positives[i];
            taken += rows(i);
            points.accept(new CurvePoint((double) found / positive, (double) found / taken, scores[i]));
        }
    }
}
