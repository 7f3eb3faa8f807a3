// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// What is done so that the other end is awake when it is asked, and to know when it was not. Thread-safe.
interface Care {
    /// For an end that never sleeps.
    Care NONE = new Care() {};

    /// Wakes what has to be awake beside the instance that is asked what it is; ends when it is.
    default CompletableFuture<Void> wake() {
        return CompletableFuture.completedFuture(null);
    }

    /// Keeps awake what is, from now on.
    default void begin() {}

    /// A call begins.
    default void entered() {}

    /// A call has ended.
    default void left() {}

    /// Whether a call is given up once nobody waits for its answer.
    default boolean givesUp() {
        return true;
    }

    /// Whether a call that was answered found the other end asleep.
    default RemoteObserver.Start judge(Optional<Boolean> said, long nanos, long endedNanos) {
        return RemoteObserver.Start.WARM;
    }

    /// Leaves the other end alone.
    default void end() {}
}
