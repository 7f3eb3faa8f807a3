// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import java.time.Duration;
import java.util.Optional;

/// How the outputs of the chosen experts become one, and when enough of them are there.
///
/// @param quorum how many outputs are enough
/// @param patience how long the others are waited for once there are enough; zero for as long as the deadline allows
/// @param fallback the expert that answers where none of the chosen does; empty for none
public record CombineConfig(Kind kind, int quorum, Duration patience, String fallback) {

    /// The sum of outputs times routing weights, with nothing else said.
    public static final CombineConfig WEIGHTED_SUM = of(Kind.WEIGHTED_SUM);

    public CombineConfig {
        ConfigLimits.requireBetween("quorum", 1, ConfigLimits.FAN_OUT_MAX, quorum);
        if (!patience.isZero()) {
            ConfigLimits.requireDuration("patience", patience);
        }
        if (!fallback.isEmpty()) {
            ConfigLimits.requireIdentifier("fallback", fallback);
        }
    }

    /// That kind, with nothing else said.
    public static CombineConfig of(Kind kind) {
        return new CombineConfig(kind, 1, Duration.ZERO, "");
    }

    /// The expert that answers where none of the chosen does.
    public Optional<String> fallbackExpert() {
        return fallback.isEmpty() ? Optional.empty() : Optional.of(fallback);
    }

    /// The rule.
    public enum Kind {
        /// The sum of outputs times routing weights.
        WEIGHTED_SUM,
        /// The sum of the outputs' class probabilities times routing weights.
        PROBABILITIES,
        /// The sum of the experts' logits, unweighted.
        LOGIT_SUM,
        /// The class that most weight speaks for.
        VOTE,
        /// The output of the expert that is surest of its answer.
        BEST_OF,
        /// One output after the other.
        CONCATENATE
    }
}
