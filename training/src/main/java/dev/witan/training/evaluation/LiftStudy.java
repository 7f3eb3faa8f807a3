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
import dev.witan.training.report.Headline;
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

    /// How a training names experts that answer by themselves; the best of them is found here in another way.
    private static final String ALONE = " alone";

    /// How a training names its networks, and how large they are.
    private static final Map<String, String> OF_SIZE = Map.of(
            "dense network", "dense network, active size",
            "a dense network per task", "a dense network per task, total size");

    /// Steps of a seed: those of the mixture and the networks beside it, then the large one.
    private static final long STEPS = 1_000;

    private static final long STEPS_OF_MIXTURE = 650;

    private final TrainingInput input;
    private final Table test;
    private final LongFunction<TrainingOptions> options;
    private final ProgressListener listener;
    private final Kernels kernels;
    private final Map<String, Results> tasks = new LinkedHashMap<>();

    private LiftStudy(
            TrainingInput input,
            Table test,
            LongFunction<TrainingOptions> options,
            ProgressListener listener,
            Kernels kernels) {
        this.input = input.withTests(List.of(test));
        this.test = test;
        this.options = options;
        this.listener = listener;
        this.kernels = kernels;
    }

    /// The values of one task by network and seed, and how large the networks are in all.
    private record Results(Measure measure, Map<String, List<Double>> values, Map<String, Double> parameters) {
        void note(String name, double value, long size) {
            values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
            parameters.merge(name, (double) size, Double::sum);
        }

        private double[] of(String name) {
            return values.getOrDefault(name, List.of()).stream()
                    .mapToDouble(Double::doubleValue)
                    .toArray();
        }

        LiftFigures.Contender contender(String name, int seeds) {
            double size = parameters.getOrDefault(name, 0.0) / seeds;
            return name.equals(MIXTURE)
                    ? LiftFigures.Contender.ofMixture(name, size, of(name), Evaluator.CONFIDENCE)
                    : LiftFigures.Contender.of(name, size, of(name), of(MIXTURE), measure, Evaluator.CONFIDENCE);
        }
    }

    /// Trains and measures.
    ///
    /// @param input the rows to learn from
    /// @param test rows that nothing is learned from
    /// @param options by seed
    /// @param notes what is trained otherwise than the release
    /// @param seeds how many of them, counted from 1
    /// @return the figures of each task
    public static List<LiftFigures> run(
            TrainingInput input,
            Table test,
            LongFunction<TrainingOptions> options,
            List<String> notes,
            int seeds,
            ProgressListener listener,
            Kernels kernels) {
        return new LiftStudy(input, test, options, listener, kernels).run(seeds, notes);
    }

    private List<LiftFigures> run(int seeds, List<String> notes) {
        long started = System.nanoTime();
        List<Long> used = new ArrayList<>();
        for (long seed = 1; seed <= seeds; seed++) {
            used.add(seed);
            train(seed, seeds);
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        return tasks.entrySet().stream()
                .map(task -> new LiftFigures(
                        task.getKey(),
                        input.table().source(),
                        used,
                        task.getValue().measure(),
                        task.getValue().values().keySet().stream()
                                .map(name -> task.getValue().contender(name, seeds))
                                .toList(),
                        notes,
                        seconds))
                .toList();
    }

    private void train(long seed, int seeds) {
        long before = (seed - 1) * STEPS;
        long all = seeds * STEPS;
        TrainingOptions chosen = options.apply(seed);
        TrainedMixture trained = Trainer.train(
                input,
                chosen,
                (step, total, message) -> listener.progress(
                        before + STEPS_OF_MIXTURE * step / total, all, "seed %d, %s".formatted(seed, message)),
                kernels);
        TrainingReport report = trained.report();
        note(MIXTURE, report.target(), report.tests().getFirst(), report.activeParameters());
        report.comparisons().stream()
                .filter(other -> !other.name().endsWith(ALONE))
                .forEach(other -> note(
                        OF_SIZE.getOrDefault(other.name(), other.name()),
                        report.target(),
                        other.tests().getFirst(),
                        other.activeParameters()));
        if (tasks.size() == 1) {
            dense(report, chosen, (step, total, message) -> {
                long done = before + STEPS_OF_MIXTURE + (STEPS - STEPS_OF_MIXTURE) * step / total;
                listener.progress(Math.min(done, before + STEPS), all, "seed %d, %s".formatted(seed, message));
            });
        }
        single(trained, chosen);
    }

    /// The large network; several tasks have had theirs.
    private void dense(TrainingReport report, TrainingOptions chosen, ProgressListener progress) {
        TrainingReport.Comparison large = Trainer.dense(input, chosen, TOTAL, report, total(report), progress, kernels);
        note(TOTAL, report.target(), large.tests().getFirst(), large.activeParameters());
    }

    private void single(TrainedMixture trained, TrainingOptions chosen) {
        try (Arena arena = Arena.ofShared()) {
            Mixture mixture = trained.mixture("trained", 1, "", kernels, arena);
            EvaluationOptions wanted = new EvaluationOptions(
                    trained.target(), EvaluationOptions.Depth.EXPERTS, List.of(), chosen.threads());
            for (TaskFigures task : Evaluator.measure(mixture, test, wanted).tasks()) {
                Results results = results(task.target());
                task.bestAlone(results.measure())
                        .ifPresent(best -> results.note(
                                SINGLE,
                                best.alone().orElseThrow().of(results.measure()).value(),
                                size(trained.report(), best.expert())));
            }
        }
    }

    private Results results(String target) {
        Results known = tasks.get(target);
        if (known == null) {
            throw new IllegalStateException("there must be results of '%s': %s".formatted(target, tasks.keySet()));
        }
        return known;
    }

    private void note(String name, String target, Quality quality, long size) {
        if (quality instanceof Quality.Tasks several) {
            several.tasks().forEach((task, own) -> note(name, task, own, size));
            return;
        }
        tasks.computeIfAbsent(target, _ -> new Results(measure(quality), new LinkedHashMap<>(), new LinkedHashMap<>()))
                .note(name, Headline.of(quality), size);
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

    private static Measure measure(Quality quality) {
        return switch (quality) {
            case Quality.Binary _, Quality.MultiLabel _ -> Measure.AUC;
            case Quality.MultiClass _ -> Measure.ACCURACY;
            case Quality.Quantile _ -> Measure.PINBALL;
            case Quality.Regression _ -> Measure.RMSE;
            case Quality.Tasks _ -> throw new IllegalArgumentException("each task has a measure of its own");
        };
    }
}
