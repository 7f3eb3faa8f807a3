// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClassGroupsTest {
    @Test
    void joinsWhatIsNearest() {
        double[][] likeness = {
            {1, 0.1, 0.9, 0},
            {0.1, 1, 0.2, 0.3},
            {0.9, 0.2, 1, 0},
            {0, 0.3, 0, 1}
        };
        assertThat(new ClassGroups(likeness).joined(2)).hasToString("[[0, 2], [1, 3]]");
    }

    @Test
    void keepsGroupsNearTheirShareAsLongAsItCan() {
        double[][] allAlike = new double[6][6];
        assertThat(new ClassGroups(allAlike).joined(3)).hasToString("[[0, 1, 2], [3, 4], [5]]");
    }

    @Test
    void countsWhatAllClassesShareForNothing() {
        double[][] cosines = new GramSimilarity(
                        new float[][] {{90, 10, 0, 0}, {90, 10, 0, 0}, {90, 0, 10, 0}, {90, 0, 0, 10}})
                .cosines();
        assertThat(cosines[0][1]).isGreaterThan(0.99);
        assertThat(cosines[0][2]).isNegative();
    }
}
