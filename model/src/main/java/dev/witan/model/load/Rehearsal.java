// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.Mixture;
import dev.witan.engine.expert.Expert;
import java.lang.foreign.Arena;

/// A release in memory that nobody has published. Close it when nothing uses the mixture any more.
public final class Rehearsal implements AutoCloseable {
    private final Mixture mixture;
    private final Arena weights;

    Rehearsal(Mixture mixture, Arena weights) {
        this.mixture = mixture;
        this.weights = weights;
    }

    public Mixture mixture() {
        return mixture;
    }

    @Override
    public void close() {
        if (weights.scope().isAlive()) {
            mixture.layer().experts().forEach(Expert::close);
            mixture.layer().gate().close();
            weights.close();
        }
    }
}
