// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.distillation;

import dev.witan.engine.error.WitanException;
import java.util.Optional;

/// What a person may ask of a distilled gate.
///
/// @param hidden width of the student's hidden layer, 0 for a linear one; empty for the cheapest that is good enough
/// @param temperature that softens the scores of both gates, in units of how far they lie apart
/// @param ranking weight of the term that keeps the teacher's best experts before the others
/// @param steps of the training
/// @param seed of every random choice
/// @param threads that compute
public record GateOptions(
        Optional<Integer> hidden, double temperature, double ranking, int steps, long seed, int threads) {
    static final int HIDDEN_MAX = 65_536;
    static final int STEPS_MAX = 1_000_000;

    /// What is good enough where nothing else is asked.
    public static final GateOptions DEFAULTS = new GateOptions(Optional.empty(), 1, 2, 8000, 1, 1);

    public GateOptions {
        require(temperature > 0 && temperature <= 100, "the temperature must be more than 0, up to 100", temperature);
        require(ranking >= 0 && ranking <= 1000, "the ranking weight must be between 0 and 1000", ranking);
        require(steps >= 1 && steps <= STEPS_MAX, "steps must be between 1 and " + STEPS_MAX, steps);
        hidden.ifPresent(width -> require(
                width >= 0 && width <= HIDDEN_MAX, "a hidden width must be between 0 and " + HIDDEN_MAX, width));
    }

    static void require(boolean holds, String rule, Number value) {
        if (!holds) {
            throw WitanException.invalidInput(rule + ": " + value);
        }
    }
}
