// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.witan.engine.encode.TextEncoder;
import dev.witan.kernels.Kernels;
import dev.witan.model.config.MixtureConfig;
import dev.witan.model.config.MixtureConfigs;
import dev.witan.model.repository.MixtureRepository;
import dev.witan.model.repository.ReleaseManifest;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import dev.witan.training.data.TableLimits;
import dev.witan.training.data.TableReader;
import dev.witan.training.data.Target;
import dev.witan.training.data.TargetKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatTrainerTest {
    private static final Path EXAMPLE = Path.of("..", "examples", "assistant");
    private static final Kernels KERNELS = Kernels.choose();
    private static final ProgressListener QUIET = (_, _, _) -> {};

    @TempDir
    Path folder;

    private static MixtureConfig config() {
        return new MixtureConfigs().read(EXAMPLE.resolve("mixture.yaml"));
    }

    private static TrainingOptions options(int threads) {
        return TrainingOptions.predict("expert").threads(threads).epochs(6).build();
    }

    private static Table table(List<String> texts, List<String> experts) {
        return new Table(
                "a test",
                List.of(
                        new TableColumn.Texts("text", texts.toArray(String[]::new)),
                        new TableColumn.Texts("expert", experts.toArray(String[]::new))));
    }

    private static int best(TrainedChat trained, String text) {
        TextEncoder encoder = (TextEncoder) trained.encoder().encoders().getFirst();
        float[] row = new float[encoder.spec().width()];
        int[] indexes = encoder.indexes(text);
        encoder.encode(indexes, indexes.length, row, 0);
        TrainedNetwork.Layer gate = trained.gate().layers().getLast();
        int best = -1;
        double highest = Double.NEGATIVE_INFINITY;
        for (int expert = 0; expert < gate.weights().rows(); expert++) {
            double score = gate.bias().get(0, expert);
            for (int i = 0; i < row.length; i++) {
                score += gate.weights().get(expert, i) * row[i];
            }
            if (score > highest) {
                best = expert;
                highest = score;
            }
        }
        return best;
    }

    @Test
    void theGateOfTheExampleTellsLanguagesAndIsTheSameForEveryNumberOfThreads() {
        Table table = new TableReader(TableLimits.defaults()).read(EXAMPLE.resolve("questions.csv"));
        TrainedChat one = ChatTrainer.train(table, config(), options(1), QUIET, KERNELS);
        TrainedChat two = ChatTrainer.train(table, config(), options(2), QUIET, KERNELS);

        assertThat(one.report().accuracy()).isGreaterThan(0.8);
        assertThat(best(one, "Waar kan ik vanavond lekker eten in de buurt?")).isZero();
        assertThat(best(one, "Wo kann ich heute Abend gut essen gehen?")).isEqualTo(1);
        ReleaseManifest first = new Publication(KERNELS)
                .publish(one, new MixtureRepository(folder.resolve("1")).locate("assistant"), Instant.EPOCH);
        ReleaseManifest second = new Publication(KERNELS)
                .publish(two, new MixtureRepository(folder.resolve("2")).locate("assistant"), Instant.EPOCH);
        assertThat(second.digest()).isEqualTo(first.digest());
    }

    @Test
    void aLabelThatIsNoExpertIsRefusedWithTheNearest() {
        List<String> texts = new ArrayList<>();
        List<String> experts = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            texts.add("text " + i);
            experts.add(i % 2 == 0 ? "dutch" : "germann");
        }
        assertThatThrownBy(() -> ChatTrainer.train(table(texts, experts), config(), options(1), QUIET, KERNELS))
                .hasMessageContaining("a label must be an expert of the mixture: 'germann'; did you mean 'german'?");
    }

    @Test
    void theTemperatureIsTheOneThatIsAsSureAsItIsRight() {
        // Three of four rows are right, each with the logit 4 against 0: softmax(4 / t) is 3/4 at t = 4 / ln 3.
        Target target = new Target("expert", TargetKind.MULTI_CLASS, List.of("a", "b"), new double[] {0, 0, 0, 1});
        float[] logits = {4, 0, 4, 0, 4, 0, 4, 0};

        assertThat(Temperature.of(logits, target, new int[] {0, 1, 2, 3})).isCloseTo(4 / Math.log(3), within(1e-3));
    }
}
