// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import io.grpc.Status;

/// What a status of another server means to the rows that were sent to it.
final class GrpcFailures {
    private GrpcFailures() {}

    /// The failure of a question.
    static WitanException of(Status status, Target target) {
        return new WitanException(code(status.getCode()), said(status, target));
    }

    /// The failure of asking the other end what it is: that it has no such model, or none for us, no wait will mend.
    static WitanException ofDescription(Status status, Target target) {
        return switch (status.getCode()) {
            case NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED, UNIMPLEMENTED ->
                new WitanException(ErrorCode.INVALID_CONFIGURATION, said(status, target));
            default -> new WitanException(ErrorCode.UNAVAILABLE, said(status, target));
        };
    }

    private static ErrorCode code(Status.Code code) {
        return switch (code) {
            // It was not we who cancelled: a server says so to the calls that it has when it is stopped.
            case UNAVAILABLE, CANCELLED -> ErrorCode.UNAVAILABLE;
            case DEADLINE_EXCEEDED -> ErrorCode.DEADLINE_EXCEEDED;
            case RESOURCE_EXHAUSTED -> ErrorCode.QUEUE_FULL;
            default -> ErrorCode.EXPERT_FAILED;
        };
    }

    private static String said(Status status, Target target) {
        String description = status.getDescription();
        return "%s says %s: %s"
                .formatted(target, status.getCode(), Upstream.said(description == null ? "nothing more" : description));
    }
}
