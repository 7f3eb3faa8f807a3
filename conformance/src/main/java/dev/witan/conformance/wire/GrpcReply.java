// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.wire;

import io.grpc.Status;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The answer to one call over gRPC: a message, or a status that says why there is none.
///
/// @param <T> the message
public final class GrpcReply<T> {
    private final @Nullable T message;
    private final Status status;

    GrpcReply(@Nullable T message, Status status) {
        this.message = message;
        this.status = status;
    }

    public Status.Code code() {
        return status.getCode();
    }

    public boolean isAnswered() {
        return message != null;
    }

    /// The message; only of a call that was answered.
    public T message() {
        return Objects.requireNonNull(message, "there is no message: " + status);
    }

    /// What the server says about a failure; `""` if it says nothing.
    public String description() {
        return Objects.requireNonNullElse(status.getDescription(), "");
    }

    @Override
    public String toString() {
        return message == null ? code() + " " + Excerpt.of(description()) : Excerpt.of(message.toString());
    }
}
