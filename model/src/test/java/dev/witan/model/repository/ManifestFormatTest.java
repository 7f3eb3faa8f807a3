// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.model.config.Examples;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestFormatTest {
    private static final String ZEROS = "0".repeat(64);
    private static final ReleaseManifest MANIFEST = new ReleaseManifest(
            "adult",
            3,
            new Provenance(Instant.parse("2026-11-22T07:00:00Z"), "ann", "why", Map.of("seed", "7")),
            Stream.of("encoder", "gate", "experts/cheap-0", "experts/cheap-1", "experts/premium")
                    .map(path -> new Component(
                            new ComponentName(path), 2, "f32", List.of(new ComponentFile("a.b", 5, ZEROS))))
                    .toList(),
            Examples.adult());

    @Test
    void readsBackWhatItWrote() {
        String text = ManifestFormat.write(MANIFEST);
        assertThat(read(text)).isEqualTo(MANIFEST);
        assertThat(ManifestFormat.write(read(text))).isEqualTo(text);
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                damage("\"kind\" : \"Release\"", "\"kind\" : \"Recipe\"", "kind must be Release: Recipe"),
                damage("\"witan.dev/v1\"", "\"witan.dev/v9\"", "apiVersion must be witan.dev/v1: witan.dev/v9"),
                damage("\"release\" : 3", "\"release\" : 0", "release must be between 1 and 999999999: 0"),
                damage("\"release\" : 3", "\"release\" : 3000000000", "'release' must fit 32 bits: 3000000000"),
                damage("\"release\" : 3", "\"release\" : \"3\"", "'release' must be a whole number: \"3\""),
                damage("\"by\" : \"ann\",", "", "must have 'by'"),
                damage("\"by\" : \"ann\"", "\"by\" : 1", "'by' must be text: 1"),
                damage("2026-11-22T07:00:00Z", "yesterday", "Text 'yesterday' could not be parsed at index 0"),
                damage("\"version\" : 2", "\"version\" : 0", "version of encoder must be at least 1: 0"),
                damage("\"version\" : 2", "\"version\" : 2, \"version\" : 2", "must be valid JSON: Duplicate"),
                damage(
                        "\"component\" : \"encoder\"",
                        "\"component\" : \"../x\"",
                        "component must be encoder, gate, tiers, towers or"),
                damage("\"component\" : \"encoder\"", "\"component\" : \"gate\"", "components must be ["),
                damage("\"a.b\"", "\"../../etc/passwd\"", "file must be named like"),
                damage("\"bytes\" : 5", "\"bytes\" : 6", "digest of encoder must be "),
                damage("\"bytes\" : 5", "\"bytes\" : -1", "file 'a.b' must have a length and a SHA-256: -1, "),
                damage("\"fanOut\" : 2", "\"fanOut\" : 1", "configurationDigest must be "),
                damage(
                        "\"fanOut\" : 2",
                        "\"fanOut\" : 9",
                        "spec.routing.fanOut: must be at most the number of experts, 3: 9"),
                damage("\"fanOut\" : 2", "\"fanout\" : 2", "fanOut must be between 1 and 64: 0"),
                damage("\"fanOut\" : 2", "\"fanOut\" : 2, \"more\": 1", "configuration must be in its one form: "),
                damage("\"FP32\"", "\"FP31\"", "No enum constant dev.witan.model.config.Datatype.FP31"),
                damage("\n}\n", "\n}\n{}", "must be valid JSON: Trailing token"),
                damage("{", "", "must "));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void refusesDamagedManifest(String from, String to, String message) {
        String sound = ManifestFormat.write(MANIFEST);
        int at = sound.indexOf(from);
        assertThat(at).isNotNegative();
        String damaged = sound.substring(0, at) + to + sound.substring(at + from.length());
        assertThatThrownBy(() -> read(damaged))
                .isInstanceOf(WitanException.class)
                .hasMessageStartingWith("f: " + message)
                .extracting(e -> ((WitanException) e).code())
                .isEqualTo(ErrorCode.CORRUPT_FILE);
    }

    @Test
    void refusesEveryTruncation() {
        byte[] sound = ManifestFormat.write(MANIFEST).getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < sound.length - 2; length++) {
            String cut = new String(sound, 0, length, StandardCharsets.UTF_8);
            assertThatThrownBy(() -> read(cut)).as("%d bytes", length).isInstanceOf(WitanException.class);
        }
    }

    @Test
    void readsOrRefusesButNeverFailsOtherwiseOnDamagedText() {
        byte[] sound = ManifestFormat.write(MANIFEST).getBytes(StandardCharsets.UTF_8);
        long seed = 20261122;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        String odd = "[]{},:\"0-9e.ntf";
        for (int i = 0; i < 3_000; i++) {
            byte[] damaged = sound.clone();
            for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                damaged[random.nextInt(damaged.length)] = (byte) odd.charAt(random.nextInt(odd.length()));
            }
            try {
                ManifestFormat.read("f", damaged);
            } catch (WitanException e) {
                assertThat(e.code()).as("seed %d, case %d", seed, i).isEqualTo(ErrorCode.CORRUPT_FILE);
            }
        }
    }

    private ReleaseManifest read(String text) {
        return ManifestFormat.read("f", text.getBytes(StandardCharsets.UTF_8));
    }

    private static Arguments damage(String from, String to, String message) {
        return Arguments.of(from, to, message);
    }
}
