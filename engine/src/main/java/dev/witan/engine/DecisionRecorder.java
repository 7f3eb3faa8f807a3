// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import dev.witan.engine.response.Decision;
import dev.witan.engine.response.Decision.Choice;
import dev.witan.engine.routing.Router;
import dev.witan.engine.routing.RoutingPlan;
import java.util.ArrayList;
import java.util.List;

/// Writes down how a row was routed, for the requests that ask. It allocates, and stays out of the way of the
/// others.
final class DecisionRecorder {
    private static final String NOT_ASKED = "not asked";

    private final List<String> experts;
    private final Router router;

    DecisionRecorder(MoeLayer layer) {
        this.router = layer.router();
        this.experts = layer.experts().stream().map(expert -> expert.id()).toList();
    }

    /// How one row was routed; what its experts did comes later, see [Decision#ended].
    Decision record(LayerWorkspace workspace, int row) {
        RoutingPlan plan = workspace.plan;
        List<Choice> chosen = new ArrayList<>();
        for (int rank = 0; rank < plan.count(row); rank++) {
            chosen.add(choice(workspace, row, rank));
        }
        PassedOverRecorder passedOver = new PassedOverRecorder(experts, workspace, row);
        return new Decision(chosen, passedOver.named(), passedOver.others(), caveats(workspace, row));
    }

    private Choice choice(LayerWorkspace workspace, int row, int rank) {
        RoutingPlan plan = workspace.plan;
        int expert = plan.chosen(row, rank);
        int column = plan.column(row, rank);
        boolean isScored = column != RoutingPlan.NONE;
        return new Choice(
                experts.get(expert),
                isScored ? workspace.scores.at(row, column) : Float.NaN,
                isScored ? plan.selection().get(row, column) : Float.NaN,
                plan.weight(row, rank),
                NOT_ASKED);
    }

    /// What beside the row, the release and permissions decided.
    private List<String> caveats(LayerWorkspace workspace, int row) {
        List<String> caveats = new ArrayList<>(workspace.batch.guidance(row).steers());
        if (workspace.plan.isExplored(row)) {
            caveats.add("explored: the experts were drawn at random, by the request's id");
        }
        if (workspace.batch.guidance(row).isLive()) {
            caveats.add("live load: the same row may go elsewhere a moment later");
        }
        if (router.dependsOnBatch()) {
            caveats.add("capacity: the other rows of a batch may change where a row goes");
        }
        return caveats;
    }
}
