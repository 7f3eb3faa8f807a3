// SPDX-License-Identifier: Apache-2.0
package dev.witan.resilience;

import dev.witan.engine.AnswerCache;
import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.gate.Gate;
import dev.witan.engine.time.NanoClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// The caches of one release, and the release as it is served through them. Caches that are off are not there: the
/// mixture is then the one that came in. Close it after the engine. Thread-safe.
public final class MixtureCaches implements AutoCloseable {
    private final CacheBounds bounds;
    private final NanoClock clock;
    private final long seed;
    private final Optional<CachingGate> gate;
    private final Optional<RowCache> scores;
    private final Optional<RowCache> outputs;
    private final LongAdder savedByExperts = new LongAdder();
    private final Optional<RememberedAnswers> answers;
    private final List<RowRooms> rooms = new ArrayList<>();
    private final Mixture mixture;

    /// @param clock in which answers are forgotten
    /// @param seed of hashes: to be drawn anew in each process
    public MixtureCaches(Mixture release, CacheBounds bounds, NanoClock clock, long seed) {
        this.bounds = bounds;
        this.clock = clock;
        this.seed = seed;
        MoeLayer layer = release.layer();
        boolean remembersScores = bounds.routingBytes() > 0 && CachingGate.fits(layer.gate());
        this.scores = remembersScores ? Optional.of(cache(bounds.routingBytes())) : Optional.empty();
        this.gate = scores.map(cache -> caching(layer, cache));
        this.outputs = bounds.expertBytes() > 0 ? Optional.of(cache(bounds.expertBytes())) : Optional.empty();
        this.mixture = gate.isEmpty() && outputs.isEmpty()
                ? release
                : release.withLayer(layer.with(gate.map(Gate.class::cast).orElse(layer.gate()), experts(layer)));
        this.answers = bounds.answerBytes() > 0 && mixture.isRepeatable()
                ? Optional.of(new RememberedAnswers(
                        release.digest(), bounds.answerBytes(), bounds.answersLive(), clock, seed, perRow(layer)))
                : Optional.empty();
    }

    private RowCache cache(long bytes) {
        return new RowCache(bytes, Duration.ZERO, clock, seed);
    }

    private CachingGate caching(MoeLayer layer, RowCache cache) {
        RowSignature signature = bounds.similar() ? RowSignature.SIMILAR : RowSignature.EXACT;
        Gate known = layer.gate();
        return new CachingGate(
                known, cache, signature, layer.router().fanOut(), room(known.dimensions(), known.experts()));
    }

    private RowRooms room(int inputs, int outputWidth) {
        RowRooms room = new RowRooms(inputs, outputWidth);
        rooms.add(room);
        return room;
    }

    private List<Expert> experts(MoeLayer layer) {
        return layer.experts().stream().map(this::remembered).toList();
    }

    private Expert remembered(Expert expert) {
        return outputs.filter(_ -> expert.isRepeatable())
                .<Expert>map(cache ->
                        new CachingExpert(expert, cache, room(expert.inputs(), expert.outputs()), savedByExperts))
                .orElse(expert);
    }

    /// What a row costs on average if every expert were as likely: what an answer from memory saves.
    private static long perRow(MoeLayer layer) {
        double mean = layer.experts().stream()
                .mapToLong(Expert::multiplyAddsPerRow)
                .average()
                .orElse(0);
        return Math.round(mean * layer.router().fanOut());
    }

    /// The release as it is served.
    public Mixture mixture() {
        return mixture;
    }

    /// What the engine asks at its door.
    public AnswerCache answers() {
        return answers.map(AnswerCache.class::cast).orElse(AnswerCache.OFF);
    }

    /// What each cache that is on has done so far.
    public List<CacheCounts> counts() {
        List<CacheCounts> counts = new ArrayList<>();
        scores.ifPresent(cache -> counts.add(counts(
                "routing", cache, bounds.routingBytes(), gate.orElseThrow().savedMultiplyAdds(), gate.orElseThrow())));
        outputs.ifPresent(cache -> counts.add(counts("experts", cache, bounds.expertBytes(), savedByExperts.sum())));
        answers.ifPresent(
                it -> counts.add(counts("answers", it.cache(), bounds.answerBytes(), it.savedMultiplyAdds())));
        return counts;
    }

    private static CacheCounts counts(String name, RowCache cache, long bytesMax, long saved) {
        return new CacheCounts(name, cache.hits(), cache.misses(), cache.bytes(), bytesMax, saved, 0, 0);
    }

    private static CacheCounts counts(String name, RowCache cache, long bytesMax, long saved, CachingGate gate) {
        return new CacheCounts(
                name, cache.hits(), cache.misses(), cache.bytes(), bytesMax, saved, gate.checked(), gate.disagreed());
    }

    @Override
    public void close() {
        rooms.forEach(RowRooms::close);
    }
}
