// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.grpc;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.observability.Telemetry;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// A call whose reply tells its trace, and which can be broken off while its request has not come yet. Once that has
/// come, whoever handles it replies, and nobody else.
final class EdgeCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
    private enum Progress {
        WAITING,
        HANDLED,
        BROKEN
    }

    private final CallInfo info;
    private final Telemetry telemetry;
    private final SilentCalls silent;
    private final AtomicReference<Progress> progress = new AtomicReference<>(Progress.WAITING);
    private boolean hasHeaders;
    private volatile boolean isEnded;
    private volatile Status.Code code = Status.Code.CANCELLED;

    EdgeCall(ServerCall<Q, R> call, CallInfo info, Telemetry telemetry, SilentCalls silent) {
        super(call);
        this.info = info;
        this.telemetry = telemetry;
        this.silent = silent;
    }

    @Override
    public void sendHeaders(Metadata headers) {
        hasHeaders = true;
        tellTrace(headers);
        super.sendHeaders(headers);
    }

    @Override
    public void close(Status status, Metadata trailers) {
        if (!hasHeaders) {
            tellTrace(trailers);
        }
        code = status.getCode();
        silent.answered(this);
        try {
            super.close(status, trailers);
        } finally {
            if (isEnded) {
                silent.remove(this);
            }
        }
    }

    /// Whom the call came from.
    Optional<SocketAddress> peer() {
        return Optional.ofNullable(getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
    }

    private void tellTrace(Metadata metadata) {
        metadata.put(CallInfo.TRACEPARENT, info.trace().header());
        metadata.put(CallInfo.REQUEST_ID, info.requestId());
    }

    /// Waits for the request, but not for ever.
    void await() {
        silent.add(this);
    }

    /// Notes that the request has come; answers false when the call was broken off before.
    boolean begin() {
        silent.remove(this);
        return progress.compareAndSet(Progress.WAITING, Progress.HANDLED);
    }

    /// Refuses the call before it is handled.
    void refuse(WitanException error) {
        telemetry.refused(error.code());
        breakOff(GrpcStatuses.of(error, info));
    }

    /// Refuses bytes that are no message.
    void refuseMessage() {
        telemetry.refused(ErrorCode.INVALID_INPUT);
        breakOff(Status.INVALID_ARGUMENT.withDescription("the message must be the protobuf message of "
                + getMethodDescriptor().getFullMethodName() + ": its bytes are not"));
    }

    void expire() {
        if (breakOff(Status.DEADLINE_EXCEEDED.withDescription(
                "the request must arrive within the longest time that any request may take: it did not"))) {
            telemetry.refused(ErrorCode.DEADLINE_EXCEEDED);
        }
    }

    private boolean breakOff(Status status) {
        silent.remove(this);
        boolean isOurs = progress.compareAndSet(Progress.WAITING, Progress.BROKEN);
        if (isOurs) {
            close(status, new Metadata());
        }
        return isOurs;
    }

    /// Ends a call whose handler threw.
    void fail(Throwable cause) {
        silent.remove(this);
        progress.set(Progress.BROKEN);
        telemetry.refused(ErrorCode.INTERNAL);
        close(GrpcStatuses.incident(cause, info), new Metadata());
    }

    boolean isBroken() {
        return progress.get() == Progress.BROKEN;
    }

    void ended(boolean isComplete) {
        isEnded = true;
        silent.remove(this);
        telemetry.grpcEnded(isComplete ? code.name() : Status.Code.CANCELLED.name());
    }
}
