// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.regimes;

import dev.witan.engine.encode.CategoricalEncoder;
import dev.witan.engine.encode.ColumnEncoder;
import dev.witan.engine.encode.ColumnSpec;
import dev.witan.training.data.TargetKind;
import dev.witan.training.features.Features;
import dev.witan.training.network.SeededNumbers;
import dev.witan.training.network.TrainableLayer;
import dev.witan.training.step.Crew;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/// Starts a linear gate with the regimes that a table shows, if it shows any: see [RegimeSearch]. From there on the
/// gate learns like everything else. It takes some thousand rows and a second or two.
public final class Regimes {
    private static final int ROWS_MAX = 6_000;
    private static final int ROWS_MIN = 400;
    private static final int ROWS_FEW = 1_500;

    /// Inputs to the third, times classes: what it takes to solve the equations of one group of rows.
    private static final double EQUATIONS_MAX = 1e7;

    /// Multiplications of one round over all rows, or so.
    private static final double WORK = 2e8;

    private static final double LEARNED_SHARE = 0.75;
    private static final int EXPERTS_MAX = 32;
    private static final int CLASSES_MAX = 16;
    private static final int INPUTS_MAX = 128;

    private final Features features;
    private final TargetKind kind;
    private final int outputs;
    private final IntToDoubleFunction labels;
    private final long seed;
    private final List<ColumnSpec> specs;
    private final int[] places;

    /// @param outputs numbers per row of what predicts the labels
    /// @param labels by row: 0 or 1, the index of a class, or a standardised number
    public Regimes(Features features, TargetKind kind, int outputs, IntToDoubleFunction labels, long seed) {
        this.features = features;
        this.kind = kind;
        this.outputs = outputs;
        this.labels = labels;
        this.seed = seed;
        this.specs = features.encoders().stream().map(ColumnEncoder::spec).toList();
        this.places = RegimeInputs.places(specs);
    }

    /// Sets the weights of a gate that is one layer. Leaves them as they are where regimes cannot be looked for, such
    /// as
    /// in a table of a few hundred rows, or where there are none.
    ///
    /// @param training rows to look at
    /// @param crew shares out the work; any number of threads finds the same
    /// @return whether there are any
    public boolean start(TrainableLayer gate, int[] training, Crew crew) {
        int experts = gate.outputs();
        boolean isFeasible = training.length >= ROWS_MIN
                && experts <= EXPERTS_MAX
                && outputs <= CLASSES_MAX
                && places.length > 0
                && places.length <= INPUTS_MAX
                && outputs * Math.pow(places.length, 3) <= EQUATIONS_MAX
                && likelihood().isPresent();
        if (!isFeasible) {
            return false;
        }
        SeededNumbers random = new SeededNumbers(seed, 5);
        int[] sample = sample(training, rowsMax(experts, places.length), random);
        Sample first = new Sample(sample);
        RegimeSearch search = new RegimeSearch(first.rows(), experts, crew, random);
        Optional<RegimeSearch.Found> found = search.find();
        if (search.column().isPresent() && regroup(search.column().get(), sample, found, gate, crew)) {
            return true;
        }
        found.ifPresent(regimes -> set(gate, regimes.gate(), first.scaling()));
        return found.isPresent();
    }

    /// A linear gate cannot tell many categories apart by the few numbers of their embeddings. If one column alone
    /// tells the regimes, and better so, the embeddings of the categories of a regime begin near each other.
    private boolean regroup(
            RegimeSearch.ByColumn by,
            int[] sample,
            Optional<RegimeSearch.Found> found,
            TrainableLayer gate,
            Crew crew) {
        if (!(features.encoders().get(by.column()) instanceof CategoricalEncoder encoder)
                || encoder.vocabulary().size() <= gate.outputs()) {
            return false;
        }
        float[] before = encoder.table().clone();
        int at = specs.subList(0, by.column()).stream()
                .mapToInt(ColumnSpec::width)
                .sum();
        new GroupedEmbeddings(encoder, gate.outputs(), new SeededNumbers(seed, 5, 1))
                .group(encoded(sample), at, by.groupOf());
        Sample grouped = new Sample(sample);
        Optional<RegimeSearch.Found> better = new RegimeSearch(
                        grouped.rows(), gate.outputs(), crew, new SeededNumbers(seed, 5, 2))
                .from(by.groupOf());
        double known = found.map(RegimeSearch.Found::likelihood).orElse(Double.NEGATIVE_INFINITY);
        if (better.isEmpty() || better.get().likelihood() <= known) {
            System.arraycopy(before, 0, encoder.table(), 0, before.length);
            return false;
        }
        set(gate, better.get().gate(), grouped.scaling());
        return true;
    }

    /// Rows as they are encoded now.
    private final class Sample {
        private final Scaling scaling;
        private final RegimeRows rows;

        Sample(int[] sample) {
            float[][] encoded = encoded(sample);
            this.scaling = Scaling.of(encoded, places);
            this.rows = Regimes.this.rows(sample, encoded, scaling);
        }

        Scaling scaling() {
            return scaling;
        }

        RegimeRows rows() {
            return rows;
        }
    }

    private Optional<Likelihood> likelihood() {
        return switch (kind) {
            case REGRESSION -> Optional.of(Likelihood.NORMAL);
            case BINARY -> Optional.of(Likelihood.LOGISTIC);
            case MULTI_CLASS -> Optional.of(Likelihood.SOFTMAX);
            case MULTI_LABEL, QUANTILE, MULTI_TASK -> Optional.empty();
        };
    }

    /// Fewer where there are many numbers and experts to be learned.
    private static int rowsMax(int experts, int inputs) {
        return (int) Math.clamp(WORK / ((double) experts * inputs * inputs), ROWS_FEW, ROWS_MAX);
    }

    /// Rows from everywhere in the table, in random order.
    private static int[] sample(int[] training, int most, SeededNumbers random) {
        int count = Math.min(most, training.length);
        int[] sample = new int[count];
        for (int i = 0; i < count; i++) {
            sample[i] = training[(int) ((long) i * training.length / count)];
        }
        random.shuffle(sample, count);
        return sample;
    }

    private float[][] encoded(int[] sample) {
        float[][] encoded = new float[sample.length][features.dimensions()];
        for (int i = 0; i < sample.length; i++) {
            features.encode(sample[i], encoded[i]);
        }
        return encoded;
    }

    private RegimeRows rows(int[] sample, float[][] encoded, Scaling scaling) {
        RegimeInputs inputs = new RegimeInputs(encoded, specs);
        double[][] gateInputs = inputs.gateInputs(places, scaling);
        return new RegimeRows(
                likelihood().orElseThrow(),
                outputs,
                Arrays.stream(sample).mapToDouble(labels).toArray(),
                gateInputs,
                inputs.expertInputs(gateInputs),
                inputs.cells(),
                (int) (LEARNED_SHARE * sample.length));
    }

    private void set(TrainableLayer gate, double[][] found, Scaling scaling) {
        int inputs = gate.inputs();
        float[] weights = new float[found.length * inputs];
        float[] bias = new float[found.length];
        for (int expert = 0; expert < found.length; expert++) {
            double[] own = scaling.unscaled(found[expert]);
            for (int i = 0; i < places.length; i++) {
                weights[expert * inputs + places[i]] = (float) own[i];
            }
            bias[expert] = (float) own[places.length];
        }
        gate.start(weights, bias);
    }
}
