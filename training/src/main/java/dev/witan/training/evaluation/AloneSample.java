// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.engine.Mixture;
import dev.witan.engine.overlay.Guidance;
import dev.witan.training.Evaluation;
import dev.witan.training.data.Target;
import dev.witan.training.step.Predictor;
import dev.witan.training.step.RoutingWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Asks every expert alone for the same rows: for all of them while they are few, and for every second, fourth,
/// eighth row by lot as they become too many. Owned by one thread.
final class AloneSample {
    /// Rows times experts.
    private static final int CELLS_MAX = 4_000_000;

    private static final int ROWS_MIN = 2_000;

    private final Mixture mixture;
    private final Predictor predictor;
    private final List<Guidance> guidances = new ArrayList<>();
    private final List<Answers> alone = new ArrayList<>();
    private final Answers together;
    private final List<Long> numbers = new ArrayList<>();
    private final int rowsMax;
    private int halvings;

    AloneSample(Mixture mixture, Predictor predictor, Target target) {
        this.mixture = mixture;
        this.predictor = predictor;
        int gated = mixture.layer().router().dependsOnBatch()
                ? 0
                : mixture.layer().gate().experts();
        this.rowsMax = Math.max(ROWS_MIN, CELLS_MAX / Math.max(1, gated));
        this.together = Answers.of(target.kind(), target.classes());
        for (int expert = 0; expert < gated; expert++) {
            guidances.add(only(expert, gated));
            alone.add(Answers.of(target.kind(), target.classes()));
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

    /// Adds rows.
    ///
    /// @param first number of the first of them in the whole table
    /// @param encoded as the gate takes them, in the order of the labels
    /// @param outputs of the mixture, in unit
    void add(long first, float[][] encoded, float[] outputs, Target labels) {
        int[] rows = IntStream.range(0, labels.rows())
                .filter(row -> isDrawn(first + row))
                .toArray();
        int width = outputs.length / Math.max(1, labels.rows());
        for (int row : rows) {
            together.add(outputs, row * width, labels.value(row));
            numbers.add(first + row);
        }
        for (int expert = 0; expert < guidances.size(); expert++) {
            if (canAnswer(expert)) {
                ask(expert, rows, encoded, labels);
            }
        }
        while (numbers.size() > rowsMax) {
            halve();
        }
    }

    private void ask(int expert, int[] rows, float[][] encoded, Target labels) {
        Guidance guidance = guidances.get(expert);
        float[] outputs = Evaluation.judged(
                mixture,
                predictor.predict(
                        (row, values) -> System.arraycopy(encoded[row], 0, values, 0, values.length),
                        rows,
                        (batch, at, row) -> batch.describe(at, 1, guidance, 1, row, 0),
                        mixture.layer().router(),
                        RoutingWatch.none()));
        int width = outputs.length / Math.max(1, rows.length);
        for (int i = 0; i < rows.length; i++) {
            alone.get(expert).add(outputs, i * width, labels.value(rows[i]));
        }
    }

    /// Whether the low bits of a row's scrambled number are all zero, as many as the sample was halved.
    private boolean isDrawn(long number) {
        long mixed = (number + 1) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L;
        return (mixed >>> 8 & (1L << halvings) - 1) == 0;
    }

    private void halve() {
        halvings++;
        boolean[] isKept = new boolean[numbers.size()];
        for (int i = 0; i < isKept.length; i++) {
            isKept[i] = isDrawn(numbers.get(i));
        }
        IntPredicate kept = row -> isKept[row];
        together.keep(kept);
        alone.stream().filter(answers -> answers.rows() > 0).forEach(answers -> answers.keep(kept));
        List<Long> left = new ArrayList<>();
        for (int i = 0; i < isKept.length; i++) {
            if (isKept[i]) {
                left.add(numbers.get(i));
            }
        }
        numbers.clear();
        numbers.addAll(left);
    }

    Measures together(double reach) {
        return together.measures(_ -> true, reach);
    }

    /// What an expert is worth alone; nothing for one that the gate does not choose or that the release has
    /// masked, and where live load decides.
    Optional<Measures> alone(int expert, double reach) {
        return expert < alone.size() && canAnswer(expert)
                ? Optional.of(alone.get(expert).measures(_ -> true, reach))
                : Optional.empty();
    }

    private boolean canAnswer(int expert) {
        return !mixture.layer().router().rules().isMasked(expert);
    }
}
