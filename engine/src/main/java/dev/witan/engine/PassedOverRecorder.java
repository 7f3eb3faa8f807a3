// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import dev.witan.engine.gate.Scores;
import dev.witan.engine.response.Decision.Others;
import dev.witan.engine.response.Decision.PassedOver;
import dev.witan.engine.routing.PassOver;
import dev.witan.engine.routing.RoutingPlan;
import dev.witan.engine.routing.RowFate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Why each expert that a row did not go to was passed over: the first of them by name, the rest counted by reason, so
/// that a decision over thousands of experts stays one that can be read.
final class PassedOverRecorder {
    /// More of them are counted.
    private static final int NAMED_MAX = 32;

    private final List<String> experts;
    private final LayerWorkspace workspace;
    private final int row;
    private final int scoredExperts;
    private final List<PassedOver> named = new ArrayList<>();
    private final Map<String, Others> counted = new LinkedHashMap<>();
    private int rank;

    /// @param experts every expert's id
    PassedOverRecorder(List<String> experts, LayerWorkspace workspace, int row) {
        this.experts = experts;
        this.workspace = workspace;
        this.row = row;
        this.scoredExperts = workspace.scores.experts();
        record();
    }

    List<PassedOver> named() {
        return named;
    }

    List<Others> others() {
        return List.copyOf(counted.values());
    }

    private void record() {
        RoutingPlan plan = workspace.plan;
        Scores scores = workspace.scores;
        boolean[] isChosen = new boolean[scores.columns()];
        for (int place = 0; place < plan.count(row); place++) {
            if (plan.column(row, place) != RoutingPlan.NONE) {
                isChosen[plan.column(row, place)] = true;
                rank++;
            }
        }
        List<Integer> columns = new ArrayList<>();
        for (int column = 0; column < scores.count(row); column++) {
            if (!isChosen[column]) {
                columns.add(column);
            }
        }
        columns.sort(
                Comparator.<Integer>comparingDouble(column -> -plan.selection().get(row, column))
                        .thenComparingDouble(column -> -scores.at(row, column)));
        columns.forEach(this::recordScored);
        recordUnscored();
        recordShared();
    }

    private void recordScored(int column) {
        int expert = workspace.scores.expert(row, column);
        PassOver why = workspace.plan.passedOver(row, column);
        if (why == PassOver.OUTRANKED) {
            rank++;
        }
        if (named.size() < NAMED_MAX) {
            named.add(new PassedOver(
                    experts.get(expert),
                    workspace.scores.at(row, column),
                    workspace.plan.selection().get(row, column),
                    why == PassOver.OUTRANKED ? ranked() : reason(why, expert)));
        } else {
            count(reason(why, expert), 1, workspace.scores.at(row, column));
        }
    }

    private String ranked() {
        if (workspace.plan.fate(row) == RowFate.FALLS_BACK) {
            return "the row goes straight to the fallback";
        }
        if (workspace.batch.guidance(row).spreads()) {
            return reason(PassOver.OUTRANKED, 0);
        }
        return "ranked %d of %d; the fan-out is %d".formatted(rank, scoredExperts, workspace.plan.wanted(row));
    }

    private String reason(PassOver why, int expert) {
        return switch (why) {
            case OUTRANKED ->
                workspace.batch.guidance(row).spreads() ? "not drawn: rows are spread evenly" : "outranked";
            case NOT_PERMITTED -> workspace.batch.guidance(row).reasonAgainst(expert);
            case TIER -> "its tier is above the row's";
            case SITE -> "it is not at the preferred site";
            case GROUP_NOT_CHOSEN -> "its group is not among the best";
            case OUTSIDE_SHORTLIST -> "proven to be outside the best";
            case NO_SCORE -> "the gate scored it minus infinity";
            case BELOW_TOP_P -> "those before it reach the share of probability";
            case MASKED -> "the release has masked it";
            case OF_ANOTHER_TASK -> "it is another task's own";
            case FULL -> "full: its room in the batch went to rows that want it more";
        };
    }

    private void count(String reason, int experts) {
        if (experts > 0) {
            count(reason, experts, Double.NEGATIVE_INFINITY);
        }
    }

    private void count(String reason, int experts, double score) {
        counted.merge(
                reason,
                new Others(reason, experts, Double.isNaN(score) ? Double.NEGATIVE_INFINITY : score),
                (a, b) -> new Others(reason, a.experts() + b.experts(), logSum(a.logMass(), b.logMass())));
    }

    private static double logSum(double a, double b) {
        double higher = Math.max(a, b);
        return higher == Double.NEGATIVE_INFINITY ? higher : higher + Math.log1p(Math.exp(Math.min(a, b) - higher));
    }

    private void recordUnscored() {
        Scores scores = workspace.scores;
        if (scores.isDense(row)) {
            return;
        }
        PassOver why = switch (scores.missing()) {
            case GROUP_NOT_CHOSEN -> PassOver.GROUP_NOT_CHOSEN;
            case OUTSIDE_SHORTLIST -> PassOver.OUTSIDE_SHORTLIST;
            case OF_ANOTHER_TASK -> PassOver.OF_ANOTHER_TASK;
            case NOBODY -> PassOver.NO_SCORE;
        };
        int expert = 0;
        for (; expert < scoredExperts && named.size() < NAMED_MAX; expert++) {
            if (scores.column(row, expert) == Scores.NONE) {
                named.add(new PassedOver(experts.get(expert), Float.NaN, Float.NEGATIVE_INFINITY, reason(why, expert)));
            }
        }
        int left = 0;
        for (; expert < scoredExperts; expert++) {
            left += scores.column(row, expert) == Scores.NONE ? 1 : 0;
        }
        count(reason(why, 0), left);
    }

    /// Those that every row goes to are passed over only where something forbids them.
    private void recordShared() {
        for (int expert = scoredExperts; expert < experts.size(); expert++) {
            String reason = workspace.batch.guidance(row).reasonAgainst(expert);
            if (!reason.isEmpty() && named.size() < NAMED_MAX) {
                named.add(new PassedOver(experts.get(expert), Float.NaN, Float.NEGATIVE_INFINITY, reason));
            } else if (!reason.isEmpty()) {
                count(reason, 1);
            }
        }
    }
}
