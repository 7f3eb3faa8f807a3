// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.features;

import dev.witan.engine.encode.CategoricalEncoder;
import dev.witan.engine.encode.ColumnEncoder;
import dev.witan.engine.encode.DateEncoder;
import dev.witan.engine.encode.ImageEncoder;
import dev.witan.engine.encode.NumericEncoder;
import dev.witan.engine.encode.TextEncoder;
import dev.witan.kernels.FloatMatrix;
import dev.witan.training.network.Adam;
import dev.witan.training.network.Parameter;
import dev.witan.training.network.SparseRows;
import dev.witan.training.network.Update;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The learned tables of an encoder as parameters, and the way back into them: each row of a batch adds its input
/// gradient to the embeddings that it used. Sums run over the rows in ascending order, in tasks that may be shared out
/// over threads: one per column of categories, and one per shard of a column of texts.
public final class EmbeddingGradients {
    private final int columns;
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<Update> updates = new ArrayList<>();
    private final List<SparseRows> sparse = new ArrayList<>();
    private final List<Task> tasks = new ArrayList<>();

    public EmbeddingGradients(Features features) {
        this.columns = features.encoders().size();
        int at = 0;
        for (int column = 0; column < columns; column++) {
            ColumnEncoder encoder = features.encoders().get(column);
            ColumnPlace place = new ColumnPlace(column, at, encoder.spec().width());
            String name = "encoder." + encoder.spec().name();
            switch (encoder) {
                case NumericEncoder _, DateEncoder _, ImageEncoder _ -> {}
                case CategoricalEncoder category ->
                    addCategories(place, new Parameter(name, category.table(), Parameter.Decay.DECAYED));
                case TextEncoder text ->
                    addTexts(place, new Parameter(name, text.table(), Parameter.Decay.DECAYED), features.dimensions());
            }
            at += place.width();
        }
    }

    private void addCategories(ColumnPlace place, Parameter parameter) {
        parameters.add(parameter);
        updates.add((adam, step, rate) -> adam.step(parameter, step, rate));
        tasks.add((rows, chosen, sources) ->
                CategoryGradients.collect(place, parameter.gradient(), rows, chosen, sources));
    }

    private void addTexts(ColumnPlace place, Parameter parameter, int inputs) {
        SparseRows rowsOf = new SparseRows(parameter, place.width());
        parameters.add(parameter);
        sparse.add(rowsOf);
        updates.addAll(rowsOf.updates());
        for (int i = 0; i < SparseRows.SHARDS; i++) {
            TextGradients shard = new TextGradients(place, parameter, rowsOf, i, inputs);
            tasks.add(shard::collect);
        }
    }

    public List<Parameter> parameters() {
        return List.copyOf(parameters);
    }

    /// What the optimizer does with them.
    public List<Update> updates() {
        return List.copyOf(updates);
    }

    /// Brings the moving averages up to a step.
    public void settle(Adam adam, int step) {
        sparse.forEach(rows -> rows.settle(adam, step));
    }

    /// Writes how far rows that few batches touch are; the numbers are the parameters'.
    public void write(DataOutput out) throws IOException {
        for (SparseRows rows : sparse) {
            rows.write(out);
        }
    }

    /// Goes on from what was written.
    public void read(DataInput in) throws IOException {
        for (SparseRows rows : sparse) {
            rows.read(in);
        }
    }

    public int columns() {
        return columns;
    }

    public int tasks() {
        return tasks.size();
    }

    /// Replaces one task's share of the gradients by what a batch gives.
    ///
    /// @param chosen the embeddings used
    /// @param sources what holds the input gradients of the batch's rows
    public void collect(int task, int rows, ChosenEmbeddings chosen, Sources sources) {
        tasks.get(task).collect(rows, chosen, sources);
    }

    private interface Task {
        void collect(int rows, ChosenEmbeddings chosen, Sources sources);
    }

    /// Where the input gradients of a row stand: one from the gate and one from each of its experts.
    public interface Sources {
        int perRow();

        FloatMatrix matrix(int source);

        int row(int row, int source);
    }
}
