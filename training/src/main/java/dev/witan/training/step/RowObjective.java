// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.training.data.Target;

/// What training makes small, row by row: a batch loses the mean of what its rows do.
public interface RowObjective extends Objective {
    /// How many numbers it is told of a row.
    default int targets() {
        return 1;
    }

    @Override
    default double learn(Kernels kernels, Batch batch, FloatMatrix combined, FloatMatrix gradient) {
        double loss = 0;
        double share = 1.0 / batch.count();
        double[] target = new double[targets()];
        for (int row = 0; row < batch.count(); row++) {
            batch.targets(row, target);
            loss += gradient(combined, row, target, share * batch.weight(row), gradient);
        }
        return loss;
    }

    /// Writes the gradient of `share` times the row's loss to the row of `gradient`, and returns that loss.
    ///
    /// @param target of the row: 0 or 1, the index of a class, or standardised numbers
    double gradient(FloatMatrix combined, int row, double[] target, double share, FloatMatrix gradient);

    /// What fits a target that is no composition of others.
    static RowObjective of(Target target) {
        return switch (target.kind()) {
            case BINARY -> SingleObjective.LOGISTIC;
            case MULTI_CLASS -> SingleObjective.SOFTMAX;
            case REGRESSION -> SingleObjective.SQUARED_ERROR;
            case MULTI_LABEL -> new LabelsObjective(target.classes().size());
            case QUANTILE -> new PinballObjective(target.levels());
            case MULTI_TASK ->
                throw new IllegalArgumentException("every task has an objective of its own: " + target.name());
        };
    }
}
