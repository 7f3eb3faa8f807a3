// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.text;

import dev.witan.engine.encode.TextGrams;
import java.util.Objects;

/// How free text is learned.
///
/// @param grams how it is cut, and how many buckets there are
/// @param dimensions width of a bucket's embedding
/// @param scale deviation of the initial embeddings: small, since a gram that training never saw adds its own to a text
/// @param takenShare share of a text's grams that a batch does without
public record TextShape(TextGrams grams, int dimensions, double scale, double takenShare) {
    public TextShape {
        Objects.requireNonNull(grams);
    }

    /// What suits most tables.
    public static TextShape usual() {
        return new TextShape(new TextGrams(16_384, 1, 4, 1_000), 32, 0.05, 0.2);
    }
}
