// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.response;

import dev.witan.kernels.Kernels;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;

/// Labels of which any number may hold at once: the logistic function of each combined logit by itself, and those that
/// are at least as likely as not.
///
/// @param labels in the order of the logits
/// @param separator what stands between two labels in the text that names those that hold; no label contains it
public record MultiLabelHead(List<String> labels, String separator) implements Head {
    public MultiLabelHead {
        labels = List.copyOf(labels);
        Objects.requireNonNull(separator);
        if (labels.isEmpty() || separator.isEmpty()) {
            throw new IllegalArgumentException(
                    "a multi-label head needs a label and a separator: %s, '%s'".formatted(labels, separator));
        }
        for (String label : labels) {
            if (label.contains(separator)) {
                throw new IllegalArgumentException(
                        "a label must not contain the separator '%s': '%s'".formatted(separator, label));
            }
        }
    }

    @Override
    public int inputs() {
        return labels.size();
    }

    @Override
    public List<OutputSpec> outputs() {
        return List.of(
                new OutputSpec("labels", OutputSpec.Type.TEXT, 1),
                new OutputSpec("probabilities", OutputSpec.Type.VECTOR, labels.size()).of(labels));
    }

    @Override
    public List<OutputColumn> finish(Kernels kernels, float[] combined, int rows) {
        int width = labels.size();
        float[] probabilities = new float[rows * width];
        String[] held = new String[rows];
        for (int row = 0; row < rows; row++) {
            StringJoiner text = new StringJoiner(separator);
            for (int i = 0; i < width; i++) {
                float logit = combined[row * width + i];
                float probability = BinaryHead.logistic(kernels, logit);
                probabilities[row * width + i] = probability;
                if (probability >= 0.5f) {
                    text.add(labels.get(i));
                }
            }
            held[row] = text.toString();
        }
        return List.of(
                new OutputColumn.Texts("labels", held),
                OutputColumn.Floats.vectors("probabilities", probabilities, width));
    }
}
