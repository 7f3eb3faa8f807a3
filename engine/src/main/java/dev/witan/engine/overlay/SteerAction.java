// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.overlay;

import java.util.Objects;
import java.util.Optional;

/// What a steer does to routing. Experts are named by id, so that a steer means the same expert in every release.
public sealed interface SteerAction {
    /// The expert that it is about; empty when it is about the whole council.
    default Optional<String> subject() {
        return Optional.empty();
    }

    /// In words: `excludes 'premium'`.
    String words();

    /// The expert is among the chosen of every row, whatever the gate says.
    record Pin(String expert) implements SteerAction {
        public Pin {
            Objects.requireNonNull(expert);
        }

        @Override
        public Optional<String> subject() {
            return Optional.of(expert);
        }

        @Override
        public String words() {
            return "pins '" + expert + "'";
        }
    }

    /// The expert gets no row.
    record Exclude(String expert) implements SteerAction {
        public Exclude {
            Objects.requireNonNull(expert);
        }

        @Override
        public Optional<String> subject() {
            return Optional.of(expert);
        }

        @Override
        public String words() {
            return "excludes '" + expert + "'";
        }
    }

    /// The expert is chosen as if its share were `factor` times what the gate says, and weighs that much in the answer.
    record Reweight(String expert, float factor) implements SteerAction {
        public Reweight {
            Objects.requireNonNull(expert);
            if (!(factor > 0) || factor == Float.POSITIVE_INFINITY) {
                throw new IllegalArgumentException("a weight must be positive and finite: " + factor);
            }
        }

        @Override
        public Optional<String> subject() {
            return Optional.of(expert);
        }

        @Override
        public String words() {
            return "weighs '%s' %s-fold".formatted(expert, factor);
        }
    }

    /// The gate is ignored: rows are spread evenly over the experts, with equal weights.
    record Spread() implements SteerAction {
        @Override
        public String words() {
            return "spreads evenly";
        }
    }

    /// Every row goes straight to the fallback expert.
    record Fallback() implements SteerAction {
        @Override
        public String words() {
            return "sends everything to the fallback";
        }
    }
}
