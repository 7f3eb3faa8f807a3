// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.model.safetensors.SafetensorsWriter;
import dev.witan.model.safetensors.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `witan import` and `witan export` as a person types them.
class ImportExportTest {
    private static final String LAYER = "model.layers.1.block_sparse_moe.";
    private static final int WIDTH = 6;
    private static final int HIDDEN = 4;

    private final SplittableRandom random = new SplittableRandom(1);

    @TempDir
    private Path root;

    private record Result(int exit, String out, String err) {}

    private static Result run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.run(args, new PrintWriter(out), new PrintWriter(err));
        return new Result(exit, out.toString().strip(), err.toString().strip());
    }

    private Tensor tensor(String part, int... shape) {
        float[] values = new float[shape[0] * shape[1]];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.of(LAYER + part, values, shape[0], shape[1]);
    }

    private Path model() throws IOException {
        List<Tensor> tensors = new ArrayList<>(List.of(tensor("gate.weight", 3, WIDTH)));
        for (int expert = 0; expert < 3; expert++) {
            tensors.add(tensor("experts.%d.w1.weight".formatted(expert), HIDDEN, WIDTH));
            tensors.add(tensor("experts.%d.w2.weight".formatted(expert), WIDTH, HIDDEN));
            tensors.add(tensor("experts.%d.w3.weight".formatted(expert), HIDDEN, WIDTH));
        }
        Path file = root.resolve("tiny.safetensors");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            new SafetensorsWriter(tensors, Map.of()).writeTo(channel);
        }
        return file;
    }

    @Test
    void aLayerComesInAnswersAndGoesOutAgain() throws IOException {
        String repository = root.resolve("mixtures").toString();
        Result imported = run(
                "import",
                model().toString(),
                "--layout",
                "mixtral",
                "--layer",
                "1",
                "--out",
                "tiny",
                "--repository",
                repository);
        assertThat(imported.exit()).as(imported.err()).isZero();
        assertThat(imported.out()).isEqualTo("tiny: release 1 is in force");
        assertThat(imported.err()).endsWith("layer 1 has 3 experts of 6 x 4");
        Result valid = run("validate", "tiny", "--repository", repository);
        assertThat(valid.out()).isEqualTo("tiny is valid: release 1 is in force");
        Path out = root.resolve("graphs");
        Result exported = run("export", "tiny", "--out", out.toString(), "--repository", repository);
        assertThat(exported.exit()).as(exported.err()).isZero();
        assertThat(exported.out()).startsWith(out + ": 4 graphs of release 1, greatest relative difference ");
        JsonNode report = new JsonMapper().readTree(Files.readString(out.resolve("export.json")));
        assertThat(report.path("selectionBias").size()).isEqualTo(3);
        for (JsonNode graph : report.path("graphs")) {
            assertThat(out.resolve(graph.path("file").stringValue(""))).isNotEmptyFile();
            assertThat(graph.path("difference").asDouble(1)).isLessThan(1e-5);
        }
    }

    @Test
    void whatWasExportedCanBePublishedAgain() throws IOException {
        Path shipped = Path.of("../mixtures/ads");
        Path ads = root.resolve("ads");
        try (Stream<Path> paths = Files.walk(shipped)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Files.copy(path, ads.resolve(shipped.relativize(path).toString()));
            }
        }
        Path out = root.resolve("graphs");
        assertThat(run("export", ads.toString(), "--out", out.toString()).exit())
                .isZero();
        Path yaml = ads.resolve("mixture.yaml");
        Files.writeString(
                yaml,
                Files.readString(yaml)
                        .replaceFirst(
                                "id: cheap-1, kind: ffn, hidden: [^]]*], activation: [a-z]*",
                                "id: cheap-1, kind: onnx"));
        Path graph = out.resolve("expert-cheap-1.onnx");
        Result published = run("publish", ads.toString(), "--expert", "cheap-1=" + graph);
        assertThat(published.exit()).as(published.err()).isZero();
        Path again = root.resolve("again");
        assertThat(run("export", ads.toString(), "--out", again.toString()).exit())
                .isZero();
        assertThat(again.resolve("expert-cheap-1.onnx")).hasSameBinaryContentAs(graph);
    }

    @Test
    void saysWhichLayoutsThereAre() {
        Result result =
                run("import", "nowhere", "--layout", "mixtrall", "--layer", "0", "--out", "x", "--repository", "y");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err())
                .isEqualTo("witan: layout must be one of mixtral, olmoe, qwen3-moe, deepseek-v3, gpt-oss: mixtrall;"
                        + " did you mean 'mixtral'?");
    }
}
