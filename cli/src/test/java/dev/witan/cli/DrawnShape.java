// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.encode.ImageEncoder;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/// A small picture of a shape: an easy one stands alone in the middle, a complex one is somewhere among scribbles.
record DrawnShape(String name, boolean isComplex, byte[] png) {
    private static final List<String> NAMES = List.of("circle", "cross", "square", "triangle");
    private static final int SIZE = 32;

    /// Some pictures, of which a share is complex.
    static List<DrawnShape> draw(long seed, int count, double complexShare) {
        SplittableRandom random = new SplittableRandom(seed);
        List<DrawnShape> drawn = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drawn.add(draw(random.nextDouble() < complexShare, random));
        }
        return drawn;
    }

    /// A table to learn the names from.
    static Table table(List<DrawnShape> shapes, ImageEncoder encoder) {
        return new Table(
                "shapes",
                List.of(
                        new TableColumn.Images(
                                encoder, shapes.stream().map(DrawnShape::png).toArray(byte[][]::new)),
                        new TableColumn.Texts(
                                "shape", shapes.stream().map(DrawnShape::name).toArray(String[]::new))));
    }

    private static DrawnShape draw(boolean isComplex, SplittableRandom random) {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        int grey = random.nextInt(40);
        graphics.setColor(new Color(grey, grey, grey));
        graphics.fillRect(0, 0, SIZE, SIZE);
        if (isComplex) {
            scribble(graphics, random);
        }
        graphics.setColor(Color.WHITE);
        graphics.setStroke(new BasicStroke(3));
        shape(graphics, name, isComplex ? 10 : 4, random);
        graphics.dispose();
        return new DrawnShape(name, isComplex, bytes(image));
    }

    private static void scribble(Graphics2D graphics, SplittableRandom random) {
        graphics.setColor(new Color(190, 190, 190));
        graphics.setStroke(new BasicStroke(1));
        for (int line = 0; line < 12; line++) {
            graphics.drawLine(random.nextInt(SIZE), random.nextInt(SIZE), random.nextInt(SIZE), random.nextInt(SIZE));
        }
    }

    /// @param room that it may be off the middle, in all
    private static void shape(Graphics2D graphics, String name, int room, SplittableRandom random) {
        int size = 16 + random.nextInt(6);
        int x = (SIZE - size - room) / 2 + random.nextInt(room);
        int y = (SIZE - size - room) / 2 + random.nextInt(room);
        switch (name) {
            case "circle" -> graphics.drawOval(x, y, size, size);
            case "square" -> graphics.drawRect(x, y, size, size);
            case "cross" -> {
                graphics.drawLine(x, y, x + size, y + size);
                graphics.drawLine(x + size, y, x, y + size);
            }
            default ->
                graphics.drawPolygon(new int[] {x, x + size, x + size / 2}, new int[] {y + size, y + size, y}, 3);
        }
    }

    private static byte[] bytes(BufferedImage image) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
