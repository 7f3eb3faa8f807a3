// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.encode;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serial;
import java.util.HexFormat;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// Decodes PNG and JPEG, once it is known that the picture is small: its header is read before any pixel is.
final class ImageDecoder {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};

    /// Passes over the pixels that a JPEG may ask for: each costs as much as decoding the picture once.
    private static final int SCANS_MAX = 32;

    private static final int EXCERPT_BYTES = 8;

    private ImageDecoder() {}

    /// Why a picture was refused, as what follows "row 3".
    static final class Refused extends Exception {
        @Serial
        private static final long serialVersionUID = 1L;

        private final String reason;

        Refused(String reason) {
            super(reason);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    static BufferedImage decode(byte[] image) throws Refused {
        if (image.length > ImageEncoder.BYTES_MAX) {
            throw new Refused("has %d bytes, more than %d".formatted(image.length, ImageEncoder.BYTES_MAX));
        }
        ImageReader reader = reader(image);
        try (MemoryCacheImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(image))) {
            reader.setInput(stream, true, true);
            requireSmall(reader.getWidth(0), reader.getHeight(0));
            return reader.read(0);
        } catch (IOException | RuntimeException e) {
            throw new Refused("cannot be decoded: " + e.getMessage());
        } finally {
            reader.dispose();
        }
    }

    private static ImageReader reader(byte[] image) throws Refused {
        boolean isJpeg = beginsWith(image, JPEG);
        if (isJpeg && scans(image) > SCANS_MAX) {
            throw new Refused("has %d scans, more than %d".formatted(scans(image), SCANS_MAX));
        }
        if (!isJpeg && !beginsWith(image, PNG)) {
            throw new Refused("is neither: it begins with the bytes "
                    + HexFormat.of().formatHex(image, 0, Math.min(image.length, EXCERPT_BYTES)));
        }
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(isJpeg ? "jpeg" : "png");
        return readers.next();
    }

    private static boolean beginsWith(byte[] image, byte[] mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i >= image.length || image[i] != mark[i]) {
                return false;
            }
        }
        return true;
    }

    /// How many times the marker of a scan stands in a JPEG; within a scan's data it cannot.
    private static int scans(byte[] image) {
        int scans = 0;
        for (int i = 0; i + 1 < image.length; i++) {
            scans += image[i] == (byte) 0xFF && image[i + 1] == (byte) 0xDA ? 1 : 0;
        }
        return scans;
    }

    private static void requireSmall(int width, int height) throws Refused {
        if ((long) width * height > ImageEncoder.PIXELS_MAX) {
            throw new Refused("has %d x %d pixels, more than %d".formatted(width, height, ImageEncoder.PIXELS_MAX));
        }
    }
}
