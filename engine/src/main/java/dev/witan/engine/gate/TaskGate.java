// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.gate;

import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Scratch;
import java.lang.foreign.Arena;
import java.util.List;

/// A gate per task over experts that the tasks share (Ma et al. 2018), of which some may be a task's own (Tang et al.
/// 2020). The last number of a row is the number of its task, and only the gate reads it: experts see what stands
/// before.
public final class TaskGate implements Gate {
    /// Stands where an expert is no task's own.
    public static final int SHARED = -1;

    private final List<FeedForward> networks;
    private final int[] owners;
    private final int scratchWidth;

    /// Around one network per task, each of which scores every expert.
    ///
    /// @param owners per expert the number of the task whose own it is, or [#SHARED]
    public TaskGate(List<FeedForward> networks, int[] owners) {
        this.networks = List.copyOf(networks);
        this.owners = owners.clone();
        if (networks.size() < 2) {
            throw new IllegalArgumentException("a gate of tasks needs at least two: " + networks.size());
        }
        for (FeedForward network : networks) {
            if (network.inputs() != networks.getFirst().inputs() || network.outputs() != owners.length) {
                throw new IllegalArgumentException("every task's gate must be %d x %d: %d x %d"
                        .formatted(networks.getFirst().inputs(), owners.length, network.inputs(), network.outputs()));
            }
        }
        requireExperts(networks.size(), owners);
        this.scratchWidth =
                networks.stream().mapToInt(FeedForward::widestHidden).max().orElseThrow();
    }

    private static void requireExperts(int tasks, int[] owners) {
        int[] experts = new int[tasks];
        for (int owner : owners) {
            if (owner < SHARED || owner >= tasks) {
                throw new IllegalArgumentException("an owner must be one of %d tasks: %d".formatted(tasks, owner));
            }
            for (int task = 0; task < tasks; task++) {
                experts[task] += owner == SHARED || owner == task ? 1 : 0;
            }
        }
        for (int task = 0; task < tasks; task++) {
            if (experts[task] == 0) {
                throw new IllegalArgumentException("every task needs an expert: task %d has none".formatted(task));
            }
        }
    }

    /// One per task.
    public List<FeedForward> networks() {
        return networks;
    }

    /// Per expert the number of the task whose own it is, or [#SHARED]; a copy.
    public int[] owners() {
        return owners.clone();
    }

    @Override
    public int experts() {
        return owners.length;
    }

    @Override
    public int dimensions() {
        return networks.getFirst().inputs() + 1;
    }

    @Override
    public int expertDimensions() {
        return networks.getFirst().inputs();
    }

    @Override
    public int scratchWidth() {
        return scratchWidth;
    }

    @Override
    public Scores scores(Arena arena, int rowsMax, int fanOutMax) {
        Scores scores = Scores.ofCandidates(arena, rowsMax, experts(), experts(), Scores.Missing.OF_ANOTHER_TASK);
        scores.taskRoom = new Room(
                FloatMatrix.allocate(arena, rowsMax, expertDimensions()),
                FloatMatrix.allocate(arena, rowsMax, experts()));
        return scores;
    }

    /// Where the rows of one task are gathered: without the task's number, with the logits of every expert, and with
    /// their places in the batch.
    static final class Room {
        private final FloatMatrix rows;
        private final FloatMatrix logits;
        private final int[] places;

        Room(FloatMatrix rows, FloatMatrix logits) {
            this.rows = rows;
            this.logits = logits;
            this.places = new int[rows.rows()];
        }
    }

    @Override
    public void score(Kernels kernels, RowBatch batch, Scratch scratch, Scores scores) {
        Room room = scores.taskRoom();
        for (int task = 0; task < networks.size(); task++) {
            int count = gather(batch, task, room);
            if (count > 0) {
                networks.get(task).forward(kernels, room.rows, 0, count, scratch.a(), scratch.b(), room.logits, 0);
                tell(task, count, room, scores);
            }
        }
    }

    private int gather(RowBatch batch, int task, Room room) {
        int count = 0;
        for (int row = 0; row < batch.size(); row++) {
            if (batch.rows().get(row, expertDimensions()) == task) {
                room.rows.copyRowFrom(count, batch.rows(), row);
                room.places[count++] = row;
            }
        }
        return count;
    }

    private void tell(int task, int count, Room room, Scores scores) {
        for (int i = 0; i < count; i++) {
            scores.clear(room.places[i]);
            for (int expert = 0; expert < owners.length; expert++) {
                if (owners[expert] == SHARED || owners[expert] == task) {
                    scores.add(room.places[i], expert, room.logits.get(i, expert));
                }
            }
        }
    }
}
