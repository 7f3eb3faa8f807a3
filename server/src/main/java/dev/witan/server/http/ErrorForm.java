// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.http;

import dev.witan.engine.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/// How an API writes an error as JSON.
@FunctionalInterface
public interface ErrorForm {
    /// The Open Inference Protocol's.
    ErrorForm PLAIN = (_, _, message) -> ErrorBody.of(message);

    /// The body of an error.
    ///
    /// @param status of the reply
    byte[] body(int status, ErrorCode code, @Nullable String message);
}
