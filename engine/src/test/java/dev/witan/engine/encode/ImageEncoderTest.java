// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.witan.engine.encode.ImageEncoder.Colour;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.request.Column;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ImageEncoderTest {
    private static byte[] bytes(BufferedImage image, String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            assertThat(ImageIO.write(image, format, bytes)).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static BufferedImage image(int type, int width, int... colours) {
        BufferedImage image = new BufferedImage(width, colours.length / width, type);
        image.setRGB(0, 0, width, colours.length / width, colours, 0, width);
        return image;
    }

    private static float[] encode(ImageEncoder encoder, byte[]... images) {
        float[] rows = new float[images.length * encoder.spec().width()];
        Column column = new Column.Bytes("picture", images);
        for (int row = 0; row < images.length; row++) {
            encoder.encode(column, row, rows, row * encoder.spec().width());
        }
        return rows;
    }

    @Test
    void coloursAreReadPixelByPixel() {
        byte[] png = bytes(image(BufferedImage.TYPE_INT_RGB, 2, 0xFF0000, 0x00FF00, 0x0000FF, 0xFFFFFF), "png");
        assertThat(encode(new ImageEncoder("picture", 2, 2, Colour.RGB), png))
                .containsExactly(1, -1, -1, -1, 1, -1, -1, -1, 1, 1, 1, 1);
        float[] grey = encode(new ImageEncoder("picture", 2, 2, Colour.GREY), png);
        assertThat(grey[0]).isCloseTo(2 * 0.299f - 1, within(1e-6f));
        assertThat(grey[3]).isCloseTo(1, within(1e-6f));
    }

    @Test
    void areasAreAveragedWithPartsOfPixelsCountedInPart() {
        byte[] three = bytes(image(BufferedImage.TYPE_INT_RGB, 3, 0xFFFFFF, 0x000000, 0xFFFFFF), "png");
        float[] two = encode(new ImageEncoder("picture", 2, 1, Colour.GREY), three);
        assertThat(two[0]).isCloseTo(2 * (2 / 3f) - 1, within(1e-6f));
        assertThat(two[1]).isCloseTo(2 * (2 / 3f) - 1, within(1e-6f));
        float[] more = encode(new ImageEncoder("picture", 6, 2, Colour.GREY), three);
        assertThat(more).containsExactly(1, 1, -1, -1, 1, 1, 1, 1, -1, -1, 1, 1);
    }

    @Test
    void greyIsReadAsStoredAndTransparencyShowsWhite() {
        BufferedImage grey = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setSample(0, 0, 0, 51);
        ImageEncoder encoder = new ImageEncoder("picture", 1, 1, Colour.GREY);
        assertThat(encode(encoder, bytes(grey, "png"))[0]).isCloseTo(2 * 0.2f - 1, within(1e-6f));
        byte[] clear = bytes(image(BufferedImage.TYPE_INT_ARGB, 1, 0x00000000), "png");
        assertThat(encode(encoder, clear)).containsExactly(1);
    }

    @Test
    void jpegIsReadToo() {
        BufferedImage red = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        var graphics = red.createGraphics();
        graphics.setColor(Color.RED);
        graphics.fillRect(0, 0, 32, 32);
        graphics.dispose();
        float[] pixel = encode(new ImageEncoder("picture", 1, 1, Colour.RGB), bytes(red, "jpeg"));
        assertThat(pixel[0]).isCloseTo(1, within(0.05f));
        assertThat(pixel[1]).isCloseTo(-1, within(0.05f));
    }

    @Test
    void aMissingPictureIsZeros() {
        ImageEncoder encoder = new ImageEncoder("picture", 2, 2, Colour.GREY);
        float[] row = {9, 9, 9, 9};
        encoder.encode((Column) null, 0, row, 0);
        assertThat(row).containsOnly(0);
    }

    /// A PNG that says how large it is, and then ends.
    private static byte[] claiming(int width, int height) {
        ByteBuffer header = ByteBuffer.allocate(17).put("IHDR".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        header.putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0});
        CRC32 checksum = new CRC32();
        checksum.update(header.array());
        return ByteBuffer.allocate(8 + 4 + 17 + 4)
                .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'})
                .putInt(13)
                .put(header.array())
                .putInt((int) checksum.getValue())
                .array();
    }

    private static void assertRefused(byte[] image, String reason) {
        ImageEncoder encoder = new ImageEncoder("picture", 2, 2, Colour.GREY);
        byte[] fine = bytes(image(BufferedImage.TYPE_INT_RGB, 1, 0), "png");
        assertThatThrownBy(() -> encode(encoder, fine, image))
                .isInstanceOfSatisfying(
                        WitanException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
                .hasMessageStartingWith("column 'picture' must hold small pictures, PNG or JPEG: row 1 ")
                .hasMessageContaining(reason);
    }

    @Test
    void whatIsNoSmallPictureIsRefusedBeforeItCostsAnything() {
        assertRefused(
                "GIF89a..".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                "is neither: it begins with the bytes 474946");
        assertRefused(new byte[] {1}, "is neither: it begins with the bytes 01");
        assertRefused(claiming(60_000, 60_000), "has 60000 x 60000 pixels, more than 1048576");
        assertRefused(claiming(10, 10), "cannot be decoded");
        assertRefused(new byte[ImageEncoder.BYTES_MAX + 1], "has 1048577 bytes, more than 1048576");
        byte[] scans = new byte[1000];
        Arrays.fill(scans, (byte) 0xFF);
        scans[1] = (byte) 0xD8;
        for (int i = 3; i < scans.length; i += 2) {
            scans[i] = (byte) 0xDA;
        }
        assertRefused(scans, "scans, more than 32");
    }

    @Test
    void aRequestHasFewPictures() {
        ImageEncoder encoder = new ImageEncoder("picture", 1, 1, Colour.GREY);
        assertThatThrownBy(() -> encode(encoder, new byte[257][]))
                .hasMessage("a request may have 256 pictures: column 'picture' has 257");
        assertThatThrownBy(() -> encoder.encode(new Column.Texts("picture", new String[] {"x"}), 0, new float[1], 0))
                .hasMessage("column 'picture' must hold the bytes of pictures: it holds texts");
    }
}
