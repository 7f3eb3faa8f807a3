// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.grpc;

import dev.witan.engine.Admission;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.response.Outcome;
import dev.witan.observability.Telemetry;
import dev.witan.server.host.Caller;
import dev.witan.server.host.Door;
import dev.witan.server.host.HostedMixture;
import dev.witan.server.host.Lease;
import dev.witan.server.protocol.InferCall;
import inference.ModelInferRequest;
import inference.ModelInferResponse;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Answers inference requests, of a call each or of a stream: read, submit, and write on completion. No thread waits.
final class InferCalls {
    /// Requests of more rows or bytes are read and written on threads of their own, so that the threads of the
    /// network and of the lanes, which others wait for, are soon free.
    private static final int SMALL_ROWS_MAX = 128;

    private static final int SMALL_BYTES_MAX = 65_536;

    private static final Executor BESIDE =
            task -> Thread.ofVirtual().name("witan-grpc-large").start(task);

    private final Door door;
    private final Telemetry telemetry;

    InferCalls(Door door, Telemetry telemetry) {
        this.door = door;
        this.telemetry = telemetry;
    }

    /// Told once what became of a request, on any thread.
    interface Reply {
        void answered(ModelInferResponse response);

        void refused(Status status);
    }

    /// Starts to answer a request of the call that is being handled.
    RunningRequest start(ModelInferRequest request, Reply reply) {
        CallInfo call = CallInfo.current();
        long patience = patience(Context.current().getDeadline());
        RunningRequest running = new RunningRequest();
        if (isSmall(request)) {
            run(request, call, patience, running, reply);
        } else {
            BESIDE.execute(() -> run(request, call, patience, running, reply));
        }
        return running;
    }

    /// By its bytes too: the shape is what the caller says, and the threads of the network find out only by reading.
    private static boolean isSmall(ModelInferRequest request) {
        boolean hasFewRows = request.getInputsCount() == 0
                || request.getInputs(0).getShapeCount() == 0
                || request.getInputs(0).getShape(0) <= SMALL_ROWS_MAX;
        return hasFewRows && request.getSerializedSize() <= SMALL_BYTES_MAX;
    }

    /// How long the caller will wait, 0 when it does not say.
    private static long patience(@Nullable Deadline deadline) {
        return deadline == null ? 0 : Math.max(1, deadline.timeRemaining(TimeUnit.NANOSECONDS));
    }

    private void run(ModelInferRequest request, CallInfo call, long patience, RunningRequest running, Reply reply) {
        Status refusal;
        try {
            Lease lease = door.lease(request.getModelName(), request.getModelVersion());
            boolean isAdmitted = false;
            try {
                isAdmitted = submit(lease, request, call, patience, running, reply);
            } finally {
                if (!isAdmitted) {
                    lease.close();
                }
            }
            return;
        } catch (WitanException e) {
            telemetry.refused(e.code());
            refusal = GrpcStatuses.of(e, call);
        } catch (RuntimeException | Error e) {
            telemetry.refused(ErrorCode.INTERNAL);
            refusal = GrpcStatuses.incident(e, call);
        }
        reply.refused(refusal);
    }

    private boolean submit(
            Lease lease, ModelInferRequest request, CallInfo call, long patience, RunningRequest running, Reply reply) {
        door.enter();
        lease.afterwards(door::leave);
        HostedMixture hosted = lease.hosted();
        long arrived = hosted.engine().clock().nanos();
        InferCall inferCall = hosted.protoReader().read(request);
        Caller caller =
                new Caller(call.principal(), call.requestId(), call.trace().header(), arrived, patience);
        return switch (door.submit(lease, inferCall, caller)) {
            case Admission.Admitted(var ticket) -> {
                running.admitted(ticket);
                var ended = ticket.outcome();
                if (isSmall(request)) {
                    var _ = ended.thenAccept(outcome -> end(lease, inferCall, call, outcome, reply));
                } else {
                    var _ = ended.thenAcceptAsync(outcome -> end(lease, inferCall, call, outcome, reply), BESIDE);
                }
                yield true;
            }
            case Admission.Rejected(var code, var reason) -> {
                reply.refused(GrpcStatuses.of(new WitanException(code, reason), call));
                yield false;
            }
        };
    }

    private static void end(Lease lease, InferCall inferCall, CallInfo call, Outcome outcome, Reply reply) {
        try (lease) {
            switch (outcome) {
                case Outcome.Answered(var response) ->
                    reply.answered(lease.hosted().protoWriter().write(response, inferCall.id(), inferCall.outputs()));
                case Outcome.Failed(var error) -> reply.refused(GrpcStatuses.of(error, call));
            }
        } catch (RuntimeException | Error e) {
            reply.refused(GrpcStatuses.incident(e, call));
        }
    }
}
