// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/// What a future ended with, as the one exception of ours.
final class Failures {
    private Failures() {}

    static WitanException of(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return switch (cause) {
            case WitanException known -> known;
            case TimeoutException _ -> new WitanException(ErrorCode.UNAVAILABLE, "no answer in time", cause);
            case CancellationException _ -> new WitanException(ErrorCode.CANCELLED, "given up", cause);
            default -> new WitanException(ErrorCode.INTERNAL, "asking broke: " + cause, cause);
        };
    }

    /// A code as metrics name it.
    static String label(WitanException failure) {
        return failure.code().name().toLowerCase(Locale.ROOT);
    }
}
