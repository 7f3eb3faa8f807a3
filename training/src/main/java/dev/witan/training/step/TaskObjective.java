// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.training.network.Backpropagation;
import dev.witan.training.network.SeededNumbers;
import dev.witan.training.network.TrainableNetwork;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The weighted sum of what several tasks lose, each behind a tower of its own. A row without the label of its task
/// counts as a row of the batch, loses nothing and teaches nothing. Owned by one thread.
///
/// A small part of a row's loss is what its experts would lose one by one, each behind the tower in place of all of
/// them: an expert that makes sense alone learns less by heart about what the others happen to say.
public final class TaskObjective implements Objective {
    /// The part of the loss that is judged expert by expert.
    static final double ALONE_SHARE = 0.1;

    private final List<Task> tasks = new ArrayList<>();
    private final int targets;

    /// @param towers from combined rows to what the objectives take
    /// @param objectives of the tasks, in the order of their rows
    /// @param weights of their losses
    /// @param rowsMax rows of the largest batch, those of all tasks
    /// @param ranks how many experts a row has at most; 0 where none is judged alone
    public TaskObjective(
            Arena arena,
            List<TrainableNetwork> towers,
            List<RowObjective> objectives,
            double[] weights,
            int rowsMax,
            int ranks) {
        int most = 0;
        for (int i = 0; i < towers.size(); i++) {
            int each = rowsMax / towers.size();
            tasks.add(new Task(arena, towers.get(i), objectives.get(i), weights[i], each * (1 + ranks)));
            most = Math.max(most, objectives.get(i).targets());
        }
        this.targets = most;
    }

    @Override
    public double learn(Kernels kernels, Batch batch, FloatMatrix combined, FloatMatrix gradient) {
        return learnEach(kernels, batch, combined, null, gradient);
    }

    @Override
    public double learn(
            Kernels kernels, Batch batch, FloatMatrix combined, SingleAnswers singles, FloatMatrix gradient) {
        return learnEach(kernels, batch, combined, singles, gradient);
    }

    private double learnEach(
            Kernels kernels, Batch batch, FloatMatrix combined, @Nullable SingleAnswers singles, FloatMatrix gradient) {
        int each = batch.count() / tasks.size();
        double loss = 0;
        for (int i = 0; i < tasks.size(); i++) {
            TaskRows rows = new TaskRows(combined, singles, i * each, each);
            loss += tasks.get(i).learn(kernels, batch, rows, gradient, new double[targets]);
        }
        return loss;
    }

    /// One of them.
    private static final class Task {
        private final Backpropagation tower;
        private final RowObjective objective;
        private final double weight;
        private final FloatMatrix inputs;
        private final FloatMatrix inputGradient;
        private final FloatMatrix outputs;
        private final FloatMatrix outputGradient;

        Task(Arena arena, TrainableNetwork network, RowObjective objective, double weight, int rowsMax) {
            int width = network.layers().getLast().outputs();
            int inputWidth = network.layers().getFirst().inputs();
            this.tower = new Backpropagation(arena, network, rowsMax, 0);
            this.objective = objective;
            this.weight = weight;
            this.inputs = FloatMatrix.allocate(arena, rowsMax, inputWidth);
            this.inputGradient = FloatMatrix.allocate(arena, rowsMax, inputWidth);
            this.outputs = FloatMatrix.allocate(arena, rowsMax, width);
            this.outputGradient = FloatMatrix.allocate(arena, rowsMax, width);
        }

        double learn(Kernels kernels, Batch batch, TaskRows rows, FloatMatrix gradient, double[] target) {
            rows.copyTo(inputs);
            tower.forward(kernels, inputs, 0, rows.all(), outputs, 0, new SeededNumbers());
            double loss = 0;
            for (int row = 0; row < rows.count(); row++) {
                batch.targets(rows.from() + row, target);
                double share = weight / rows.count() * batch.weight(rows.from() + row);
                for (int layer = 0; layer < rows.layers(); layer++) {
                    double part = rows.part(row, layer);
                    int at = rows.place(row, layer);
                    if (part == 0 || Double.isNaN(target[0])) {
                        outputGradient.clear(at);
                    } else {
                        loss += objective.gradient(outputs, at, target, part * share, outputGradient);
                    }
                }
            }
            tower.backward(kernels, inputs, 0, rows.all(), outputGradient, 0, inputGradient);
            rows.keep(inputGradient, gradient);
            return loss;
        }
    }
}
