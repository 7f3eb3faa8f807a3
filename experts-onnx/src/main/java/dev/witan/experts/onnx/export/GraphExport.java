// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.onnx.export;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.expert.Forest;
import dev.witan.engine.expert.TreesExpert;
import dev.witan.engine.gate.Gate;
import dev.witan.engine.gate.HierarchicalGate;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.gate.TaskGate;
import dev.witan.engine.gate.TwoPrecisionGate;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Network;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A gate or an expert of ours as an ONNX graph: one input `input` of rows, one output `output`. Compared with what it
/// was made of when it was made: a graph that computes something else never leaves.
public final class GraphExport {
    /// How far the two may lie apart, as a part of the greatest number that ours puts out.
    public static final double DIFFERENCE_MAX = 1e-4;

    private final byte[] bytes;
    private final double difference;

    private GraphExport(byte[] bytes, double difference) {
        this.bytes = bytes;
        this.difference = difference;
    }

    /// The model, as a file holds it.
    public byte[] bytes() {
        return bytes.clone();
    }

    /// The greatest difference from ours on random rows, as a part of the greatest number that ours puts out.
    public double difference() {
        return difference;
    }

    /// The expert; empty where there is nothing of ours to export.
    public static Optional<GraphExport> of(Kernels kernels, Expert expert) {
        String name = "expert " + expert.id();
        return switch (expert) {
            case FfnExpert ffn -> Optional.of(network(kernels, name, ffn.network()));
            case TreesExpert trees -> Optional.of(forest(name, trees.forest()));
            default -> Optional.empty();
        };
    }

    /// The gate's graphs by name: `gate`, or one per task; none where there is nothing of ours to export.
    public static Map<String, GraphExport> of(Kernels kernels, Gate gate) {
        Map<String, GraphExport> graphs = new LinkedHashMap<>();
        switch (gate) {
            case NetworkGate one -> graphs.put("gate", network(kernels, "gate", one.network()));
            case TwoPrecisionGate two -> graphs.put("gate", network(kernels, "gate", two.network()));
            case HierarchicalGate groups -> graphs.put("gate", hierarchy(kernels, groups));
            case TaskGate tasks -> {
                List<Network> networks = new ArrayList<>(tasks.networks());
                for (int task = 0; task < networks.size(); task++) {
                    String name = "gate-task-" + task;
                    graphs.put(name, network(kernels, name, networks.get(task)));
                }
            }
            default -> {}
        }
        return graphs;
    }

    private static GraphExport network(Kernels kernels, String name, Network network) {
        return checked(name, NetworkExport.bytes(name, network), Comparison.of(kernels, network));
    }

    private static GraphExport forest(String name, Forest forest) {
        return checked(name, ForestExport.bytes(name, forest), Comparison.of(forest));
    }

    private static GraphExport hierarchy(Kernels kernels, HierarchicalGate gate) {
        return checked("gate", HierarchyExport.bytes("gate", gate), Comparison.of(kernels, gate));
    }

    private static GraphExport checked(String name, byte[] bytes, Comparison comparison) {
        double difference = comparison.difference(bytes);
        if (!(difference <= DIFFERENCE_MAX)) {
            throw new WitanException(
                    ErrorCode.INTERNAL,
                    "%s: the graph must compute what was exported, within %s of its greatest output: %s"
                            .formatted(name, DIFFERENCE_MAX, difference));
        }
        return new GraphExport(bytes, difference);
    }

    /// What both sides are asked, and ours' answer.
    interface Computation {
        void answer(Arena arena, FloatMatrix rows, FloatMatrix out);
    }
}
