// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.training.data.ReadProgress.Pass;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingLineTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long ROWS = 10_000_000;
    private static final int COLUMNS = 10;

    /// What reading is on the usual machine: ten seconds for each of two passes.
    private static final long READING = 20 * SECOND;

    private static final long LEARNING = 80 * SECOND;

    private final StringWriter told = new StringWriter();
    private long nanos;
    private final ProgressLine line = new ProgressLine(
            new Console(new PrintWriter(told), new PrintWriter(told, true)), "training", () -> nanos, false);
    private final TrainingLine whole = new TrainingLine(line, () -> nanos, (_, _) -> LEARNING);

    private List<String> lines() {
        return told.toString().lines().toList();
    }

    /// Reads both passes at a fraction of the usual speed.
    private void read(int slower) {
        for (int index = 0; index < 2; index++) {
            Pass pass = new Pass(index == 0 ? "looking at columns" : "preparing", index, 2, COLUMNS);
            for (int percent = 1; percent <= 100; percent++) {
                nanos += slower * READING / 200;
                whole.read(pass, percent, 100, ROWS / 100 * percent);
            }
        }
    }

    @Test
    void readingCountsAsPartOfTheTraining() {
        read(1);

        assertThat(lines()).first().asString().contains("training: 10 %  ", "10,000,000 rows", "about 90 s left");
        assertThat(lines()).last().asString().contains("training: 20 %  preparing", "about 80 s left");
    }

    @Test
    void asksTheClockHowFastThisMachineIs() {
        read(3);

        assertThat(lines()).last().asString().contains("training: 20 %", "about 4 min left");
    }

    @Test
    void learnsHowFastLearningIsFromLearning() {
        read(1);
        for (int percent = 1; percent <= 50; percent++) {
            nanos += 4 * LEARNING / 100;
            whole.progress(percent * LEARNING / 100, LEARNING, "mixture");
        }

        assertThat(lines()).last().asString().contains("training: 60 %  mixture", "about 3 min left");
    }

    @Test
    void whatWasDoneBeforeTellsNothingOfThePace() {
        whole.skipped(LEARNING / 2);
        whole.progress(LEARNING / 2, LEARNING, "mixture: going on");
        for (int percent = 51; percent <= 75; percent++) {
            nanos += LEARNING / 100;
            whole.progress(percent * LEARNING / 100, LEARNING, "mixture");
        }

        assertThat(lines()).last().asString().contains("training: 70 %  mixture", "about 24 s left");
    }

    @Test
    void breaksALongSilence() {
        for (int second = 1; second <= 65; second++) {
            nanos += SECOND;
            whole.progress(second, 100_000, "mixture");
        }

        assertThat(lines()).hasSize(2).allMatch(line -> line.startsWith("training: 0 %  mixture"));
    }
}
