// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import dev.witan.engine.combine.CombineRule;
import dev.witan.engine.combine.Combiner;
import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.gate.Gate;
import dev.witan.engine.gate.TwoPrecisionGate;
import dev.witan.engine.overlay.Guidance;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Scratch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A gate, its experts and the rule that combines them: the unit of computation, over memory that the caller owns.
/// It knows rows and nothing of requests. Immutable and thread-safe.
///
/// Experts stand in this order: those that the gate scores, those that are always on, and at most one on standby,
/// which must be the fallback and gets no rows but those that the others leave unanswered.
///
/// The stages are called in the order in which they stand here; `rows` and `batch` of the workspace are filled
/// by the caller.
public final class MoeLayer {
    private final Kernels kernels;
    private final Gate gate;
    private final Router router;
    private final List<Expert> experts;
    private final CombineRule rule;

    /// A layer that waits for all its experts and has no fallback.
    public MoeLayer(Kernels kernels, Gate gate, Router router, List<Expert> experts, Combiner combiner) {
        this(kernels, gate, router, experts, CombineRule.of(combiner));
    }

    public MoeLayer(Kernels kernels, Gate gate, Router router, List<Expert> experts, CombineRule rule) {
        this.kernels = kernels;
        this.gate = gate;
        this.router = router;
        this.experts = List.copyOf(experts);
        this.rule = rule;
        int chosenFrom = experts.size() - router.shared() - (isLastOnStandby() ? 1 : 0);
        if (gate.experts() != chosenFrom) {
            throw new IllegalArgumentException(
                    "the gate must score every expert: it scores %d of %d".formatted(gate.experts(), chosenFrom));
        }
        if (router.experts() != chosenFrom) {
            throw new IllegalArgumentException(
                    "the router must know every expert: it knows %d of %d".formatted(router.experts(), chosenFrom));
        }
        if (gate instanceof TwoPrecisionGate rough && !Arrays.equals(rough.selectionBias(), router.selectionBias())) {
            throw new IllegalArgumentException("a two-precision gate must be made for the router's selection bias");
        }
        if (rule.fallback() >= experts.size()) {
            throw new IllegalArgumentException("the fallback must be one of %d experts, counted from 0: %d"
                    .formatted(experts.size(), rule.fallback()));
        }
        for (Expert expert : experts) {
            requireWidth(expert, "inputs", expert.inputs(), gate.expertDimensions());
            requireWidth(expert, "outputs", expert.outputs(), experts.getFirst().outputs());
        }
    }

    /// Whether the last expert is none that rows are routed to: it is the fallback, and no more than that.
    private boolean isLastOnStandby() {
        return rule.fallback() == experts.size() - 1 && rule.fallback() == router.experts() + router.shared();
    }

    private static void requireWidth(Expert expert, String what, int found, int expected) {
        if (found != expected) {
            throw new IllegalArgumentException(
                    "expert '%s' must have %d %s: %d".formatted(expert.id(), expected, what, found));
        }
    }

    public Kernels kernels() {
        return kernels;
    }

    public Gate gate() {
        return gate;
    }

    public Router router() {
        return router;
    }

    public List<Expert> experts() {
        return experts;
    }

    /// When and how the experts' answers become one.
    public CombineRule rule() {
        return rule;
    }

    /// The same layer with a gate and experts that stand before its own, and answer as they do.
    public MoeLayer with(Gate otherGate, List<Expert> otherExperts) {
        return new MoeLayer(kernels, otherGate, router, otherExperts, rule);
    }

    /// Whether anybody may answer rows under the guidance: an expert that rows are routed to, or the fallback. Shared
    /// experts only go along.
    public boolean mayAnswer(Guidance guidance) {
        if (guidance.isNone() || rule.fallbackExpert().stream().anyMatch(guidance::permits)) {
            return true;
        }
        for (int expert = 0; expert < router.experts(); expert++) {
            if (guidance.permits(expert) && !router.rules().isMasked(expert)) {
                return true;
            }
        }
        return false;
    }

    /// Whether the same row gets the same bits, whatever else is in its batch.
    public boolean isRepeatable() {
        return gate.isRepeatable()
                && !router.dependsOnBatch()
                && experts.stream().allMatch(Expert::isRepeatable);
    }

    /// What may give the same row other bits in another batch: `gate`, and the ids of experts.
    public List<String> unrepeatable() {
        List<String> names = new ArrayList<>();
        if (!gate.isRepeatable()) {
            names.add("gate");
        }
        experts.stream()
                .filter(expert -> !expert.isRepeatable())
                .map(Expert::id)
                .forEach(names::add);
        return List.copyOf(names);
    }

    /// The width of a row.
    public int inputs() {
        return gate.dimensions();
    }

    /// How many numbers of a row, from the first on, the experts see.
    public int expertInputs() {
        return gate.expertDimensions();
    }

    /// The width of a combined row.
    public int outputs() {
        return rule.combiner().width(expertOutputs(), router.width());
    }

    /// The width of what one expert answers.
    int expertOutputs() {
        return experts.getFirst().outputs();
    }

    /// The widest hidden activation of gate and experts.
    int scratchWidth() {
        int width = gate.scratchWidth();
        for (Expert expert : experts) {
            width = Math.max(width, expert.scratchWidth());
        }
        return width;
    }

    /// Rows to scores.
    void score(LayerWorkspace workspace) {
        router.ask(workspace.batch, workspace.scores);
        gate.score(kernels, workspace.batch, workspace.scratch, workspace.scores);
    }

    /// Scores to a routing plan.
    void route(LayerWorkspace workspace) {
        router.route(kernels, workspace.batch, workspace.scores, workspace.plan);
    }

    /// A routing plan to one or more expert batches per local expert: several where the work is worth sharing out.
    void dispatch(LayerWorkspace workspace) {
        workspace.dispatcher.group(workspace.plan, workspace.rows, workspace.isLeftOut);
        long work = 0;
        for (int expert = 0; expert < experts.size(); expert++) {
            work += workspace.dispatcher.rowsOf(expert) * experts.get(expert).multiplyAddsPerRow();
        }
        workspace.share(work);
        workspace.dispatcher.cut(workspace.tileRows);
        workspace.answers.open(workspace.dispatcher);
    }

    /// One expert batch to its expert. It answers or fails before this returns, unless it breaks its contract.
    void run(LayerWorkspace workspace, int index, Scratch scratch) {
        ExpertBatch batch = workspace.dispatcher.batch(index);
        Expert expert = experts.get(batch.expert());
        workspace.answers.started(batch);
        try {
            expert.submit(batch, kernels, scratch, workspace.answers);
        } catch (RuntimeException | Error e) {
            String reason = "expert '" + expert.id() + "' broke: " + e;
            workspace.answers.failed(batch, new WitanException(ErrorCode.EXPERT_FAILED, reason, e));
        }
    }

    /// Per expert whether it is not local, so that its rows have to wait for it.
    boolean[] elsewhere() {
        boolean[] isElsewhere = new boolean[experts.size()];
        for (int expert = 0; expert < experts.size(); expert++) {
            isElsewhere[expert] = !experts.get(expert).isLocal();
        }
        return isElsewhere;
    }
}
