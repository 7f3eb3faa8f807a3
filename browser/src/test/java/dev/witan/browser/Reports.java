// SPDX-License-Identifier: Apache-2.0
package dev.witan.browser;

import dev.witan.engine.Mixture;
import dev.witan.kernels.Kernels;
import dev.witan.model.load.LoadedMixture;
import dev.witan.model.load.ReleaseLoader;
import dev.witan.model.repository.MixtureRepository;
import dev.witan.report.evaluation.EvaluationPage;
import dev.witan.training.ProgressListener;
import dev.witan.training.Trainer;
import dev.witan.training.TrainingInput;
import dev.witan.training.TrainingOptions;
import dev.witan.training.TrainingOptionsBuilder;
import dev.witan.training.ads.AdsTraffic;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import dev.witan.training.data.TargetKind;
import dev.witan.training.evaluation.EvaluationOptions;
import dev.witan.training.evaluation.Evaluator;
import dev.witan.training.evaluation.LiftFigures;
import dev.witan.training.evaluation.LiftStudy;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/// Reports of every kind of target, of small mixtures.
enum Reports {
    TWO_CLASSES("clicked", TargetKind.BINARY),
    SEVERAL_CLASSES("shade", TargetKind.MULTI_CLASS),
    NUMBER("price", TargetKind.REGRESSION),
    SEVERAL_LABELS("red,big", TargetKind.MULTI_LABEL),
    QUANTILES("price", TargetKind.QUANTILE),
    SEVERAL_TASKS("price,big", TargetKind.MULTI_TASK);

    private static final int ROWS = 600;

    private final String target;
    private final TargetKind kind;

    Reports(String target, TargetKind kind) {
        this.target = target;
        this.kind = kind;
    }

    String html() {
        return this == TWO_CLASSES ? ofAds() : ofMade();
    }

    private static String ofAds() {
        MixtureRepository shipped = new MixtureRepository(Path.of("..", "mixtures"));
        Table rows = new AdsTraffic(2026).table(7, 1_500);
        try (LoadedMixture ads = new ReleaseLoader(Kernels.available().getFirst()).load(shipped.find("ads"))) {
            EvaluationOptions options =
                    new EvaluationOptions("clicked", EvaluationOptions.Depth.EXPERTS, List.of("device"), 1);
            return EvaluationPage.html(Evaluator.measure(ads.mixture(), rows, options), List.of());
        }
    }

    private String ofMade() {
        Kernels kernels = Kernels.available().getFirst();
        Table rows = table(2);
        TrainingInput input = TrainingInput.of(table(1));
        List<LiftFigures> lift = LiftStudy.run(
                input, rows, seed -> options().seed(seed).build(), List.of(), 2, ProgressListener.none(), kernels);
        try (Arena arena = Arena.ofShared()) {
            Mixture mixture = Trainer.train(input, options().build(), ProgressListener.none(), kernels)
                    .mixture("made", 1, "digest", kernels, arena);
            EvaluationOptions options =
                    new EvaluationOptions(target, EvaluationOptions.Depth.EXPERTS, List.of("a rather long name"), 1);
            return EvaluationPage.html(Evaluator.measure(mixture, rows, options), lift);
        }
    }

    private TrainingOptionsBuilder options() {
        return TrainingOptions.predict(target).kind(kind).experts(3).epochs(2).threads(1);
    }

    static Table table(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] size = new double[ROWS];
        double[] price = new double[ROWS];
        String[] group = new String[ROWS];
        String[] red = new String[ROWS];
        String[] big = new String[ROWS];
        String[] shade = new String[ROWS];
        for (int row = 0; row < ROWS; row++) {
            size[row] = 10 * random.nextDouble();
            group[row] = List.of("one of the values", "another value with a very long name", "b")
                    .get(random.nextInt(3));
            price[row] = 1_000_000_000 + 10_000 * size[row] + 5_000 * random.nextGaussian();
            red[row] = group[row].equals("b") ? "yes" : "no";
            big[row] = size[row] + random.nextGaussian() > 6 ? "yes" : "no";
            shade[row] = List.of("dark", "bright", "none of these", "unknown").get((int) (size[row] / 2.6));
        }
        return new Table(
                "made.csv",
                List.of(
                        new TableColumn.Numbers("size", size),
                        new TableColumn.Texts("a rather long name", group),
                        new TableColumn.Texts("red", red),
                        new TableColumn.Texts("big", big),
                        new TableColumn.Texts("shade", shade),
                        new TableColumn.Numbers("price", price)));
    }
}
