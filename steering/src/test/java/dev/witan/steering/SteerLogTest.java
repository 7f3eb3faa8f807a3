// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.overlay.Steer;
import dev.witan.engine.overlay.SteerAction;
import dev.witan.engine.overlay.SteerAction.Exclude;
import dev.witan.engine.overlay.SteerAction.Fallback;
import dev.witan.engine.overlay.SteerAction.Pin;
import dev.witan.engine.overlay.SteerAction.Reweight;
import dev.witan.engine.overlay.SteerAction.Spread;
import dev.witan.engine.overlay.SteerScope;
import dev.witan.engine.overlay.SteerScope.Everybody;
import dev.witan.engine.overlay.SteerScope.Tag;
import dev.witan.engine.overlay.SteerScope.Tenant;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SteerLogTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    Path folder;

    private Path file;
    private SteerLog log;

    @BeforeEach
    void open() {
        file = folder.resolve("steers.jsonl");
        log = new SteerLog(file);
    }

    private static SteerAct laid(String id, SteerAction action, SteerScope scope) {
        return new SteerAct.Laid(
                new Steer(id, action, scope, "dana", "ä \"quoted\" \u2028 reason", NOON, NOON.plusSeconds(60), 7));
    }

    @Test
    void everyActComesBackAsItWas() {
        List<SteerAct> acts = List.of(
                laid("s1", new Pin("a"), new Everybody()),
                laid("s2", new Exclude("b"), new Tenant("acme")),
                laid("s3", new Reweight("c", 0.1f), new Tag("pii")),
                laid("s4", new Spread(), new Everybody()),
                laid("s5", new Fallback(), new Everybody()),
                new SteerAct.Undone(NOON, "s4", "kim", "", 8),
                new SteerAct.Expired(NOON.plusSeconds(60), "s1", 9));
        acts.forEach(log::append);
        assertThat(log.read()).isEqualTo(new SteerLog.Contents(acts, 0));
    }

    @Test
    void whereverTheLastLineBreaksOffItNeverCountsAndLaterOnesDo() throws IOException {
        SteerAct first = laid("s1", new Exclude("a"), new Everybody());
        log.append(first);
        int whole = (int) Files.size(file);
        log.append(laid("s2", new Exclude("b"), new Everybody()));
        byte[] both = Files.readAllBytes(file);
        for (int length = whole + 1; length < both.length; length++) {
            Files.write(file, Arrays.copyOf(both, length));
            assertThat(log.read().acts()).containsExactly(first, new SteerAct.Torn(torn(both, whole, length)));
            SteerAct third = laid("s3", new Spread(), new Everybody());
            log.append(third);
            assertThat(log.read().acts())
                    .as("broken off at %d", length)
                    .containsExactly(first, new SteerAct.Torn(torn(both, whole, length)), third);
            assertThat(log.read().unreadable()).isZero();
        }
    }

    /// How long the torn line is as text: half a character reads as one that stands for what is not.
    private static long torn(byte[] both, int from, int to) {
        String text = new String(both, from, to - from, StandardCharsets.UTF_8);
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Test
    void linesThatSomebodyElseWroteAreCountedAndTheOthersHold() throws IOException {
        SteerAct first = laid("s1", new Exclude("a"), new Everybody());
        log.append(first);
        Files.writeString(file, Files.readString(file) + "# a note\n{\"act\":\"unknown\"}\n{\"act\":\"laid\"}\n");
        SteerAct second = laid("s2", new Exclude("b"), new Everybody());
        log.append(second);
        assertThat(log.read()).isEqualTo(new SteerLog.Contents(List.of(first, second), 3));
    }
}
