// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Forest;
import dev.witan.engine.expert.Splits;
import dev.witan.engine.expert.TreesExpert;
import dev.witan.kernels.Kernels;
import dev.witan.model.storage.Content;
import dev.witan.model.storage.DiskStorage;
import dev.witan.model.storage.Storage;
import dev.witan.training.checkpoint.Checkpoint;
import dev.witan.training.checkpoint.Checkpoints;
import dev.witan.training.checkpoint.FolderCheckpoints;
import dev.witan.training.checkpoint.Rhythm;
import dev.witan.training.data.Table;
import dev.witan.training.step.Choice;
import dev.witan.training.step.ExpertRole;
import dev.witan.training.step.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A training that is stopped after any step and goes on has the bits of one that was not.
class CheckpointTest {
    private static final Table TABLE = SyntheticTables.binary(3, 120);

    private final Kernels kernels = Kernels.choose();

    @TempDir
    private Path folder;

    static Stream<TrainingOptionsBuilder> options() {
        return Stream.of(
                small(),
                small().gateHidden(4).schedule(Schedule.PLATEAU).patience(3).clip(0.5),
                small().trial(Trial.NOISE).gateMomentum(0.5).turns(3),
                small().trial(Trial.GUMBEL).groups(2),
                small().choice(Choice.EXPERTS));
    }

    private static TrainingOptionsBuilder small() {
        return TrainingOptions.predict("target")
                .seed(5)
                .threads(2)
                .epochs(3)
                .shapes(
                        ExpertShape.network("a"),
                        ExpertShape.network("b", 4),
                        ExpertShape.network("c", 4, 3),
                        ExpertShape.network("d", 2));
    }

    /// Fails like a killed process after some steps of a network.
    private record Stopping(Checkpoints kept, int stops) implements Checkpoints {
        @Override
        public void identify(Map<String, String> facts) {
            kept.identify(facts);
        }

        @Override
        public Checkpoint of(String network, Map<String, String> own) {
            return new StoppingOne(kept.of(network, own), new int[] {stops});
        }

        @Override
        public void forget() {
            kept.forget();
        }

        @Override
        public void close() {
            kept.close();
        }
    }

    private record StoppingOne(Checkpoint kept, int[] left) implements Checkpoint {
        @Override
        public boolean resume(Reader reader) {
            return kept.resume(reader);
        }

        @Override
        public void offer(long step, Writer writer) {
            kept.offer(step, writer);
            if (--left[0] == 0) {
                throw new StoppedException();
            }
        }

        @Override
        public void keep(Writer writer) {
            kept.keep(writer);
        }
    }

    private static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @ParameterizedTest
    @MethodSource("options")
    void goesOnAfterAnyStepWithTheSameBits(TrainingOptionsBuilder builder) {
        TrainingOptions options = builder.build();
        TrainedMixture whole = Trainer.train(TABLE, options, ProgressListener.none(), kernels);

        TrainedMixture resumed = null;
        int stops = 0;
        while (resumed == null) {
            try (Checkpoints kept = new Stopping(checkpoints(1), 1 + stops % 4)) {
                resumed =
                        Trainer.train(TrainingInput.of(TABLE).keptBy(kept), options, ProgressListener.none(), kernels);
            } catch (StoppedException _) {
                stops++;
            }
        }

        assertThat(stops).isGreaterThan(5);
        assertThat(Bits.of(resumed)).isEqualTo(Bits.of(whole));
        assertThat(resumed.report().history())
                .hasToString(whole.report().history().toString());
    }

    private Checkpoints checkpoints(long steps) {
        return new FolderCheckpoints(
                folder, new DiskStorage(), new Rhythm(steps, Duration.ofDays(1)), System::nanoTime);
    }

    @Test
    void refusesToGoOnWithOtherOptionsOrAnotherTable() {
        try (Checkpoints kept = checkpoints(1)) {
            Trainer.train(TrainingInput.of(TABLE).keptBy(kept), small().build(), ProgressListener.none(), kernels);
        }

        assertThatThrownBy(() -> again(TABLE, small().epochs(4)))
                .isInstanceOf(WitanException.class)
                .hasMessageContaining("optimiser.epochs was 3 and is 4 now");
        assertThatThrownBy(() -> again(SyntheticTables.binary(4, 120), small()))
                .hasMessageContaining("the checkpoint is of another training: table was");
    }

    @Test
    void refusesToGoOnWithAnotherGivenExpertOfTheSameName() {
        again(TABLE, small().shapes(ExpertShape.network("a"), given(0.5f)));
        again(TABLE, small().shapes(ExpertShape.network("a"), given(0.5f)));

        assertThatThrownBy(() -> again(TABLE, small().shapes(ExpertShape.network("a"), given(0.25f))))
                .isInstanceOf(WitanException.class)
                .hasMessageContaining("the checkpoint is of another training: answers of expert known was sha256:");
    }

    /// An expert that answers the same to every row.
    private static ExpertShape given(float answer) {
        return new ExpertShape.Given(
                "known",
                ExpertRole.CHOSEN,
                (_, lessons) -> new TreesExpert(
                        "known",
                        "",
                        new Forest(
                                lessons.features().dimensions(),
                                new float[] {answer},
                                new int[0],
                                new int[0],
                                new Splits(new int[0], new float[0], new int[0], new int[0]),
                                new float[0])));
    }

    @Test
    void refusesToGoOnWithAnotherProgram() {
        try (Checkpoints kept = checkpoints(1)) {
            kept.identify(Map.of("program", "0.1.0"));
            kept.of("mixture", Map.of()).keep(out -> out.writeInt(1));
        }
        assertThat(TrainingFacts.of(TrainingInput.of(TABLE), small().build())).containsKey("program");
        try (Checkpoints kept = checkpoints(1)) {
            kept.identify(Map.of("program", "0.2.0"));
            Checkpoint mixture = kept.of("mixture", Map.of());
            assertThatThrownBy(() -> mixture.resume(in -> in.readInt()))
                    .hasMessageContaining("program was 0.1.0 and is 0.2.0 now");
        }
    }

    private void again(Table table, TrainingOptionsBuilder options) {
        try (Checkpoints kept = checkpoints(1)) {
            Trainer.train(TrainingInput.of(table).keptBy(kept), options.build(), ProgressListener.none(), kernels);
        }
    }

    @Test
    void otherThreadsMayGoOn() {
        again(TABLE, small());
        again(TABLE, small().threads(1));
    }

    @Test
    void refusesABrokenCheckpointAndAFolderInUse() throws IOException {
        again(TABLE, small());
        Path file = folder.resolve("mixture.checkpoint");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> again(TABLE, small()))
                .hasMessageContaining("the checkpoint cannot be read, its digest does not match: delete it");
        try (Checkpoints holder = checkpoints(1)) {
            assertThat(holder).isNotNull();
            assertThatThrownBy(() -> checkpoints(1)).hasMessageContaining("another training keeps its checkpoints");
        }
    }

    @Test
    void forgetsEverythingOnceTheResultIsSafe() {
        try (Checkpoints kept = checkpoints(1)) {
            Trainer.train(TrainingInput.of(TABLE).keptBy(kept), small().build(), ProgressListener.none(), kernels);
            assertThat(folder).isDirectoryContaining("glob:**.checkpoint");
            kept.forget();
        }
        assertThat(folder).doesNotExist();
    }

    @Test
    void aStopWhileItIsWrittenLeavesTheFormerOne() {
        again(TABLE, small());
        Storage broken = new BreakingStorage(new DiskStorage());
        try (Checkpoints kept =
                new FolderCheckpoints(folder, broken, new Rhythm(1, Duration.ofDays(1)), System::nanoTime)) {
            kept.identify(Map.of("fact", "one"));
            Checkpoint one = kept.of("other", Map.of());
            assertThatThrownBy(() -> one.keep(out -> out.writeInt(1)))
                    .hasMessageContaining("the checkpoint could not be written");
            assertThat(one.resume(in -> in.readInt())).isFalse();
        }
    }

    /// A disk that is full.
    private record BreakingStorage(Storage disk) implements Storage {
        @Override
        public void createDirectories(Path directory) throws IOException {
            disk.createDirectories(directory);
        }

        @Override
        public void write(Path file, Content content) throws IOException {
            throw new IOException("no space left on device");
        }

        @Override
        public void move(Path from, Path to) throws IOException {
            disk.move(from, to);
        }

        @Override
        public void sync(Path directory) throws IOException {
            disk.sync(directory);
        }

        @Override
        public void delete(Path path) throws IOException {
            disk.delete(path);
        }
    }

    @Test
    void writesNoMoreOftenThanItsRhythm() {
        List<Long> kept = new java.util.ArrayList<>();
        long[] now = {0};
        try (Checkpoints checkpoints =
                new FolderCheckpoints(folder, new DiskStorage(), Rhythm.every(Duration.ofNanos(10)), () -> now[0])) {
            checkpoints.identify(Map.of());
            Checkpoint one = checkpoints.of("one", Map.of());
            for (long step = 1; step <= 25; step++) {
                now[0]++;
                long at = step;
                one.offer(step, out -> kept.add(at));
            }
        }
        assertThat(kept).containsExactly(10L, 20L);
    }
}
