// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.encode.ImageEncoder;
import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.request.Column;
import dev.witan.engine.request.InferenceRequest;
import dev.witan.tables.NamedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads the pictures of records: `"@cat.png"` names a file, anything else is base64, as on the wire.
final class PictureRecords {
    private PictureRecords() {}

    /// Whether an input, as metadata tell it, is a picture.
    static boolean isPicture(JsonNode input) {
        return input.path("parameters").path("kind").asString("").equals("image");
    }

    /// A request with one picture alone.
    static InferenceRequest request(String column, String value) {
        return new InferenceRequest(List.of(new Column.Bytes(column, new byte[][] {bytes(column, value)})));
    }

    /// The request with its columns of pictures read.
    static InferenceRequest withPictures(InferenceRequest request, JsonNode inputs) {
        List<Column> columns = new ArrayList<>();
        for (String name : request.columnNames()) {
            columns.add(request.column(name).orElseThrow());
        }
        for (JsonNode input : inputs) {
            if (isPicture(input)) {
                columns.replaceAll(
                        column -> column.name().equals(input.path("name").asString()) ? read(column) : column);
            }
        }
        return new InferenceRequest(columns);
    }

    private static Column read(Column column) {
        if (!(column instanceof Column.Texts texts)) {
            return column;
        }
        byte[] @Nullable [] pictures = new byte[texts.rows()][];
        for (int row = 0; row < pictures.length; row++) {
            String value = texts.value(row);
            pictures[row] = value == null || value.isEmpty() ? null : bytes(column.name(), value);
        }
        return new Column.Bytes(column.name(), pictures);
    }

    private static byte[] bytes(String column, String value) {
        try {
            if (!value.startsWith("@")) {
                return Base64.getDecoder().decode(value);
            }
            Path file = Path.of(value.substring(1));
            byte[] picture = NamedFile.read(file, ImageEncoder.BYTES_MAX);
            if (picture.length > ImageEncoder.BYTES_MAX) {
                throw WitanException.invalidInput("column '%s': a picture may have %d bytes: %s has more"
                        .formatted(column, ImageEncoder.BYTES_MAX, file));
            }
            return picture;
        } catch (IOException e) {
            throw WitanException.invalidInput("column '%s': the picture cannot be read: %s".formatted(column, e));
        } catch (IllegalArgumentException e) {
            throw WitanException.invalidInput(
                    "column '%s' must hold pictures, @FILE or base64: '%s'".formatted(column, Excerpt.of(value)));
        }
    }
}
