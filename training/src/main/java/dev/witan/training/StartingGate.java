// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.training.network.FlatGate;
import dev.witan.training.network.Parameter;
import dev.witan.training.network.TrainableLayer;
import dev.witan.training.regimes.Regimes;
import dev.witan.training.step.Crew;
import dev.witan.training.step.TrainableMixture;
import java.util.List;

/// Tells a gate what can be known before its training. That is of use to a linear gate over networks; any other begins
/// at random, and so does one that nothing is found out for.
///
/// @param training rows that are learned from
@SuppressWarnings("ArrayRecordComponent") // handed on once, and never compared
record StartingGate(TrainingOptions options, Labels labels, int[] training, Crew crew) {
    /// Sets the gate's weights, and tells how it began.
    GateStart start(MixtureInit init, List<ExpertShape> shapes) {
        TrainableMixture mixture = init.mixture();
        boolean areNetworks = shapes.stream().allMatch(ExpertShape.Network.class::isInstance);
        if (!mixture.isGated()
                || !areNetworks
                || !(mixture.gate() instanceof FlatGate(var network))
                || network.layers().size() > 1) {
            return GateStart.RANDOM;
        }
        TrainableLayer layer = network.layers().getFirst();
        boolean isStarted = switch (options.gate().start()) {
            case RANDOM -> false;
            case LIKE_CLASSES -> new LikeClasses(init.features(), labels, training).start(layer);
            case REGIMES -> regimes(init).start(layer, training, crew);
        };
        mixture.embeddings().parameters().forEach(Parameter::restart);
        return isStarted ? options.gate().start() : GateStart.RANDOM;
    }

    private Regimes regimes(MixtureInit init) {
        var target = labels.target();
        return new Regimes(init.features(), target.kind(), target.outputs(), labels::standardised, options.seed());
    }
}
