// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.response;

import dev.witan.kernels.Kernels;
import java.util.List;

/// A number: training standardised the target, and the head undoes it with `mean + deviation * output`.
public record RegressionHead(double mean, double deviation) implements Head {
    public RegressionHead {
        if (!Double.isFinite(mean) || !Double.isFinite(deviation) || deviation <= 0) {
            throw new IllegalArgumentException(
                    "mean must be finite and deviation positive: %s, %s".formatted(mean, deviation));
        }
    }

    @Override
    public int inputs() {
        return 1;
    }

    @Override
    public List<OutputSpec> outputs() {
        return List.of(new OutputSpec("value", OutputSpec.Type.FLOAT, 1));
    }

    @Override
    public List<OutputColumn> finish(Kernels kernels, float[] combined, int rows) {
        float[] values = new float[rows];
        for (int row = 0; row < rows; row++) {
            values[row] = (float) (mean + deviation * combined[row]);
        }
        return List.of(new OutputColumn.Floats("value", values, 1));
    }
}
