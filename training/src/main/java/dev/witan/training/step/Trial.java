// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

/// How rows come to experts that are not their best, in training and never in serving.
public enum Trial {
    /// Not at all.
    NONE,
    /// By noise on the scores whose strength is learned per row and expert; see
    /// [NoisyGate][dev.witan.training.network.NoisyGate].
    NOISE,
    /// By drawing the experts with Gumbel noise on the scores that choose. Weights come from the clean scores.
    GUMBEL
}
