// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.response;

import dev.witan.kernels.Kernels;
import java.util.List;

/// Two classes: the logistic function of the combined logit is the probability of the second one, and the label is the
/// likelier class (the second at exactly one half).
///
/// @param classes the negative and the positive class
public record BinaryHead(List<String> classes) implements Head {
    public BinaryHead {
        classes = List.copyOf(classes);
        if (classes.size() != 2) {
            throw new IllegalArgumentException("a binary head needs two classes: " + classes);
        }
    }

    @Override
    public int inputs() {
        return 1;
    }

    @Override
    public List<OutputSpec> outputs() {
        return List.of(
                new OutputSpec("label", OutputSpec.Type.TEXT, 1).about(classes, List.of()),
                new OutputSpec("probability", OutputSpec.Type.FLOAT, 1).about(classes, List.of()));
    }

    @Override
    public List<OutputColumn> finish(Kernels kernels, float[] combined, int rows) {
        String[] labels = new String[rows];
        float[] probabilities = new float[rows];
        for (int row = 0; row < rows; row++) {
            probabilities[row] = logistic(kernels, combined[row]);
            labels[row] = classes.get(probabilities[row] >= 0.5f ? 1 : 0);
        }
        return List.of(
                new OutputColumn.Texts("label", labels), new OutputColumn.Floats("probability", probabilities, 1));
    }

    static float logistic(Kernels kernels, float logit) {
        float tail = kernels.exp(-Math.abs(logit));
        return logit >= 0 ? 1 / (1 + tail) : tail / (1 + tail);
    }
}
