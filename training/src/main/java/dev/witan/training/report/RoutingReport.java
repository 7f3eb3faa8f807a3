// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.report;

import java.util.List;

/// How the gate spread some rows over the experts.
///
/// @param rows that were routed
/// @param fanOut experts per row
/// @param experts their loads, in the gate's order
/// @param variation deviation of the loads divided by their mean
/// @param noiseFloor the variation that routing at random would show on as many rows
/// @param maxViolation the highest load divided by the mean, less one
/// @param marginalEntropy entropy of the mean probabilities, in nats: high when all experts are used
/// @param conditionalEntropy mean entropy of a row's probabilities: low when the gate is decided
/// @param deadExperts ids of experts that no row went to
public record RoutingReport(
        int rows,
        int fanOut,
        List<ExpertLoad> experts,
        double variation,
        double noiseFloor,
        double maxViolation,
        double marginalEntropy,
        double conditionalEntropy,
        List<String> deadExperts) {
    public RoutingReport {
        experts = List.copyOf(experts);
        deadExperts = List.copyOf(deadExperts);
    }

    /// What the choice of an expert tells about the row, in nats: high when experts specialise.
    public double information() {
        return marginalEntropy - conditionalEntropy;
    }

    /// How much went to one expert.
    ///
    /// @param id of the expert
    /// @param rows that went to it
    /// @param share of all assignments
    /// @param parameters of its network
    public record ExpertLoad(String id, long rows, double share, long parameters) {}
}
