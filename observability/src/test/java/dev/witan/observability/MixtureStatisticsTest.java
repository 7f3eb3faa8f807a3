// SPDX-License-Identifier: Apache-2.0
package dev.witan.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.response.Timings;
import java.lang.foreign.Arena;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class MixtureStatisticsTest {
    private static final InstantSource TIME = InstantSource.fixed(Instant.ofEpochMilli(1234));

    @Test
    void whatIsToldAddsUp() {
        try (Arena arena = Arena.ofShared()) {
            MixtureStatistics statistics = new MixtureStatistics(SmallMixture.in(arena), 8, TIME);
            statistics.answered(3, new Timings(1, 2, 3, 4, 5, 15, 4), false);
            statistics.answered(2, new Timings(10, 20, 30, 40, 50, 150, 40), true);
            statistics.failed(ErrorCode.CANCELLED, 7);
            statistics.batchEnded(8, 100);
            statistics.batchEnded(8, 10);
            statistics.batchEnded(1, 5);
            statistics.expertAnswered("left", 4, 9);
            statistics.expertFailed("left", 2, ErrorCode.EXPERT_FAILED);
            statistics.expertAnswered("of another release", 4, 9);

            assertThat(statistics.rows()).isEqualTo(5);
            assertThat(statistics.batches()).isEqualTo(3);
            assertThat(statistics.lastEndedMillis()).isEqualTo(1234);
            is(statistics.success(), 2, 165);
            is(statistics.fail(), 1, 7);
            is(statistics.queue(), 2, 22);
            is(statistics.encode(), 2, 11);
            is(statistics.infer(), 2, 77);
            is(statistics.combine(), 2, 55);
            assertThat(statistics.batchesBySize())
                    .extracting(MixtureStatistics.OfSize::rows)
                    .containsExactly(1, 8);
            is(statistics.batchesBySize().getLast().computed(), 2, 110);
            ExpertStatistics left = statistics.experts().iterator().next();
            assertThat(left.expert()).isEqualTo("left");
            assertThat(left.rows()).isEqualTo(6);
            assertThat(left.failures()).isEqualTo(1);
            is(left.answered(), 1, 9);
        }
    }

    private static void is(Elapsed elapsed, long count, long nanos) {
        assertThat(elapsed.count()).isEqualTo(count);
        assertThat(elapsed.nanos()).isEqualTo(nanos);
    }
}
