// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.onnx.export;

import dev.witan.engine.gate.HierarchicalGate;
import dev.witan.experts.onnx.graph.Attributes;
import dev.witan.kernels.Linear;

/// A gate over groups as one graph that looks into every group: `ln p(group) + ln p(expert | group)` of all experts.
final class HierarchyExport {
    private HierarchyExport() {}

    static byte[] bytes(String name, HierarchicalGate gate) {
        GraphBuilder graph = new GraphBuilder(name, gate.dimensions(), gate.experts());
        String[] within = new String[gate.within().size()];
        for (int group = 0; group < within.length; group++) {
            within[group] = logarithms(graph, gate.within().get(group));
        }
        String groups = logarithms(graph, gate.groups());
        String each = graph.node("MatMul", groups, graph.tensor(membership(gate), within.length, gate.experts()));
        String all = graph.node("Concat", new Attributes().number("axis", 1), within);
        return graph.bytes(graph.node("Add", each, all));
    }

    private static String logarithms(GraphBuilder graph, Linear layer) {
        return graph.node("LogSoftmax", new Attributes().number("axis", 1), graph.layer(GraphBuilder.IN, layer));
    }

    /// One where an expert belongs to a group.
    private static float[] membership(HierarchicalGate gate) {
        float[] membership = new float[gate.within().size() * gate.experts()];
        for (int expert = 0; expert < gate.experts(); expert++) {
            membership[gate.groupOf(expert) * gate.experts() + expert] = 1;
        }
        return membership;
    }
}
