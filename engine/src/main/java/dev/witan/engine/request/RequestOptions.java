// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.request;

import dev.witan.engine.error.WitanException;
import java.util.Objects;

/// What a caller may ask for beside the answer; refused where it breaks a rule. Immutable.
///
/// @param priority 1 goes first and 9 last; 0 stands for the usual, 5
/// @param fanOut how many experts each row goes to; 0 leaves it to the mixture
/// @param purpose the answer, or the routing decisions alone
public record RequestOptions(int priority, int fanOut, Purpose purpose) {
    /// Where a caller says nothing.
    public static final RequestOptions DEFAULTS = new RequestOptions(0, 0, Purpose.ANSWER);

    private static final int PRIORITY_MAX = 9;
    private static final int PRIORITY_USUAL = 5;

    public RequestOptions {
        Objects.requireNonNull(purpose);
        if (priority < 0 || priority > PRIORITY_MAX) {
            throw WitanException.invalidInput("priority must be between 1, first, and %d, or 0 for the usual: %d"
                    .formatted(PRIORITY_MAX, priority));
        }
        if (fanOut < 0) {
            throw WitanException.invalidInput("fan_out must be positive, or 0 for the mixture's own: " + fanOut);
        }
    }

    /// The priority that counts, between 1 and 9.
    public int effectivePriority() {
        return priority == 0 ? PRIORITY_USUAL : priority;
    }
}
