// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.error.WitanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableStoreTest {
    private static final int ROWS = 9_000;

    @TempDir
    private Path folder;

    private Path file;
    private final List<String> passes = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        StringBuilder csv = new StringBuilder("id,n,city,day,review,label\n");
        for (int row = 0; row < ROWS; row++) {
            csv.append(row).append(',');
            csv.append(random.nextInt(20) == 0 ? "" : random.nextInt(1000) / 8.0)
                    .append(',');
            csv.append(random.nextInt(20) == 0 ? "?" : "city " + random.nextInt(300))
                    .append(',');
            csv.append("2024-0%d-1%dT0%d:30".formatted(1 + random.nextInt(9), random.nextInt(10), random.nextInt(10)))
                    .append(',');
            csv.append(random.nextInt(9) == 0 ? "" : "the words of review " + random.nextInt(1 << 30))
                    .append(',');
            csv.append(random.nextBoolean() ? "yes" : "no").append('\n');
        }
        file = Files.writeString(folder.resolve("t.csv"), csv);
    }

    private Table stored(OnBadRow policy) {
        passes.clear();
        TableOptions options = new TableOptions(
                TableSchema.NONE,
                Map.of("label", "the target"),
                policy,
                Optional.of(folder.resolve("scratch")),
                (pass, _, _, _) -> {
                    if (!passes.contains(pass.task())) {
                        passes.add(pass.task());
                    }
                });
        return new TableReader(new TableLimits(1L << 30, 1_000, 100, 100, 1_000)).read(file, options);
    }

    @Test
    void isTheTableThatMemoryWouldHold() {
        Table inMemory = new TableReader(TableLimits.defaults()).read(file);

        Table stored = stored(OnBadRow.FAIL);

        assertThat(stored.isStored()).isTrue();
        assertThat(stored.names()).isEqualTo(inMemory.names());
        assertThat(stored.rows()).isEqualTo(ROWS);
        for (String name : stored.names()) {
            TableColumn one = inMemory.require(name);
            TableColumn other = stored.require(name);
            assertThat(other).hasSameClassAs(one);
            for (int row = 0; row < ROWS; row++) {
                assertThat(other.label(row)).isEqualTo(one.label(row));
                assertThat(other.isMissing(row)).isEqualTo(one.isMissing(row));
            }
            assertThat(other.facts().present()).isEqualTo(one.facts().present());
            assertThat(other.facts().countsRows()).isEqualTo(one.facts().countsRows());
            assertThat(other.facts().first()).isEqualTo(one.facts().first());
        }
        assertThat(FreeText.isIn((TableColumn.Texts) stored.require("review"))).isTrue();
        assertThat(FreeText.isIn((TableColumn.Texts) stored.require("city"))).isFalse();
    }

    @Test
    void isMadeOnceForTheSameFileAndOptions() throws IOException {
        String digest = stored(OnBadRow.FAIL).digest();
        assertThat(passes).containsExactly("looking at columns", "preparing");

        assertThat(stored(OnBadRow.FAIL).digest()).isEqualTo(digest);
        assertThat(passes).isEmpty();

        stored(OnBadRow.SKIP);
        assertThat(passes).isNotEmpty();

        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        assertThat(stored(OnBadRow.SKIP).digest()).isEqualTo(digest);
        assertThat(passes).isNotEmpty();
    }

    @Test
    void isMadeAgainIfAFileIsNotAsItWasWritten() throws IOException {
        String digest = stored(OnBadRow.FAIL).digest();
        Path codes = folder.resolve("scratch/table/2.i32");
        byte[] bytes = Files.readAllBytes(codes);
        bytes[400] ^= 1;
        Files.write(codes, bytes);

        assertThat(stored(OnBadRow.FAIL).digest()).isEqualTo(digest);
        assertThat(passes).isNotEmpty();
    }

    @Test
    void isMadeAnewAfterAKillHalfwayThrough() throws IOException {
        Path partial = Files.createDirectories(folder.resolve("scratch/table.partial"));
        Files.writeString(partial.resolve("0.f64"), "half");

        assertThat(stored(OnBadRow.FAIL).rows()).isEqualTo(ROWS);
        assertThat(partial).doesNotExist();
    }

    @Test
    void refusesAMissingTargetBeforeItReadsEverything() {
        TableOptions options = new TableOptions(
                TableSchema.NONE,
                Map.of("lable", "the target"),
                OnBadRow.FAIL,
                Optional.of(folder.resolve("scratch")),
                (pass, _, _, _) -> passes.add(pass.task()));

        assertThatThrownBy(() -> new TableReader(new TableLimits(1L << 30, 1_000, 100, 100, 1_000)).read(file, options))
                .isInstanceOf(WitanException.class)
                .hasMessageContaining("the target must be a column: 'lable'; did you mean 'label'?");
        assertThat(passes).isEmpty();
    }

    @Test
    void belongsToOneProcessAtATimeAndLeavesNothing() {
        Path path = folder.resolve("mixture/.training");
        try (ScratchFolder scratch = ScratchFolder.take(path)) {
            assertThatThrownBy(() -> ScratchFolder.take(path))
                    .hasMessageContaining("one training may use it at a time");
            assertThat(scratch.path()).isDirectory();
        }
        assertThat(folder.resolve("mixture")).doesNotExist();
    }
}
