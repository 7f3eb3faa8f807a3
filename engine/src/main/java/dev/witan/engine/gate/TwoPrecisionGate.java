// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.gate;

import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.RoughLinear;
import dev.witan.kernels.Scratch;
import java.lang.foreign.Arena;
import java.util.List;

/// A learned gate that looks at every expert in INT8 and at the few that can be among the best in FP32: provably the
/// same best experts, with the same bits, as the whole gate in FP32 finds.
///
/// INT8 gives each expert's selection score bounds. With the K-th highest lower bound as the mark, an expert whose
/// upper bound is below it is beaten by K others; the rest are the shortlist, whose scores are then computed as the
/// FP32 layer computes them. A row of which the router needs every score, whose shortlist is long or whose numbers
/// are out of range is scored in FP32 throughout, and so are batches of several rows and gates whose weights are
/// not too large for a second-level cache: there FP32 is as fast, and the outcome is the same bits either way.
/// Immutable and thread-safe.
public final class TwoPrecisionGate implements Gate {
    /// A longer shortlist than this part of the experts costs more than it saves.
    private static final int SHORTLIST_PART = 8;

    /// Fewer experts or weights are scored in FP32 as quickly; measured in docs/benchmarks/routing.md.
    private static final int EXPERTS_MIN = 2048;

    private static final int WEIGHTS_MIN = 1 << 19;

    /// More rows share the reading of the FP32 weights, which INT8 saves.
    private static final int ROWS_MAX = 1;

    private final FeedForward network;
    private final Linear last;
    private final List<FeedForward> hidden;
    private final RoughLinear rough;
    private final float[] selectionBias;
    private final int rowsMax;

    /// Refuses a network whose last layer is not linear.
    ///
    /// @param selectionBias the router's own, one value per expert
    public TwoPrecisionGate(FeedForward network, float[] selectionBias) {
        this(network, selectionBias, pays(network.layers().getLast()) ? ROWS_MAX : 0);
    }

    /// A gate that makes shortlists also where these cost more than they save, to measure what they do.
    public static TwoPrecisionGate always(FeedForward network, float[] selectionBias) {
        return new TwoPrecisionGate(network, selectionBias, Integer.MAX_VALUE);
    }

    private static boolean pays(Linear layer) {
        return layer.outputs() >= EXPERTS_MIN && (long) layer.outputs() * layer.inputs() >= WEIGHTS_MIN;
    }

    private TwoPrecisionGate(FeedForward network, float[] selectionBias, int rowsMax) {
        List<Linear> layers = network.layers();
        this.network = network;
        this.last = layers.getLast();
        this.hidden = layers.size() == 1 ? List.of() : List.of(new FeedForward(layers.subList(0, layers.size() - 1)));
        this.rough = new RoughLinear(last, selectionBias);
        this.selectionBias = selectionBias.clone();
        this.rowsMax = rowsMax;
    }

    /// The gate in FP32.
    public FeedForward network() {
        return network;
    }

    /// A copy of the bias that it was made for.
    public float[] selectionBias() {
        return selectionBias.clone();
    }

    @Override
    public int experts() {
        return network.outputs();
    }

    @Override
    public int dimensions() {
        return network.inputs();
    }

    @Override
    public int scratchWidth() {
        return network.widestHidden();
    }

    @Override
    public Scores scores(Arena arena, int rowsMax, int fanOutMax) {
        Scores scores = Scores.ofCandidates(arena, rowsMax, experts(), experts(), Scores.Missing.OUTSIDE_SHORTLIST);
        FloatMatrix inner = hidden.isEmpty() ? scores.values() : FloatMatrix.allocate(arena, rowsMax, last.inputs());
        scores.room = new Room(inner, rough.workspace(arena), experts() / SHORTLIST_PART);
        return scores;
    }

    /// What a lane needs beside the scores.
    static final class Room {
        final FloatMatrix hidden;
        final RoughLinear.Workspace workspace;
        final int[] shortlist;
        final float[] logits;

        Room(FloatMatrix hidden, RoughLinear.Workspace workspace, int shortlistMax) {
            this.hidden = hidden;
            this.workspace = workspace;
            this.shortlist = new int[shortlistMax + 1];
            this.logits = new float[shortlistMax + 1];
        }
    }

    @Override
    public void score(Kernels kernels, RowBatch batch, Scratch scratch, Scores scores) {
        Room room = scores.room();
        FloatMatrix in = batch.rows();
        if (!hidden.isEmpty()) {
            in = room.hidden;
            hidden.getFirst().forward(kernels, batch.rows(), 0, batch.size(), scratch.a(), scratch.b(), in, 0);
        }
        int row = 0;
        while (row < batch.size()) {
            int whole = row;
            while (whole < batch.size()
                    && !(batch.size() <= rowsMax && isShortlisted(kernels, in, whole, scores, room))) {
                scores.scoredAll(whole);
                whole++;
            }
            kernels.linear(in, row, whole - row, last, scores.values(), row);
            row = whole + 1;
        }
    }

    private boolean isShortlisted(Kernels kernels, FloatMatrix in, int row, Scores scores, Room room) {
        int best = scores.asked(row);
        if (best >= room.shortlist.length || !rough.bound(in, row, room.workspace)) {
            return false;
        }
        FloatMatrix bounds = room.workspace.bounds();
        if (!kernels.topK(bounds, 0, best, room.shortlist, 0)) {
            return false;
        }
        float mark = Math.nextDown(bounds.get(0, room.shortlist[best - 1]));
        int count = collect(kernels, bounds, mark, room.shortlist);
        if (count == room.shortlist.length) {
            return false;
        }
        rough.exact(room.workspace, room.shortlist, 0, count, room.logits);
        scores.clear(row);
        for (int i = 0; i < count; i++) {
            scores.add(row, room.shortlist[i], room.logits[i]);
        }
        return true;
    }

    /// The experts whose upper bound is above `mark`, in ascending order; as many as there is room for means too many.
    private static int collect(Kernels kernels, FloatMatrix bounds, float mark, int[] shortlist) {
        int count = 0;
        int expert = kernels.firstAbove(bounds, 1, 0, mark);
        while (expert < bounds.columns() && count < shortlist.length) {
            shortlist[count++] = expert;
            expert = kernels.firstAbove(bounds, 1, expert + 1, mark);
        }
        return count;
    }
}
