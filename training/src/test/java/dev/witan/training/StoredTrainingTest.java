// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.witan.kernels.Kernels;
import dev.witan.model.storage.DiskStorage;
import dev.witan.training.checkpoint.Checkpoints;
import dev.witan.training.checkpoint.FolderCheckpoints;
import dev.witan.training.checkpoint.Rhythm;
import dev.witan.training.data.OnBadRow;
import dev.witan.training.data.ReadProgress;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableLimits;
import dev.witan.training.data.TableOptions;
import dev.witan.training.data.TableReader;
import dev.witan.training.data.TableSchema;
import dev.witan.training.network.SeededNumbers;
import dev.witan.training.report.Quality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Training on a table that is kept in files.
class StoredTrainingTest {
    private static final int ROWS = 4_000;

    private final Kernels kernels = Kernels.choose();

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        SeededNumbers random = new SeededNumbers(9);
        StringBuilder csv = new StringBuilder("x,kind,day,review,y\n");
        for (int row = 0; row < ROWS; row++) {
            double x = random.normal();
            int kind = random.below(3);
            int day = random.below(28);
            boolean isYes = (kind == 0 ? x : -x) + (day % 7 == 3 ? 1 : 0) + 0.3 * random.normal() > 0;
            csv.append("%.3f,k%d,2024-02-%02d,%s a b c %d,%s%n"
                    .formatted(x, kind, day + 1, isYes ? "good" : "bad", random.below(1 << 20), isYes ? "yes" : "no"));
        }
        file = Files.writeString(folder.resolve("t.csv"), csv);
    }

    private Table table(int inMemoryRows) {
        TableOptions options = new TableOptions(
                TableSchema.NONE,
                Map.of("y", "the target"),
                OnBadRow.FAIL,
                Optional.of(folder.resolve("scratch")),
                ReadProgress.none());
        return new TableReader(new TableLimits(1L << 30, inMemoryRows, 100, 100, 1_000)).read(file, options);
    }

    private static TrainingOptions options() {
        return TrainingOptions.predict("y")
                .shapes(ExpertShape.network("a"), ExpertShape.network("b", 4), ExpertShape.network("c", 4))
                .epochs(3)
                .threads(1)
                .build();
    }

    private static final class KilledException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void learnsAsWellAsFromMemory() {
        TrainedMixture stored = Trainer.train(table(100), options(), ProgressListener.none(), kernels);
        TrainedMixture held = Trainer.train(table(ROWS * 2), options(), ProgressListener.none(), kernels);

        assertThat(stored.encoder().columns()).isEqualTo(held.encoder().columns());
        assertThat(auc(stored)).isCloseTo(auc(held), within(0.01)).isGreaterThan(0.9);
    }

    private static double auc(TrainedMixture trained) {
        return ((Quality.Binary) trained.report().quality()).auc();
    }

    @Test
    void killedFiveTimesItEndsWithTheSameBits() {
        TrainedMixture whole = Trainer.train(table(100), options(), ProgressListener.none(), kernels);

        int kills = 0;
        TrainedMixture resumed = null;
        while (resumed == null) {
            int[] left = {kills < 5 ? 40 + 30 * kills : Integer.MAX_VALUE};
            try (Checkpoints kept = new FolderCheckpoints(
                    folder.resolve("checkpoints"),
                    new DiskStorage(),
                    new Rhythm(3, Duration.ofDays(1)),
                    System::nanoTime)) {
                TrainingInput input = TrainingInput.of(table(100)).keptBy(kept);
                resumed = Trainer.train(
                        input,
                        options(),
                        (_, _, _) -> {
                            if (--left[0] == 0) {
                                throw new KilledException();
                            }
                        },
                        kernels);
            } catch (KilledException _) {
                kills++;
            }
        }

        assertThat(kills).isEqualTo(5);
        assertThat(Bits.of(resumed)).isEqualTo(Bits.of(whole));
    }
}
