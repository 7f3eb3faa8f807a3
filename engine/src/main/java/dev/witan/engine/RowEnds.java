// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import dev.witan.engine.combine.CombineRule;
import dev.witan.engine.combine.Coverage;
import dev.witan.engine.combine.RowAnswers;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.response.Decision;
import dev.witan.engine.response.Timings;
import dev.witan.engine.time.NanoClock;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import java.lang.foreign.Arena;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Ends rows: has their experts' answers combined, or says why there are none, and tells their requests. Owned
/// by one lane.
final class RowEnds {
    private final Kernels kernels;
    private final CombineRule rule;
    private final DecisionRecorder decisions;
    private final RowReport report;
    private final NanoClock clock;
    private final RowAnswers answers;
    /// What the experts of one pending row said, rank by rank.
    private final FloatMatrix outputs;

    private final FloatMatrix combined;
    /// The weight of an expert that answers alone.
    private final float scale;

    RowEnds(Arena arena, MoeLayer layer, NanoClock clock) {
        int width = layer.router().width();
        this.kernels = layer.kernels();
        this.rule = layer.rule();
        this.scale = layer.router().rules().scale();
        this.decisions = new DecisionRecorder(layer);
        this.report = new RowReport(layer);
        this.clock = clock;
        this.outputs = FloatMatrix.allocate(arena, width, layer.expertOutputs());
        this.answers = new RowAnswers(width, outputs);
        this.combined = FloatMatrix.allocate(arena, 1, layer.outputs());
    }

    /// Ends a row of a batch, all of whose experts are local and have ended, if enough of them answered, and in finite
    /// numbers; answers whether it did.
    boolean combine(LaneBatch batch, LaneBatch.Part part, int batchRow) {
        LayerWorkspace workspace = batch.workspace;
        answers.read(workspace.plan, workspace.dispatcher, workspace.answers, batchRow);
        if (answers.answered() == 0 || answers.answered() < Math.min(rule.quorum(), answers.count())) {
            return false;
        }
        Coverage coverage = rule.combiner().combine(kernels, answers, combined, 0);
        if (coverage == Coverage.NOT_FINITE) {
            return false;
        }
        Ticket ticket = part.ticket;
        int row = part.row(batchRow);
        ticket.ran(workspace.slowestNanos(batchRow));
        if (ticket.wantsExplanation()) {
            Decision decision = decisions.record(workspace, batchRow);
            ticket.explain(row, report.ended(decision, workspace, batchRow));
        }
        end(ticket, row, coverage);
        return true;
    }

    /// Tells how a row was routed whose request asks for nothing else.
    void decide(LaneBatch batch, LaneBatch.Part part, int batchRow) {
        part.ticket.explain(part.row(batchRow), decisions.record(batch.workspace, batchRow));
    }

    /// Takes over from its batch what a pending row needs to end.
    void detach(PendingRow row, LayerWorkspace workspace, int batchRow) {
        row.detach(workspace, batchRow);
        if (row.ticket.wantsExplanation()) {
            row.decision = decisions.record(workspace, batchRow);
        }
    }

    /// Ends a pending row with what its experts answered.
    void combine(PendingRow row) {
        answers.open(outputs);
        for (int rank = 0; rank < row.experts.length; rank++) {
            take(row, rank);
        }
        row.ticket.ran(row.slowestNanos());
        explain(row, report.ended(row));
        end(row);
        answered(row);
    }

    private void take(PendingRow row, int rank) {
        float[] output = row.output(rank);
        if (output != null) {
            outputs.copyRowFrom(rank, output, 0);
        }
        float weight = row.weights[rank];
        if (rank < row.chosen) {
            chose(weight, rank, output != null);
        } else {
            shares(weight, rank, output != null);
        }
    }

    private void chose(float weight, int rank, boolean isAnswered) {
        if (isAnswered) {
            answers.choseAnswered(weight, rank);
        } else {
            answers.choseMissing(weight);
        }
    }

    private void shares(float weight, int rank, boolean isAnswered) {
        if (isAnswered) {
            answers.sharedAnswered(weight, rank);
        } else {
            answers.sharedMissing(weight);
        }
    }

    /// Ends a pending row with what the fallback answered.
    void standIn(PendingRow row) {
        outputs.copyRowFrom(0, Objects.requireNonNull(row.fallbackOutput(rule)), 0);
        answers.open(outputs);
        answers.choseAnswered(scale, 0);
        row.ticket.ran(row.slowestNanos());
        row.ticket.degrade();
        explain(row, report.stoodIn(row));
        end(row);
        answered(row);
    }

    private static void explain(PendingRow row, @Nullable Decision decision) {
        if (decision != null) {
            row.ticket.explain(row.ticketRow, decision);
        }
    }

    private void end(PendingRow row) {
        end(row.ticket, row.ticketRow, rule.combiner().combine(kernels, answers, combined, 0));
    }

    private void end(Ticket ticket, int row, Coverage coverage) {
        switch (coverage) {
            case COMPLETE -> ticket.answer(row, combined);
            case PARTIAL -> {
                ticket.degrade();
                ticket.answer(row, combined);
            }
            case NONE, NOT_FINITE ->
                ticket.fail(ErrorCode.EXPERT_FAILED, "the experts' combined output is not finite for row " + row);
        }
    }

    private void answered(PendingRow row) {
        long now = clock.nanos();
        row.ticket.answered(1, timings(row.ticket, row.takenNanos, row.routedNanos, now, now));
    }

    /// Tells a request that `part` of it was answered.
    void answered(LaneBatch batch, LaneBatch.Part part, int rows, long combineStartedNanos) {
        long now = clock.nanos();
        part.ticket.answered(rows, timings(part.ticket, batch.takenNanos, batch.routedNanos, combineStartedNanos, now));
    }

    private static Timings timings(
            Ticket ticket, long takenNanos, long routedNanos, long combineStartedNanos, long nowNanos) {
        return new Timings(
                ticket.encodeNanos,
                takenNanos - ticket.admittedNanos - ticket.encodeNanos,
                routedNanos - takenNanos,
                combineStartedNanos - routedNanos,
                nowNanos - combineStartedNanos,
                nowNanos - ticket.admittedNanos,
                ticket.slowestExpertNanos());
    }

    /// Fails the request of a pending row that nobody can answer any more.
    void fail(PendingRow row) {
        ErrorCode code = row.isRefused ? ErrorCode.UNAVAILABLE : report.code(row);
        row.ticket.fail(new WitanException(code, report.whyNobodyAnswered(row)));
    }
}
