// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import dev.witan.engine.dispatch.Dispatcher;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.response.Decision;
import dev.witan.engine.response.Decision.Choice;
import dev.witan.engine.response.Decision.PassedOver;
import dev.witan.engine.routing.RoutingPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Writes down how a row was routed, for the requests that ask. It allocates, and stays out of the way of the
/// others.
final class DecisionRecorder {
    private final List<String> experts;

    DecisionRecorder(MoeLayer layer) {
        this.experts = layer.experts().stream().map(expert -> expert.id()).toList();
    }

    /// What happened to one row.
    ///
    /// @param row a row of the workspace whose expert batches are all settled
    Decision record(LayerWorkspace workspace, int row) {
        RoutingPlan plan = workspace.plan;
        List<Choice> chosen = new ArrayList<>();
        Set<Integer> indexes = new HashSet<>();
        for (int rank = 0; rank < plan.fanOut() && plan.chosen(row, rank) != RoutingPlan.NONE; rank++) {
            indexes.add(plan.chosen(row, rank));
            chosen.add(choice(workspace, row, rank));
        }
        return new Decision(chosen, passedOver(workspace, row, indexes));
    }

    private Choice choice(LayerWorkspace workspace, int row, int rank) {
        RoutingPlan plan = workspace.plan;
        Dispatcher dispatcher = workspace.dispatcher;
        int expert = plan.chosen(row, rank);
        String fate = workspace
                .answers
                .cause(dispatcher.batchOf(row, rank))
                .map(WitanException::reason)
                .map(reason -> "failed: " + reason)
                .orElse("answered");
        return new Choice(
                experts.get(expert),
                workspace.scores.of(row, expert),
                plan.selection().get(row, expert),
                plan.weight(row, rank),
                fate);
    }

    private List<PassedOver> passedOver(LayerWorkspace workspace, int row, Set<Integer> chosen) {
        RoutingPlan plan = workspace.plan;
        List<Integer> others = new ArrayList<>();
        for (int expert = 0; expert < experts.size(); expert++) {
            if (!chosen.contains(expert)) {
                others.add(expert);
            }
        }
        others.sort(Comparator.comparingDouble(expert -> -plan.selection().get(row, expert)));
        List<PassedOver> passedOver = new ArrayList<>();
        for (int expert : others) {
            int rank = chosen.size() + passedOver.size() + 1;
            passedOver.add(new PassedOver(
                    experts.get(expert),
                    workspace.scores.of(row, expert),
                    plan.selection().get(row, expert),
                    reason(workspace, row, expert, rank)));
        }
        return passedOver;
    }

    private String reason(LayerWorkspace workspace, int row, int expert, int rank) {
        String forbidden = workspace.batch.guidance(row).reasonAgainst(expert);
        return forbidden.isEmpty()
                ? "ranked %d of %d; the fan-out is %d".formatted(rank, experts.size(), workspace.plan.fanOut())
                : forbidden;
    }
}
