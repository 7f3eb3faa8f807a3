// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks.libtorch;

import static org.bytedeco.pytorch.global.torch.set_num_threads;

import dev.witan.kernels.Kernels;
import dev.witan.model.load.LoadedMixture;
import dev.witan.model.load.ReleaseLoader;
import dev.witan.model.repository.MixtureRepository;
import dev.witan.training.ads.AdsTraining;
import dev.witan.training.data.Table;
import dev.witan.training.languages.LanguagesTraining;
import java.nio.file.Path;
import java.util.Arrays;

/// Trains mixtures of the form of the shipped ones twice, by our own steps and by libtorch's autograd, from the same
/// numbers over the same batches, and prints how far the losses are apart and what a step takes.
public final class LossCurves {
    private static final double DIFFERENCE_MAX = 1e-4;

    /// Few enough that rounding sends no row elsewhere: which experts are best is no continuous question, and from the
    /// first
    /// row that they disagree on two sound trainings go ways of their own.
    private static final int STEPS = 250;

    private static final int WARM_UP = 50;
    private static final Learning LEARNING = new Learning(256, 1e-3, 0.1, 0.01, 1e-3);

    private LossCurves() {}

    /// Arguments: the repository of the shipped mixtures, and on how many threads both sides learn. Ends with 1 where
    /// the
    /// losses differ by more than 1e-4.
    public static void main(String[] args) {
        Kernels kernels = Kernels.choose();
        kernels.prime();
        MixtureRepository repository = new MixtureRepository(Path.of(args[0]));
        int threads = Integer.parseInt(args[1]);
        set_num_threads(threads);
        boolean agree = compare(kernels, repository, "ads", AdsTraining.corpus(), "clicked", threads);
        agree &= compare(
                kernels, repository, "languages", LanguagesTraining.corpus().table(), "language", threads);
        System.exit(agree ? 0 : 1);
    }

    private static boolean compare(
            Kernels kernels, MixtureRepository repository, String name, Table corpus, String label, int threads) {
        try (LoadedMixture loaded = new ReleaseLoader(kernels).load(repository.find(name))) {
            int rows = Math.min(corpus.rows(), STEPS * LEARNING.batchRows());
            LearningTask task = LearningTask.of(loaded.mixture(), corpus, label, rows);
            try (WitanLearner ours = new WitanLearner(kernels, task, LEARNING, threads)) {
                return compare(task, ours, new TorchLearner(task, LEARNING, ours.parameters()), threads);
            }
        }
    }

    private static boolean compare(LearningTask task, WitanLearner ours, TorchLearner theirs, int threads) {
        double difference = 0;
        double first = 0;
        double last = 0;
        double[][] micros = new double[2][STEPS];
        for (int step = 0; step < STEPS; step++) {
            int from = (int) ((long) step * LEARNING.batchRows() % (task.count() - LEARNING.batchRows() + 1));
            long started = System.nanoTime();
            last = ours.learn(from);
            long between = System.nanoTime();
            double other = theirs.learn(from);
            micros[0][step] = (between - started) / 1e3;
            micros[1][step] = (System.nanoTime() - between) / 1e3;
            first = step == 0 ? last : first;
            difference = Math.max(difference, Math.abs(last - other));
        }
        double witan = median(micros[0]);
        double torch = median(micros[1]);
        System.out.printf(
                "%s, threads: %d: loss %.4f -> %.4f in %d steps, greatest difference %.1e; a step of %d rows:"
                        + " Witan %.0f us, libtorch %.0f us (x%.1f)%n",
                task.name(),
                threads,
                first,
                last,
                STEPS,
                difference,
                LEARNING.batchRows(),
                witan,
                torch,
                torch / witan);
        return difference <= DIFFERENCE_MAX;
    }

    private static double median(double[] values) {
        double[] warm = Arrays.copyOfRange(values, WARM_UP, values.length);
        Arrays.sort(warm);
        return warm[warm.length / 2];
    }
}
