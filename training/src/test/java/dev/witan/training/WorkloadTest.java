// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.training.data.TargetKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    private static final int ROWS = 100_000;
    private static final int INPUTS = 500;
    private static final List<Integer> HIDDEN = List.of(64, 32);

    private static Map<String, Long> parts(int threads, String... tasks) {
        TrainingOptions options = TrainingOptions.predict("y").build();
        TrainingPlan plan = TrainingPlan.of(options, TrainingStart.fresh(), 18, ROWS, tasks.length);
        return new Workload(plan, ROWS, tasks.length, 18, threads).parts(INPUTS, 1, HIDDEN, false, List.of(tasks));
    }

    @Test
    void networksAreNotAlikeInWork() {
        Map<String, Long> work = parts(1);

        assertThat(work).containsOnlyKeys("mixture", "dense network", "linear network");
        assertThat(work.get("mixture")).isGreaterThan(work.get("dense network"));
        assertThat(work.get("dense network")).isGreaterThan(work.get("linear network"));
    }

    @Test
    void whatIsTrainedBesideALongerOneTakesNoTime() {
        assertThat(parts(2).get("linear network")).isZero();
        assertThat(parts(2).get("dense network")).isEqualTo(parts(1).get("dense network"));
        assertThat(parts(2).get("mixture")).isLessThan(parts(1).get("mixture"));
    }

    @Test
    void everyTaskHasItsOwnNetworksBeside() {
        assertThat(parts(2, "a", "b"))
                .containsOnlyKeys(
                        "mixture",
                        "dense network for a",
                        "linear network for a",
                        "dense network for b",
                        "linear network for b");
    }

    @Test
    void stepsThatNobodyHadToDoAreToldAsSkipped() {
        List<String> told = new ArrayList<>();
        Progress progress = new Progress(
                new ProgressListener() {
                    @Override
                    public void progress(long step, long total, String message) {
                        told.add(step + " of " + total);
                    }

                    @Override
                    public void skipped(long steps) {
                        told.add("skipped " + steps);
                    }
                },
                TargetKind.BINARY,
                10);
        progress.expect(Map.of("mixture", 600L, "dense network", 400L));
        Progress.Run mixture = progress.run("mixture", 4);
        mixture.resumed(1, 0.5);
        mixture.ended(2, 4, 0.8, 2);
        mixture.finished();
        progress.run("dense network", 4).finished();

        assertThat(told)
                .containsExactly(
                        "skipped 225",
                        "225 of 1000",
                        "300 of 1000",
                        "skipped 300",
                        "600 of 1000",
                        "skipped 400",
                        "1000 of 1000");
    }
}
