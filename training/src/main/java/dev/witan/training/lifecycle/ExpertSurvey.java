// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.lifecycle;

import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.combine.Combiner;
import dev.witan.engine.combine.RowAnswers;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.gate.HierarchicalGate;
import dev.witan.engine.gate.TaskGate;
import dev.witan.engine.response.ChatHead;
import dev.witan.engine.routing.Router;
import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.FloatMatrix;
import dev.witan.training.EncodedRows;
import dev.witan.training.Evaluation;
import dev.witan.training.data.Table;
import dev.witan.training.data.Target;
import dev.witan.training.report.Quality;
import dev.witan.training.report.QualityMeter;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Looks at what each expert does for a mixture: how many rows go to it, how much it says, how good it is alone, and
/// what the others would do without it.
public final class ExpertSurvey {
    private static final int BATCH_ROWS = 256;

    private final Mixture mixture;
    private final MoeLayer layer;
    private final EncodedRows rows;
    private final Optional<Target> labels;
    private final Routing routing;
    private final ExpertOutputs outputs;
    private final int[] order;
    private final int[] records;
    private final FloatMatrix combined;
    private final RowAnswers answers;

    private ExpertSurvey(Arena arena, Mixture mixture, Table table, Optional<String> target) {
        this.mixture = mixture;
        this.layer = mixture.layer();
        this.rows = EncodedRows.of(arena, mixture, table, 1, "to look at experts");
        this.labels = target.map(column -> Evaluation.labels(mixture, table, column));
        this.routing = new Routing(arena, layer.kernels(), layer.gate(), layer.router(), rows.values(), BATCH_ROWS);
        this.outputs = new ExpertOutputs(arena, layer.kernels(), layer.experts(), rows.values());
        this.order = IntStream.range(0, rows.values().rows()).toArray();
        this.records = IntStream.range(0, rows.count()).toArray();
        this.combined = FloatMatrix.allocate(arena, 1, layer.outputs());
        this.answers = new RowAnswers(layer.router().width(), outputs.values());
    }

    /// Every expert's worth, in the order of the mixture; one on standby gets no rows.
    ///
    /// @param target the column with the labels; empty where there is none
    public static List<ExpertWorth> of(Mixture mixture, Table table, Optional<String> target) {
        if (mixture.head() instanceof ChatHead) {
            throw WitanException.invalidInput("the experts of a mixture of chat models cannot be measured on a table");
        }
        Evaluation.requireLocal(mixture.layer().experts());
        try (Arena arena = Arena.ofShared()) {
            return new ExpertSurvey(arena, mixture, table, target).survey();
        }
    }

    private List<ExpertWorth> survey() {
        int count = layer.experts().size();
        Share[] all = shares(count);
        Share[][] ofTasks = new Share[rows.each()][];
        Arrays.setAll(ofTasks, _ -> shares(count));
        walk(layer.router(), (plan, at, row) -> {
            for (int rank = 0; rank < plan.count(at); rank++) {
                int expert = plan.chosen(at, rank);
                double saliency = plan.weight(at, rank) * outputs.norm(row, expert);
                all[expert].add(plan.weight(at, rank), saliency);
                ofTasks[row % rows.each()][expert].add(plan.weight(at, rank), saliency);
            }
        });
        List<ExpertWorth> worth = new ArrayList<>();
        for (int expert = 0; expert < count; expert++) {
            Expert it = layer.experts().get(expert);
            int own = expert;
            worth.add(new ExpertWorth(
                    it.id(),
                    all[expert].rows,
                    (double) all[expert].rows / order.length,
                    all[expert].weight(),
                    all[expert].saliency(),
                    ofTasks(ofTasks, expert),
                    labels.filter(_ -> layer.outputs() == it.outputs()).map(known -> measure(known, outputs.of(own))),
                    without(expert)));
        }
        return worth;
    }

    /// What goes to an expert.
    private static final class Share {
        private int rows;
        private double weights;
        private double saliencies;

        void add(double weight, double saliency) {
            rows++;
            weights += weight;
            saliencies += saliency;
        }

        double weight() {
            return weights / Math.max(1, rows);
        }

        double saliency() {
            return saliencies / Math.max(1, rows);
        }
    }

    private static Share[] shares(int count) {
        Share[] shares = new Share[count];
        Arrays.setAll(shares, _ -> new Share());
        return shares;
    }

    private List<ExpertWorth.OfTask> ofTasks(Share[][] shares, int expert) {
        List<ExpertWorth.OfTask> tasks = new ArrayList<>();
        for (String name : mixture.head().tasks()) {
            Share of = shares[tasks.size()][expert];
            tasks.add(
                    new ExpertWorth.OfTask(name, of.rows, (double) of.rows / rows.count(), of.weight(), of.saliency()));
        }
        return tasks;
    }

    private interface Visitor {
        void visit(RoutingPlan plan, int at, int row);
    }

    private void walk(Router router, Visitor visitor) {
        for (int from = 0; from < order.length; from += BATCH_ROWS) {
            int count = Math.min(BATCH_ROWS, order.length - from);
            RoutingPlan plan = routing.route(router, order, from, count);
            for (int at = 0; at < count; at++) {
                visitor.visit(plan, at, from + at);
            }
        }
    }

    private Quality measure(Target known, float[] answered) {
        return QualityMeter.measure(known, records, Evaluation.judged(mixture, answered));
    }

    /// The quality with one more expert masked; nothing where the gate does not score it or too few would be left.
    private Optional<Quality> without(int expert) {
        Router router = layer.router();
        if (labels.isEmpty() || layer.gate() instanceof HierarchicalGate || expert >= router.experts()) {
            return Optional.empty();
        }
        boolean[] isMasked = new boolean[router.experts()];
        int open = 0;
        for (int i = 0; i < isMasked.length; i++) {
            isMasked[i] = i == expert || router.rules().isMasked(i);
            open += isMasked[i] ? 0 : 1;
        }
        boolean isSoft = router.fanOut() == router.experts();
        if (open < 1
                || (!isSoft && open < router.fanOut())
                || router.rules().isMasked(expert)
                || leavesATaskAlone(isMasked)) {
            return Optional.empty();
        }
        return labels.map(known -> measure(known, answers(router.masked(isMasked))));
    }

    /// Whether a task would have no expert left.
    private boolean leavesATaskAlone(boolean[] isMasked) {
        if (!(layer.gate() instanceof TaskGate gate)) {
            return false;
        }
        int[] owners = gate.owners();
        return IntStream.range(0, gate.networks().size())
                .anyMatch(task -> IntStream.range(0, owners.length)
                        .noneMatch(i -> !isMasked[i] && (owners[i] == TaskGate.SHARED || owners[i] == task)));
    }

    private float[] answers(Router router) {
        Combiner combiner = layer.rule().combiner();
        float[] all = new float[order.length * layer.outputs()];
        walk(router, (plan, at, row) -> {
            answers.open(outputs.values());
            for (int rank = 0; rank < plan.count(at); rank++) {
                int position = outputs.position(row, plan.chosen(at, rank));
                if (plan.column(at, rank) == RoutingPlan.NONE) {
                    answers.sharedAnswered(plan.weight(at, rank), position);
                } else {
                    answers.choseAnswered(plan.weight(at, rank), position);
                }
            }
            combiner.combine(layer.kernels(), answers, combined, 0);
            combined.copyRowTo(0, all, row * layer.outputs());
        });
        return all;
    }
}
