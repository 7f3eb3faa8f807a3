// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.time;

/// A monotonic clock in nanoseconds with an arbitrary origin; injected, so that tests and simulations own time.
@FunctionalInterface
public interface NanoClock {
    long nanos();

    static NanoClock system() {
        return System::nanoTime;
    }
}
