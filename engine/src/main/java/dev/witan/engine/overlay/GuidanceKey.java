// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.overlay;

/// Spells what a guidance decides as a short text, equal for equal rules: part of every cache key.
final class GuidanceKey {
    private GuidanceKey() {}

    static String of(Guidance guidance) {
        StringBuilder key = new StringBuilder();
        for (int expert = 0; expert < guidance.experts(); expert++) {
            addExpert(key, guidance, expert);
        }
        for (int place = 0; place < guidance.pinnedCount(); place++) {
            key.append('p').append(guidance.pinned(place));
        }
        return key.append(guidance.spreads() ? "s" : "")
                .append(guidance.fallsBack() ? "f" : "")
                .toString();
    }

    private static void addExpert(StringBuilder key, Guidance guidance, int expert) {
        if (!guidance.permits(expert)) {
            key.append('x').append(expert);
            return;
        }
        if (guidance.bias(expert) != 0) {
            key.append('b').append(expert).append(':').append(Float.floatToIntBits(guidance.bias(expert)));
        }
        if (guidance.factor(expert) != 1) {
            key.append('w').append(expert).append(':').append(Float.floatToIntBits(guidance.factor(expert)));
        }
    }
}
