// SPDX-License-Identifier: Apache-2.0
package dev.witan.resilience;

import dev.witan.engine.gate.Gate;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Scratch;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// A gate that remembers the clean scores of the rows that it has seen. What is laid over the scores, and which
/// experts a request may see, comes after it, so that it never remembers any of that. It is for gates that score
/// every expert of a row with the same bits in any batch.
///
/// With similar rows it gives a row the scores of one like it. Of those hits it computes a share all the same, and
/// counts how often the best experts would have been others.
final class CachingGate implements Gate {
    /// One hit on a similar row in so many is computed all the same.
    private static final int CHECKED_EVERY = 64;

    private final Gate gate;
    private final RowCache cache;
    private final RowSignature signature;
    private final int fanOut;
    private final RowRooms rooms;
    private final long multiplyAddsPerRow;
    private final LongAdder savedMultiplyAdds = new LongAdder();
    private final AtomicLong similar = new AtomicLong();
    private final LongAdder checked = new LongAdder();
    private final LongAdder disagreed = new LongAdder();

    /// @param fanOut how many of the best experts must be the same for two rows to agree
    CachingGate(Gate gate, RowCache cache, RowSignature signature, int fanOut, RowRooms rooms) {
        this.gate = gate;
        this.cache = cache;
        this.signature = signature;
        this.fanOut = fanOut;
        this.rooms = rooms;
        this.multiplyAddsPerRow = gate instanceof NetworkGate known ? multiplyAdds(known) : 0;
    }

    private static long multiplyAdds(NetworkGate gate) {
        return gate.network().layers().stream()
                .mapToLong(layer ->
                        (long) layer.weights().inner() * layer.weights().columns())
                .sum();
    }

    /// Whether a gate is one whose scores can be remembered.
    static boolean fits(Gate gate) {
        try (Arena arena = Arena.ofConfined()) {
            return gate.isRepeatable() && gate.scores(arena, 1, 1).missing() == Scores.Missing.NOBODY;
        }
    }

    @Override
    public int experts() {
        return gate.experts();
    }

    @Override
    public int dimensions() {
        return gate.dimensions();
    }

    @Override
    public int scratchWidth() {
        return gate.scratchWidth();
    }

    @Override
    public Scores scores(Arena arena, int rowsMax, int fanOutMax) {
        return gate.scores(arena, rowsMax, fanOutMax);
    }

    /// A row that takes the scores of one like it depends on who came before.
    @Override
    public boolean isRepeatable() {
        return signature == RowSignature.EXACT;
    }

    /// Whoever loaded the gate closes it.
    @Override
    public void close() {}

    /// A row to be computed, and what was known of one like it.
    private record Unknown(RowKey key, int row, Optional<float[]> alike) {}

    @Override
    public void score(Kernels kernels, RowBatch batch, Scratch scratch, Scores scores) {
        List<Unknown> unknown = new ArrayList<>();
        for (int row = 0; row < batch.size(); row++) {
            RowKey key = signature.key(batch.rows(), row, cache.seed());
            Optional<float[]> known = cache.find(key);
            if (known.isEmpty() || isToBeChecked()) {
                unknown.add(new Unknown(key, row, known));
            } else {
                write(known.get(), scores, row);
            }
        }
        savedMultiplyAdds.add((batch.size() - unknown.size()) * multiplyAddsPerRow);
        if (!unknown.isEmpty()) {
            score(kernels, batch, scratch, scores, unknown);
        }
    }

    private boolean isToBeChecked() {
        return signature == RowSignature.SIMILAR && similar.getAndIncrement() % CHECKED_EVERY == 0;
    }

    private void score(Kernels kernels, RowBatch batch, Scratch scratch, Scores scores, List<Unknown> unknown) {
        RowRooms.Room room = rooms.take(unknown.size());
        RowBatch further = new RowBatch(room.input());
        further.reset(unknown.size());
        for (int i = 0; i < unknown.size(); i++) {
            room.input().copyRowFrom(i, batch.rows(), unknown.get(i).row());
        }
        gate.score(kernels, further, scratch, new Scores(room.output()));
        for (int i = 0; i < unknown.size(); i++) {
            float[] values = new float[gate.experts()];
            room.output().copyRowTo(i, values, 0);
            Unknown asked = unknown.get(i);
            asked.alike().ifPresent(alike -> check(alike, values));
            cache.keep(asked.key(), values);
            write(values, scores, asked.row());
        }
        rooms.giveBack(room);
    }

    private static void write(float[] values, Scores scores, int row) {
        scores.values().copyRowFrom(row, values, 0);
        scores.scoredAll(row);
    }

    private void check(float[] alike, float[] computed) {
        checked.increment();
        if (!Arrays.equals(best(alike), best(computed))) {
            disagreed.increment();
        }
    }

    /// The indexes of the best scores, in ascending order.
    private int[] best(float[] scores) {
        boolean[] isTaken = new boolean[scores.length];
        int[] best = new int[fanOut];
        for (int rank = 0; rank < fanOut; rank++) {
            int highest = -1;
            for (int expert = 0; expert < scores.length; expert++) {
                if (!isTaken[expert] && (highest < 0 || scores[expert] > scores[highest])) {
                    highest = expert;
                }
            }
            isTaken[highest] = true;
            best[rank] = highest;
        }
        Arrays.sort(best);
        return best;
    }

    long savedMultiplyAdds() {
        return savedMultiplyAdds.sum();
    }

    long checked() {
        return checked.sum();
    }

    long disagreed() {
        return disagreed.sum();
    }
}
