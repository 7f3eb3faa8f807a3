// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.encode.ImageEncoder;
import dev.witan.engine.encode.ImageEncoder.Colour;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads `picture`, `picture:24x16` or `picture:24x16:rgb`: a column of a table that names files of pictures, and how
/// these are scaled; 16 by 16 in grey if nothing else is said.
final class ImageColumn implements ITypeConverter<ImageEncoder> {
    private static final Pattern FORM = Pattern.compile("(.+?)(?::([0-9]{1,4})x([0-9]{1,4})(?::(grey|rgb))?)?");
    private static final int SIDE = 16;

    @Override
    public ImageEncoder convert(String value) {
        Matcher parts = FORM.matcher(value);
        if (!parts.matches()) {
            throw new TypeConversionException("must be like picture, picture:24x16 or picture:24x16:rgb: " + value);
        }
        try {
            return new ImageEncoder(
                    parts.group(1),
                    parts.group(2) == null ? SIDE : Integer.parseInt(parts.group(2)),
                    parts.group(3) == null ? SIDE : Integer.parseInt(parts.group(3)),
                    "rgb".equals(parts.group(4)) ? Colour.RGB : Colour.GREY);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
