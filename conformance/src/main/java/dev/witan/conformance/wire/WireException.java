// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.wire;

import java.io.Serial;

/// A server that could not be talked to, or that gave no answer.
public final class WireException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final boolean isUnreachable;

    private WireException(String reason, Throwable cause, boolean isUnreachable) {
        super(reason, cause);
        this.reason = reason;
        this.isUnreachable = isUnreachable;
    }

    /// No connection came about: nothing can be said about the server.
    static WireException unreachable(String message, Throwable cause) {
        return new WireException(message, cause, true);
    }

    /// The server was reached and did not answer: it closed the connection, or kept silent until the deadline.
    static WireException noAnswer(String message, Throwable cause) {
        return new WireException(message, cause, false);
    }

    public String reason() {
        return reason;
    }

    public boolean isUnreachable() {
        return isUnreachable;
    }
}
