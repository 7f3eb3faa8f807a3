// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import java.util.Set;

/// What training leaves as it is: it answers as ever, and what comes before it still learns through it.
///
/// @param encoder whether the encoder's embeddings are left alone
/// @param gate whether the gate is, and with it the selection bias
/// @param experts ids of those that are
public record Frozen(boolean encoder, boolean gate, Set<String> experts) {
    public static final Frozen NOTHING = new Frozen(false, false, Set.of());

    public Frozen {
        experts = Set.copyOf(experts);
    }

    /// Whether an expert is left alone.
    public boolean holds(TrainableExpert expert) {
        return experts.contains(expert.id());
    }
}
