// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.response;

import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Scratch;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Several tasks that learned from one another: each has a combined row of its own per record, which its tower turns
/// into what its own head takes. The rows of a record stand side by side, task after task. The outputs are those of the
/// tasks' heads, named `<task>.<output>`.
///
/// @param inputs the width of a combined row
/// @param towers in the order of their rows
public record TasksHead(int inputs, List<Tower> towers) implements Head {
    public TasksHead {
        towers = List.copyOf(towers);
        Set<String> names = new HashSet<>();
        if (towers.size() < 2) {
            throw new IllegalArgumentException("a head of tasks needs at least two: " + towers.size());
        }
        for (Tower tower : towers) {
            if (!names.add(tower.task)) {
                throw new IllegalArgumentException("tasks must have different names: '" + tower.task + "'");
            }
            if (tower.network.inputs() != inputs) {
                throw new IllegalArgumentException("the tower of task '%s' must have %d inputs: %d"
                        .formatted(tower.task, inputs, tower.network.inputs()));
            }
        }
    }

    /// The way of one task from combined rows to answers.
    ///
    /// @param task its name
    /// @param network from a combined row to what the head takes
    /// @param head of one task, not of several
    public record Tower(String task, FeedForward network, Head head) {
        public Tower {
            Objects.requireNonNull(task);
            if (!head.tasks().isEmpty()) {
                throw new IllegalArgumentException("a task must not be made of tasks: '" + task + "'");
            }
            if (network.outputs() != head.inputs()) {
                throw new IllegalArgumentException("the tower of task '%s' must have %d outputs: %d"
                        .formatted(task, head.inputs(), network.outputs()));
            }
        }

        private String nameOf(String output) {
            return task + "." + output;
        }
    }

    @Override
    public List<String> tasks() {
        return towers.stream().map(Tower::task).toList();
    }

    @Override
    public List<OutputSpec> outputs() {
        List<OutputSpec> outputs = new ArrayList<>();
        for (Tower tower : towers) {
            tower.head.outputs().forEach(output -> outputs.add(output.named(tower.nameOf(output.name()))));
        }
        return outputs;
    }

    @Override
    public List<OutputColumn> finish(Kernels kernels, float[] combined, int rows) {
        List<OutputColumn> columns = new ArrayList<>();
        int records = rows / towers.size();
        for (int task = 0; task < towers.size(); task++) {
            Tower tower = towers.get(task);
            float[] outputs = outputs(kernels, combined, task, records);
            tower.head
                    .finish(kernels, outputs, records)
                    .forEach(column -> columns.add(column.named(tower.nameOf(column.name()))));
        }
        return columns;
    }

    /// What the head of a task takes: the outputs of its tower, record after record.
    ///
    /// @param combined the rows of all tasks, as for [#finish]
    public float[] outputs(Kernels kernels, float[] combined, int task, int records) {
        FeedForward network = towers.get(task).network;
        float[] outputs = new float[records * network.outputs()];
        if (records == 0) {
            return outputs;
        }
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix in = FloatMatrix.allocate(arena, records, inputs);
            FloatMatrix out = FloatMatrix.allocate(arena, records, network.outputs());
            Scratch scratch = Scratch.allocate(arena, records, network.widestHidden());
            for (int record = 0; record < records; record++) {
                in.copyRowFrom(record, combined, (record * towers.size() + task) * inputs);
            }
            network.forward(kernels, in, 0, records, scratch.a(), scratch.b(), out, 0);
            for (int record = 0; record < records; record++) {
                out.copyRowTo(record, outputs, record * network.outputs());
            }
        }
        return outputs;
    }
}
