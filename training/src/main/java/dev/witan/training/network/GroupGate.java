// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.network;

import dev.witan.engine.gate.Gate;
import dev.witan.engine.gate.HierarchicalGate;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.PackedMatrix;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A gate over groups of equally many experts, and one within each: an expert's score is
/// `ln p(group) + ln p(expert | group)`. In training one layer computes the logits of all groups, and after them those
/// of
/// all experts within theirs; it serves as a [HierarchicalGate], which looks into the best groups alone.
public final class GroupGate implements TrainableGate {
    private final TrainableNetwork network;
    private final int groups;
    private final int groupsChosen;
    private final int size;
    private final List<Slice> slices = new ArrayList<>();
    private final HierarchicalGate serving;

    /// @param network linear, one output per group, then one per expert, group by group
    /// @param groupsChosen how many groups a row looks into
    public GroupGate(Arena arena, TrainableNetwork network, int groups, int groupsChosen) {
        this.network = network;
        this.groups = groups;
        this.groupsChosen = groupsChosen;
        this.size = (network.serving().outputs() - groups) / groups;
        TrainableLayer layer = network.layers().getFirst();
        slices.add(new Slice(arena, layer, 0, groups));
        for (int group = 0; group < groups; group++) {
            slices.add(new Slice(arena, layer, groups + group * size, size));
        }
        List<Linear> layers = slices.stream().map(Slice::linear).toList();
        this.serving = new HierarchicalGate(layers.getFirst(), layers.subList(1, layers.size()), groupsChosen);
    }

    public TrainableNetwork network() {
        return network;
    }

    public int groups() {
        return groups;
    }

    public int groupsChosen() {
        return groupsChosen;
    }

    @Override
    public int inputs() {
        return serving.dimensions();
    }

    @Override
    public int experts() {
        return serving.experts();
    }

    @Override
    public List<Parameter> parameters() {
        return network.parameters();
    }

    @Override
    public long size() {
        return network.size();
    }

    @Override
    public void repack() {
        network.repack();
        slices.forEach(Slice::repack);
    }

    @Override
    public Gate serving() {
        return serving;
    }

    @Override
    public GatePass pass(Arena arena, int rowsMax) {
        return new Pass(arena, rowsMax);
    }

    /// Some outputs of a layer, as a layer of their own.
    private static final class Slice {
        private final TrainableLayer layer;
        private final int from;
        private final FloatMatrix rows;
        private final FloatMatrix bias;
        private final Linear linear;

        Slice(Arena arena, TrainableLayer layer, int from, int count) {
            this.layer = layer;
            this.from = from;
            this.rows = FloatMatrix.allocate(arena, count, layer.inputs());
            this.bias = FloatMatrix.allocate(arena, 1, count);
            PackedMatrix packed = PackedMatrix.allocate(arena, layer.inputs(), count);
            this.linear = new Linear(packed, bias, Activation.IDENTITY);
            repack();
        }

        Linear linear() {
            return linear;
        }

        void repack() {
            for (int i = 0; i < rows.rows(); i++) {
                rows.copyRowFrom(i, layer.weights().values(), (from + i) * layer.inputs());
            }
            bias.copyRowFrom(0, layer.bias().values(), from);
            linear.weights().packTransposedFrom(rows);
        }
    }

    private final class Pass implements GatePass {
        private final Backpropagation way;
        private final FloatMatrix logits;
        private final FloatMatrix logitGradient;
        private final FloatMatrix choosing;
        private final float[] nothing = new float[experts()];
        private final int[] best = new int[groups];

        Pass(Arena arena, int rowsMax) {
            this.way = new Backpropagation(arena, network, rowsMax, 0);
            this.logits = FloatMatrix.allocate(arena, rowsMax, groups + experts());
            this.logitGradient = FloatMatrix.allocate(arena, rowsMax, groups + experts());
            this.choosing = FloatMatrix.allocate(arena, rowsMax, experts());
            Arrays.fill(nothing, Float.NEGATIVE_INFINITY);
        }

        @Override
        public void forward(Kernels kernels, FloatMatrix in, int rows, FloatMatrix scores, SeededNumbers random) {
            way.forward(kernels, in, 0, rows, logits, 0, new SeededNumbers());
            for (int row = 0; row < rows; row++) {
                float all = logOfSum(kernels, row, 0, groups);
                choosing.copyRowFrom(row, nothing, 0);
                for (int group = 0; group < groups; group++) {
                    int from = groups + group * size;
                    float share = logits.get(row, group) - all - logOfSum(kernels, row, from, size);
                    for (int place = 0; place < size; place++) {
                        scores.set(row, group * size + place, logits.get(row, from + place) + share);
                    }
                }
                choose(kernels, scores, row);
            }
        }

        private void choose(Kernels kernels, FloatMatrix scores, int row) {
            if (!kernels.topK(logits, row, groups, groupsChosen, best, 0)) {
                choosing.copyRowFrom(row, scores, row);
                return;
            }
            for (int rank = 0; rank < groupsChosen; rank++) {
                for (int place = best[rank] * size; place < (best[rank] + 1) * size; place++) {
                    choosing.set(row, place, scores.get(row, place));
                }
            }
        }

        @Override
        public FloatMatrix choosing(FloatMatrix scores) {
            return choosing;
        }

        /// The same sum as in serving.
        private float logOfSum(Kernels kernels, int row, int from, int columns) {
            float highest = Float.NEGATIVE_INFINITY;
            for (int column = from; column < from + columns; column++) {
                highest = Math.max(highest, logits.get(row, column));
            }
            float sum = 0;
            for (int column = from; column < from + columns; column++) {
                sum += kernels.exp(logits.get(row, column) - highest);
            }
            return highest + (float) StrictMath.log(sum);
        }

        @Override
        public void backward(
                Kernels kernels, FloatMatrix in, int rows, FloatMatrix scoreGradient, FloatMatrix inGradient) {
            for (int row = 0; row < rows; row++) {
                backThroughShares(kernels, row, scoreGradient);
            }
            way.backward(kernels, in, 0, rows, logitGradient, 0, inGradient);
        }

        /// Within a group and over groups alike: the gradient of a logit is that of its score, less its probability
        /// times the sum of all of them.
        private void backThroughShares(Kernels kernels, int row, FloatMatrix scoreGradient) {
            float all = logOfSum(kernels, row, 0, groups);
            double total = 0;
            for (int group = 0; group < groups; group++) {
                int from = groups + group * size;
                double sum = 0;
                for (int place = 0; place < size; place++) {
                    sum += scoreGradient.get(row, group * size + place);
                }
                float within = logOfSum(kernels, row, from, size);
                for (int place = 0; place < size; place++) {
                    double share = kernels.exp(logits.get(row, from + place) - within);
                    double slope = scoreGradient.get(row, group * size + place) - share * sum;
                    logitGradient.set(row, from + place, (float) slope);
                }
                logitGradient.set(row, group, (float) sum);
                total += sum;
            }
            for (int group = 0; group < groups; group++) {
                double share = kernels.exp(logits.get(row, group) - all);
                logitGradient.set(row, group, (float) (logitGradient.get(row, group) - share * total));
            }
        }
    }
}
