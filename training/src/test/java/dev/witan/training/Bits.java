// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.encode.CategoricalEncoder;
import dev.witan.engine.encode.ColumnEncoder;
import dev.witan.kernels.FloatMatrix;
import java.util.ArrayList;
import java.util.List;

/// Every number that a training leaves.
final class Bits {
    private Bits() {}

    static List<Float> of(TrainedMixture trained) {
        List<Float> bits = new ArrayList<>();
        List<TrainedNetwork> networks = new ArrayList<>();
        trained.experts().forEach(expert -> networks.add(((TrainedExpert.Learned) expert).network()));
        networks.addAll(
                switch (trained.gate()) {
                    case TrainedGate.Flat(var network) -> List.of(network);
                    case TrainedGate.Tasks(var ofTasks, var _) -> ofTasks;
                    case TrainedGate.Groups(var network, var _, var _) -> List.of(network);
                });
        for (TrainedNetwork network : networks) {
            for (TrainedNetwork.Layer layer : network.layers()) {
                add(bits, layer.weights());
                add(bits, layer.bias());
            }
        }
        add(bits, trained.router().selectionBias());
        for (ColumnEncoder encoder : trained.encoder().encoders()) {
            if (encoder instanceof CategoricalEncoder categorical) {
                add(bits, categorical.table());
            }
        }
        return bits;
    }

    private static void add(List<Float> bits, float[] values) {
        for (float value : values) {
            bits.add(value);
        }
    }

    private static void add(List<Float> bits, FloatMatrix matrix) {
        for (int row = 0; row < matrix.rows(); row++) {
            for (int column = 0; column < matrix.columns(); column++) {
                bits.add(matrix.get(row, column));
            }
        }
    }
}
