// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;

/// Refuses options that are out of range, or contradict each other.
final class OptionRules {
    private OptionRules() {}

    static void requireBetween(String name, double value, double least, double most) {
        require(
                value >= least && value <= most,
                "%s must be between %s and %s: %s".formatted(name, text(least), text(most), text(value)));
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new WitanException(ErrorCode.INVALID_CONFIGURATION, otherwise);
        }
    }

    private static String text(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
