// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Gives each target its committed inputs: what the fuzzer starts from, and what it once broke something with.
class FuzzRegressionTest {
    private static final Path INPUTS = Path.of("src/test/resources/fuzz");

    static Stream<Arguments> inputs() throws IOException {
        return Stream.of(
                        inputs("json", JsonBody::fuzzerTestOneInput),
                        inputs("binary", BinaryBody::fuzzerTestOneInput),
                        inputs("grpc", GrpcBody::fuzzerTestOneInput))
                .flatMap(List::stream);
    }

    private static List<Arguments> inputs(String target, Consumer<byte[]> fuzzer) throws IOException {
        try (Stream<Path> files = Files.list(INPUTS.resolve(target))) {
            return files.sorted()
                    .map(file -> Arguments.of(target + "/" + file.getFileName(), file, fuzzer))
                    .toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("inputs")
    void whatTheFuzzerKnowsIsReadOrRefused(String name, Path file, Consumer<byte[]> fuzzer) throws IOException {
        byte[] bytes = Files.readAllBytes(file);

        assertThatCode(() -> fuzzer.accept(bytes)).doesNotThrowAnyException();
    }

    @Test
    void everyBeginningOfAGoodBodyIsReadOrRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(INPUTS.resolve("binary/texts-and-floats"));

        for (int length = 0; length <= bytes.length; length++) {
            byte[] start = Arrays.copyOf(bytes, length);
            assertThatCode(() -> BinaryBody.fuzzerTestOneInput(start)).doesNotThrowAnyException();
        }
        assertThat(bytes).hasSizeGreaterThan(200);
    }
}
