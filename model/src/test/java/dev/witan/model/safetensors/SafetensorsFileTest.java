// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsFileTest {
    private static final String PAIR = """
            {"__metadata__":{"format":"test"},
             "b":{"dtype":"F32","shape":[2],"data_offsets":[16,24]},
             "a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}} \s""";

    @TempDir
    private Path folder;

    @Test
    void handsOutMappedTensorsByName() throws IOException {
        Path path = folder.resolve("pair.safetensors");
        Files.write(path, SafetensorsBytes.file(PAIR, 1, 2, 3, 4, 5, 6));
        try (Arena arena = Arena.ofConfined()) {
            SafetensorsFile file = SafetensorsFile.open(path, arena);
            assertThat(file.names()).containsExactly("b", "a");
            assertThat(file.metadata()).containsEntry("format", "test");
            assertThat(file.tensor("a", TensorType.F32, 2, 2).toFloats()).containsExactly(1, 2, 3, 4);
            assertThat(file.tensor("b", TensorType.F32).toFloats()).containsExactly(5, 6);
            assertThat(file.tensor("a", TensorType.F32).data().isReadOnly()).isTrue();
        }
    }

    @Test
    void acceptsScalarsAndEmptyTensors() {
        SafetensorsFile file = parse("""
                {"s":{"dtype":"F32","shape":[],"data_offsets":[0,4]},
                 "e":{"dtype":"F32","shape":[0,3],"data_offsets":[4,4]}}""", 7);
        assertThat(file.tensor("s", TensorType.F32).toFloats()).containsExactly(7);
        assertThat(file.tensor("e", TensorType.F32).elements()).isZero();
    }

    @Test
    void acceptsFileWithoutTensors() {
        assertThat(parse("{}").names()).isEmpty();
    }

    /// Halves and brain floats, from the smallest number to the greatest, zeros and what is no number.
    @Test
    void readsShorterFloatsExactly() {
        int[] bits = {0x0000, 0x8000, 0x3C00, 0xC000, 0x0001, 0x7BFF, 0x7C00};
        float[] halves = {0f, -0f, 1f, -2f, 0x1p-24f, 65504f, Float.POSITIVE_INFINITY};
        assertThat(shorts("F16", bits).toFloats()).containsExactly(halves);
        int[] upper = {0x0000, 0x8000, 0x3F80, 0xC000, 0x0001, 0x7F7F, 0xFF80};
        float[] brains = {0f, -0f, 1f, -2f, 0x1p-133f, 0x1.FEp127f, Float.NEGATIVE_INFINITY};
        assertThat(shorts("BF16", upper).toFloats()).containsExactly(brains);
    }

    private static Tensor shorts(String type, int... bits) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * bits.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int each : bits) {
            bytes.putShort((short) each);
        }
        return new Tensor(
                "t", TensorType.valueOf(type), List.of((long) bits.length), MemorySegment.ofArray(bytes.array()));
    }

    @Test
    void namesWhatIsThereWhenTensorIsMissingOrShapedDifferently() {
        SafetensorsFile file = parse(PAIR, 1, 2, 3, 4, 5, 6);
        assertCorrupt(() -> file.tensor("c", TensorType.F32), "f: tensor 'c' is missing; the file holds [b, a]");
        assertCorrupt(() -> file.tensor("a", TensorType.F64, 2, 2), "f: tensor 'a': dtype must be F64: F32");
        assertCorrupt(() -> file.tensor("a", TensorType.F32, 4), "f: tensor 'a': shape must be [4]: [2, 2]");
        assertCorrupt(() -> file.requireOnly(Set.of("a")), "f: tensor 'b' is not expected here; expected are [a]");
    }

    @Test
    void refusesWhatIsNoRegularFile() {
        try (Arena arena = Arena.ofConfined()) {
            assertCorrupt(() -> SafetensorsFile.open(folder, arena), folder + ": must be a regular file");
        }
    }

    static Stream<Arguments> corruptFiles() {
        return Stream.of(
                corrupt("empty file", new byte[0], "must start with 8 bytes of header length: the file has 0 bytes"),
                corrupt("cut length", new byte[7], "must start with 8 bytes of header length: the file has 7 bytes"),
                corrupt(
                        "header longer than file",
                        SafetensorsBytes.file(3, "{}".getBytes(StandardCharsets.UTF_8)),
                        "header of 3 bytes must fit the file: 2 bytes follow its length"),
                corrupt(
                        "header beyond limit",
                        SafetensorsBytes.file(16_777_217, new byte[0]),
                        "header must be at most 16777216 bytes: 16777217"),
                corrupt(
                        "header length of all ones",
                        SafetensorsBytes.file(-1, new byte[0]),
                        "header must be at most 16777216 bytes: 18446744073709551615"),
                corrupt("no JSON", "{\"a\"", "header must be valid JSON: "),
                corrupt("empty header", "", "header must be a JSON object: null"),
                corrupt("list", "[]", "header must be a JSON object: START_ARRAY"),
                corrupt("two objects", "{}{}", "header must end after its JSON object: START_OBJECT"),
                corrupt("deep", "{\"__metadata__\":{\"a\":[[[[[1]]]]]}}", "__metadata__ must hold text only: a"),
                corrupt("numeric metadata", "{\"__metadata__\":{\"a\":1}}", "__metadata__ must hold text only: a"),
                corrupt("metadata is a list", "{\"__metadata__\":[]}", "__metadata__ must be an object: START_ARRAY"),
                corrupt(
                        "metadata twice",
                        "{\"__metadata__\":{},\"__metadata__\":{}}",
                        "names in the header must be unique: __metadata__"),
                corrupt(
                        "tensor twice",
                        "{\"a\":" + entry("[1]", "[0,4]") + ",\"a\":" + entry("[1]", "[0,4]") + "}",
                        "names in the header must be unique: a"),
                corrupt("tensor is a number", "{\"a\":1}", "tensor 'a': must be an object: VALUE_NUMBER_INT"),
                corrupt(
                        "unknown key",
                        "{\"a\":{\"type\":\"F32\"}}",
                        "tensor 'a': keys must be among [data_offsets, dtype, shape]: type"),
                corrupt(
                        "key twice",
                        "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}",
                        "tensor 'a': keys must be unique: dtype"),
                corrupt(
                        "missing key",
                        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}",
                        "tensor 'a': must have [data_offsets, dtype, shape]; missing: [data_offsets]"),
                corrupt(
                        "other element type",
                        "{\"a\":{\"dtype\":\"C64\",\"shape\":[2],\"data_offsets\":[0,4]}}",
                        "tensor 'a': dtype must be among F32, F64, I32, F16, BF16, F8_E4M3, F8_E5M2, F8_E8M0, I64, I16,"
                                + " I8, U64, U32, U16, U8, BOOL: C64"),
                corrupt(
                        "type is a number",
                        "{\"a\":{\"dtype\":1}}",
                        "tensor 'a': dtype must be text: VALUE_NUMBER_INT"),
                corrupt("negative dimension", tensor("[-1]", "[0,4]"), "tensor 'a': shape must not be negative: -1"),
                corrupt(
                        "fractional dimension",
                        tensor("[1.5]", "[0,4]"),
                        "tensor 'a': shape must hold whole numbers of 64 bits: 1.5"),
                corrupt(
                        "dimension beyond 64 bits",
                        tensor("[9223372036854775808]", "[0,4]"),
                        "tensor 'a': shape must hold whole numbers of 64 bits: 9223372036854775808"),
                corrupt(
                        "overflowing shape",
                        tensor("[4294967296,4294967296]", "[0,4]"),
                        "tensor 'a': shape must not overflow 64 bits: [4294967296, 4294967296]"),
                corrupt(
                        "nine dimensions",
                        tensor("[1,1,1,1,1,1,1,1,1]", "[0,4]"),
                        "tensor 'a': shape must hold at most 8 numbers: 1"),
                corrupt("one offset", tensor("[1]", "[0]"), "tensor 'a': data_offsets must be two numbers: [0]"),
                corrupt(
                        "decreasing offsets",
                        tensor("[1]", "[4,0]"),
                        "tensor 'a': data_offsets must not decrease: [4, 0]"),
                corrupt(
                        "offsets against shape",
                        tensor("[3]", "[0,8]"),
                        "tensor 'a': data_offsets must span the 12 bytes of F32 [3]: [0, 8]"),
                corrupt(
                        "truncated data",
                        SafetensorsBytes.file(tensor("[3]", "[0,12]"), 1, 2),
                        "tensor 'a': must end within the 8 bytes of data: 12"),
                corrupt(
                        "trailing bytes",
                        SafetensorsBytes.file(tensor("[1]", "[0,4]"), 1, 2),
                        "data must end with its last tensor at byte 4: 8"),
                corrupt(
                        "gap",
                        SafetensorsBytes.file(tensor("[1]", "[4,8]"), 1, 2),
                        "tensor 'a': must begin without a gap at byte 0: 4"),
                corrupt(
                        "overlap",
                        SafetensorsBytes.file(
                                "{\"a\":" + entry("[2]", "[0,8]") + ",\"b\":" + entry("[2]", "[4,12]") + "}", 1, 2, 3),
                        "tensor 'b': must not overlap the bytes before 8: 4"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corruptFiles")
    void refusesCorruptFile(String name, byte[] bytes, String message) {
        assertThatThrownBy(() -> SafetensorsFile.parse("f", MemorySegment.ofArray(bytes)))
                .isInstanceOf(WitanException.class)
                .hasMessageStartingWith("f: " + message)
                .extracting(e -> ((WitanException) e).code())
                .isEqualTo(ErrorCode.CORRUPT_FILE);
    }

    @Test
    void refusesOrReadsButNeverFailsOtherwiseOnDamagedBytes() {
        byte[] sound = SafetensorsBytes.file(PAIR, 1, 2, 3, 4, 5, 6);
        long seed = 20261122;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = Arrays.copyOf(sound, random.nextInt(4) == 0 ? random.nextInt(sound.length) : sound.length);
            for (int flips = random.nextInt(1, 4); flips > 0 && damaged.length > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                SafetensorsFile.parse("f", MemorySegment.ofArray(damaged));
            } catch (WitanException e) {
                assertThat(e.code()).as("seed %d, case %d", seed, i).isEqualTo(ErrorCode.CORRUPT_FILE);
            }
        }
    }

    private static Arguments corrupt(String name, String header, String message) {
        return corrupt(name, SafetensorsBytes.file(header), message);
    }

    private static Arguments corrupt(String name, byte[] bytes, String message) {
        return Arguments.of(name, bytes, message);
    }

    private static String tensor(String shape, String offsets) {
        return "{\"a\":" + entry(shape, offsets) + "}";
    }

    private static String entry(String shape, String offsets) {
        return "{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}";
    }

    private static SafetensorsFile parse(String header, float... data) {
        return SafetensorsFile.parse("f", MemorySegment.ofArray(SafetensorsBytes.file(header, data)));
    }

    private static void assertCorrupt(Runnable action, String message) {
        assertThatThrownBy(action::run).isInstanceOf(WitanException.class).hasMessage(message);
    }
}
