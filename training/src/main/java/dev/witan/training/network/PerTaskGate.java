// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.network;

import dev.witan.engine.gate.Gate;
import dev.witan.engine.gate.TaskGate;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/// A gate per task over experts that the tasks share, of which some may be a task's own. The rows of a batch stand task
/// after task, as many of each.
///
/// @param networks one per task, each with one output per expert
/// @param owners per expert the number of the task whose own it is, or [TaskGate#SHARED]
public record PerTaskGate(List<TrainableNetwork> networks, List<Integer> owners) implements TrainableGate {
    public PerTaskGate {
        networks = List.copyOf(networks);
        owners = List.copyOf(owners);
    }

    @Override
    public int inputs() {
        return networks.getFirst().layers().getFirst().inputs();
    }

    @Override
    public int experts() {
        return owners.size();
    }

    @Override
    public List<Parameter> parameters() {
        return networks.stream()
                .flatMap(network -> network.parameters().stream())
                .toList();
    }

    @Override
    public long size() {
        return networks.stream().mapToLong(TrainableNetwork::size).sum();
    }

    @Override
    public void repack() {
        networks.forEach(TrainableNetwork::repack);
    }

    @Override
    public Gate serving() {
        return new TaskGate(
                networks.stream().map(TrainableNetwork::serving).toList(),
                owners.stream().mapToInt(owner -> owner).toArray());
    }

    @Override
    public GatePass pass(Arena arena, int rowsMax) {
        List<Backpropagation> ways = new ArrayList<>();
        networks.forEach(network -> ways.add(new Backpropagation(arena, network, rowsMax / networks.size(), 0)));
        return new Pass(ways, owners, FloatMatrix.allocate(arena, rowsMax, owners.size()));
    }

    /// @param permitted the scores, and minus infinity for other tasks' own experts
    private record Pass(List<Backpropagation> ways, List<Integer> owners, FloatMatrix permitted) implements GatePass {
        @Override
        public void forward(Kernels kernels, FloatMatrix in, int rows, FloatMatrix scores, SeededNumbers random) {
            int each = rows / ways.size();
            for (int task = 0; task < ways.size(); task++) {
                ways.get(task).forward(kernels, in, task * each, each, scores, task * each, random);
                for (int row = task * each; row < (task + 1) * each; row++) {
                    permit(task, row, scores);
                }
            }
        }

        private void permit(int task, int row, FloatMatrix scores) {
            for (int expert = 0; expert < owners.size(); expert++) {
                boolean isPermitted = owners.get(expert) == TaskGate.SHARED || owners.get(expert) == task;
                permitted.set(row, expert, isPermitted ? scores.get(row, expert) : Float.NEGATIVE_INFINITY);
            }
        }

        @Override
        public FloatMatrix choosing(FloatMatrix scores) {
            return permitted;
        }

        @Override
        public void backward(
                Kernels kernels, FloatMatrix in, int rows, FloatMatrix scoreGradient, FloatMatrix inGradient) {
            int each = rows / ways.size();
            for (int task = 0; task < ways.size(); task++) {
                int from = task * each;
                ways.get(task).backward(kernels, in, from, each, scoreGradient, from, inGradient);
            }
        }
    }
}
