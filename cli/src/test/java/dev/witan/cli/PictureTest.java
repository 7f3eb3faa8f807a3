// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// From drawn shapes to a served mixture that tells them apart: `train --image`, `evaluate`, `infer` and `batch`.
class PictureTest {
    private static final List<String> SHAPES = List.of("circle", "cross", "square", "triangle");

    @TempDir
    private static Path folder;

    private record Result(int exit, String out, String err) {}

    private static Result run(String... args) {
        List<String> line = new ArrayList<>(List.of(args));
        line.addAll(List.of("--repository", folder.resolve("mixtures").toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.run(line.toArray(String[]::new), new PrintWriter(out), new PrintWriter(err));
        assertThat(exit).as(err.toString()).isZero();
        return new Result(exit, out.toString(), err.toString());
    }

    /// A shape of some size, somewhere, in some colour on another, with noise over it.
    private static BufferedImage draw(String shape, SplittableRandom random) {
        BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(new Color(random.nextInt(90), random.nextInt(90), random.nextInt(90)));
        graphics.fillRect(0, 0, 32, 32);
        graphics.setColor(new Color(160 + random.nextInt(95), 160 + random.nextInt(95), 160 + random.nextInt(95)));
        graphics.setStroke(new BasicStroke(3));
        int size = 14 + random.nextInt(10);
        int x = 2 + random.nextInt(28 - size);
        int y = 2 + random.nextInt(28 - size);
        switch (shape) {
            case "circle" -> graphics.drawOval(x, y, size, size);
            case "square" -> graphics.drawRect(x, y, size, size);
            case "cross" -> {
                graphics.drawLine(x, y, x + size, y + size);
                graphics.drawLine(x + size, y, x, y + size);
            }
            default ->
                graphics.drawPolygon(new int[] {x, x + size, x + size / 2}, new int[] {y + size, y + size, y}, 3);
        }
        graphics.dispose();
        return image;
    }

    private static Path table(String name, long seed, int rows) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder csv = new StringBuilder("picture,shape\n");
        for (int row = 0; row < rows; row++) {
            String shape = SHAPES.get(random.nextInt(SHAPES.size()));
            String file = "%s-%d.%s".formatted(name, row, row % 2 == 0 ? "png" : "jpg");
            ImageIO.write(
                    draw(shape, random),
                    row % 2 == 0 ? "png" : "jpeg",
                    folder.resolve(file).toFile());
            csv.append(file).append(',').append(shape).append('\n');
        }
        return Files.writeString(folder.resolve(name + ".csv"), csv);
    }

    @BeforeAll
    static void train() throws IOException {
        run(
                "train",
                table("shapes", 1, 1500).toString(),
                "--target",
                "shape",
                "--image",
                "picture:12x12",
                "--experts",
                "4",
                "--threads",
                "1",
                "--epochs",
                "20");
    }

    @Test
    void whatWasTrainedTellsShapesApart() throws IOException {
        Path test = table("unseen", 2, 300);
        JsonNode quality = new JsonMapper()
                .readTree(run("evaluate", "shapes", test.toString(), "--threads", "1", "--output", "json")
                        .out());
        assertThat(quality.path("accuracy").asDouble()).isGreaterThan(0.8);
        Path answered = folder.resolve("answered.csv");
        run("batch", "shapes", test.toString(), answered.toString(), "--threads", "1");
        List<String> lines = Files.readAllLines(answered);
        assertThat(lines).hasSize(301);
        long right = lines.stream()
                .skip(1)
                .map(line -> line.split(","))
                .filter(cells -> cells[1].equals(cells[2]))
                .count();
        assertThat(right / 300.0).isEqualTo(quality.path("accuracy").asDouble());
    }

    @Test
    void goesOnFromAReleaseThatReadsPictures() throws IOException {
        Path more = table("more", 4, 300);
        Path test = table("fresh", 5, 60);
        String further = run(
                        "train",
                        more.toString(),
                        "--target",
                        "shape",
                        "--from",
                        "shapes",
                        "--out",
                        "shapes-further",
                        "--test",
                        test.toString(),
                        "--freeze",
                        "gate",
                        "--threads",
                        "1",
                        "--epochs",
                        "1")
                .out();
        assertThat(further).contains("on " + test.getFileName(), "300 rows");
        assertThat(Files.readString(folder.resolve("mixtures/shapes-further/mixture.yaml")))
                .contains("name: picture");
        assertThat(run("infer", "shapes-further", "@" + folder.resolve("fresh-0.png"))
                        .out())
                .contains("label");
    }

    @Test
    void aPictureIsAskedAboutByItsFile() throws IOException {
        Path file = folder.resolve("one.png");
        ImageIO.write(draw("cross", new SplittableRandom(3)), "png", file.toFile());
        assertThat(run("infer", "shapes", "@" + file).out()).contains("cross");
        assertThat(run("infer", "shapes", "{\"picture\": \"@%s\"}".formatted(file))
                        .out())
                .contains("cross");
    }
}
