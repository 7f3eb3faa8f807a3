// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks.balance;

import dev.witan.kernels.Kernels;
import dev.witan.training.BalanceOptions;
import dev.witan.training.ProgressListener;
import dev.witan.training.Trainer;
import dev.witan.training.TrainingInput;
import dev.witan.training.TrainingOptions;
import dev.witan.training.ads.AdsTraining;
import dev.witan.training.balance.Balance;
import dev.witan.training.languages.LanguagesTraining;
import dev.witan.training.report.RoutingReport;
import dev.witan.training.report.TrainingReport;
import java.util.List;
import java.util.Locale;

/// What keeping every expert in use costs in quality: trains the mixtures that ship with Witan by each way of balance,
/// and by none.
public final class BalanceCost {
    private static final List<Balance> WAYS =
            List.of(Balance.NONE, Balance.QUANTILE, Balance.SIGN, Balance.SWITCH, Balance.IMPORTANCE);
    private static final int THREADS = 2;

    private BalanceCost() {}

    /// Trains `ads`, or the mixture that `args[0]` names.
    public static void main(String[] args) {
        boolean isAds = args.length == 0 || args[0].equals("ads");
        TrainingInput input =
                isAds ? TrainingInput.of(AdsTraining.corpus()) : TrainingInput.of(LanguagesTraining.corpus());
        TrainingOptions options = isAds ? AdsTraining.options(THREADS) : LanguagesTraining.options(THREADS);
        System.out.println("balance      figure   max vio (at random)   dead   information, nats");
        for (Balance way : WAYS) {
            print(
                    way,
                    Trainer.train(input, balanced(options, way), ProgressListener.none(), Kernels.choose())
                            .report());
        }
    }

    private static void print(Balance way, TrainingReport report) {
        RoutingReport routing = report.routing();
        System.out.printf(
                Locale.ROOT,
                "%-10s %8.4f   %7.3f   %7.3f       %4d   %7.3f%n",
                way.name().toLowerCase(Locale.ROOT),
                report.quality().figure(),
                routing.maxViolation(),
                report.history().getLast().maxViolationAtRandom(),
                routing.deadExperts().size(),
                routing.information());
    }

    private static TrainingOptions balanced(TrainingOptions options, Balance way) {
        return new TrainingOptions(
                options.target(),
                options.kind(),
                options.tasks(),
                options.seed(),
                options.experts(),
                options.shapes(),
                options.fanOut(),
                options.gate(),
                options.activation(),
                new BalanceOptions(way, 0, options.balance().scoreLoss()),
                options.optimiser(),
                options.validationShare(),
                options.rows(),
                options.text(),
                options.threads());
    }
}
