// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.training.data.Target;
import dev.witan.training.statistics.Estimate;
import dev.witan.training.statistics.RatioSums;
import dev.witan.training.statistics.Reliability;
import dev.witan.training.statistics.ScoreCounts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Answers that are quantiles: a number of each level, and the label.
final class QuantileAnswers implements Answers {
    private static final int BINS = 10;

    /// Rows whose own quantiles the answers are held against; of more rows so many by lot.
    private static final int DRAWN_MAX = 500_000;

    private final List<Double> levels;
    private final AnswerRows rows;
    private final List<Numbers> quantiles;
    private final Numbers labels;

    QuantileAnswers(List<Double> levels, AnswerRows rows) {
        this.levels = List.copyOf(levels);
        this.rows = rows;
        this.quantiles = rows.columns(levels.size(), Numbers.Width.FLOAT);
        this.labels = rows.column(Numbers.Width.DOUBLE);
    }

    @Override
    public void add(float[] outputs, int at, Target target, int row) {
        for (int level = 0; level < levels.size(); level++) {
            quantiles.get(level).add(outputs[at + level]);
        }
        labels.add(target.value(row));
    }

    @Override
    public AnswerRows kept() {
        return rows;
    }

    /// How many levels a row's label is above.
    private int place(int row) {
        int place = 0;
        while (place < levels.size() && labels.get(row) > quantiles.get(place).get(row)) {
            place++;
        }
        return place;
    }

    private double pinball(int level, int row) {
        return pinball(levels.get(level), labels.get(row), quantiles.get(level).get(row));
    }

    private static double pinball(double level, double label, double quantile) {
        double above = quantile - label;
        return above > 0 ? (1 - level) * above : -level * above;
    }

    @Override
    public Measures measures(IntPredicate isMeant, double reach) {
        double[] usual = usual(isMeant);
        Sums losses = new Sums();
        RatioSums unexplained = new RatioSums();
        long count = 0;
        for (int row = 0; row < rows.size(); row++) {
            if (isMeant.test(row)) {
                double loss = 0;
                double usualLoss = 0;
                for (int level = 0; level < levels.size(); level++) {
                    loss += pinball(level, row) / levels.size();
                    usualLoss += pinball(levels.get(level), labels.get(row), usual[level]) / levels.size();
                }
                losses.add(loss);
                unexplained.add(loss, usualLoss);
                count++;
            }
        }
        Map<Measure, Estimate> values = new LinkedHashMap<>();
        values.put(Measure.PINBALL, losses.mean(reach));
        values.put(Measure.SKILL, oneLess(unexplained.ratio(reach)));
        values.put(Measure.COVERAGE_ERROR, Estimate.plain(coverageError(isMeant)));
        if (levels.size() > 1) {
            Anatomy.IntervalFigures widest = interval(0, isMeant, reach);
            values.put(Measure.INTERVAL_COVERAGE, widest.coverage());
            values.put(Measure.INTERVAL_WIDTH, widest.width());
        }
        return new Measures(count, values);
    }

    private static Estimate oneLess(Estimate ratio) {
        return new Estimate(1 - ratio.value(), 1 - ratio.high(), 1 - ratio.low());
    }

    /// The quantiles of the rows' own labels.
    private double[] usual(IntPredicate isMeant) {
        int halvings =
                Lot.halvings(IntStream.range(0, rows.size()).filter(isMeant).count(), DRAWN_MAX);
        double[] sorted = IntStream.range(0, rows.size())
                .filter(row -> isMeant.test(row) && Lot.isDrawn(row, halvings))
                .mapToDouble(labels::get)
                .sorted()
                .toArray();
        return levels.stream()
                .mapToDouble(level ->
                        sorted.length == 0 ? 0 : sorted[Math.min(sorted.length - 1, (int) (level * sorted.length))])
                .toArray();
    }

    /// How far the share of labels below a level is from that level, on average over the levels.
    private double coverageError(IntPredicate isMeant) {
        long[] between = between(isMeant);
        long all = IntStream.range(0, between.length).mapToLong(i -> between[i]).sum();
        double sum = 0;
        long below = 0;
        for (int level = 0; level < levels.size(); level++) {
            below += between[level];
            sum += Math.abs((double) below / all - levels.get(level)) / levels.size();
        }
        return sum;
    }

    /// Rows whose label lies between two levels, below the first, or above the last.
    private long[] between(IntPredicate isMeant) {
        long[] between = new long[levels.size() + 1];
        for (int row = 0; row < rows.size(); row++) {
            if (isMeant.test(row)) {
                between[place(row)]++;
            }
        }
        return between;
    }

    /// What lies between a level and the one as far from the other end.
    ///
    /// @param outer number of the level from either end
    private Anatomy.IntervalFigures interval(int outer, IntPredicate isMeant, double reach) {
        int last = levels.size() - 1 - outer;
        long inside = 0;
        Sums widths = new Sums();
        long count = 0;
        for (int row = 0; row < rows.size(); row++) {
            if (isMeant.test(row)) {
                inside += isInside(outer, row) ? 1 : 0;
                widths.add(width(outer, row));
                count++;
            }
        }
        return new Anatomy.IntervalFigures(
                levels.get(outer), levels.get(last), Estimate.share(inside, count, reach), widths.mean(reach));
    }

    private boolean isInside(int outer, int row) {
        double label = labels.get(row);
        return label > quantiles.get(outer).get(row)
                && label <= quantiles.get(levels.size() - 1 - outer).get(row);
    }

    private double width(int outer, int row) {
        return quantiles.get(levels.size() - 1 - outer).get(row)
                - quantiles.get(outer).get(row);
    }

    @Override
    public Anatomy anatomy(IntPredicate isMeant, double reach) {
        long[] between = between(isMeant);
        long all = IntStream.range(0, between.length).mapToLong(i -> between[i]).sum();
        List<Anatomy.LevelFigures> ofLevels = new ArrayList<>();
        long below = 0;
        for (int level = 0; level < levels.size(); level++) {
            below += between[level];
            int index = level;
            Sums losses = new Sums();
            IntStream.range(0, rows.size()).filter(isMeant).forEach(row -> losses.add(pinball(index, row)));
            ofLevels.add(
                    new Anatomy.LevelFigures(levels.get(level), Estimate.share(below, all, reach), losses.mean(reach)));
        }
        List<Anatomy.IntervalFigures> intervals = IntStream.range(0, levels.size() / 2)
                .mapToObj(outer -> interval(outer, isMeant, reach))
                .toList();
        return new Anatomy.Quantiles(
                ofLevels,
                IntStream.range(0, between.length).mapToObj(i -> between[i]).toList(),
                intervals,
                byWidth(isMeant, reach));
    }

    /// How often labels lie in the widest interval where it is narrow and where it is wide.
    private List<Reliability.Bin> byWidth(IntPredicate isMeant, double reach) {
        if (levels.size() < 2) {
            return List.of();
        }
        ScoreCounts.Builder builder = new ScoreCounts.Builder();
        for (int row = 0; row < rows.size(); row++) {
            if (isMeant.test(row)) {
                builder.add((float) width(0, row), isInside(0, row));
            }
        }
        return Reliability.of(builder.build(), width -> width, BINS, reach).bins();
    }
}
