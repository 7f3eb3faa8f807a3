// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.ads;

import dev.witan.training.ExpertShape;
import dev.witan.training.GateStart;
import dev.witan.training.Presentation;
import dev.witan.training.Presentation.TierOfExperts;
import dev.witan.training.TrainingOptions;
import dev.witan.training.data.Table;
import java.util.List;
import java.util.Map;

/// How the mixture `ads` is made: its corpus, and experts of three sizes, so that later decisions have something to
/// choose between.
public final class AdsTraining {
    /// The mixture's name.
    public static final String NAME = "ads";

    /// What a person should know of it.
    private static final String DESCRIPTION =
            "Will this ad be clicked? Trained on generated traffic of eight advertiser verticals.";

    public static final int ROWS = 100_000;
    private static final long WORLD_SEED = 2026;
    private static final long TRAINING_SEED = 1;
    private static final long TEST_SEED = 2;

    private AdsTraining() {}

    /// What its releases say to people.
    public static Presentation presentation() {
        return new Presentation(
                DESCRIPTION,
                Map.of(),
                Map.of(),
                AdsExamples.all(),
                List.of(
                        new TierOfExperts("cheap-", 1, 0),
                        new TierOfExperts("standard-", 2, 1),
                        new TierOfExperts("premium-", 4, 2)));
    }

    /// The rows that it learns from.
    public static Table corpus() {
        return new AdsTraffic(WORLD_SEED).table(TRAINING_SEED, ROWS);
    }

    /// Other rows of the same world, to be tested on.
    public static Table test(int rows) {
        return new AdsTraffic(WORLD_SEED).table(TEST_SEED, rows);
    }

    /// Three cheap experts, three standard ones, and two premium ones, which are wider and deeper.
    ///
    /// @param threads that train
    public static TrainingOptions options(int threads) {
        return TrainingOptions.predict(AdsTraffic.TARGET)
                // as the shipped release was trained; that its bits come out again is worth more than an AUC of 0.903
                .gateStart(GateStart.RANDOM)
                .shapes(
                        ExpertShape.network("cheap-1", 3),
                        ExpertShape.network("cheap-2", 3),
                        ExpertShape.network("cheap-3", 3),
                        ExpertShape.network("standard-1", 6),
                        ExpertShape.network("standard-2", 6),
                        ExpertShape.network("standard-3", 6),
                        ExpertShape.network("premium-1", 12, 6),
                        ExpertShape.network("premium-2", 12, 6))
                .epochs(16)
                .batchRows(512)
                .learningRate(5e-3)
                .weightDecay(0.02)
                .dropout(0)
                .threads(threads)
                .build();
    }
}
