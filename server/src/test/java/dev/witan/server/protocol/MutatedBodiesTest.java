// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.Mixture;
import dev.witan.engine.error.ErrorKind;
import dev.witan.engine.error.WitanException;
import dev.witan.server.HandMadeMixture;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MutatedBodiesTest {
    private static final long SEED = 20_261_122;
    private static final int ROUNDS = 30_000;
    private static final ReadLimits LIMITS = new ReadLimits(12, 1000, 8, 50);
    private static final String JSON = """
            {"id":"x","parameters":{"timeout":5000,"explain":true,"binary_data_output":false},"inputs":[\
            {"name":"age","shape":[2],"datatype":"FP32","parameters":{"binary_data_size":8}},\
            {"data":[[-1.5e3],[null]],"shape":[2,1],"datatype":"FP64","name":"bid"},\
            {"name":"slot","shape":[2],"datatype":"INT64","data":[1,18446744073709551615]},\
            {"name":"city","shape":[2],"datatype":"BYTES","parameters":{"binary_data_size":15}}],\
            "outputs":[{"name":"label","parameters":{"binary_data":true}},{"name":"probability"}]}""";

    @Test
    void whateverComesIsReadOrRefusedAndNeverBreaksTheReader() {
        Random random = new Random(SEED);
        byte[] good = body();
        try (Arena arena = Arena.ofShared()) {
            Mixture mixture = HandMadeMixture.in(arena);
            InferReader reader = new InferReader(mixture, LIMITS);
            int refused = 0;
            for (int round = 0; round < ROUNDS; round++) {
                byte[] bytes = mutated(good, random);
                int jsonLength = random.nextInt(10) == 0 ? random.nextInt(bytes.length + 1) : jsonLength();
                try {
                    reader.read(ByteBuffer.wrap(bytes), Math.min(jsonLength, bytes.length));
                } catch (WitanException e) {
                    refused++;
                    assertThat(e.code().kind())
                            .as("seed %d, round %d", SEED, round)
                            .isEqualTo(ErrorKind.USER);
                    assertThat(e.reason())
                            .as("seed %d, round %d", SEED, round)
                            .isNotBlank()
                            .doesNotContain("tools.jackson");
                } catch (RuntimeException e) {
                    throw new AssertionError("seed %d, round %d".formatted(SEED, round), e);
                }
            }
            assertThat(refused).isBetween(ROUNDS / 4, ROUNDS - 1);
        }
    }

    private static int jsonLength() {
        return JSON.getBytes(UTF_8).length;
    }

    private static byte[] body() {
        ByteBuffer bytes = ByteBuffer.allocate(jsonLength() + 23).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(JSON.getBytes(UTF_8)).putFloat(39f).putFloat(52.5f);
        bytes.putInt(7).put("Łódź".getBytes(UTF_8)).putInt(0);
        return bytes.array();
    }

    /// A copy with one to four bytes changed, doubled, dropped or swapped for another place's.
    private static byte[] mutated(byte[] good, Random random) {
        byte[] bytes = good.clone();
        for (int change = random.nextInt(4); change >= 0; change--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = bytes[random.nextInt(bytes.length)];
                case 2 -> bytes[at] = (byte) "{}[]\",:0159-.eEnulltrue".charAt(random.nextInt(23));
                default -> {
                    byte[] shorter = Arrays.copyOf(bytes, bytes.length - 1);
                    System.arraycopy(bytes, at + 1, shorter, at, bytes.length - at - 1);
                    bytes = shorter;
                }
            }
        }
        return bytes;
    }
}
