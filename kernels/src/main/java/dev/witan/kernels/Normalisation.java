// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.lang.foreign.Arena;
import java.util.Objects;

/// How rows are brought to one scale: `x / scale * gain + bias`, where the form says what the scale is.
///
/// @param gain one row: what each column is multiplied by afterwards
/// @param bias one row: what is added to each column at last
/// @param epsilon added to the mean square, so that a row of zeros stays one
public record Normalisation(Form form, FloatMatrix gain, FloatMatrix bias, float epsilon) {
    /// What [#plain] adds to the mean square.
    public static final float EPSILON = 1e-5f;

    /// What a row is divided by.
    public enum Form {
        /// The root of the mean square of the row.
        RMS,
        /// The mean is subtracted first, then as with [#RMS]: the deviation of the row.
        LAYER
    }

    /// Refuses gain and bias that are not two rows of one width, and an epsilon that is not positive.
    public Normalisation {
        Objects.requireNonNull(form);
        Shapes.equal("rows of gain", gain.rows(), 1);
        Shapes.equal("rows of bias", bias.rows(), 1);
        Shapes.equal("columns of bias", bias.columns(), gain.columns());
        if (!(epsilon > 0f && epsilon < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("epsilon must be positive and finite: " + epsilon);
        }
    }

    /// One with nothing learned: a gain of ones and a bias of zeros.
    public static Normalisation plain(Arena arena, Form form, int width) {
        return of(arena, form, width, 1, EPSILON);
    }

    /// A gentle one, with nothing learned: small rows keep their scale but for a factor, those whose mean square is 1
    /// stay as they are, and the mean square of no row gets beyond `highest`.
    public static Normalisation gentle(Arena arena, Form form, int width, float highest) {
        if (!(highest > 1)) {
            throw new IllegalArgumentException("highest mean square must be above 1: " + highest);
        }
        return of(arena, form, width, (float) Math.sqrt(highest), highest - 1);
    }

    private static Normalisation of(Arena arena, Form form, int width, float gain, float epsilon) {
        FloatMatrix gains = FloatMatrix.allocate(arena, 1, width);
        gains.fill(gain);
        return new Normalisation(form, gains, FloatMatrix.allocate(arena, 1, width), epsilon);
    }

    /// The number of columns that it normalises.
    public int width() {
        return gain.columns();
    }

    /// What a row with that mean square is multiplied by, on every implementation.
    float factor(float meanSquare) {
        return 1f / (float) Math.sqrt(meanSquare + epsilon);
    }
}
