// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.lifecycle;

import dev.witan.engine.error.WitanException;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.gate.Scores;
import dev.witan.engine.routing.GatingForm;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.training.network.Adam;
import dev.witan.training.network.Backpropagation;
import dev.witan.training.network.Parameter;
import dev.witan.training.network.SeededNumbers;
import dev.witan.training.network.TrainableLayer;
import dev.witan.training.network.TrainableNetwork;
import java.lang.foreign.Arena;
import java.util.Arrays;

/// The score of an expert that is new to a gate: it alone of the gate's last layer is learned, and its selection bias
/// is
/// the one with which the expert gets its share of the rows, by Quantile Balancing (Su 2026) against the others, which
/// keep theirs. Owned by one thread.
final class NewScore {
    private static final SeededNumbers NOTHING = new SeededNumbers(0);
    private static final Adam ADAM = new Adam(0, 0.98f);

    private final TrainableNetwork network;
    private final NetworkGate gate;
    private final int place;
    private final Backpropagation way;
    private final FloatMatrix scores;
    private final FloatMatrix gradient;
    private final FloatMatrix inGradient;

    NewScore(Arena arena, TrainableNetwork network, Router router, int place, int rowsMax) {
        boolean isSoftmax = router.rules().form() == GatingForm.TOP_K_SOFTMAX
                || (router.rules().form() == GatingForm.SOFTMAX_TOP_K
                        && router.rules().isRenormalised());
        if (!isSoftmax) {
            throw WitanException.invalidInput(
                    "a new expert's score is learned where weights are a softmax that sums to one: this mixture has form "
                            + router.rules().form());
        }
        this.network = network;
        this.gate = new NetworkGate(network.serving());
        this.place = place;
        this.way = new Backpropagation(arena, network, rowsMax, 0);
        this.scores = FloatMatrix.allocate(arena, rowsMax, gate.experts());
        this.gradient = FloatMatrix.allocate(arena, rowsMax, gate.experts());
        this.inGradient = FloatMatrix.allocate(arena, rowsMax, gate.dimensions());
    }

    NetworkGate gate() {
        return gate;
    }

    TrainableNetwork network() {
        return network;
    }

    int place() {
        return place;
    }

    void clear() {
        gradient.fill(0f);
    }

    void setGradient(int at, float slope) {
        gradient.set(at, place, slope);
    }

    /// Moves the new score alone: the gradient of all others is zero, and nothing decays.
    void learn(Kernels kernels, FloatMatrix rows, int count, int step, float rate) {
        way.forward(kernels, rows, 0, count, scores, 0, NOTHING);
        way.backward(kernels, rows, 0, count, gradient, 0, inGradient);
        TrainableLayer last = network.layers().getLast();
        for (Parameter parameter : last.parameters()) {
            ADAM.step(parameter, step, rate);
        }
        last.repack();
    }

    /// The router under which the new expert gets its share of these rows; all of them where every expert is chosen.
    Router balanced(Router router, Routing routing, int[] rows, int batchRows) {
        float[] bias = router.selectionBias();
        int open = 0;
        for (int expert = 0; expert < bias.length; expert++) {
            open += router.rules().isMasked(expert) ? 0 : 1;
        }
        if (open <= router.fanOut()) {
            bias[place] = 0;
            return router.rebiased(bias);
        }
        double[] margins = new double[rows.length];
        for (int from = 0; from < rows.length; from += batchRows) {
            int count = Math.min(batchRows, rows.length - from);
            routing.route(router, rows, from, count);
            for (int at = 0; at < count; at++) {
                margins[from + at] = margin(router, routing.scores(), bias, at);
            }
        }
        Arrays.sort(margins);
        int share = Math.clamp((long) rows.length * router.fanOut() / open, 1, rows.length - 1);
        bias[place] = (float) -margins[rows.length - 1 - share];
        return router.rebiased(bias);
    }

    /// By how much the new score is above what it has to beat: the K-th best of the others.
    private double margin(Router router, Scores of, float[] bias, int at) {
        double[] others = new double[bias.length];
        for (int expert = 0; expert < bias.length; expert++) {
            boolean counts = expert != place && !router.rules().isMasked(expert);
            others[expert] = counts ? of.at(at, expert) + bias[expert] : Double.NEGATIVE_INFINITY;
        }
        Arrays.sort(others);
        return of.at(at, place) - others[others.length - router.fanOut()];
    }
}
