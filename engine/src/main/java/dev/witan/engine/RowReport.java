// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import dev.witan.engine.combine.CombineRule;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.Visit;
import dev.witan.engine.response.Decision;
import dev.witan.engine.routing.RowFate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Says in words what became of a row: for the decision of a request that asks for it, and for the error of one
/// that failed. Stateless.
final class RowReport {
    private final List<Expert> experts;
    private final CombineRule rule;

    RowReport(MoeLayer layer) {
        this.experts = layer.experts();
        this.rule = layer.rule();
    }

    /// The whole decision over a row of a batch that its experts have answered.
    Decision ended(Decision routed, LayerWorkspace workspace, int row) {
        List<String> fates = new ArrayList<>();
        List<String> caveats = new ArrayList<>();
        int count = workspace.plan.count(row);
        int answered = 0;
        for (int rank = 0; rank < count; rank++) {
            int batch = workspace.dispatcher.batchOf(row, rank);
            boolean isAnswered = workspace.answers.isAnswered(batch);
            fates.add(fate(isAnswered, workspace.answers.cause(batch).orElse(null)));
            answered += isAnswered ? 1 : 0;
            addRepeatability(caveats, workspace.plan.chosen(row, rank), isAnswered);
        }
        addMissing(caveats, answered, count);
        return routed.ended(fates, caveats);
    }

    /// The whole decision over a pending row that enough of its experts have answered; null if nobody asks for it.
    @Nullable
    Decision ended(PendingRow row) {
        Decision routed = row.decision;
        if (routed == null) {
            return null;
        }
        List<String> caveats = new ArrayList<>();
        for (int rank = 0; rank < row.experts.length; rank++) {
            addRepeatability(caveats, row.experts[rank], row.output(rank) != null);
        }
        addMissing(caveats, row.answered(), row.experts.length);
        return routed.ended(fates(row), caveats);
    }

    /// The whole decision over a pending row that the fallback answered; null if nobody asks for it.
    @Nullable
    Decision stoodIn(PendingRow row) {
        Decision routed = row.decision;
        if (routed == null) {
            return null;
        }
        List<String> caveats = new ArrayList<>();
        addRepeatability(caveats, rule.fallback(), true);
        caveats.add("degraded: the fallback '%s' stood in, %s".formatted(fallbackId(), whyNotEnough(row)));
        return routed.ended(fates(row), caveats);
    }

    private static List<String> fates(PendingRow row) {
        List<String> fates = new ArrayList<>();
        for (int rank = 0; rank < row.experts.length; rank++) {
            fates.add(fate(row.output(rank) != null, row.cause(rank)));
        }
        return fates;
    }

    private static String fate(boolean isAnswered, @Nullable WitanException cause) {
        if (isAnswered) {
            return "answered";
        }
        return cause == null ? "not waited for any longer" : "failed: " + cause.reason();
    }

    private static void addMissing(List<String> caveats, int answered, int asked) {
        if (answered < asked) {
            caveats.add("degraded: %d of %d experts answered".formatted(answered, asked));
        }
    }

    private void addRepeatability(List<String> caveats, int expert, boolean isAnswered) {
        if (isAnswered && !experts.get(expert).isRepeatable()) {
            caveats.add("expert '%s' may answer the same row otherwise"
                    .formatted(experts.get(expert).id()));
        }
    }

    private String fallbackId() {
        return experts.get(rule.fallback()).id();
    }

    private String whyNotEnough(PendingRow row) {
        if (row.experts.length == 0) {
            return "since " + whyUnrouted(row);
        }
        return "since %d of %d experts answered".formatted(row.answered(), row.experts.length);
    }

    private static String whyUnrouted(PendingRow row) {
        return switch (row.fate) {
            case NOT_A_NUMBER -> "the gate's score is not a number for row " + row.ticketRow;
            case NONE_PERMITTED -> "no expert is permitted to see row " + row.ticketRow;
            case NO_ROOM -> "every expert that row " + row.ticketRow + " would go to is full";
            case FALLS_BACK -> "row " + row.ticketRow + " is sent to the fallback";
            case ROUTED -> "no expert was chosen for row " + row.ticketRow;
        };
    }

    /// What kind of failure it is that nobody answers the row.
    ErrorCode code(PendingRow row) {
        if (row.experts.length > 0) {
            return ErrorCode.EXPERT_FAILED;
        }
        return switch (row.fate) {
            case NOT_A_NUMBER, ROUTED -> ErrorCode.INTERNAL;
            case NONE_PERMITTED -> ErrorCode.FORBIDDEN;
            case NO_ROOM, FALLS_BACK -> ErrorCode.UNAVAILABLE;
        };
    }

    /// Why a row has no answer.
    String whyNobodyAnswered(PendingRow row) {
        return whyTooFewAnswered(row) + whyNoFallback(row);
    }

    private String whyTooFewAnswered(PendingRow row) {
        if (row.experts.length == 0) {
            return whyUnrouted(row);
        }
        int answered = row.answered();
        String first = firstCause(row);
        if (answered == 0) {
            return "no chosen expert answered; the first one: " + first;
        }
        return "%d of %d experts answered, and the quorum is %d; the first that failed: %s"
                .formatted(answered, row.experts.length, rule.quorum(), first);
    }

    private static String firstCause(PendingRow row) {
        for (int rank = 0; rank < row.experts.length; rank++) {
            WitanException cause = row.cause(rank);
            if (cause != null) {
                return cause.reason();
            }
        }
        return "unknown";
    }

    private String whyNoFallback(PendingRow row) {
        Visit fallback = row.fallback;
        if (fallback == null) {
            return row.fate == RowFate.FALLS_BACK ? ", and there is none" : "";
        }
        String cause = fallback.cause().map(WitanException::reason).orElse("unknown");
        return "; nor did the fallback '%s': %s".formatted(fallbackId(), cause);
    }
}
