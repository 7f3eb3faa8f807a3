// SPDX-License-Identifier: Apache-2.0
package dev.witan.batch;

import dev.witan.engine.Mixture;
import dev.witan.engine.error.Suggestion;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.response.InferenceResponse;
import dev.witan.engine.response.OutputColumn;
import dev.witan.engine.response.OutputSpec;
import dev.witan.tables.Cells;
import dev.witan.tables.Field;
import dev.witan.tables.Frame;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which columns a run writes: some of the input's, then the mixture's outputs, then its experts. An output of several
/// numbers is as many columns, `probabilities.en` and so on. Immutable.
final class OutputPlan {
    static final String EXPERTS = "experts";
    static final String WEIGHTS = "weights";

    private final List<Field> fields = new ArrayList<>();
    private final List<String> kept;
    private final boolean experts;

    OutputPlan(List<Field> input, Mixture mixture, BatchOptions options) {
        this.experts = options.experts();
        List<String> names = input.stream().map(Field::name).toList();
        this.kept = options.keep().orElse(names);
        for (String name : kept) {
            int at = names.indexOf(name);
            if (at < 0) {
                throw WitanException.invalidInput("a column to be kept must be in the input: '%s'%s (columns: %s)"
                        .formatted(name, Suggestion.hint(name, names), String.join(", ", names)));
            }
            fields.add(input.get(at));
        }
        mixture.head().outputs().forEach(this::addOutput);
        if (experts) {
            expertColumns(mixture.head().tasks()).forEach(name -> fields.add(new Field(name, Field.Type.TEXT)));
        }
        requireDifferentNames();
    }

    private void addOutput(OutputSpec output) {
        if (output.type() == OutputSpec.Type.TEXT) {
            fields.add(new Field(output.name(), Field.Type.TEXT));
        } else if (output.extents().isEmpty()) {
            fields.add(new Field(output.name(), Field.Type.SINGLE));
        } else {
            for (int i = 0; i < output.width(); i++) {
                String part = output.parts().isEmpty()
                        ? Integer.toString(i)
                        : output.parts().get(i);
                fields.add(new Field(output.name() + "." + part, Field.Type.SINGLE));
            }
        }
    }

    /// `experts` and `weights`, or `income.experts`, `income.weights` and so on of several tasks.
    private static List<String> expertColumns(List<String> tasks) {
        return tasks.isEmpty()
                ? List.of(EXPERTS, WEIGHTS)
                : tasks.stream()
                        .flatMap(task -> Stream.of(task + "." + EXPERTS, task + "." + WEIGHTS))
                        .toList();
    }

    private void requireDifferentNames() {
        Set<String> names = new HashSet<>();
        for (Field field : fields) {
            if (!names.add(field.name())) {
                throw WitanException.invalidInput(
                        "columns to be written must differ: '%s' is both kept and answered; name the columns to keep without it"
                                .formatted(field.name()));
            }
        }
    }

    List<Field> fields() {
        return List.copyOf(fields);
    }

    /// What is written of rows and their answer.
    Frame answered(Frame rows, InferenceResponse response) {
        List<Cells> cells = new ArrayList<>();
        for (String name : kept) {
            cells.add(rows.cells().get(rows.indexOf(name)));
        }
        for (OutputColumn output : response.outputs()) {
            addCells(output, cells);
        }
        if (experts) {
            int each = Math.max(1, response.tasks().size());
            for (int task = 0; task < each; task++) {
                addExperts(response, task, each, cells);
            }
        }
        return new Frame(fields, cells, rows.places(), List.of());
    }

    private static void addCells(OutputColumn output, List<Cells> cells) {
        switch (output) {
            case OutputColumn.Texts texts -> cells.add(new Cells.Texts(texts.values()));
            case OutputColumn.Floats floats -> {
                int rows = floats.values().length / floats.width();
                for (int column = 0; column < floats.width(); column++) {
                    float[] values = new float[rows];
                    for (int row = 0; row < rows; row++) {
                        values[row] = floats.values()[row * floats.width() + column];
                    }
                    cells.add(new Cells.Singles(values));
                }
            }
        }
    }

    /// Those of one of the decisions that each record has.
    private static void addExperts(InferenceResponse response, int first, int each, List<Cells> cells) {
        int rows = response.decisions().size() / each;
        @Nullable String[] names = new String[rows];
        @Nullable String[] weights = new String[rows];
        for (int row = 0; row < rows; row++) {
            StringBuilder name = new StringBuilder();
            StringBuilder weight = new StringBuilder();
            for (var choice : response.decisions().get(row * each + first).chosen()) {
                name.append(name.isEmpty() ? "" : " ").append(choice.expert());
                weight.append(weight.isEmpty() ? "" : " ").append(choice.weight());
            }
            names[row] = name.toString();
            weights[row] = weight.toString();
        }
        cells.add(new Cells.Texts(names));
        cells.add(new Cells.Texts(weights));
    }
}
