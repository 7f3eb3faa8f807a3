// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.response;

import dev.witan.kernels.Kernels;
import java.util.List;

/// Several classes: the softmax of the combined logits, and the likeliest class as label (the first of equals).
///
/// @param classes as they are answered
/// @param titles what people call them, one per class; none if the classes speak for themselves
public record MultiClassHead(List<String> classes, List<String> titles) implements Head {
    public MultiClassHead {
        classes = List.copyOf(classes);
        titles = List.copyOf(titles);
        if (classes.size() < 2) {
            throw new IllegalArgumentException("a multi-class head needs at least two classes: " + classes);
        }
        if (!titles.isEmpty() && titles.size() != classes.size()) {
            throw new IllegalArgumentException(
                    "titles must be as many as classes, %d: %d".formatted(classes.size(), titles.size()));
        }
    }

    /// Classes that speak for themselves.
    public MultiClassHead(List<String> classes) {
        this(classes, List.of());
    }

    @Override
    public int inputs() {
        return classes.size();
    }

    @Override
    public List<OutputSpec> outputs() {
        return List.of(
                new OutputSpec("label", OutputSpec.Type.TEXT, 1).about(classes, titles),
                new OutputSpec("probabilities", OutputSpec.Type.FLOAT, classes.size())
                        .about(classes, titles)
                        .of(classes));
    }

    @Override
    public List<OutputColumn> finish(Kernels kernels, float[] combined, int rows) {
        int width = classes.size();
        String[] labels = new String[rows];
        float[] probabilities = new float[rows * width];
        for (int row = 0; row < rows; row++) {
            labels[row] = classes.get(softmax(kernels, combined, row * width, probabilities));
        }
        return List.of(
                new OutputColumn.Texts("label", labels),
                new OutputColumn.Floats("probabilities", probabilities, width));
    }

    /// Writes the probabilities of the row that starts at `at` and returns the index of its highest logit.
    private int softmax(Kernels kernels, float[] logits, int at, float[] probabilities) {
        int width = classes.size();
        int best = 0;
        for (int i = 1; i < width; i++) {
            best = logits[at + i] > logits[at + best] ? i : best;
        }
        float sum = 0;
        for (int i = 0; i < width; i++) {
            probabilities[at + i] = kernels.exp(logits[at + i] - logits[at + best]);
            sum += probabilities[at + i];
        }
        for (int i = 0; i < width; i++) {
            probabilities[at + i] /= sum;
        }
        return best;
    }
}
