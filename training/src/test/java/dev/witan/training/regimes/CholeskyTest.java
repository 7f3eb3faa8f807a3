// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.regimes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CholeskyTest {
    @Test
    void solvesEquations() {
        double[][] matrix = {{4}, {2, 5}, {2, 3, 6}};

        double[] solution = new Cholesky(matrix, 0).solve(new double[] {8, 10, 11});

        assertThat(solution).containsExactly(new double[] {1, 1, 1}, within(1e-12));
    }

    @Test
    void theRidgeIsAddedToTheDiagonal() {
        double[] solution = new Cholesky(new double[][] {{3}, {0, 1}}, 1).solve(new double[] {8, 4});

        assertThat(solution).containsExactly(new double[] {2, 2}, within(1e-12));
    }

    @Test
    void aColumnOfZerosTakesNoPart() {
        double[] solution = new Cholesky(new double[][] {{0}, {0, 2}}, 1e-3).solve(new double[] {0, 2.001});

        assertThat(solution).containsExactly(new double[] {0, 1}, within(1e-9));
    }
}
