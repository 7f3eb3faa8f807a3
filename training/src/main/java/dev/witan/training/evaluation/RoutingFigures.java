// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import java.util.List;

/// How the gate spread the rows over the experts.
///
/// @param rows that were routed
/// @param fanOut gated experts per row, on average
/// @param loads of all experts, in the gate's order
/// @param meanLoad rows per gated expert
/// @param deviationByChance of one load, if every row drew its experts by lot
/// @param variation deviation of the gated experts' loads divided by their mean
/// @param noiseFloor what the variation would be by lot
/// @param maxViolation the highest load divided by the mean, less one
/// @param marginalEntropy entropy of the gate's mean probabilities, in nats: high when all experts are used;
/// not a number where the gate scores some experts only
/// @param conditionalEntropy mean entropy of a row's probabilities: low when the gate is decided
/// @param patterns how many different sets of experts there were
public record RoutingFigures(
        long rows,
        double fanOut,
        List<Load> loads,
        double meanLoad,
        double deviationByChance,
        double variation,
        double noiseFloor,
        double maxViolation,
        double marginalEntropy,
        double conditionalEntropy,
        long patterns) {
    public RoutingFigures {
        loads = List.copyOf(loads);
    }

    /// What goes to one expert.
    ///
    /// @param expert its id
    /// @param isGated whether the gate decides; rows go to the others always or never
    /// @param rows that went to it
    /// @param firsts rows that it had the greatest weight for
    /// @param weight its mean weight for those that went to it
    /// @param multiplyAdds that one row costs
    public record Load(String expert, boolean isGated, long rows, long firsts, double weight, long multiplyAdds) {}

    /// What the choice of an expert tells about the row, in nats: high when experts specialise.
    public double information() {
        return marginalEntropy - conditionalEntropy;
    }

    /// The gated experts that no row went to.
    public List<String> dead() {
        return loads.stream()
                .filter(load -> load.isGated() && load.rows() == 0)
                .map(Load::expert)
                .toList();
    }
}
