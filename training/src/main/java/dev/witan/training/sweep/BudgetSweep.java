// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.sweep;

import dev.witan.engine.Mixture;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.overlay.Guidance;
import dev.witan.training.Evaluation;
import dev.witan.training.data.Table;
import dev.witan.training.data.Target;
import dev.witan.training.report.QualityMeter;
import dev.witan.training.step.CostMeter;
import dev.witan.training.step.Crew;
import dev.witan.training.step.Predictions;
import dev.witan.training.step.Predictor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// What a mixture does at different prices of cost: from free, where only the gate's scores count, to so dear that the
/// cheapest experts always win. Prices are chosen so that the points stand evenly along the axis of cost.
public final class BudgetSweep {
    private static final int POINTS = 12;
    private static final int BATCH_ROWS = 256;
    private static final double PRICE_FIRST = 0.125;
    private static final int DOUBLINGS_MAX = 16;

    private final Mixture mixture;
    private final double[] costs;
    private final Target target;
    private final Optional<Auctions> auctions;
    private final float[][] rows;
    private final Crew crew;

    private BudgetSweep(
            Mixture mixture, double[] costs, Target target, Optional<Auctions> auctions, float[][] rows, Crew crew) {
        this.mixture = mixture;
        this.costs = costs;
        this.target = target;
        this.auctions = auctions;
        this.rows = rows;
        this.crew = crew;
    }

    /// Measures the mixture at every price; the cheapest point comes last.
    ///
    /// @param costs of a row of each expert
    /// @param bids the column to work out revenue by; empty if nobody asks
    /// @param threads that compute
    public static List<SweepPoint> measure(
            Mixture mixture, Table table, String labels, double[] costs, Optional<String> bids, int threads) {
        Evaluation.requireLocal(mixture.layer().experts());
        if (Arrays.stream(costs).distinct().count() < 2) {
            throw WitanException.invalidInput("a budget sweep needs experts of different cost: all cost " + costs[0]);
        }
        Target target = Evaluation.labels(mixture, table, labels);
        Optional<Auctions> auctions = bids.map(column -> Auctions.of(table, column, target));
        try (Crew crew = new Crew(threads)) {
            return new BudgetSweep(mixture, costs.clone(), target, auctions, encode(mixture, table), crew).points();
        }
    }

    private static float[][] encode(Mixture mixture, Table table) {
        List<String> columns = Evaluation.knownColumns(mixture, table);
        float[][] rows = new float[table.rows()][mixture.encoder().dimensions()];
        for (int row = 0; row < rows.length; row++) {
            mixture.encoder().encode(table.request(columns, row, 1), rows[row]);
        }
        return rows;
    }

    private List<SweepPoint> points() {
        List<SweepPoint> points = new ArrayList<>();
        SweepPoint free = at(0);
        points.add(free);
        points.add(dearest(free));
        while (points.size() < POINTS) {
            int widest = widestGap(points);
            SweepPoint left = points.get(widest);
            SweepPoint right = points.get(widest + 1);
            double between = (left.price() + right.price()) / 2;
            if (between == left.price() || between == right.price()) {
                break;
            }
            points.add(widest + 1, at(between));
        }
        points.sort(Comparator.comparingDouble(SweepPoint::price));
        return List.copyOf(points);
    }

    /// The first price, in doublings, from which on a higher one changes nothing any more.
    private SweepPoint dearest(SweepPoint free) {
        SweepPoint last = at(PRICE_FIRST);
        for (int i = 0; i < DOUBLINGS_MAX; i++) {
            SweepPoint next = at(2 * last.price());
            if (next.cost() == last.cost() && last.cost() < free.cost()) {
                return last;
            }
            last = next;
        }
        return last;
    }

    private static int widestGap(List<SweepPoint> points) {
        return IntStream.range(0, points.size() - 1)
                .boxed()
                .max(Comparator.comparingDouble(
                        i -> points.get(i).cost() - points.get(i + 1).cost()))
                .orElseThrow();
    }

    private SweepPoint at(double price) {
        var layer = mixture.layer();
        Guidance guidance = guidance(price);
        CostMeter meter = new CostMeter(costs, rows.length);
        int[] order = IntStream.range(0, rows.length).toArray();
        try (Arena arena = Arena.ofShared()) {
            Predictor predictor = new Predictor(arena, crew, layer, BATCH_ROWS);
            Predictions answers = predictor.predictWhereThereIsRoom(
                    (row, values) -> System.arraycopy(rows[row], 0, values, 0, values.length),
                    order,
                    (batch, at, row) -> batch.describe(at, 1, guidance, 0, row, 0),
                    layer.router(),
                    meter);
            OptionalDouble revenue = auctions.isPresent()
                    ? OptionalDouble.of(auctions.get().revenuePerThousand(bidding(answers.outputs())))
                    : OptionalDouble.empty();
            float[] outputs = Evaluation.judged(mixture, answers.ofAnswered());
            return new SweepPoint(
                    price, meter.mean(), QualityMeter.measure(target, answers.answered(order), outputs), revenue);
        }
    }

    /// The logits by which rows bid: one that was shed never wins.
    private static float[] bidding(float[] outputs) {
        float[] logits = outputs.clone();
        for (int i = 0; i < logits.length; i++) {
            logits[i] = Float.isNaN(logits[i]) ? Float.NEGATIVE_INFINITY : logits[i];
        }
        return logits;
    }

    private Guidance guidance(double price) {
        Guidance.Builder builder = Guidance.builder(costs.length);
        for (int expert = 0; expert < costs.length; expert++) {
            builder.addBias(expert, (float) (-price * costs[expert]));
        }
        return builder.build();
    }
}
