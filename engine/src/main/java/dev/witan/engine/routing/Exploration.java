// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.engine.gate.RowHash;

/// Has a share of a mixture's requests try experts other than the best.
///
/// @param share of the requests, between 0 and 1; which ones follows from their ids
/// @param temperature by how much the draw is flatter than the gate's own probabilities; 1 draws by these
/// @param seed of the mixture: another one has other requests explore, and otherwise
public record Exploration(float share, float temperature, long seed) {
    /// No expert's draw: who explores must say nothing of which expert is drawn.
    private static final int NOBODY = -1;

    public Exploration {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("exploration share must be between 0 and 1: " + share);
        }
        if (!(temperature > 0) || Float.isInfinite(temperature)) {
            throw new IllegalArgumentException("exploration temperature must be positive and finite: " + temperature);
        }
    }

    /// Whether the request of that seed explores.
    boolean includes(long requestSeed) {
        return RowHash.unit(RowHash.mix(requestSeed) ^ seed, NOBODY) < share;
    }
}
