// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.distillation;

import dev.witan.engine.error.WitanException;
import java.util.List;

/// What a person may ask of a dense student.
///
/// @param hidden widths of its hidden layers, none for a linear one
/// @param temperature that softens the probabilities of teacher and student; of no account for numbers
/// @param steps of the training
/// @param seed of every random choice
/// @param threads that compute what the mixture answers
public record DenseOptions(List<Integer> hidden, double temperature, int steps, long seed, int threads) {
    private static final int LAYERS_MAX = 16;
    private static final int WIDTH_MAX = 65_536;

    public DenseOptions {
        hidden = List.copyOf(hidden);
        GateOptions.require(hidden.size() <= LAYERS_MAX, "hidden layers must be at most " + LAYERS_MAX, hidden.size());
        for (int width : hidden) {
            GateOptions.require(
                    width >= 1 && width <= WIDTH_MAX, "a hidden width must be between 1 and " + WIDTH_MAX, width);
        }
        if (!(temperature > 0) || temperature > 100) {
            throw WitanException.invalidInput("the temperature must be more than 0, up to 100: " + temperature);
        }
        GateOptions.require(
                steps >= 1 && steps <= GateOptions.STEPS_MAX,
                "steps must be between 1 and " + GateOptions.STEPS_MAX,
                steps);
    }
}
