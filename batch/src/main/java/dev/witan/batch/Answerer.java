// SPDX-License-Identifier: Apache-2.0
package dev.witan.batch;

import dev.witan.engine.Admission;
import dev.witan.engine.Engine;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.request.InferenceRequest;
import dev.witan.engine.request.RequestContext;
import dev.witan.engine.response.InferenceResponse;
import dev.witan.engine.response.Outcome;
import dev.witan.tables.BadRow;
import dev.witan.tables.Frame;
import dev.witan.tables.RawRows;
import dev.witan.tables.Segment;
import dev.witan.tables.SegmentFormat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Takes a chunk apart, asks the engine, and writes the answers as a segment. Thread-safe.
///
/// A request that the engine refuses for what it holds is halved until the rows to blame stand alone. Whatever else
/// keeps it from being answered stops the run: rows are not to blame for it.
final class Answerer {
    private static final Set<ErrorCode> OF_ROWS = Set.of(ErrorCode.INVALID_INPUT, ErrorCode.PAYLOAD_TOO_LARGE);

    private final Engine engine;
    private final Requests requests;
    private final OutputPlan plan;
    private final SegmentFormat format;
    private final BatchOptions options;

    Answerer(Engine engine, Requests requests, OutputPlan plan, SegmentFormat format, BatchOptions options) {
        this.engine = engine;
        this.requests = requests;
        this.plan = plan;
        this.format = format;
        this.options = options;
    }

    Answered answer(RawRows raw) {
        Frame all = raw.decode();
        List<BadRow> bad = new ArrayList<>(all.bad());
        List<Frame> answers = new ArrayList<>();
        Requests.Prepared prepared = requests.prepare(all);
        bad.addAll(prepared.bad());
        Frame rows = prepared.rows();
        if (rows.rows() <= options.requestRows()) {
            prepared.request().ifPresent(request -> ask(rows, request, answers, bad));
        } else {
            for (int from = 0; from < rows.rows(); from += options.requestRows()) {
                int to = Math.min(rows.rows(), from + options.requestRows());
                ask(rows.select(IntStream.range(from, to).toArray()), answers, bad);
            }
        }
        bad.sort(Comparator.comparingLong(BadRow::row));
        return new Answered(raw.rows(), List.of(segment(answers)), bad);
    }

    private void ask(Frame rows, List<Frame> answers, List<BadRow> bad) {
        requests.prepare(rows).request().ifPresent(request -> ask(rows, request, answers, bad));
    }

    private void ask(Frame rows, InferenceRequest request, List<Frame> answers, List<BadRow> bad) {
        try {
            answers.add(plan.answered(rows, outcome(request, rows)));
        } catch (WitanException e) {
            if (!OF_ROWS.contains(e.code())) {
                throw e;
            }
            if (rows.rows() == 1) {
                bad.add(rows.bad(0, "", e.reason()));
                return;
            }
            int half = rows.rows() / 2;
            ask(rows.select(IntStream.range(0, half).toArray()), answers, bad);
            ask(rows.select(IntStream.range(half, rows.rows()).toArray()), answers, bad);
        }
    }

    private InferenceResponse outcome(InferenceRequest request, Frame rows) {
        long deadline = engine.clock().nanos() + engine.limits().deadlineMax().toNanos();
        RequestContext context = RequestContext.local("batch-" + rows.places().number(0), deadline);
        Admission admission = engine.submit(request, options.experts() ? context.explained() : context);
        InferenceResponse response = switch (admission) {
            case Admission.Rejected(var code, String reason) -> throw new WitanException(code, reason);
            case Admission.Admitted(var ticket) ->
                switch (ticket.outcome().join()) {
                    case Outcome.Answered(var answered) -> answered;
                    case Outcome.Failed(var error) -> throw error;
                };
        };
        if (response.degraded()) {
            throw new WitanException(
                    ErrorCode.EXPERT_FAILED,
                    "an expert did not answer for a row near number %d: a table is answered whole or not at all"
                            .formatted(rows.places().number(0)));
        }
        return response;
    }

    private Segment segment(List<Frame> answers) {
        if (answers.size() == 1) {
            return format.encode(answers.getFirst());
        }
        return format.encode(Frame.join(plan.fields(), answers));
    }
}
