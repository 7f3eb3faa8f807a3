// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import static dev.witan.experts.remote.RemoteObserver.Start.COLD;
import static dev.witan.experts.remote.RemoteObserver.Start.WARM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.experts.remote.RemoteObserver.Start;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ColdStartsTest {
    private final ColdStarts coldStarts = new ColdStarts();
    private long now;

    private Start call(long millis) {
        return call(millis, Optional.empty());
    }

    private Start call(long millis, Optional<Boolean> said) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
        return coldStarts.judge(said, TimeUnit.MILLISECONDS.toNanos(millis), now);
    }

    private void learn() {
        for (int i = 0; i < 10; i++) {
            call(10);
        }
    }

    @Test
    void takesTheFirstCallForColdWhileNothingIsKnown() {
        assertThat(call(10)).isEqualTo(COLD);
        assertThat(call(10)).isEqualTo(WARM);
    }

    @Test
    void takesTheFirstCallAfterAMinuteForColdWhileLittleIsKnown() {
        call(10);
        now += TimeUnit.SECONDS.toNanos(61);

        assertThat(call(10)).isEqualTo(COLD);
    }

    @Test
    void knowsAColdCallByItsTimeOnceItHasLearned() {
        learn();

        assertThat(call(49)).isEqualTo(WARM);
        assertThat(call(80)).isEqualTo(COLD);
        now += TimeUnit.MINUTES.toNanos(5);
        assertThat(call(12)).isEqualTo(WARM);
    }

    @Test
    void takesNoCallForColdThatIsHardlyLonger() {
        for (int i = 0; i < 10; i++) {
            call(1);
        }

        assertThat(call(15)).isEqualTo(WARM);
    }

    @Test
    void believesTheFunction() {
        learn();

        assertThat(call(10, Optional.of(true))).isEqualTo(COLD);
        assertThat(call(500, Optional.of(false))).isEqualTo(WARM);
    }

    @Test
    void takesAFunctionThatHasBecomeSlowerForColdOnlyForAWhile() {
        learn();

        int cold = 0;
        while (call(100) == COLD) {
            cold++;
        }

        assertThat(cold).isBetween(1, 20);
    }
}
