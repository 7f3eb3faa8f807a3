// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.routing.Router;
import dev.witan.training.network.Numbers;
import dev.witan.training.network.Parameter;
import dev.witan.training.step.TrainableMixture;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The numbers of a mixture at one moment.
///
/// @param values per parameter, in the mixture's order
/// @param router with the selection bias that belongs to them
/// @param figure how good they are on validation; higher is better
/// @param epoch after which they were taken
record Snapshot(List<float[]> values, Router router, double figure, int epoch) {
    static Snapshot of(TrainableMixture mixture, Router router, double figure, int epoch) {
        List<float[]> values = mixture.parameters().stream()
                .map(parameter -> parameter.values().clone())
                .toList();
        return new Snapshot(values, router, figure, epoch);
    }

    /// Puts the numbers back.
    void restore(TrainableMixture mixture) {
        List<Parameter> parameters = mixture.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            System.arraycopy(values.get(i), 0, parameters.get(i).values(), 0, values.get(i).length);
        }
        mixture.repack();
    }

    void write(DataOutput out) throws IOException {
        for (float[] part : values) {
            Numbers.write(out, part);
        }
        Numbers.write(out, router.selectionBias());
        out.writeDouble(figure);
        out.writeInt(epoch);
    }

    /// What was written of a mixture of the same form.
    static Snapshot read(DataInput in, TrainableMixture mixture) throws IOException {
        List<float[]> values = new ArrayList<>();
        for (Parameter parameter : mixture.parameters()) {
            float[] part = new float[parameter.size()];
            Numbers.read(in, part);
            values.add(part);
        }
        float[] bias = new float[mixture.chosenFrom()];
        Numbers.read(in, bias);
        return new Snapshot(values, mixture.router(bias), in.readDouble(), in.readInt());
    }
}
