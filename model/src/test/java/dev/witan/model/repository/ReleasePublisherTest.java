// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.model.config.Examples;
import dev.witan.model.config.MixtureConfig;
import dev.witan.model.config.MixtureConfigs;
import dev.witan.model.storage.Content;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleasePublisherTest {
    private static final MixtureConfig ADULT = Examples.adult();
    private static final Provenance PROVENANCE =
            new Provenance(Instant.parse("2026-11-22T07:00:00Z"), "ann", "first", Map.of("seed", "7"));
    private static final ComponentName CHEAP = ComponentName.expert("cheap-0");

    private final ReleasePublisher publisher = new ReleasePublisher();

    @TempDir
    private Path root;

    private MixtureFolder folder;

    @BeforeEach
    void locateMixture() {
        folder = new MixtureRepository(root).locate("adult");
    }

    @Test
    void putsFirstReleaseInForce() throws IOException {
        ReleaseManifest manifest = publisher.publish(folder, ADULT, contents("x"), PROVENANCE);
        assertThat(manifest.release()).isEqualTo(1);
        assertThat(folder.activeRelease()).hasValue(1);
        assertThat(folder.activeManifest()).isEqualTo(manifest);
        assertThat(manifest.component(CHEAP).version()).isEqualTo(1);
        assertThat(Files.readString(folder.path().resolve("experts/cheap-0/1/f32/expert.safetensors")))
                .isEqualTo("experts/cheap-0 x");
        assertThat(Files.readString(folder.path().resolve("encoder/1/encoder.safetensors")))
                .isEqualTo("encoder x");
        assertThat(Files.readString(folder.path().resolve("ACTIVE"))).isEqualTo("1\n");
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void sharesWhatDidNotChange() {
        ReleaseManifest first = publisher.publish(folder, ADULT, contents("x"), PROVENANCE);
        Map<ComponentName, ComponentContent> changed = contents("x");
        changed.put(CHEAP, content(CHEAP, "y"));
        ReleaseManifest second = publisher.publish(folder, ADULT, changed, PROVENANCE);
        assertThat(second.release()).isEqualTo(2);
        assertThat(second.component(CHEAP).version()).isEqualTo(2);
        assertThat(second.component(ComponentName.GATE)).isEqualTo(first.component(ComponentName.GATE));
        assertThat(second.digest()).isNotEqualTo(first.digest());
        ReleaseManifest third = publisher.publish(folder, ADULT, contents("x"), PROVENANCE);
        assertThat(third.components()).isEqualTo(first.components());
        assertThat(third.digest()).isEqualTo(first.digest());
        assertThat(folder.releases()).containsExactly(1, 2, 3);
    }

    @Test
    void doesNotShareWhatIsDamaged() throws IOException {
        publisher.publish(folder, ADULT, contents("x"), PROVENANCE);
        Files.writeString(folder.path().resolve("gate/1/gate.safetensors"), "gate ?");
        ReleaseManifest second = publisher.publish(folder, ADULT, contents("x"), PROVENANCE);
        assertThat(second.component(ComponentName.GATE).version()).isEqualTo(2);
        assertThat(second.component(ComponentName.ENCODER).version()).isEqualTo(1);
    }

    @Test
    void mendsMixtureWhoseManifestIsDamaged() throws IOException {
        publisher.publish(folder, ADULT, contents("x"), PROVENANCE);
        Files.writeString(folder.manifestFile(1), "{");
        assertThat(publisher.publish(folder, ADULT, contents("x"), PROVENANCE).release())
                .isEqualTo(2);
        assertThat(folder.activeManifest().component(ComponentName.GATE).version())
                .isEqualTo(2);
    }

    @Test
    void survivesDeathAtEveryStep() throws IOException {
        publisher.publish(folder, ADULT, contents("x"), PROVENANCE);
        int steps = countSteps();
        assertThat(steps).isGreaterThan(20);
        for (int step = 0; step < steps; step++) {
            int before = folder.activeRelease().orElseThrow();
            ReleasePublisher dying = new ReleasePublisher(new DyingStorage(step));
            String text = "step " + step;
            assertThatThrownBy(() -> dying.publish(folder, ADULT, contents(text), PROVENANCE))
                    .isInstanceOf(DyingStorage.Killed.class);
            int after = folder.activeRelease().orElseThrow();
            assertThat(after).as(text).isBetween(before, before + steps);
            assertReadable(folder.activeManifest());
            ReleaseManifest next = publisher.publish(folder, ADULT, contents(text), PROVENANCE);
            assertThat(next.release()).as(text).isGreaterThan(before);
            assertThat(folder.activeManifest()).as(text).isEqualTo(next);
            assertReadable(next);
            assertThat(leftovers()).as(text).isEmpty();
        }
    }

    @Test
    void keepsReleaseInForceUntilTheLastStep() throws IOException {
        publisher.publish(folder, ADULT, contents("x"), PROVENANCE);
        int steps = countSteps();
        int before = folder.activeRelease().orElseThrow();
        for (int step = 0; step < steps - 1; step++) {
            ReleasePublisher dying = new ReleasePublisher(new DyingStorage(step));
            String text = "step " + step;
            assertThatThrownBy(() -> dying.publish(folder, ADULT, contents(text), PROVENANCE))
                    .isInstanceOf(DyingStorage.Killed.class);
            assertThat(folder.activeRelease()).hasValue(before);
        }
    }

    /// What `mixture.yaml` says is never older than the release in force, which publishing it would undo.
    @Test
    void putsTheSourceInPlaceBeforeTheReleaseIsInForce() throws IOException {
        publisher.publishWithSource(folder, ADULT, contents("x"), PROVENANCE);
        DyingStorage counting = new DyingStorage(Integer.MAX_VALUE);
        publishEdit(counting, ADULT, titled("counted"));
        int steps = counting.steps();
        for (int step = 0; step < steps; step++) {
            MixtureConfig source = new MixtureConfigs().read(folder.configurationFile());
            MixtureConfig edited = titled("step " + step);
            int before = folder.activeRelease().orElseThrow();
            DyingStorage dying = new DyingStorage(step);
            assertThatThrownBy(() -> publishEdit(dying, source, edited)).isInstanceOf(DyingStorage.Killed.class);
            MixtureConfig left = new MixtureConfigs().read(folder.configurationFile());
            assertThat(left).as(edited.description()).isIn(source, edited);
            if (folder.activeRelease().orElseThrow() != before) {
                assertThat(folder.activeManifest().configuration()).isEqualTo(left);
            }
            assertReadable(folder.activeManifest());
            publishEdit(new DyingStorage(Integer.MAX_VALUE), left, edited);
            assertThat(folder.activeManifest().configuration())
                    .isEqualTo(edited)
                    .isEqualTo(new MixtureConfigs().read(folder.configurationFile()));
            assertThat(leftovers()).isEmpty();
        }
    }

    @Test
    void keepsWhatSomebodyEditedMeanwhile() throws IOException {
        publisher.publishWithSource(folder, ADULT, contents("x"), PROVENANCE);
        publisher.writeConfiguration(folder, titled("edited by hand"));
        assertThatThrownBy(() -> publishEdit(new DyingStorage(Integer.MAX_VALUE), ADULT, titled("ours")))
                .isInstanceOf(WitanException.class)
                .hasMessage(folder.configurationFile() + ": was edited meanwhile; try again");
        assertThat(new MixtureConfigs().read(folder.configurationFile()).description())
                .isEqualTo("edited by hand");
        assertThat(folder.activeRelease()).hasValue(1);
    }

    private void publishEdit(DyingStorage storage, MixtureConfig source, MixtureConfig edited) {
        new ReleasePublisher(storage)
                .publishEditAfter(folder.activeRelease(), source, folder, edited, contents("x"), PROVENANCE);
    }

    private static MixtureConfig titled(String description) {
        return new MixtureConfig(ADULT.name(), description, ADULT.spec());
    }

    @Test
    void letsOnePublisherWorkAtATime() throws IOException {
        Files.createDirectories(folder.path());
        try (PublicationLock _ = PublicationLock.take(folder.path())) {
            assertThatThrownBy(() -> publisher.publish(folder, ADULT, contents("x"), PROVENANCE))
                    .isInstanceOf(WitanException.class)
                    .hasMessage(folder.path() + ": must have one publisher at a time: another is at work");
        }
        publisher.publish(folder, ADULT, contents("x"), PROVENANCE);
    }

    @Test
    void refusesComponentsThatDoNotFitTheConfiguration() {
        Map<ComponentName, ComponentContent> lacking = contents("x");
        lacking.remove(CHEAP);
        assertThatThrownBy(() -> publisher.publish(folder, ADULT, lacking, PROVENANCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("components must be ");
        assertThat(folder.activeRelease()).isEmpty();
    }

    @Test
    void saysWhatFailed() throws IOException {
        Files.writeString(root.resolve("adult"), "a file where the folder belongs");
        assertThatThrownBy(() -> publisher.publish(folder, ADULT, contents("x"), PROVENANCE))
                .isInstanceOf(WitanException.class)
                .hasMessageContaining("cannot publish, the release before stays in force")
                .extracting(e -> ((WitanException) e).code())
                .isEqualTo(ErrorCode.INTERNAL);
    }

    @Test
    void writesConfigurationThatReadsBack() {
        publisher.writeConfiguration(folder, ADULT);
        assertThat(new MixtureConfigs().read(folder.configurationFile())).isEqualTo(ADULT);
    }

    private int countSteps() {
        DyingStorage counting = new DyingStorage(Integer.MAX_VALUE);
        new ReleasePublisher(counting).publish(folder, ADULT, contents("counted"), PROVENANCE);
        return counting.steps();
    }

    private void assertReadable(ReleaseManifest manifest) {
        try (Arena arena = Arena.ofConfined()) {
            for (Component component : manifest.components()) {
                for (ComponentFile file : component.files()) {
                    byte[] bytes = folder.map(component, file.name(), arena).toArray(ValueLayout.JAVA_BYTE);
                    assertThat(new String(bytes, StandardCharsets.UTF_8))
                            .startsWith(component.name().path());
                }
            }
        }
    }

    private List<Path> leftovers() throws IOException {
        try (Stream<Path> paths = Files.walk(folder.path())) {
            return paths.filter(path -> path.getFileName().toString().startsWith(".incoming"))
                    .toList();
        }
    }

    private static Map<ComponentName, ComponentContent> contents(String text) {
        Map<ComponentName, ComponentContent> contents = new HashMap<>();
        for (ComponentName name : ReleaseManifest.componentsOf(ADULT)) {
            contents.put(name, content(name, text));
        }
        return contents;
    }

    private static ComponentContent content(ComponentName name, String text) {
        boolean expert = name.path().startsWith("experts/");
        String file = expert ? "expert.safetensors" : name.path() + ".safetensors";
        return new ComponentContent(expert ? "f32" : "", Map.of(file, Content.text(name.path() + " " + text)));
    }
}
