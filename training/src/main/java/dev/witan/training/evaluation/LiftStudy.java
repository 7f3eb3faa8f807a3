// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.engine.Mixture;
import dev.witan.kernels.Kernels;
import dev.witan.training.ProgressListener;
import dev.witan.training.TrainedMixture;
import dev.witan.training.Trainer;
import dev.witan.training.TrainingInput;
import dev.witan.training.TrainingOptions;
import dev.witan.training.data.Table;
import dev.witan.training.report.Quality;
import dev.witan.training.report.RoutingReport;
import dev.witan.training.report.TrainingReport;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/// Trains a mixture with several seeds, and beside it with the same seeds what it should be better than: a
/// linear network, dense networks of equal active and of equal total size, and the best of its own experts
/// alone. All are measured on rows that nothing was learned from; the best expert is the one that does best on
/// these very rows, which flatters it.
public final class LiftStudy {
    public static final int SEEDS_MAX = 100;
    private static final String MIXTURE = "mixture";
    private static final String SINGLE = "best single expert";
    private static final String TOTAL = "dense network, total size";

    /// Steps of a seed: those of the mixture and the networks beside it, then the large one.
    private static final long STEPS = 1_000;

    private static final long STEPS_OF_MIXTURE = 650;

    private final Table train;
    private final Table test;
    private final LongFunction<TrainingOptions> options;
    private final ProgressListener listener;
    private final Kernels kernels;
    private final Map<String, List<Double>> values = new LinkedHashMap<>();
    private final Map<String, Double> parameters = new LinkedHashMap<>();
    private Measure measure = Measure.AUC;

    private LiftStudy(
            Table train,
            Table test,
            LongFunction<TrainingOptions> options,
            ProgressListener listener,
            Kernels kernels) {
        this.train = train;
        this.test = test;
        this.options = options;
        this.listener = listener;
        this.kernels = kernels;
    }

    /// Trains and measures.
    ///
    /// @param test rows that nothing is learned from
    /// @param options by seed
    /// @param seeds how many of them, counted from 1
    public static LiftFigures run(
            Table train,
            Table test,
            LongFunction<TrainingOptions> options,
            int seeds,
            ProgressListener listener,
            Kernels kernels) {
        return new LiftStudy(train, test, options, listener, kernels).run(seeds);
    }

    private LiftFigures run(int seeds) {
        long started = System.nanoTime();
        List<Long> used = new ArrayList<>();
        for (long seed = 1; seed <= seeds; seed++) {
            used.add(seed);
            train(seed, seeds);
        }
        List<LiftFigures.Contender> contenders =
                values.keySet().stream().map(name -> contender(name, seeds)).toList();
        return new LiftFigures(train.source(), used, measure, contenders, (System.nanoTime() - started) / 1e9);
    }

    private LiftFigures.Contender contender(String name, int seeds) {
        double size = parameters.getOrDefault(name, 0.0) / seeds;
        return name.equals(MIXTURE)
                ? LiftFigures.Contender.ofMixture(name, size, values(name), Evaluator.CONFIDENCE)
                : LiftFigures.Contender.of(name, size, values(name), values(MIXTURE), measure, Evaluator.CONFIDENCE);
    }

    private double[] values(String name) {
        return values.getOrDefault(name, List.of()).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private void train(long seed, int seeds) {
        long before = (seed - 1) * STEPS;
        long all = seeds * STEPS;
        TrainingOptions chosen = options.apply(seed);
        TrainingInput input = TrainingInput.of(train).withTests(List.of(test));
        TrainedMixture trained = Trainer.train(
                input,
                chosen,
                (step, total, message) -> listener.progress(
                        before + STEPS_OF_MIXTURE * step / total, all, "seed %d, %s".formatted(seed, message)),
                kernels);
        TrainingReport report = trained.report();
        note(MIXTURE, headline(report.tests().getFirst()), report.activeParameters());
        for (TrainingReport.Comparison other : report.comparisons()) {
            String name = other.name().equals("dense network") ? "dense network, active size" : other.name();
            note(name, headline(other.tests().getFirst()), other.activeParameters());
        }
        TrainingReport.Comparison large = Trainer.dense(
                input,
                chosen,
                TOTAL,
                report,
                total(report),
                (step, total, message) -> listener.progress(
                        Math.min(before + STEPS_OF_MIXTURE + (STEPS - STEPS_OF_MIXTURE) * step / total, before + STEPS),
                        all,
                        "seed %d, %s".formatted(seed, message)),
                kernels);
        note(TOTAL, headline(large.tests().getFirst()), large.activeParameters());
        single(trained, chosen);
    }

    private void single(TrainedMixture trained, TrainingOptions chosen) {
        try (Arena arena = Arena.ofShared()) {
            Mixture mixture = trained.mixture("trained", 1, "", kernels, arena);
            EvaluationOptions wanted = new EvaluationOptions(
                    trained.target(), EvaluationOptions.Depth.EXPERTS, List.of(), chosen.threads());
            TaskFigures task = Evaluator.measure(mixture, test, wanted).tasks().getFirst();
            task.bestAlone()
                    .ifPresent(best -> note(
                            SINGLE,
                            best.alone().orElseThrow().of(measure).value(),
                            size(trained.report(), best.expert())));
        }
    }

    private void note(String name, double value, long size) {
        values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
        parameters.merge(name, (double) size, Double::sum);
    }

    private static long size(TrainingReport report, String expert) {
        return report.routing().experts().stream()
                .filter(load -> load.id().equals(expert))
                .mapToLong(RoutingReport.ExpertLoad::parameters)
                .findFirst()
                .orElse(0);
    }

    /// The parameters of gate and all experts: what a row meets, and beyond it what it does not.
    private static long total(TrainingReport report) {
        double met = 0;
        long all = 0;
        for (RoutingReport.ExpertLoad load : report.routing().experts()) {
            met += report.routing().fanOut() * load.share() * load.parameters();
            all += load.parameters();
        }
        return report.activeParameters() - Math.round(met) + all;
    }

    private double headline(Quality quality) {
        return switch (quality) {
            case Quality.Binary binary -> {
                measure = Measure.AUC;
                yield binary.auc();
            }
            case Quality.MultiClass multi -> {
                measure = Measure.ACCURACY;
                yield multi.accuracy();
            }
            case Quality.MultiLabel several -> {
                measure = Measure.AUC;
                yield several.auc();
            }
            case Quality.Quantile quantile -> {
                measure = Measure.PINBALL;
                yield quantile.pinball();
            }
            case Quality.Tasks tasks -> {
                measure = Measure.EXPLAINED;
                yield tasks.figure();
            }
            case Quality.Regression regression -> {
                measure = Measure.RMSE;
                yield regression.rmse();
            }
        };
    }
}
