// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `witan publish` as a person types it, on a copy of a mixture that ships with Witan.
class PublishCommandTest {
    @TempDir
    private Path root;

    private Path ads;

    private record Result(int exit, String out, String err) {}

    @BeforeEach
    void copyShippedMixture() throws IOException {
        ads = root.resolve("ads");
        Path shipped = Path.of("../mixtures/ads");
        try (Stream<Path> paths = Files.walk(shipped)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Files.copy(path, ads.resolve(shipped.relativize(path).toString()));
            }
        }
    }

    @Test
    void freezesAnEditIntoTheNextRelease() throws IOException {
        edit("routing: {fanOut: 2}", "routing: {fanOut: 1, fanOutMax: 2}");
        edit("combine: {kind: weightedSum}", "combine: {kind: weightedSum, fallback: cheap-1}");
        String active = Files.readString(ads.resolve("ACTIVE"));
        Result rehearsal = run("publish", ads.toString(), "--dry-run");
        assertThat(rehearsal.out().lines())
                .containsExactly(
                        "~ routing.fanOut: 2 -> 1",
                        "+ routing.fanOutMax: 2",
                        "+ combine.fallback: cheap-1",
                        "ads: nothing was published (--dry-run)");
        assertThat(Files.readString(ads.resolve("ACTIVE"))).isEqualTo(active);
        Result published = run("publish", ads.toString(), "--note", "cheaper");
        assertThat(published.exit()).as(published.err()).isZero();
        int next = Integer.parseInt(active.strip()) + 1;
        assertThat(published.out()).endsWith("ads: release " + next + " is in force");
        assertThat(Files.readString(ads.resolve("releases/" + next + ".json")))
                .contains("\"by\" : \"witan publish\"", "\"note\" : \"cheaper\"");
        assertThat(run("validate", ads.toString()))
                .isEqualTo(new Result(0, "ads is valid: release " + next + " is in force", ""));
        Result again = run("publish", ads.toString());
        assertThat(again.exit()).isZero();
        assertThat(again.out()).isEqualTo("ads: nothing to publish, mixture.yaml is that of release " + next);
    }

    @Test
    void namesWhatMustBeBroughtAndTakesIt() throws IOException {
        edit("{id: cheap-1, kind", "{id: other, kind");
        Result lacking = run("publish", ads.toString());
        assertThat(lacking.exit()).isEqualTo(1);
        assertThat(lacking.err())
                .isEqualTo("witan: experts/other: must be brought, since there is none yet:"
                        + " --expert other=FILE.safetensors");
        Path file = ads.resolve("experts/cheap-1/1/f32/expert.safetensors");
        Result published = run("publish", ads.toString(), "--expert", "other=" + file);
        assertThat(published.exit()).as(published.err()).isZero();
        assertThat(published.out().lines())
                .contains("+ experts.other.id: other", "- experts.cheap-1.id: cheap-1", "+ experts/other: " + file);
        assertThat(ads.resolve("experts/other/1/f32/expert.safetensors")).hasSameBinaryContentAs(file);
    }

    @Test
    void refusesAFileThatIsNone() throws IOException {
        edit("{id: cheap-1, kind: ffn, hidden: [3], activation: gelu}", "{id: cheap-1, kind: onnx}");
        Path file = Files.writeString(root.resolve("broken.onnx"), "no graph");
        Result refused = run("publish", ads.toString(), "--expert", "cheap-1=" + file);
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).startsWith("witan: expert 'cheap-1': the file must be an ONNX model");
        assertThat(run("publish", ads.toString(), "--expert", "cheap-1=" + root.resolve("none"))
                        .err())
                .isEqualTo("witan: " + root.resolve("none") + ": must be a regular file");
    }

    private void edit(String from, String to) throws IOException {
        Path file = ads.resolve("mixture.yaml");
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    private static Result run(String... line) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.run(List.of(line).toArray(String[]::new), new PrintWriter(out), new PrintWriter(err));
        return new Result(exit, out.toString().strip(), err.toString().strip());
    }
}
