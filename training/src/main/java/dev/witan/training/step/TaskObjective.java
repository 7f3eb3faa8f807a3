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

/// The weighted sum of what several tasks lose, each behind a tower of its own. A row without the label of its task
/// counts as a row of the batch, loses nothing and teaches nothing. Owned by one thread.
public final class TaskObjective implements Objective {
    private final List<Task> tasks = new ArrayList<>();
    private final int targets;

    /// @param towers from combined rows to what the objectives take
    /// @param objectives of the tasks, in the order of their rows
    /// @param weights of their losses
    /// @param rowsMax rows of the largest batch, those of all tasks
    public TaskObjective(
            Arena arena, List<TrainableNetwork> towers, List<RowObjective> objectives, double[] weights, int rowsMax) {
        int most = 0;
        for (int i = 0; i < towers.size(); i++) {
            tasks.add(new Task(arena, towers.get(i), objectives.get(i), weights[i], rowsMax / towers.size()));
            most = Math.max(most, objectives.get(i).targets());
        }
        this.targets = most;
    }

    @Override
    public double learn(Kernels kernels, Batch batch, FloatMatrix combined, FloatMatrix gradient) {
        int each = batch.count() / tasks.size();
        double loss = 0;
        for (int i = 0; i < tasks.size(); i++) {
            loss += tasks.get(i).learn(kernels, batch, combined, i * each, each, gradient, new double[targets]);
        }
        return loss;
    }

    /// One of them.
    private static final class Task {
        private final Backpropagation tower;
        private final RowObjective objective;
        private final double weight;
        private final FloatMatrix outputs;
        private final FloatMatrix outputGradient;

        Task(Arena arena, TrainableNetwork network, RowObjective objective, double weight, int rowsMax) {
            int width = network.layers().getLast().outputs();
            this.tower = new Backpropagation(arena, network, rowsMax, 0);
            this.objective = objective;
            this.weight = weight;
            this.outputs = FloatMatrix.allocate(arena, rowsMax, width);
            this.outputGradient = FloatMatrix.allocate(arena, rowsMax, width);
        }

        double learn(
                Kernels kernels,
                Batch batch,
                FloatMatrix combined,
                int from,
                int rows,
                FloatMatrix gradient,
                double[] target) {
            tower.forward(kernels, combined, from, rows, outputs, 0, new SeededNumbers());
            double loss = 0;
            for (int row = 0; row < rows; row++) {
                batch.targets(from + row, target);
                if (Double.isNaN(target[0])) {
                    outputGradient.clear(row);
                } else {
                    double share = weight / rows * batch.weight(from + row);
                    loss += objective.gradient(outputs, row, target, share, outputGradient);
                }
            }
            tower.backward(kernels, combined, from, rows, outputGradient, 0, gradient);
            return loss;
        }
    }
}
