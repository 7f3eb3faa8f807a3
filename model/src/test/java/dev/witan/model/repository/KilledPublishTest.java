// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.kernels.Kernels;
import dev.witan.model.config.Examples;
import dev.witan.model.config.MixtureConfig;
import dev.witan.model.config.RoutingConfig;
import dev.witan.model.load.LoadedMixture;
import dev.witan.model.load.Mixtures;
import dev.witan.model.load.ReleaseDraft;
import dev.witan.model.load.ReleaseLoader;
import dev.witan.model.load.ReleaseWriter;
import dev.witan.model.load.Supply;
import dev.witan.model.storage.Storage;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `witan publish` does, killed between any two steps that change the disk, and done again.
class KilledPublishTest {
    private static final MixtureConfig ADULT = Examples.adult();
    private static final Provenance PROVENANCE = new Provenance(Instant.EPOCH, "ann", "", Map.of());

    @TempDir
    private Path root;

    private MixtureFolder folder;

    @BeforeEach
    void publishFirst() {
        folder = new MixtureRepository(root).locate("adult");
        publishRandom(folder, 1);
    }

    private Path anotherExpert(long seed) {
        MixtureFolder other = new MixtureRepository(root).locate("other-" + seed);
        publishRandom(other, seed);
        return other.path().resolve("experts/premium/1/f32/expert.safetensors");
    }

    private static void publishRandom(MixtureFolder folder, long seed) {
        try (Arena arena = Arena.ofConfined()) {
            MixtureConfig configuration = new MixtureConfig(folder.name(), "", ADULT.spec());
            new ReleaseWriter(new ReleasePublisher())
                    .publishWithSource(folder, configuration, Mixtures.random(arena, ADULT.spec(), seed), PROVENANCE);
        }
    }

    /// One expert a row, or two, with another premium expert.
    private static MixtureConfig edited(int fanOut) {
        return new MixtureConfig(
                "adult",
                "",
                ADULT.spec().withRouting(RoutingConfig.builder(fanOut).build()));
    }

    private void publish(Storage storage, MixtureConfig configuration, Path expert) {
        try (Arena arena = Arena.ofConfined()) {
            Map<ComponentName, Supply> supplies = Map.of(ComponentName.expert("premium"), Supply.of(expert, arena));
            ReleaseDraft draft = ReleaseDraft.of(folder, configuration, supplies, arena);
            if (!draft.changes().isEmpty()) {
                draft.publish(new ReleasePublisher(storage), PROVENANCE);
            }
        }
    }

    @Test
    void leavesTheReleaseBeforeOrTheNextAndIsRepeated() {
        DyingStorage counting = new DyingStorage(Integer.MAX_VALUE);
        publish(counting, edited(1), anotherExpert(10));
        assertThat(counting.steps()).isGreaterThan(10);
        for (int step = 0; step < counting.steps(); step++) {
            MixtureConfig before = folder.activeManifest().configuration();
            MixtureConfig next = edited(3 - before.spec().routing().fanOut());
            Path expert = anotherExpert(11 + step);
            DyingStorage dying = new DyingStorage(step);
            assertThatThrownBy(() -> publish(dying, next, expert)).isInstanceOf(DyingStorage.Killed.class);
            assertThat(inForce()).as("step %d", step).isIn(before, next);
            publish(new DyingStorage(Integer.MAX_VALUE), next, expert);
            assertThat(inForce()).as("step %d", step).isEqualTo(next);
        }
    }

    /// Reads every file of it as a server would.
    private MixtureConfig inForce() {
        try (LoadedMixture loaded = new ReleaseLoader(Kernels.choose()).load(folder)) {
            return loaded.configuration();
        }
    }
}
