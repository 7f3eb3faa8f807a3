// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.error;

/// Every way in which Witan refuses or fails, so that failures can be counted and mapped to a status at the edge.
public enum ErrorCode {
    INVALID_INPUT(ErrorKind.USER),
    INVALID_CONFIGURATION(ErrorKind.USER),
    UNKNOWN_MIXTURE(ErrorKind.USER),
    PAYLOAD_TOO_LARGE(ErrorKind.USER),
    UNAUTHENTICATED(ErrorKind.USER),
    FORBIDDEN(ErrorKind.USER),
    CANCELLED(ErrorKind.USER),
    QUEUE_FULL(ErrorKind.RESOURCES),
    DRAINING(ErrorKind.RESOURCES),
    UNAVAILABLE(ErrorKind.RESOURCES),
    DEADLINE_EXCEEDED(ErrorKind.RESOURCES),
    EXPERT_FAILED(ErrorKind.EXTERNAL),
    CORRUPT_FILE(ErrorKind.EXTERNAL),
    INTERNAL(ErrorKind.INTERNAL);

    private final ErrorKind kind;

    ErrorCode(ErrorKind kind) {
        this.kind = kind;
    }

    public ErrorKind kind() {
        return kind;
    }
}
