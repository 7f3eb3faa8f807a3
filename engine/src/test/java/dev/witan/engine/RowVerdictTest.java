// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.RowVerdict.Fallback;
import dev.witan.engine.RowVerdict.Patience;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowVerdictTest {
    @ParameterizedTest
    @CsvSource({
        // asked, answered, open, quorum, patience, fallback, verdict
        "2, 2, 0, 1, LASTS, NONE, COMBINE",
        "2, 1, 1, 1, LASTS, NONE, WAIT",
        "2, 1, 1, 1, OVER, NONE, COMBINE",
        "2, 1, 0, 1, LASTS, IDLE, COMBINE",
        "2, 1, 0, 2, LASTS, NONE, FAIL",
        "2, 1, 0, 2, LASTS, IDLE, ASK_FALLBACK",
        "2, 1, 0, 2, LASTS, ASKED, WAIT",
        "2, 1, 0, 2, LASTS, ANSWERED, STAND_IN",
        "2, 1, 0, 2, LASTS, FAILED, FAIL",
        "1, 1, 0, 3, LASTS, NONE, COMBINE",
        "3, 0, 1, 2, LASTS, IDLE, ASK_FALLBACK",
        "3, 1, 2, 2, LASTS, IDLE, WAIT",
        "3, 1, 2, 2, OVER, IDLE, ASK_FALLBACK",
        "3, 1, 2, 2, OVER, ASKED, WAIT",
        "3, 2, 1, 2, OVER, ASKED, COMBINE",
        "3, 2, 1, 2, OVER, ANSWERED, COMBINE",
        "3, 1, 2, 2, OVER, FAILED, WAIT",
        "3, 1, 2, 2, OVER, NONE, WAIT",
        "0, 0, 0, 1, LASTS, NONE, FAIL",
        "0, 0, 0, 1, LASTS, IDLE, ASK_FALLBACK",
    })
    void followsTheRule(
            int asked, int answered, int open, int quorum, Patience patience, Fallback fallback, RowVerdict verdict) {
        assertThat(RowVerdict.of(asked, answered, open, quorum, patience, fallback))
                .isEqualTo(verdict);
    }
}
