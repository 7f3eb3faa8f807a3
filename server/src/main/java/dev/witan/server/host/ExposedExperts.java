// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.host;

import dev.witan.engine.Execution;
import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.encode.VectorEncoder;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.response.VectorHead;
import dev.witan.engine.routing.Router;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// The experts of a release that callers may ask one by one: each is a mixture of one expert, which takes rows as the
/// gate sees them and answers what the combiner sees. It shares the expert, its memory and its permission with the
/// release, and has an engine of its own from when it is first asked for. Thread-safe.
///
/// Experts whose work is done elsewhere are not among them: whoever wants those can ask there, and two servers that
/// expose each other's experts would go round in circles.
final class ExposedExperts {
    static final String INPUT = "rows";
    static final String OUTPUT = "output";

    private final Mixture mixture;
    private final Exposure exposure;
    private final Function<Mixture, HostedMixture> start;
    /// By expert; guarded by this.
    private final Map<String, HostedMixture> started = new TreeMap<>();
    private boolean isClosed;

    /// @param start makes an engine for a mixture
    ExposedExperts(Mixture mixture, Exposure exposure, Function<Mixture, HostedMixture> start) {
        this.mixture = mixture;
        this.exposure = exposure;
        this.start = start;
    }

    /// The experts that may be asked.
    List<String> ids() {
        return exposure == Exposure.MIXTURES
                ? List.of()
                : mixture.layer().experts().stream()
                        .filter(ExposedExperts::isComputedHere)
                        .map(Expert::id)
                        .toList();
    }

    private static boolean isComputedHere(Expert expert) {
        return expert.multiplyAddsPerRow() > 0;
    }

    synchronized Optional<HostedMixture> find(String expert) {
        if (isClosed || !ids().contains(expert)) {
            return Optional.empty();
        }
        return Optional.of(started.computeIfAbsent(expert, id -> start.apply(alone(id))));
    }

    /// Those that have been asked for.
    synchronized List<HostedMixture> started() {
        return List.copyOf(started.values());
    }

    private Mixture alone(String id) {
        MoeLayer layer = mixture.layer();
        int index = layer.experts().stream().map(Expert::id).toList().indexOf(id);
        Expert expert = layer.experts().get(index);
        return new Mixture(
                mixture.name() + "." + id,
                mixture.release(),
                mixture.digest(),
                VectorEncoder.ofRows(INPUT, expert.inputs()),
                new MoeLayer(
                        layer.kernels(),
                        new OnlyGate(expert.inputs()),
                        Router.topK(new float[1], 1),
                        List.of(expert),
                        new WeightedSum()),
                new VectorHead(OUTPUT, expert.outputs()),
                mixture.permissions().only(index),
                Execution.DEFAULTS);
    }

    /// Starts nothing any more; answers what has been started.
    synchronized List<HostedMixture> close() {
        isClosed = true;
        List<HostedMixture> all = List.copyOf(started.values());
        started.clear();
        return all;
    }
}
