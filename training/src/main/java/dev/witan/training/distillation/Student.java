// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.distillation;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.training.ProgressListener;
import dev.witan.training.network.Adam;
import dev.witan.training.network.Backpropagation;
import dev.witan.training.network.Parameter;
import dev.witan.training.network.SeededNumbers;
import dev.witan.training.network.TrainableNetwork;
import java.lang.foreign.Arena;

/// Teaches a network, which sees rows as they are encoded, to put out what a loss asks for: AdamW with half a cosine,
/// and the average of the last weights in the end. Same rows and seed, same bits. Used once, by one thread.
final class Student {
    private static final int BATCH_ROWS = 256;
    private static final double RATE = 0.004;
    private static final double WARM_UP = 0.05;
    private static final Adam ADAM = new Adam(0.01f, 0.995f);
    private static final int TOLD_EVERY = 64;

    private final Kernels kernels;
    private final TrainableNetwork network;
    private final FloatMatrix rows;
    private final RowLoss loss;
    private final FloatMatrix batch;
    private final FloatMatrix outputs;
    private final FloatMatrix gradient;
    private final FloatMatrix inputGradient;
    private final Backpropagation way;

    Student(Arena arena, Kernels kernels, TrainableNetwork network, FloatMatrix rows, RowLoss loss) {
        int width = network.serving().outputs();
        this.kernels = kernels;
        this.network = network;
        this.rows = rows;
        this.loss = loss;
        this.batch = FloatMatrix.allocate(arena, BATCH_ROWS, rows.columns());
        this.outputs = FloatMatrix.allocate(arena, BATCH_ROWS, width);
        this.gradient = FloatMatrix.allocate(arena, BATCH_ROWS, width);
        this.inputGradient = FloatMatrix.allocate(arena, BATCH_ROWS, rows.columns());
        this.way = new Backpropagation(arena, network, BATCH_ROWS, 0);
    }

    /// Trains on the rows that `learned` names, which it puts into another order.
    ///
    /// @param what the student is, for the listener
    void learn(int[] learned, int steps, long seed, String what, ProgressListener listener) {
        int count = Math.min(BATCH_ROWS, learned.length);
        int perEpoch = learned.length / count;
        double sum = 0;
        for (int step = 1; step <= steps; step++) {
            int place = (step - 1) % perEpoch;
            if (place == 0) {
                new SeededNumbers(seed, step, 0x0DDE).shuffle(learned, learned.length);
            }
            sum += learn(learned, place * count, count, step, rate(step, steps));
            if (step % TOLD_EVERY == 0 || step == steps) {
                listener.progress(step, steps, "%s, loss %.4f".formatted(what, sum / ((step - 1) % TOLD_EVERY + 1)));
                sum = 0;
            }
        }
        network.parameters().forEach(Parameter::swapAverage);
        network.repack();
    }

    private double learn(int[] order, int from, int count, int step, float rate) {
        for (int at = 0; at < count; at++) {
            batch.copyRowFrom(at, rows, order[from + at]);
        }
        SeededNumbers nothing = new SeededNumbers(step);
        way.forward(kernels, batch, 0, count, outputs, 0, nothing);
        double sum = 0;
        for (int at = 0; at < count; at++) {
            sum += loss.gradient(outputs, at, order[from + at], 1.0 / count, gradient);
        }
        if (!Double.isFinite(sum)) {
            throw new WitanException(
                    ErrorCode.INTERNAL, "the student diverged at step %d: its loss is %s".formatted(step, sum));
        }
        way.backward(kernels, batch, 0, count, gradient, 0, inputGradient);
        network.parameters().forEach(parameter -> ADAM.step(parameter, step, rate));
        network.repack();
        return sum;
    }

    private static float rate(int step, int steps) {
        double warm = Math.max(1, WARM_UP * steps);
        double way = Math.clamp((step - warm) / Math.max(1, steps - warm), 0, 1);
        double share = step < warm ? step / warm : (1 + StrictMath.cos(StrictMath.PI * way)) / 2;
        return (float) (RATE * share);
    }
}
