// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// Whether what is said to happen in 70 of 100 rows does: predicted probabilities beside observed shares, in
/// bins of about equally many rows.
///
/// @param bins in ascending order
/// @param error mean distance of the two over all rows (the expected calibration error)
/// @param errorByChance what the error of perfect probabilities would be on average, in as many rows
public record Reliability(List<Bin> bins, double error, double errorByChance) {
    public Reliability {
        bins = List.copyOf(bins);
    }

    /// Rows of like probability.
    ///
    /// @param predicted their mean probability
    /// @param observed the share that is positive
    /// @param rows how many they are
    public record Bin(double predicted, Estimate observed, long rows) {}

    /// Cuts rows into bins. Rows of the same score stay together; the others share the bins that are left.
    ///
    /// @param probability of a score
    /// @param binsMax how many bins there are to be at most
    public static Reliability of(ScoreCounts counts, DoubleUnaryOperator probability, int binsMax, double reach) {
        long rows = counts.positives() + counts.negatives();
        List<Bin> bins = new ArrayList<>();
        double sum = 0;
        long positives = 0;
        long inBin = 0;
        long before = 0;
        for (int i = 0; i < counts.size(); i++) {
            sum += counts.rows(i) * probability.applyAsDouble(counts.score(i));
            positives += counts.positives(i);
            inBin += counts.rows(i);
            if (inBin * (binsMax - bins.size()) >= rows - before || i == counts.size() - 1) {
                bins.add(new Bin(sum / inBin, Estimate.share(positives, inBin, reach), inBin));
                sum = 0;
                positives = 0;
                before += inBin;
                inBin = 0;
            }
        }
        return new Reliability(bins, error(bins, rows), errorByChance(bins, rows));
    }

    private static double error(List<Bin> bins, long rows) {
        double sum = 0;
        for (Bin bin : bins) {
            sum += bin.rows() * Math.abs(bin.observed().value() - bin.predicted());
        }
        return rows == 0 ? Double.NaN : sum / rows;
    }

    /// A share of `n` rows misses its probability `p` by `sqrt(2 p (1 - p) / (pi n))` on average.
    private static double errorByChance(List<Bin> bins, long rows) {
        double sum = 0;
        for (Bin bin : bins) {
            double p = Math.clamp(bin.predicted(), 0, 1);
            sum += bin.rows() * Math.sqrt(2 * p * (1 - p) / (Math.PI * bin.rows()));
        }
        return rows == 0 ? Double.NaN : sum / rows;
    }
}
