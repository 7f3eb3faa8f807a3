// SPDX-License-Identifier: Apache-2.0
package dev.witan.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.tables.Segment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final List<String> IDENTITY = List.of("input: a\tb", "mixture: ads");

    @TempDir
    private Path folder;

    private static Journal.State at(long rows, boolean isDone) {
        return new Journal.State(rows, rows / 10, rows * 100, rows / 2, List.of(), isDone);
    }

    private Path write() throws IOException {
        Path file = folder.resolve("journal");
        try (Journal journal = Journal.open(file)) {
            assertThat(journal.read(IDENTITY)).isEmpty();
            journal.begin(IDENTITY);
            journal.note(at(10, false), List.of(new Segment.Placed(4, 10, "1:2 3:4")));
            journal.note(at(30, false), List.of(new Segment.Placed(9, 12, "5:6"), new Segment.Placed(20, 8, "7:8")));
        }
        return file;
    }

    @Test
    void theLastStateIsReadWithAllSegments() throws IOException {
        try (Journal journal = Journal.open(write())) {
            Journal.State state = journal.read(IDENTITY).orElseThrow();
            assertThat(List.of(state.rows(), state.skipped(), state.outBytes(), state.badBytes()))
                    .containsExactly(30L, 3L, 3000L, 15L);
            assertThat(state.segments())
                    .containsExactly(
                            new Segment.Placed(4, 10, "1:2 3:4"),
                            new Segment.Placed(9, 12, "5:6"),
                            new Segment.Placed(20, 8, "7:8"));
            assertThat(state.isDone()).isFalse();
        }
    }

    @Test
    void aLineThatWasCutOffAnywhereIsPassedOverAndWrittenOver() throws IOException {
        byte[] whole = Files.readAllBytes(write());
        int last = new String(whole, java.nio.charset.StandardCharsets.UTF_8).lastIndexOf('\n', whole.length - 2) + 1;
        for (int length = last; length < whole.length; length++) {
            Path file = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
            try (Journal journal = Journal.open(file)) {
                assertThat(journal.read(IDENTITY).orElseThrow().rows()).isEqualTo(10);
                journal.note(at(20, true), List.of());
            }
            try (Journal journal = Journal.open(file)) {
                Journal.State state = journal.read(IDENTITY).orElseThrow();
                assertThat(state.rows()).isEqualTo(20);
                assertThat(state.isDone()).isTrue();
            }
        }
    }

    @Test
    void anotherRunsJournalIsRefusedAndSaysWhatDiffers() throws IOException {
        try (Journal journal = Journal.open(write())) {
            assertThatThrownBy(() -> journal.read(List.of("input: a\tb", "mixture: sales")))
                    .hasMessageContaining("then 'mixture: ads', now 'mixture: sales'; --restart starts over");
        }
    }

    @Test
    void twoRunsDoNotShareAJournal() throws IOException {
        Path file = write();
        try (Journal _ = Journal.open(file)) {
            assertThatThrownBy(() -> Journal.open(file)).hasMessageContaining("another run writes these answers");
        }
    }
}
