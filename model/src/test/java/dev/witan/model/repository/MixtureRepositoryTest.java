// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixtureRepositoryTest {
    @TempDir
    private Path root;

    private MixtureRepository repository;

    @BeforeEach
    void makeMixtures() throws IOException {
        repository = new MixtureRepository(root);
        for (String name : new String[] {"ads", "adult", "Wrong Name", "no-mixture"}) {
            Files.createDirectories(root.resolve(name));
        }
        Files.writeString(root.resolve("ads/mixture.yaml"), "");
        Files.writeString(root.resolve("adult/ACTIVE"), "1\n");
        Files.writeString(root.resolve("Wrong Name/ACTIVE"), "1\n");
    }

    @Test
    void listsMixturesByName() {
        assertThat(repository.list()).map(MixtureFolder::name).containsExactly("ads", "adult");
        assertThat(new MixtureRepository(root.resolve("none")).list()).isEmpty();
    }

    @Test
    void findsByNameAndByPath() {
        assertThat(repository.find("ads").path()).isEqualTo(root.resolve("ads"));
        assertThat(repository.find(root.resolve("adult").toString()).name()).isEqualTo("adult");
        assertThat(repository.find(root + "/ads/../adult/").name()).isEqualTo("adult");
    }

    @Test
    void suggestsNearName() {
        assertUnknown("adlut", "no mixture 'adlut' in " + root + "; did you mean 'adult'?");
        assertUnknown("wholly-different", "no mixture 'wholly-different' in " + root);
    }

    @Test
    void saysWhatAPathLacks() {
        assertUnknown("./nowhere", "no mixture at ./nowhere: it must hold mixture.yaml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "UPPER", "a b", "-a", "_a", "a\u0000b", "é", "a:b"})
    void refusesNamesThatAreNone(String name) {
        assertThatThrownBy(() -> repository.find(name))
                .isInstanceOf(WitanException.class)
                .hasMessageStartingWith("a mixture must be named like [a-z0-9][a-z0-9._-]{0,63}: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../..", "./a\u0000b", "/"})
    void refusesPathsThatAreNoMixture(String path) {
        assertThatThrownBy(() -> repository.find(path))
                .isInstanceOf(WitanException.class)
                .extracting(e -> ((WitanException) e).code())
                .isEqualTo(ErrorCode.UNKNOWN_MIXTURE);
    }

    @Test
    void saysThatThereIsNoReleaseYet() {
        assertThatThrownBy(() -> repository.find("ads").activeManifest())
                .isInstanceOf(WitanException.class)
                .hasMessage(root.resolve("ads") + ": has no release yet; `witan train` or `witan publish` makes one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "one", "1\n2", "01", "1234567890", "11111111111111111111111"})
    void refusesDamagedActiveFile(String text) throws IOException {
        Files.writeString(root.resolve("adult/ACTIVE"), text);
        assertThatThrownBy(() -> repository.find("adult").activeRelease())
                .isInstanceOf(WitanException.class)
                .hasMessageStartingWith(root.resolve("adult/ACTIVE") + ": must ")
                .extracting(e -> ((WitanException) e).code())
                .isEqualTo(ErrorCode.CORRUPT_FILE);
    }

    private void assertUnknown(String name, String message) {
        assertThatThrownBy(() -> repository.find(name))
                .isInstanceOf(WitanException.class)
                .hasMessage(message)
                .extracting(e -> ((WitanException) e).code())
                .isEqualTo(ErrorCode.UNKNOWN_MIXTURE);
    }
}
