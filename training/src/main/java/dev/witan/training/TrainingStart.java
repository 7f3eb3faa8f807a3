// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.Mixture;

/// What a mixture knows before its training.
public sealed interface TrainingStart {
    /// Nothing.
    static TrainingStart fresh() {
        return new Fresh();
    }

    /// Random weights, and an encoder that is fitted to the table.
    record Fresh() implements TrainingStart {}

    /// What a release knows: its encoder, its gate, the experts that have an id in common with it, and their selection
    /// bias. Experts that it does not have start at random.
    ///
    /// @param mixture a release in memory, which must stay there until the training has ended; it is not changed
    record From(Mixture mixture) implements TrainingStart {}
}
