// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.combine;

/// Logarithms that a head can read.
final class LogNumbers {
    private LogNumbers() {}

    /// The nearest number that is finite in single precision: the logarithm of nothing is very low, not infinite.
    static float narrow(double value) {
        return (float) Math.clamp(value, -Float.MAX_VALUE, Float.MAX_VALUE);
    }
}
