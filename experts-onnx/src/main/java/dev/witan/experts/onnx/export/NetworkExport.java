// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.onnx.export;

import dev.witan.experts.onnx.graph.Attributes;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.GatedFeedForward;
import dev.witan.kernels.Linear;
import dev.witan.kernels.Network;
import dev.witan.kernels.Normalisation;
import dev.witan.kernels.NormalisedNetwork;
import java.lang.foreign.Arena;

/// Networks as graphs.
final class NetworkExport {
    private static final float LIMIT = 7f;
    private static final float STEEPNESS = 1.702f;

    private final GraphBuilder graph;

    private NetworkExport(GraphBuilder graph) {
        this.graph = graph;
    }

    static byte[] bytes(String name, Network network) {
        GraphBuilder graph = new GraphBuilder(name, network.inputs(), network.outputs());
        return graph.bytes(new NetworkExport(graph).network(GraphBuilder.IN, network));
    }

    private String network(String in, Network network) {
        return switch (network) {
            case FeedForward plain -> {
                String x = in;
                for (Linear layer : plain.layers()) {
                    x = graph.layer(x, layer);
                }
                yield x;
            }
            case GatedFeedForward gated -> gated(in, gated);
            case NormalisedNetwork(Network body, Normalisation normalisation) ->
                normalised(network(in, body), normalisation);
        };
    }

    private String gated(String in, GatedFeedForward network) {
        try (Arena arena = Arena.ofConfined()) {
            Linear gate = network.gate(arena);
            String up = graph.layer(in, network.up(arena));
            String both = switch (network.gating()) {
                case PRODUCT -> graph.node("Mul", graph.layer(in, gate), up);
                case CLAMPED -> clamped(graph.layer(in, unactivated(gate)), up);
            };
            return graph.layer(both, network.down());
        }
    }

    private static Linear unactivated(Linear gate) {
        return new Linear(gate.weights(), gate.bias(), Activation.IDENTITY);
    }

    private String clamped(String gate, String up) {
        String g = graph.node("Min", gate, graph.number(LIMIT));
        String sigmoid = graph.node("Sigmoid", graph.node("Mul", g, graph.number(STEEPNESS)));
        String u = graph.node("Max", graph.node("Min", up, graph.number(LIMIT)), graph.number(-LIMIT));
        return graph.node("Mul", graph.node("Mul", g, sigmoid), graph.node("Add", u, graph.number(1)));
    }

    private String normalised(String x, Normalisation normalisation) {
        String centred = switch (normalisation.form()) {
            case RMS -> x;
            case LAYER -> graph.node("Sub", x, mean(x));
        };
        String square = mean(graph.node("Mul", centred, centred));
        String scale = graph.node("Sqrt", graph.node("Add", square, graph.number(normalisation.epsilon())));
        String scaled = graph.node("Mul", graph.node("Div", centred, scale), graph.row(normalisation.gain()));
        return graph.node("Add", scaled, graph.row(normalisation.bias()));
    }

    private String mean(String x) {
        return graph.node("ReduceMean", new Attributes().numbers("axes", 1).number("keepdims", 1), x);
    }
}
