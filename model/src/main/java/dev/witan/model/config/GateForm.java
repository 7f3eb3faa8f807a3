// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import dev.witan.kernels.Activation;
import tools.jackson.databind.node.ObjectNode;

/// How a gate is written.
final class GateForm {
    private GateForm() {}

    static GateConfig read(FieldReader gate) {
        return switch (gate.text("kind")) {
            case "linear" -> new GateConfig.Linear(precision(gate));
            case "hierarchical" -> new GateConfig.Hierarchical(gate.number("groups"), gate.number("groupsChosen"));
            case "onnx" -> new GateConfig.Onnx();
            default ->
                new GateConfig.Mlp(gate.numbers("hidden"), gate.word("activation", Activation.class), precision(gate));
        };
    }

    static ObjectNode write(GateConfig gate) {
        FieldWriter tree = new FieldWriter();
        FieldWriter written = switch (gate) {
            case GateConfig.Linear(var precision) -> precision(tree.put("kind", "linear"), precision);
            case GateConfig.Mlp(var hidden, var activation, var precision) ->
                precision(ExpertForm.layers(tree.put("kind", "mlp"), hidden, activation), precision);
            case GateConfig.Hierarchical(int groups, int chosen) ->
                tree.put("kind", "hierarchical").put("groups", groups).put("groupsChosen", chosen);
            case GateConfig.Onnx() -> tree.put("kind", "onnx");
        };
        return written.tree();
    }

    private static GateConfig.Precision precision(FieldReader gate) {
        return gate.word("precision", GateConfig.Precision.class, GateConfig.Precision.F32);
    }

    private static FieldWriter precision(FieldWriter tree, GateConfig.Precision precision) {
        return tree.unless(GateConfig.Precision.F32, precision, (to, how) -> to.put("precision", Words.of(how)));
    }
}
