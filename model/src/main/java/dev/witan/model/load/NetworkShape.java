// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.GateConfig;
import dev.witan.model.config.MixtureSpec;
import java.util.ArrayList;
import java.util.List;

/// What the configuration says of a network: widths from the input to the output, and what follows each hidden layer.
record NetworkShape(List<Integer> widths, Activation activation) {

    static NetworkShape gate(MixtureSpec spec, int dimensions) {
        int experts = spec.experts().size();
        return switch (spec.gate()) {
            case GateConfig.Linear _ -> of(dimensions, List.of(), experts, Activation.IDENTITY);
            case GateConfig.Mlp mlp -> of(dimensions, mlp.hidden(), experts, mlp.activation());
        };
    }

    static NetworkShape expert(MixtureSpec spec, ExpertConfig expert, int dimensions) {
        return switch (expert) {
            case ExpertConfig.Ffn ffn ->
                of(dimensions, ffn.hidden(), spec.head().outputs(), ffn.activation());
        };
    }

    private static NetworkShape of(int inputs, List<Integer> hidden, int outputs, Activation activation) {
        List<Integer> widths = new ArrayList<>();
        widths.add(inputs);
        widths.addAll(hidden);
        widths.add(outputs);
        return new NetworkShape(List.copyOf(widths), activation);
    }

    int layers() {
        return widths.size() - 1;
    }

    int inputs(int layer) {
        return widths.get(layer);
    }

    int outputs(int layer) {
        return widths.get(layer + 1);
    }

    /// The hidden layers' activation, and none after the last layer.
    Activation activation(int layer) {
        return layer < layers() - 1 ? activation : Activation.IDENTITY;
    }

    /// Refuses a network of another shape.
    void require(String what, FeedForward network) {
        List<String> found = network.layers().stream()
                .map(layer -> describe(layer.inputs(), layer.outputs(), layer.activation()))
                .toList();
        List<String> expected = new ArrayList<>();
        for (int layer = 0; layer < layers(); layer++) {
            expected.add(describe(inputs(layer), outputs(layer), activation(layer)));
        }
        if (!found.equals(expected)) {
            throw new IllegalArgumentException("%s must be as configured, %s: %s".formatted(what, expected, found));
        }
    }

    private static String describe(int inputs, int outputs, Activation activation) {
        return "%d x %d %s".formatted(inputs, outputs, activation);
    }
}
