// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.dispatch;

/// What waits in a queue and says how long it can. Neither value changes while it waits.
public interface Urgent {
    /// 1 goes first and 9 last.
    int priority();

    /// When it is too late, on the engine's clock.
    long deadlineNanos();
}
