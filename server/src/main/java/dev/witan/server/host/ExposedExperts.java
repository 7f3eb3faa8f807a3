// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.host;

import dev.witan.engine.Execution;
import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.encode.VectorEncoder;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.response.VectorHead;
import dev.witan.engine.routing.Router;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// The experts of a release that callers may ask one by one: each is a mixture of one expert, which takes rows as the
/// gate sees them and answers what the combiner sees. It shares the expert, its memory and its permission with the
/// release, and has an engine of its own while it is asked for. Only so many experts have one at a time: the one
/// that was asked for longest ago, and that nobody is asking, gives its place to the next. Thread-safe.
///
/// Experts whose work is done elsewhere are not among them: whoever wants those can ask there, and two servers that
/// expose each other's experts would go round in circles.
final class ExposedExperts {
    static final String INPUT = "rows";
    static final String OUTPUT = "output";
    /// Engines at a time: each has threads and memory of its own.
    static final int ENGINES_MAX = 16;

    private final Mixture mixture;
    private final Map<String, Integer> indexes = new LinkedHashMap<>();
    private final Function<Mixture, HostedMixture> start;
    private final Predicate<HostedMixture> stop;
    /// By expert, the one that was asked for longest ago first; guarded by this.
    private final Map<String, HostedMixture> started = new LinkedHashMap<>(ENGINES_MAX, 0.75f, true);
    /// Those that gave their place up and still compute; guarded by this.
    private final List<HostedMixture> lingering = new ArrayList<>();

    private boolean isClosed;

    /// @param start makes an engine for a mixture
    /// @param stop closes it, and answers whether nothing of it computes any more
    ExposedExperts(
            Mixture mixture, Exposure exposure, Function<Mixture, HostedMixture> start, Predicate<HostedMixture> stop) {
        this.mixture = mixture;
        this.start = start;
        this.stop = stop;
        List<Expert> experts = mixture.layer().experts();
        for (int index = 0; index < experts.size() && exposure == Exposure.EXPERTS; index++) {
            if (isComputedHere(experts.get(index))) {
                indexes.put(experts.get(index).id(), index);
            }
        }
    }

    /// The experts that may be asked.
    List<String> ids() {
        return List.copyOf(indexes.keySet());
    }

    private static boolean isComputedHere(Expert expert) {
        return expert.multiplyAddsPerRow() > 0;
    }

    /// @throws WitanException QUEUE_FULL when as many others as may be are being asked at this moment
    synchronized Optional<HostedMixture> find(String expert) {
        Integer index = indexes.get(expert);
        if (isClosed || index == null) {
            return Optional.empty();
        }
        HostedMixture known = started.get(expert);
        if (known == null) {
            makeRoom();
            known = start.apply(alone(index));
            started.put(expert, known);
        }
        return Optional.of(known);
    }

    private void makeRoom() {
        lingering.removeIf(stop);
        if (started.size() + lingering.size() >= ENGINES_MAX
                && !makeRoomBy(started.values().iterator())) {
            throw new WitanException(
                    ErrorCode.QUEUE_FULL,
                    "%d experts of mixture '%s' are being asked one by one, as many as may be at a time: ask again"
                            .formatted(ENGINES_MAX, mixture.name()));
        }
    }

    /// Stops the first of them that nobody is asking; answers whether there was one, and nothing of it is left.
    private boolean makeRoomBy(Iterator<HostedMixture> oldestFirst) {
        while (oldestFirst.hasNext()) {
            HostedMixture oldest = oldestFirst.next();
            if (oldest.retireIdle()) {
                oldestFirst.remove();
                if (stop.test(oldest)) {
                    return true;
                }
                lingering.add(oldest);
            }
        }
        return false;
    }

    /// Those that have an engine now, by name.
    synchronized List<HostedMixture> started() {
        return started.values().stream()
                .sorted(Comparator.comparing(HostedMixture::name))
                .toList();
    }

    private Mixture alone(int index) {
        MoeLayer layer = mixture.layer();
        Expert expert = layer.experts().get(index);
        return new Mixture(
                mixture.name() + "." + expert.id(),
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

    /// Starts nothing any more and stops what was started; answers whether nothing of it computes any more.
    synchronized boolean close() {
        isClosed = true;
        List<HostedMixture> all = new ArrayList<>(started.values());
        all.addAll(lingering);
        started.clear();
        lingering.clear();
        boolean isStopped = true;
        for (HostedMixture expert : all) {
            isStopped &= stop.test(expert);
        }
        return isStopped;
    }
}
