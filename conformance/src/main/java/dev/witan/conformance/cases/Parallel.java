// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.cases;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/// What came of work that ran beside other work.
final class Parallel {
    private Parallel() {}

    /// The result, or the exception with which the work ended.
    static <T> T result(Future<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(e);
        }
    }
}
