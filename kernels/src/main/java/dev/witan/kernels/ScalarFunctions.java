// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

/// Activations and their derivatives, one value at a time; the vector forms repeat them operation for operation.
final class ScalarFunctions {
    /// `2 sqrt(2/pi)`
    static final float GELU_SCALE = 0x1.988454p0f;

    static final float GELU_CUBE = 0.044715f;
    static final float GELU_CUBE_SLOPE = 3f * GELU_CUBE;

    /// How far from zero the halves of a clamped gate may be.
    static final float LIMIT = 7f;

    /// How steep the sigmoid of a clamped gate is.
    static final float STEEPNESS = 1.702f;

    private ScalarFunctions() {}

    static float apply(Activation activation, float x) {
        return switch (activation) {
            case IDENTITY -> x;
            case RELU -> x < 0f ? 0f : x;
            case GELU -> x / (1f + Exponential.exp(-geluArgument(x)));
            case SILU -> x / (1f + Exponential.exp(-x));
        };
    }

    static float derivative(Activation activation, float x) {
        return switch (activation) {
            case IDENTITY -> 1f;
            case RELU -> x <= 0f ? 0f : 1f;
            case GELU -> gated(x, sigmoid(geluArgument(x)), geluSlope(x));
            case SILU -> gated(x, sigmoid(x), 1f);
        };
    }

    /// `c sigmoid(1.702 c)` of `x`, held below the limit.
    static float clampedGate(float x) {
        float c = Math.min(x, LIMIT);
        return c / (1f + Exponential.exp(-(STEEPNESS * c)));
    }

    /// What a clamped gate is multiplied by: `x`, held between the limits, and one.
    static float clampedUp(float x) {
        return Math.max(Math.min(x, LIMIT), -LIMIT) + 1f;
    }

    static float sigmoid(float x) {
        return 1f / (1f + Exponential.exp(-x));
    }

    /// `2u`, for `(1 + tanh u) / 2 = sigmoid(2u)`.
    private static float geluArgument(float x) {
        return GELU_SCALE * (x * Math.fma(GELU_CUBE, x * x, 1f));
    }

    private static float geluSlope(float x) {
        return GELU_SCALE * Math.fma(GELU_CUBE_SLOPE, x * x, 1f);
    }

    /// The derivative of `x s` where `s` is a sigmoid of something with the given slope.
    private static float gated(float x, float s, float slope) {
        return Math.fma(x * slope, s * (1f - s), s);
    }
}
