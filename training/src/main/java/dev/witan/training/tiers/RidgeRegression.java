// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.tiers;

/// Fits a linear function to numbers by least squares with a small penalty on the weights, by conjugate gradients on
/// the normal equations: some passes over the rows, and the same bits every time.
final class RidgeRegression {
    private static final int ROUNDS_MAX = 60;
    private static final double RESIDUAL_MIN = 1e-8;

    private final float[][] rows;
    private final int width;
    private final double penalty;

    /// @param rows of equal length
    /// @param penalty per row, on the squares of the weights
    RidgeRegression(float[][] rows, double penalty) {
        this.rows = rows;
        this.width = rows[0].length + 1;
        this.penalty = penalty * rows.length;
    }

    /// The weights that predict `targets`, one per column, and last the constant.
    double[] fit(double[] targets) {
        double[] weights = new double[width];
        double[] residual = transposed(targets);
        double[] direction = residual.clone();
        double length = dot(residual, residual);
        double enough = RESIDUAL_MIN * length;
        for (int round = 0; round < ROUNDS_MAX && length > enough; round++) {
            double[] image = normal(direction);
            double step = length / dot(direction, image);
            for (int i = 0; i < width; i++) {
                weights[i] += step * direction[i];
                residual[i] -= step * image[i];
            }
            double next = dot(residual, residual);
            for (int i = 0; i < width; i++) {
                direction[i] = residual[i] + next / length * direction[i];
            }
            length = next;
        }
        return weights;
    }

    /// `(X'X + penalty) v`; the constant is not penalised.
    private double[] normal(double[] v) {
        double[] products = new double[rows.length];
        for (int row = 0; row < rows.length; row++) {
            products[row] = predict(v, rows[row]);
        }
        double[] image = transposed(products);
        for (int i = 0; i < width - 1; i++) {
            image[i] += penalty * v[i];
        }
        return image;
    }

    static double predict(double[] weights, float[] row) {
        double sum = weights[row.length];
        for (int i = 0; i < row.length; i++) {
            sum += weights[i] * row[i];
        }
        return sum;
    }

    private double[] transposed(double[] values) {
        double[] sums = new double[width];
        for (int row = 0; row < rows.length; row++) {
            float[] it = rows[row];
            double value = values[row];
            for (int i = 0; i < it.length; i++) {
                sums[i] += value * it[i];
            }
            sums[width - 1] += value;
        }
        return sums;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
