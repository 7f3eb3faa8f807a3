// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.overlay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What permissions and live state say to the rows of one kind of request: which experts they may go to, which are to
/// be preferred by how much, and what a person has ordered. Immutable and thread-safe.
public final class Guidance {
    private static final int[] NOBODY = {};

    /// Everything is permitted and nothing is preferred.
    public static final Guidance NONE = new Guidance(new Builder(0));

    private final @Nullable String[] reasons;
    private final float[] biases;
    private final float[] factors;
    private final int[] pinned;
    private final boolean spreads;
    private final boolean fallsBack;
    private final boolean isLive;
    private final boolean isNone;
    private final List<String> steers;
    private final String key;

    private Guidance(Builder builder) {
        this.reasons = builder.reasons.clone();
        this.biases = builder.biases.clone();
        this.factors = builder.factors.clone();
        this.pinned = builder.pinned.clone();
        this.spreads = builder.spreads;
        this.fallsBack = builder.fallsBack;
        this.isLive = builder.isLive;
        this.steers = List.copyOf(builder.steers);
        this.isNone = builder.isUntouched;
        this.key = GuidanceKey.of(this);
    }

    /// Starts with everything permitted to a mixture's experts and nothing preferred.
    public static Builder builder(int experts) {
        return new Builder(experts);
    }

    /// Whether it changes nothing.
    public boolean isNone() {
        return isNone;
    }

    /// Whether rows may go to the expert.
    public boolean permits(int expert) {
        return isNone || reasons[expert] == null;
    }

    /// Why rows may not go to the expert, in words; empty where they may.
    public String reasonAgainst(int expert) {
        String reason = isNone ? null : reasons[expert];
        return reason == null ? "" : reason;
    }

    /// What is added to the expert's selection score.
    public float bias(int expert) {
        return isNone ? 0f : biases[expert];
    }

    /// By how much a person multiplied the expert's weight; 1 where nobody did.
    public float factor(int expert) {
        return isNone ? 1f : factors[expert];
    }

    /// Experts that are always among the chosen, the first one first. The caller may keep the array, it is a copy.
    public int[] pinned() {
        return pinned.length == 0 ? NOBODY : pinned.clone();
    }

    /// How many experts are pinned.
    public int pinnedCount() {
        return pinned.length;
    }

    /// The pinned expert of that place.
    public int pinned(int place) {
        return pinned[place];
    }

    /// Whether the expert is pinned and may be had: neither cost nor place then keep a row from it.
    public boolean isPinned(int expert) {
        for (int it : pinned) {
            if (it == expert) {
                return permits(expert);
            }
        }
        return false;
    }

    /// Whether rows go to experts evenly, whatever the gate says.
    public boolean spreads() {
        return spreads;
    }

    /// Whether rows go straight to the fallback.
    public boolean fallsBack() {
        return fallsBack;
    }

    /// Whether it depends on live load, so that the same row may be routed otherwise a moment later.
    public boolean isLive() {
        return isLive;
    }

    /// Whether a person steers these rows.
    public boolean isSteered() {
        return !steers.isEmpty();
    }

    /// The steers that hold for these rows, each as a sentence that tells who, why and until when.
    public List<String> steers() {
        return steers;
    }

    /// How many experts it speaks of; 0 where it changes nothing.
    int experts() {
        return reasons.length;
    }

    /// Names all that decides where rows go, and nothing else: requests under equal keys are routed by equal rules,
    /// whoever ordered them and for however long.
    public String key() {
        return key;
    }

    /// Collects what a guidance says. Used by one thread, once.
    public static final class Builder {
        private final @Nullable String[] reasons;
        private final float[] biases;
        private final float[] factors;
        private int[] pinned = NOBODY;
        private boolean spreads;
        private boolean fallsBack;
        private boolean isLive;
        private boolean isUntouched = true;
        private final List<String> steers = new ArrayList<>();

        private Builder(int experts) {
            this.reasons = new String[experts];
            this.biases = new float[experts];
            this.factors = new float[experts];
            Arrays.fill(factors, 1f);
        }

        /// No row may go to the expert; the first reason stays.
        public Builder forbid(int expert, String reason) {
            Objects.requireNonNull(reason);
            if (reasons[expert] == null) {
                reasons[expert] = reason;
            }
            isUntouched = false;
            return this;
        }

        /// Adds to the expert's selection score.
        public Builder addBias(int expert, float bias) {
            if (!Float.isFinite(bias)) {
                throw new IllegalArgumentException("bias must be finite: " + bias);
            }
            biases[expert] += bias;
            isUntouched = false;
            return this;
        }

        /// Multiplies the expert's weight.
        public Builder multiply(int expert, float factor) {
            if (!(factor > 0) || !Float.isFinite(factor)) {
                throw new IllegalArgumentException("factor must be positive and finite: " + factor);
            }
            factors[expert] *= factor;
            isUntouched = false;
            return this;
        }

        /// Has rows go to the expert, whatever its score; a second pin of the same expert changes nothing.
        public Builder pin(int expert) {
            Objects.checkIndex(expert, reasons.length);
            if (Arrays.stream(pinned).noneMatch(it -> it == expert)) {
                pinned = Arrays.copyOf(pinned, pinned.length + 1);
                pinned[pinned.length - 1] = expert;
            }
            isUntouched = false;
            return this;
        }

        /// Has rows go to experts evenly.
        public Builder spread() {
            spreads = true;
            isUntouched = false;
            return this;
        }

        /// Has rows go straight to the fallback.
        public Builder fallBack() {
            fallsBack = true;
            isUntouched = false;
            return this;
        }

        /// Marks what follows from live load.
        public Builder live() {
            isLive = true;
            isUntouched = false;
            return this;
        }

        /// Tells who has steered, as a sentence.
        public Builder steered(String sentence) {
            steers.add(sentence);
            isUntouched = false;
            return this;
        }

        /// Whether rows may go to the expert, as far as was collected.
        boolean permits(int expert) {
            return reasons[expert] == null;
        }

        public Guidance build() {
            return isUntouched ? NONE : new Guidance(this);
        }
    }
}
