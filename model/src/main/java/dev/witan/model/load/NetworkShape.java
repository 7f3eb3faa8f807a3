// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.GatedFeedForward;
import dev.witan.kernels.GatedFeedForward.Gating;
import dev.witan.kernels.Linear;
import dev.witan.kernels.Network;
import dev.witan.kernels.Normalisation;
import dev.witan.kernels.NormalisedNetwork;
import dev.witan.model.config.ExpertConfig.Ffn;
import dev.witan.model.config.ExpertConfig.Form;
import dev.witan.model.config.ExpertConfig.Normalise;
import java.util.ArrayList;
import java.util.List;

/// What the configuration says of a network: widths from the input to the output, what follows each hidden layer, how
/// these are made, and what happens to the output.
record NetworkShape(List<Integer> widths, Activation activation, Form form, Normalise normalise) {

    private static final String GATED = "gated ";
    private static final String CLAMPED = "clamped gated ";

    static NetworkShape plain(int inputs, List<Integer> hidden, int outputs, Activation activation) {
        return of(inputs, hidden, outputs, activation, Form.PLAIN, Normalise.NONE);
    }

    static NetworkShape expert(Ffn ffn, int inputs, int outputs) {
        return of(inputs, ffn.hidden(), outputs, ffn.activation(), ffn.form(), ffn.normalise());
    }

    static NetworkShape tiers(int inputs) {
        return plain(inputs, List.of(), 1, Activation.IDENTITY);
    }

    private static NetworkShape of(
            int inputs, List<Integer> hidden, int outputs, Activation activation, Form form, Normalise normalise) {
        List<Integer> widths = new ArrayList<>();
        widths.add(inputs);
        widths.addAll(hidden);
        widths.add(outputs);
        return new NetworkShape(List.copyOf(widths), activation, form, normalise);
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

    /// The width of the network's answer.
    int outputs() {
        return widths.getLast();
    }

    /// The hidden layers' activation, and none after the last layer.
    Activation activation(int layer) {
        return layer < layers() - 1 ? activation : Activation.IDENTITY;
    }

    /// Refuses a network of another shape.
    void require(String what, Network network) {
        String found = describe(network);
        if (!found.equals(toString())) {
            throw new IllegalArgumentException("%s must be as configured, %s: %s".formatted(what, this, found));
        }
    }

    @Override
    public String toString() {
        List<String> layers = new ArrayList<>();
        for (int layer = 0; layer < layers(); layer++) {
            layers.add(describe(inputs(layer), outputs(layer), activation(layer)));
        }
        String gated = switch (form) {
            case PLAIN -> "";
            case SWIGLU -> GATED;
            case CLAMPED_SWIGLU -> CLAMPED;
        };
        return gated + layers + (normalise == Normalise.NONE ? "" : " " + normalise);
    }

    private static String describe(Network network) {
        return switch (network) {
            case FeedForward plain ->
                plain.layers().stream()
                        .map(layer -> describe(layer.inputs(), layer.outputs(), layer.activation()))
                        .toList()
                        .toString();
            case GatedFeedForward gated -> {
                Linear down = gated.down();
                yield (gated.gating() == Gating.CLAMPED ? CLAMPED : GATED)
                        + List.of(
                                describe(gated.inputs(), gated.hidden(), gated.activation()),
                                describe(down.inputs(), down.outputs(), down.activation()));
            }
            case NormalisedNetwork(Network body, Normalisation normalisation) ->
                describe(body) + " " + normalisation.form();
        };
    }

    private static String describe(int inputs, int outputs, Activation activation) {
        return "%d x %d %s".formatted(inputs, outputs, activation);
    }
}
