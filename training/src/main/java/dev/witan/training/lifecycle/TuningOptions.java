// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.lifecycle;

import dev.witan.engine.error.WitanException;

/// How experts go on learning while everything else stays as it is.
///
/// @param steps of the training; 0 learns nothing, and balances new experts all the same
/// @param learningRate the highest
/// @param seed of every random choice
public record TuningOptions(int steps, double learningRate, long seed) {
    private static final int STEPS_MAX = 1_000_000;

    public TuningOptions {
        if (steps < 0 || steps > STEPS_MAX) {
            throw WitanException.invalidInput("steps must be between 0 and %d: %d".formatted(STEPS_MAX, steps));
        }
        if (!(learningRate > 0) || learningRate > 1) {
            throw WitanException.invalidInput("the learning rate must be more than 0, up to 1: " + learningRate);
        }
    }
}
