// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.imports;

import dev.witan.model.load.DenseLayer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Networks with tensors of their own, a row per output and without biases.
final class SeparateExperts implements ExpertSource {
    private final LayerTensors tensors;
    private final Names names;
    private final int count;
    private final int width;
    private final int hidden;

    /// What the tensors of one network are called.
    ///
    /// @param prefix with a place for the number of the expert, if there are several
    record Names(String prefix, String gate, String up, String down) {
        String of(int expert, String which) {
            return "%s.%s.weight".formatted(prefix.formatted(expert), which);
        }
    }

    /// Checks every tensor's shape, and reads no numbers.
    SeparateExperts(LayerTensors tensors, Names names, int count, int width) {
        this.tensors = tensors;
        this.names = names;
        this.count = count;
        this.width = width;
        this.hidden = Math.toIntExact(tensors.numbers(names.of(0, names.gate()), LayerTensors.ANY, width)
                .shape()
                .getFirst());
        for (int expert = 0; expert < count; expert++) {
            tensors.numbers(names.of(expert, names.gate()), hidden, width);
            tensors.numbers(names.of(expert, names.up()), hidden, width);
            tensors.numbers(names.of(expert, names.down()), width, hidden);
        }
    }

    @Override
    public Set<String> parts() {
        Set<String> parts = new TreeSet<>();
        for (int expert = 0; expert < count; expert++) {
            for (String which : List.of(names.gate(), names.up(), names.down())) {
                parts.add(names.of(expert, which));
                parts.add(names.of(expert, which) + LayerTensors.SCALES);
            }
        }
        return parts;
    }

    @Override
    public int hidden() {
        return hidden;
    }

    @Override
    public List<DenseLayer> read(int expert) {
        return List.of(
                DenseLayer.unbiased(GATE, tensors.read(names.of(expert, names.gate()), hidden, width), hidden),
                DenseLayer.unbiased(UP, tensors.read(names.of(expert, names.up()), hidden, width), hidden),
                DenseLayer.unbiased(DOWN, tensors.read(names.of(expert, names.down()), width, hidden), width));
    }
}
