// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.training.data.Target;
import dev.witan.training.statistics.Estimate;
import dev.witan.training.statistics.RatioSums;
import dev.witan.training.statistics.Reliability;
import dev.witan.training.statistics.ScoreCounts;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/// Answers of labels of which any number may hold: a logit of each, and whether it holds. A label is told where its
/// logit is not negative.
final class LabelAnswers implements Answers {
    private final List<String> labels;
    private final AnswerRows rows;
    private final List<Numbers> logits;
    private final List<Numbers> held;

    LabelAnswers(List<String> labels, AnswerRows rows) {
        this.labels = List.copyOf(labels);
        this.rows = rows;
        this.logits = rows.columns(labels.size(), Numbers.Width.FLOAT);
        this.held = rows.columns(labels.size(), Numbers.Width.BYTE);
    }

    @Override
    public void add(float[] outputs, int at, Target target, int row) {
        for (int label = 0; label < labels.size(); label++) {
            logits.get(label).add(outputs[at + label]);
            held.get(label).add(target.holds(row, label) ? 1 : 0);
        }
    }

    @Override
    public AnswerRows kept() {
        return rows;
    }

    private boolean isHeld(int label, int row) {
        return held.get(label).get(row) > 0;
    }

    private boolean isTold(int label, int row) {
        return logits.get(label).get(row) >= 0;
    }

    @Override
    public Measures measures(IntPredicate isMeant, double reach) {
        LabelCounts counts = counts(isMeant);
        Sums losses = new Sums();
        long exact = 0;
        Map<LabelCounts.Figure, RatioSums> ratios = new EnumMap<>(LabelCounts.Figure.class);
        for (LabelCounts.Figure figure : LabelCounts.Figure.values()) {
            ratios.put(figure, new RatioSums());
        }
        for (int row = 0; row < rows.size(); row++) {
            if (isMeant.test(row)) {
                losses.add(loss(row));
                exact += isExact(row) ? 1 : 0;
                for (Map.Entry<LabelCounts.Figure, RatioSums> ratio : ratios.entrySet()) {
                    add(ratio.getKey(), row, ratio.getValue());
                }
            }
        }
        List<ScoreFigures> scores = scores(isMeant, reach);
        Map<Measure, Estimate> values = new LinkedHashMap<>();
        values.put(Measure.AUC, mean(scores.stream().map(ScoreFigures::auc).toList()));
        values.put(Measure.LOG_LOSS, losses.mean(reach));
        values.put(Measure.EXACT, Estimate.share(exact, counts.rows(), reach));
        values.put(Measure.MICRO_F1, micro(ratios, LabelCounts.Figure.F1, reach));
        values.put(Measure.MICRO_PRECISION, micro(ratios, LabelCounts.Figure.PRECISION, reach));
        values.put(Measure.MICRO_RECALL, micro(ratios, LabelCounts.Figure.RECALL, reach));
        values.put(Measure.MACRO_F1, macro(counts, LabelCounts.Figure.F1, isMeant, reach));
        values.put(Measure.MACRO_PRECISION, macro(counts, LabelCounts.Figure.PRECISION, isMeant, reach));
        values.put(Measure.MACRO_RECALL, macro(counts, LabelCounts.Figure.RECALL, isMeant, reach));
        values.put(
                Measure.CALIBRATION_ERROR,
                Estimate.plain(scores.stream()
                        .mapToDouble(it -> it.reliability().error())
                        .average()
                        .orElse(Double.NaN)));
        return new Measures(counts.rows(), values);
    }

    private LabelCounts counts(IntPredicate isMeant) {
        LabelCounts counts = new LabelCounts(labels.size());
        for (int row = 0; row < rows.size(); row++) {
            if (isMeant.test(row)) {
                counts.row();
                for (int label = 0; label < labels.size(); label++) {
                    counts.add(label, isHeld(label, row), isTold(label, row));
                }
            }
        }
        return counts;
    }

    /// The mean over the labels.
    private double loss(int row) {
        double sum = 0;
        for (int label = 0; label < labels.size(); label++) {
            sum += BinaryAnswers.loss(
                    logits.get(label).get(row), held.get(label).get(row));
        }
        return sum / labels.size();
    }

    private boolean isExact(int row) {
        for (int label = 0; label < labels.size(); label++) {
            if (isHeld(label, row) != isTold(label, row)) {
                return false;
            }
        }
        return true;
    }

    private void add(LabelCounts.Figure figure, int row, RatioSums sums) {
        double above = 0;
        double below = 0;
        for (int label = 0; label < labels.size(); label++) {
            above += figure.above(isHeld(label, row), isTold(label, row));
            below += figure.below(isHeld(label, row), isTold(label, row));
        }
        sums.add(above, below);
    }

    private static Estimate micro(Map<LabelCounts.Figure, RatioSums> ratios, LabelCounts.Figure figure, double reach) {
        return withinShares(ratios.getOrDefault(figure, new RatioSums()).ratio(reach));
    }

    private Estimate macro(LabelCounts counts, LabelCounts.Figure figure, IntPredicate isMeant, double reach) {
        LabelCounts.Mean mean = counts.mean(figure);
        for (int row = 0; row < rows.size(); row++) {
            if (isMeant.test(row)) {
                double moved = 0;
                for (int label = 0; label < labels.size(); label++) {
                    moved += mean.influence(label, isHeld(label, row), isTold(label, row));
                }
                mean.add(moved);
            }
        }
        return withinShares(mean.estimate(reach));
    }

    private static Estimate withinShares(Estimate estimate) {
        return estimate.hasInterval()
                ? new Estimate(estimate.value(), Math.max(0, estimate.low()), Math.min(1, estimate.high()))
                : estimate;
    }

    /// What the scores of one label say.
    private record ScoreFigures(Estimate auc, Reliability reliability) {}

    private List<ScoreFigures> scores(IntPredicate isMeant, double reach) {
        List<ScoreFigures> scores = new ArrayList<>();
        for (int label = 0; label < labels.size(); label++) {
            ScoreCounts.Builder builder = new ScoreCounts.Builder();
            gather(label, isMeant, builder);
            ScoreCounts counts = builder.build();
            scores.add(new ScoreFigures(counts.auc(reach), reliability(counts, reach)));
        }
        return scores;
    }

    private void gather(int label, IntPredicate isMeant, ScoreCounts.Builder builder) {
        Numbers own = logits.get(label);
        for (int row = 0; row < rows.size(); row++) {
            if (isMeant.test(row)) {
                builder.add((float) own.get(row), isHeld(label, row));
            }
        }
    }

    private static Reliability reliability(ScoreCounts counts, double reach) {
        return Reliability.of(counts, BinaryAnswers::probability, BinaryAnswers.BINS, reach);
    }

    /// The mean over the labels that have the figure. Its interval is as broad as if all labels erred together, which
    /// is the most that it can be.
    private static Estimate mean(List<Estimate> ofLabels) {
        List<Estimate> known = ofLabels.stream().filter(Estimate::isKnown).toList();
        return new Estimate(
                known.stream().mapToDouble(Estimate::value).average().orElse(Double.NaN),
                known.stream().mapToDouble(Estimate::low).average().orElse(Double.NaN),
                known.stream().mapToDouble(Estimate::high).average().orElse(Double.NaN));
    }

    @Override
    public Anatomy anatomy(IntPredicate isMeant, double reach) {
        LabelCounts counts = counts(isMeant);
        List<ScoreFigures> scores = scores(isMeant, reach);
        ScoreCounts.Builder together = new ScoreCounts.Builder();
        List<Anatomy.LabelFigures> figures = new ArrayList<>();
        for (int label = 0; label < labels.size(); label++) {
            gather(label, isMeant, together);
            figures.add(new Anatomy.LabelFigures(
                    labels.get(label),
                    counts.held(label),
                    counts.told(label),
                    scores.get(label).auc(),
                    counts.precision(label, reach),
                    counts.recall(label, reach),
                    counts.of(LabelCounts.Figure.F1, label),
                    probability(label, isMeant),
                    counts.share(label, reach),
                    scores.get(label).reliability()));
        }
        return new Anatomy.Labels(figures, reliability(together.build(), reach));
    }

    /// The mean that is told.
    private double probability(int label, IntPredicate isMeant) {
        Sums sum = new Sums();
        for (int row = 0; row < rows.size(); row++) {
            if (isMeant.test(row)) {
                sum.add(BinaryAnswers.probability(logits.get(label).get(row)));
            }
        }
        return sum.mean();
    }
}
