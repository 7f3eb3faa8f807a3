// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import dev.witan.kernels.FloatMatrix;

/// The log-loss of the logistic function, averaged over labels that may each hold or not.
///
/// @param targets how many labels there are
record LabelsObjective(int targets) implements RowObjective {
    @Override
    public double gradient(FloatMatrix combined, int row, double[] held, double share, FloatMatrix gradient) {
        double loss = 0;
        for (int label = 0; label < targets; label++) {
            loss += SingleObjective.logistic(combined, row, label, held[label], share / targets, gradient);
        }
        return loss;
    }
}
