// SPDX-License-Identifier: Apache-2.0
package dev.witan.resilience;

import dev.witan.kernels.FloatMatrix;

/// By what rows are told apart.
enum RowSignature {
    /// Every bit.
    EXACT {
        @Override
        RowKey key(FloatMatrix rows, int row, long seed) {
            return RowKey.of(CONTEXT, rows, row, seed);
        }
    },
    /// Every value to the nearest eighth: columns are standardised, so that this is an eighth of their spread.
    SIMILAR {
        @Override
        RowKey key(FloatMatrix rows, int row, long seed) {
            int[] steps = new int[rows.columns()];
            for (int column = 0; column < steps.length; column++) {
                steps[column] = Math.round(rows.get(row, column) * STEPS_PER_UNIT);
            }
            return RowKey.ofSignature(CONTEXT, steps, seed);
        }
    };

    private static final String CONTEXT = "";
    private static final float STEPS_PER_UNIT = 8;

    abstract RowKey key(FloatMatrix rows, int row, long seed);
}
