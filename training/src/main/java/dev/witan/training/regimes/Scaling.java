// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.regimes;

/// Standardises some numbers of encoded rows, and takes weights of standardised numbers back to the rows as they are.
///
/// @param means by place
/// @param deviations by place; 1 where there is none
@SuppressWarnings("ArrayRecordComponent") // handed on once, and never compared
record Scaling(double[] means, double[] deviations) {
    private static final double DEVIATION_MIN = 1e-6;

    static Scaling of(float[][] encoded, int[] places) {
        double[] means = new double[places.length];
        double[] deviations = new double[places.length];
        for (int i = 0; i < places.length; i++) {
            for (float[] row : encoded) {
                means[i] += row[places[i]] / (double) encoded.length;
            }
            double variance = 0;
            for (float[] row : encoded) {
                double distance = row[places[i]] - means[i];
                variance += distance * distance / encoded.length;
            }
            double deviation = Math.sqrt(variance);
            deviations[i] = deviation > DEVIATION_MIN ? deviation : 1;
        }
        return new Scaling(means, deviations);
    }

    /// The numbers at these places, and 1.
    double[] scaled(float[] row, int[] places) {
        double[] scaled = new double[places.length + 1];
        for (int i = 0; i < places.length; i++) {
            scaled[i] = (row[places[i]] - means[i]) / deviations[i];
        }
        scaled[places.length] = 1;
        return scaled;
    }

    /// The weight of each place, and then the constant, for rows that are not scaled.
    double[] unscaled(double[] weights) {
        double[] unscaled = weights.clone();
        for (int i = 0; i < means.length; i++) {
            unscaled[i] /= deviations[i];
            unscaled[means.length] -= unscaled[i] * means[i];
        }
        return unscaled;
    }
}
