// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.encode;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.request.Column;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A small picture, PNG or JPEG, scaled to a fixed size by averaging areas: one number per pixel and colour from -1
/// (none of it) to 1 (all of it), row by row from the top left. A missing picture is all zeros, which is mid-grey.
///
/// Nothing of it is learned, and it keeps no state. Pictures come from outside, so what one may cost is bounded before
/// it is decoded: its bytes, its pixels, and how many of them one request has.
public final class ImageEncoder implements ColumnEncoder {
    /// Bytes that a picture may have.
    public static final int BYTES_MAX = 1 << 20;

    /// Pixels that a picture may have, 1024 x 1024: a few bytes may claim billions.
    public static final int PIXELS_MAX = 1 << 20;

    /// Pictures that a request may have.
    public static final int IMAGES_MAX = 256;

    private final ColumnSpec spec;
    private final int width;
    private final int height;
    private final Colour colour;

    /// How many numbers a pixel is.
    public enum Colour {
        /// One: its brightness.
        GREY(1),
        /// Red, green and blue.
        RGB(3);

        private final int channels;

        Colour(int channels) {
            this.channels = channels;
        }

        /// How many numbers a pixel is.
        public int channels() {
            return channels;
        }
    }

    /// An encoder for pictures of any size.
    ///
    /// @param width that they are scaled to
    public ImageEncoder(String name, int width, int height, Colour colour) {
        if (width < 1 || height < 1 || (long) width * height > PIXELS_MAX) {
            throw new IllegalArgumentException(
                    "column '%s': width and height must be at least 1, and %d together at most: %d, %d"
                            .formatted(name, PIXELS_MAX, width, height));
        }
        this.width = width;
        this.height = height;
        this.colour = Objects.requireNonNull(colour);
        this.spec = new ColumnSpec(name, ColumnSpec.Kind.IMAGE, width * height * colour.channels());
    }

    @Override
    public ColumnSpec spec() {
        return spec;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    public Colour colour() {
        return colour;
    }

    @Override
    public void encode(@Nullable Column column, int row, float[] rows, int at) {
        switch (column) {
            case null -> Arrays.fill(rows, at, at + spec.width(), 0f);
            case Column.Bytes bytes -> {
                requireFew(bytes.rows());
                encode(bytes.value(row), row, rows, at);
            }
            case Column.Numbers _, Column.Texts _, Column.Vectors _ ->
                throw WrongColumn.refuse(column, "the bytes of pictures");
        }
    }

    private void requireFew(int images) {
        if (images > IMAGES_MAX) {
            throw new WitanException(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "a request may have %d pictures: column '%s' has %d".formatted(IMAGES_MAX, spec.name(), images));
        }
    }

    /// Writes the encoding of one picture; `null` is a missing one.
    ///
    /// @param row named in the message if the picture is refused
    public void encode(byte @Nullable [] image, int row, float[] rows, int at) {
        if (image == null) {
            Arrays.fill(rows, at, at + spec.width(), 0f);
            return;
        }
        BufferedImage decoded;
        try {
            decoded = ImageDecoder.decode(image);
        } catch (ImageDecoder.Refused e) {
            throw new WitanException(
                    ErrorCode.INVALID_INPUT,
                    "column '%s' must hold small pictures, PNG or JPEG: row %d %s"
                            .formatted(spec.name(), row, e.reason()),
                    e);
        }
        new AreaScaling(decoded, width, height, colour).write(rows, at);
    }
}
