// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.regimes;

/// A symmetric positive definite matrix as `L L'`, to solve equations with.
final class Cholesky {
    private final double[][] lower;

    /// @param matrix square and symmetric; of it the lower half is read
    /// @param ridge added to the diagonal, so that it is positive definite
    Cholesky(double[][] matrix, double ridge) {
        int n = matrix.length;
        lower = new double[n][];
        for (int i = 0; i < n; i++) {
            lower[i] = new double[i + 1];
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j] + (i == j ? ridge : 0);
                for (int k = 0; k < j; k++) {
                    sum -= lower[i][k] * lower[j][k];
                }
                lower[i][j] = i == j ? Math.sqrt(Math.max(sum, ridge * 1e-9)) : sum / lower[j][j];
            }
        }
    }

    /// The solution for a right side.
    double[] solve(double[] right) {
        int n = lower.length;
        double[] x = right.clone();
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < i; k++) {
                x[i] -= lower[i][k] * x[k];
            }
            x[i] /= lower[i][i];
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int k = i + 1; k < n; k++) {
                x[i] -= lower[k][i] * x[k];
            }
            x[i] /= lower[i][i];
        }
        return x;
    }
}
