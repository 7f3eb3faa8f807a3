// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.response.Head;
import dev.witan.engine.response.MultiClassHead;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.Kernels;
import dev.witan.training.data.TargetKind;
import dev.witan.training.report.TrainingReport;
import java.lang.foreign.Arena;
import java.util.List;

/// What a training leaves: everything that a release needs, and the report. Immutable, as long as nobody writes to the
/// encoder's tables or the weights.
///
/// @param target the column that it predicts
/// @param kind what that is
/// @param encoder from named columns to rows
/// @param gate its scores, one per expert
/// @param experts in the gate's order, those that are always on last
/// @param router how many experts a row goes to, and the selection bias that balance adds when they are chosen
/// @param head from combined rows to answers
/// @param report how it went
public record TrainedMixture(
        String target,
        TargetKind kind,
        TableEncoder encoder,
        TrainedGate gate,
        List<TrainedExpert> experts,
        Router router,
        Head head,
        TrainingReport report) {
    public TrainedMixture {
        experts = List.copyOf(experts);
    }

    /// The same with titles for its classes.
    TrainedMixture titled(Presentation presentation) {
        Head titled = head instanceof MultiClassHead(var classes, var _)
                ? new MultiClassHead(classes, presentation.titlesOf(classes))
                : head;
        return new TrainedMixture(target, kind, encoder, gate, experts, router, titled, report);
    }

    /// The mixture in memory, ready to be served.
    ///
    /// @param digest of the release that it becomes
    public Mixture mixture(String name, int release, String digest, Kernels kernels, Arena arena) {
        return new Mixture(name, release, digest, encoder, layer(gate, experts, router, digest, kernels, arena), head);
    }

    /// Gate and experts as they serve, in the arena's memory.
    static MoeLayer layer(
            TrainedGate gate, List<TrainedExpert> experts, Router router, String digest, Kernels kernels, Arena arena) {
        List<Expert> serving =
                experts.stream().map(expert -> expert.serving(digest, arena)).toList();
        return new MoeLayer(kernels, gate.serving(arena), router, serving, new WeightedSum());
    }
}
