// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.engine.Mixture;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.Linear;
import dev.witan.kernels.Network;
import dev.witan.training.ExpertShape;
import dev.witan.training.TrainingOptions;
import dev.witan.training.TrainingOptionsBuilder;
import dev.witan.training.data.TargetKind;
import java.util.ArrayList;
import java.util.List;

/// Options that train a mixture of the shape of a release: as many experts of the same widths, the same
/// fan-out, the same gate. What a release does not tell, such as epochs and ways of balance, stays as it is by
/// default.
public final class LikeRelease {
    private LikeRelease() {}

    /// The options, which know of the release's shape as far as its experts are networks: experts of other
    /// kinds become networks as they fit the table.
    public static TrainingOptionsBuilder options(Mixture mixture, String target, TargetKind kind) {
        TrainingOptionsBuilder options = TrainingOptions.predict(target).kind(kind);
        int gated = mixture.layer().gate().experts();
        List<ExpertShape> shapes = new ArrayList<>();
        for (Expert expert : mixture.layer().experts().subList(0, gated)) {
            if (expert instanceof FfnExpert ffn && ffn.network() instanceof FeedForward network) {
                shapes.add(new ExpertShape.Network(expert.id(), hidden(network)));
            }
        }
        if (shapes.size() == gated) {
            options.shapes(shapes.toArray(ExpertShape[]::new));
        } else {
            options.experts(gated);
        }
        if (mixture.layer().gate() instanceof NetworkGate gate
                && !hidden(gate.network()).isEmpty()) {
            options.gateHidden(hidden(gate.network()).getFirst());
        }
        return options.fanOut(mixture.layer().router().fanOut());
    }

    private static List<Integer> hidden(Network network) {
        return network instanceof FeedForward feedForward
                ? feedForward.layers().subList(0, feedForward.layers().size() - 1).stream()
                        .map(Linear::outputs)
                        .toList()
                : List.of();
    }
}
