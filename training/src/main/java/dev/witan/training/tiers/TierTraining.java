// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.tiers;

import dev.witan.engine.Mixture;
import dev.witan.engine.error.WitanException;
import dev.witan.training.Evaluation;
import dev.witan.training.data.Table;
import dev.witan.training.data.Target;
import dev.witan.training.step.Crew;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Learns which requests need more than the cheapest experts. A linear score predicts how far the cheapest answer,
/// one expert of the lowest tier, is from the full one; thresholds on it and a fan-out per level are then chosen so
/// that most is saved while quality stays within a bound. Each purpose has rows of its own, every third one: the first
/// fit the score, the second choose thresholds and fan-outs, and the third, which had no part in either, say what is
/// saved. Same rows, same bits.
///
/// Source of the idea: routing by predicted difficulty (hybrid inference), here with the divergence between answers as
/// difficulty, which needs no labels.
public final class TierTraining {
    /// More rows than this are not looked at.
    public static final int ROWS_MAX = 60_000;

    private static final int ROWS_MIN = 300;
    private static final int PARTS = 3;
    private static final int LEVELS_MAX = 4;
    private static final int FAN_OUT_MAX = 4;
    private static final double PENALTY = 1e-3;

    private TierTraining() {}

    /// Fits tiers to a mixture.
    ///
    /// @param table rows with labels, best such as the mixture was not trained on
    /// @param tierOfExpert of each expert that the mixture's gate scores; the lowest tier is the cheapest
    /// @param lossMax how much worse the quality may get, in relation to what it is; 0.005 is half a percent
    /// @param threads that compute
    public static TierPlan fit(
            Mixture mixture, Table table, String target, int[] tierOfExpert, double lossMax, int threads) {
        TierLevels levels = new TierLevels(tierOfExpert);
        check(mixture, table, levels, lossMax);
        Target labels = Evaluation.labels(mixture, table, target);
        float[][] rows = encode(mixture, table);
        try (Crew crew = new Crew(threads)) {
            TierAnswers answers = TierAnswers.of(mixture, levels, rows, crew);
            double[] weights = fit(labels, answers, rows);
            double[] scores = Arrays.stream(rows)
                    .mapToDouble(row -> RidgeRegression.predict(weights, row))
                    .toArray();
            answers.inUnit(mixture);
            CutMeter choosing = new CutMeter(answers, labels, part(1, rows.length), scores);
            Cut cut = new TierSearch(choosing, levels.count(), answers.fanOutMax()).best(lossMax);
            CutMeter unseen = new CutMeter(answers, labels, part(2, rows.length), scores);
            return plan(weights, cut, report(unseen, cut, levels.count(), weights.length - 1L));
        }
    }

    private static void check(Mixture mixture, Table table, TierLevels levels, double lossMax) {
        Evaluation.requireLocal(mixture.layer().experts());
        if (!mixture.head().tasks().isEmpty()) {
            throw WitanException.invalidInput("a mixture of several tasks has no tiers: '" + mixture.name() + "'");
        }
        requireBetween("number of tiers", 2, LEVELS_MAX, levels.count());
        requireBetween(
                "fanOut of a mixture with tiers",
                1,
                FAN_OUT_MAX,
                mixture.layer().router().fanOut());
        requireBetween("rows to fit tiers to", ROWS_MIN, Integer.MAX_VALUE, table.rows());
        if (!(lossMax >= 0) || lossMax >= 1) {
            throw WitanException.invalidInput("the loss of quality must be at least 0 and below 1: " + lossMax);
        }
    }

    private static void requireBetween(String what, int least, int most, int value) {
        if (value < least || value > most) {
            throw WitanException.invalidInput("%s must be between %d and %d: %d".formatted(what, least, most, value));
        }
    }

    private static float[][] encode(Mixture mixture, Table table) {
        List<String> columns = Evaluation.knownColumns(mixture, table);
        float[][] rows =
                new float[Math.min(ROWS_MAX, table.rows())][mixture.encoder().dimensions()];
        for (int row = 0; row < rows.length; row++) {
            mixture.encoder().encode(table.request(columns, row, 1), rows[row]);
        }
        return rows;
    }

    /// Every third row.
    private static int[] part(int from, int count) {
        return IntStream.iterate(from, row -> row < count, row -> row + PARTS).toArray();
    }

    /// The score predicts the root of the gap: gaps themselves are so skewed that few rows would rule the fit.
    private static double[] fit(Target labels, TierAnswers answers, float[][] rows) {
        int outputs = answers.full().length / rows.length;
        int[] part = part(0, rows.length);
        float[][] fitted = new float[part.length][];
        double[] gaps = new double[part.length];
        for (int i = 0; i < part.length; i++) {
            fitted[i] = rows[part[i]];
            gaps[i] = StrictMath.sqrt(
                    AnswerGap.of(labels.kind(), answers.full(), answers.outputs(0, 1), part[i] * outputs, outputs));
        }
        return between0And1(new RidgeRegression(fitted, PENALTY).fit(gaps), fitted);
    }

    /// Shifted and scaled so that the easiest of the rows scores 0 and the hardest 1.
    private static double[] between0And1(double[] weights, float[][] rows) {
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (float[] row : rows) {
            double score = RidgeRegression.predict(weights, row);
            lowest = Math.min(lowest, score);
            highest = Math.max(highest, score);
        }
        double width = Math.max(highest - lowest, Float.MIN_NORMAL);
        double[] scaled = Arrays.stream(weights).map(it -> it / width).toArray();
        scaled[scaled.length - 1] = (weights[weights.length - 1] - lowest) / width;
        return scaled;
    }

    private static TierPlan.Report report(CutMeter rows, Cut cut, int levels, long overhead) {
        return new TierPlan.Report(
                rows.fullCost(),
                rows.cost(cut),
                overhead,
                rows.fullQuality(),
                rows.quality(cut),
                rows.shares(cut, levels));
    }

    private static TierPlan plan(double[] weights, Cut cut, TierPlan.Report report) {
        List<Float> floats = new ArrayList<>();
        for (int i = 0; i < weights.length - 1; i++) {
            floats.add((float) weights[i]);
        }
        return new TierPlan(floats, (float) weights[weights.length - 1], cut.thresholds(), cut.fanOuts(), report);
    }
}
