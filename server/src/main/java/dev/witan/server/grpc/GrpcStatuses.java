// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.grpc;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.ErrorKind;
import dev.witan.engine.error.WitanException;
import io.grpc.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which status each error has over gRPC. What a caller cannot act on is INTERNAL and tells only where to look for it.
final class GrpcStatuses {
    private static final Logger LOG = LoggerFactory.getLogger(GrpcStatuses.class);

    private GrpcStatuses() {}

    /// The status of an error of a call.
    static Status of(WitanException error, CallInfo call) {
        ErrorKind kind = error.code().kind();
        boolean isForCaller = kind == ErrorKind.USER || kind == ErrorKind.RESOURCES;
        return isForCaller ? codeOf(error.code()).withDescription(error.reason()) : incident(error, call);
    }

    /// Logs what went wrong with us.
    static Status incident(Throwable cause, CallInfo call) {
        LOG.error("incident {}: {} failed", call.traceId(), call.method(), cause);
        return Status.INTERNAL.withDescription("internal error; the server's log has it as incident " + call.traceId());
    }

    private static Status codeOf(ErrorCode code) {
        return switch (code) {
            case INVALID_INPUT, PAYLOAD_TOO_LARGE -> Status.INVALID_ARGUMENT;
            case INVALID_CONFIGURATION -> Status.FAILED_PRECONDITION;
            case UNAUTHENTICATED -> Status.UNAUTHENTICATED;
            case FORBIDDEN -> Status.PERMISSION_DENIED;
            case UNKNOWN_MIXTURE -> Status.NOT_FOUND;
            case QUEUE_FULL -> Status.RESOURCE_EXHAUSTED;
            case DRAINING, UNAVAILABLE -> Status.UNAVAILABLE;
            case DEADLINE_EXCEEDED -> Status.DEADLINE_EXCEEDED;
            case CANCELLED -> Status.CANCELLED;
            case EXPERT_FAILED, CORRUPT_FILE, INTERNAL -> Status.INTERNAL;
        };
    }
}
