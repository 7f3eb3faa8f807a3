// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.ads;

import dev.witan.training.network.SeededNumbers;
import java.util.Arrays;

/// Draws ranks of which few are frequent and many are rare: rank `r` weighs `1 / (r + 1)^exponent`.
final class Zipf {
    private final double[] cumulated;

    Zipf(int count, double exponent) {
        cumulated = new double[count];
        double sum = 0;
        for (int rank = 0; rank < count; rank++) {
            sum += 1 / StrictMath.pow(rank + 1, exponent);
            cumulated[rank] = sum;
        }
    }

    int draw(SeededNumbers random) {
        double at = random.uniform() * cumulated[cumulated.length - 1];
        int found = Arrays.binarySearch(cumulated, at);
        return Math.min(found < 0 ? -found - 1 : found, cumulated.length - 1);
    }
}
