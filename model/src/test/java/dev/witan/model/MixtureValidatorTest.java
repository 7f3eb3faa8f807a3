// SPDX-License-Identifier: Apache-2.0
package dev.witan.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.kernels.Kernels;
import dev.witan.model.config.Examples;
import dev.witan.model.config.MixtureConfig;
import dev.witan.model.config.MixtureConfigs;
import dev.witan.model.load.Mixtures;
import dev.witan.model.load.ReleaseLoader;
import dev.witan.model.load.ReleaseWriter;
import dev.witan.model.problem.Problem;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.MixtureRepository;
import dev.witan.model.repository.Provenance;
import dev.witan.model.repository.ReleasePublisher;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MixtureValidatorTest {
    private final MixtureConfigs configs = new MixtureConfigs();
    private final MixtureValidator validator = new MixtureValidator(configs, new ReleaseLoader(Kernels.choose()));

    @TempDir
    private Path root;

    private MixtureFolder folder;

    @BeforeEach
    void publishMixture() {
        folder = new MixtureRepository(root).locate("adult");
        ReleasePublisher publisher = new ReleasePublisher();
        MixtureConfig config = Examples.adult();
        publisher.writeConfiguration(folder, config);
        Provenance provenance = new Provenance(Instant.EPOCH, "ann", "", Map.of());
        try (Arena arena = Arena.ofConfined()) {
            new ReleaseWriter(publisher).publish(folder, config, Mixtures.random(arena, config.spec(), 1), provenance);
        }
    }

    @Test
    void findsNothingWrongWithAPublishedMixture() {
        assertThat(validator.validate(folder)).isEmpty();
    }

    @Test
    void noticesEditedSourceWithoutCallingItAnError() throws IOException {
        replace(folder.configurationFile(), "fanOut: 2", "fanOut: 1");
        List<Problem> problems = validator.validate(folder);
        assertThat(problems)
                .map(Problem::toString)
                .containsExactly(folder.configurationFile()
                        + ": differs from release 1, which stays in force until the next publication");
        assertThat(problems).map(Problem::severity).containsExactly(Problem.Severity.NOTICE);
        Problem.refuseErrors(problems);
    }

    @Test
    void noticesNameThatIsNotTheFolders() throws IOException {
        replace(folder.configurationFile(), "name: adult", "name: other");
        assertThat(validator.validate(folder))
                .map(Problem::toString)
                .first()
                .asString()
                .endsWith("metadata.name is 'other'; the mixture is served as 'adult', like its folder");
    }

    @Test
    void listsEveryDamagedFileOnce() throws IOException {
        replace(folder.configurationFile(), "fanOut: 2", "fanOut: 9");
        Path gate = folder.path().resolve("gate/1/gate.safetensors");
        Path expert = folder.path().resolve("experts/cheap-0/1/f32/expert.safetensors");
        Files.writeString(gate, "");
        Files.delete(expert);
        assertThat(validator.validate(folder))
                .map(Problem::toString)
                .satisfiesExactly(
                        first -> assertThat(first).contains("mixture.yaml:2").contains("spec.routing.fanOut"),
                        second -> assertThat(second).isEqualTo(expert + ": must exist, as published"),
                        third -> assertThat(third).startsWith(gate + ": must be "));
    }

    @Test
    void saysWhatAMixtureWithoutReleaseLacks() throws IOException {
        Files.delete(folder.activeFile());
        assertThat(validator.validate(folder))
                .map(Problem::toString)
                .containsExactly(folder.path() + ": has no release yet; `witan train` or `witan publish` makes one");
    }

    private static void replace(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }
}
