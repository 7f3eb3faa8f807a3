// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.engine.Mixture;
import dev.witan.engine.overlay.Guidance;
import dev.witan.training.data.Target;
import dev.witan.training.step.Predictor;
import dev.witan.training.step.RoutingWatch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// Asks every expert alone for the same rows: for all of them while they are few, and for every second, fourth,
/// eighth row by lot as they become too many. Owned by one thread.
final class AloneSample {
    /// Rows times experts times numbers of an answer.
    private static final int CELLS_MAX = 4_000_000;

    private static final int ROWS_MIN = 2_000;

    private final TaskView view;
    private final Predictor predictor;
    private final List<Guidance> guidances = new ArrayList<>();
    private final List<Answers> alone = new ArrayList<>();
    private final Answers together;
    private final Numbers numbers;
    private final int rowsMax;
    private int halvings;

    AloneSample(TaskView view, Predictor predictor, Target target, RowPages memory) {
        Mixture mixture = view.mixture();
        this.view = view;
        this.predictor = predictor;
        int gated = mixture.layer().router().dependsOnBatch()
                ? 0
                : mixture.layer().gate().experts();
        this.rowsMax = Math.max(ROWS_MIN, CELLS_MAX / Math.max(1, gated) / target.outputs());
        this.numbers = new Numbers(memory, Numbers.Width.INT);
        this.together = Answers.of(target, memory);
        for (int expert = 0; expert < gated; expert++) {
            guidances.add(only(expert, gated));
            alone.add(Answers.of(target, memory));
        }
    }

    private static Guidance only(int expert, int gated) {
        Guidance.Builder builder = Guidance.builder(gated);
        for (int other = 0; other < gated; other++) {
            if (other != expert) {
                builder.forbid(other, "asked alone");
            }
        }
        return builder.build();
    }

    /// Adds records.
    ///
    /// @param first number of the first of them in the whole table
    /// @param known places of those that have a label
    /// @param encoded as the gate takes them
    /// @param outputs of the mixture, in unit
    /// @param rows of the target that they are
    void add(int first, List<Integer> known, float[][] encoded, float[] outputs, Target target, int[] rows) {
        int[] drawn = known.stream()
                .mapToInt(Integer::intValue)
                .filter(place -> Lot.isDrawn(first + place, halvings))
                .toArray();
        int width = target.outputs();
        for (int place : drawn) {
            together.add(outputs, place * width, target, rows[place]);
            numbers.add(first + place);
        }
        for (int expert = 0; expert < guidances.size(); expert++) {
            if (view.mayAsk(expert)) {
                ask(expert, drawn, encoded, target, rows);
            }
        }
        while (numbers.size() > rowsMax) {
            halve();
        }
    }

    private void ask(int expert, int[] places, float[][] encoded, Target target, int[] rows) {
        Guidance guidance = guidances.get(expert);
        float[] outputs = view.judgedAlone(predictor.predict(
                (row, values) -> System.arraycopy(encoded[row], 0, values, 0, values.length),
                places,
                (batch, at, row) -> batch.describe(at, 1, guidance, 1, row, 0),
                view.mixture().layer().router(),
                RoutingWatch.none()));
        int width = target.outputs();
        for (int i = 0; i < places.length; i++) {
            alone.get(expert).add(outputs, i * width, target, rows[places[i]]);
        }
    }

    private void halve() {
        halvings++;
        BitSet kept = new BitSet();
        for (int i = 0; i < numbers.size(); i++) {
            kept.set(i, Lot.isDrawn(numbers.whole(i), halvings));
        }
        together.kept().keep(kept::get);
        alone.stream()
                .map(Answers::kept)
                .filter(answers -> answers.size() > 0)
                .forEach(answers -> answers.keep(kept::get));
        numbers.keep(kept::get);
    }

    Measures together(double reach) {
        return together.measures(_ -> true, reach);
    }

    /// What an expert is worth alone; nothing for one that the gate does not choose or that the release has
    /// masked, and where live load decides.
    Optional<Measures> alone(int expert, double reach) {
        return expert < alone.size() && view.mayAsk(expert)
                ? Optional.of(alone.get(expert).measures(_ -> true, reach))
                : Optional.empty();
    }
}
