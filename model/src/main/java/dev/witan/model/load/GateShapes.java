// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.gate.Gate;
import dev.witan.engine.gate.HierarchicalGate;
import dev.witan.engine.gate.TaskGate;
import dev.witan.engine.gate.TwoPrecisionGate;
import dev.witan.kernels.Activation;
import dev.witan.model.config.GateConfig;
import dev.witan.model.config.MixtureSpec;
import java.util.List;

/// What the configuration says of the networks of a gate.
final class GateShapes {
    private GateShapes() {}

    /// Refuses a gate in memory that is not the configured one.
    static void require(MixtureSpec spec, int dimensions, Gate gate) {
        switch (gate) {
            case HierarchicalGate hierarchical -> {
                GateConfig found =
                        new GateConfig.Hierarchical(hierarchical.within().size(), hierarchical.groupsChosen());
                if (!found.equals(spec.gate())) {
                    throw new IllegalArgumentException(
                            "gate must be as configured, %s: %s".formatted(spec.gate(), found));
                }
            }
            case TaskGate tasks ->
                tasks.networks()
                        .forEach(one -> network(spec.gate(), dimensions, spec.scoredExperts())
                                .require("gate", one));
            case TwoPrecisionGate two ->
                network(spec.gate(), dimensions, spec.scoredExperts()).require("gate", two.network());
            default ->
                network(spec.gate(), dimensions, spec.scoredExperts())
                        .require("gate", ReleaseWriter.networkGate(gate).network());
        }
    }

    /// The one network of a gate that has one.
    static NetworkShape network(GateConfig gate, int dimensions, int scored) {
        return switch (gate) {
            case GateConfig.Linear _ -> NetworkShape.plain(dimensions, List.of(), scored, Activation.IDENTITY);
            case GateConfig.Mlp mlp -> NetworkShape.plain(dimensions, mlp.hidden(), scored, mlp.activation());
            case GateConfig.Hierarchical _, GateConfig.Onnx _ ->
                throw new IllegalArgumentException("gate must be one network: " + gate);
        };
    }
}
