// SPDX-License-Identifier: Apache-2.0
package dev.witan.batch;

import dev.witan.engine.encode.ColumnEncoder;
import dev.witan.engine.encode.ColumnSpec;
import dev.witan.engine.encode.DateEncoder;
import dev.witan.engine.encode.DateForm;
import dev.witan.engine.encode.Encoder;
import dev.witan.engine.encode.ImageEncoder;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.request.Column;
import dev.witan.engine.request.InferenceRequest;
import dev.witan.tables.BadRow;
import dev.witan.tables.Cells;
import dev.witan.tables.Frame;
import dev.witan.tables.MissingValue;
import dev.witan.tables.NamedFile;
import dev.witan.tables.NumberText;
import dev.witan.tables.TableFormat;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Turns rows of a table into a request, as training reads tables: in CSV, an empty value, `?`, `NA`, `null` and the
/// like are missing; in the other formats, only null and an empty text are. Thread-safe.
final class Requests {
    private final List<ColumnSpec> columns;
    private final Map<String, DateForm> dates = new HashMap<>();
    private final TableFormat format;
    private final Path folder;

    /// @param folder that the files of images are named in
    Requests(Encoder encoder, TableFormat format, Path folder) {
        this.columns = encoder.columns();
        if (encoder instanceof TableEncoder table) {
            for (ColumnEncoder column : table.encoders()) {
                if (column instanceof DateEncoder date) {
                    dates.put(date.spec().name(), date.form());
                }
            }
        }
        this.format = format;
        this.folder = folder;
    }

    /// The rows that can be asked about, with their request, and those that cannot.
    ///
    /// @param request absent if no row is left
    record Prepared(Frame rows, Optional<InferenceRequest> request, List<BadRow> bad) {}

    Prepared prepare(Frame frame) {
        SortedMap<Integer, BadRow> bad = new TreeMap<>();
        List<Column> found = columns(frame, bad);
        if (bad.isEmpty()) {
            Optional<InferenceRequest> request =
                    frame.rows() == 0 ? Optional.empty() : Optional.of(new InferenceRequest(found));
            return new Prepared(frame, request, List.of());
        }
        int[] good = new int[frame.rows() - bad.size()];
        for (int row = 0, at = 0; row < frame.rows(); row++) {
            if (!bad.containsKey(row)) {
                good[at++] = row;
            }
        }
        Frame rest = frame.select(good);
        Optional<InferenceRequest> request =
                good.length == 0 ? Optional.empty() : Optional.of(new InferenceRequest(columns(rest, new TreeMap<>())));
        return new Prepared(rest, request, List.copyOf(bad.values()));
    }

    private List<Column> columns(Frame frame, SortedMap<Integer, BadRow> bad) {
        List<Column> found = new ArrayList<>();
        for (ColumnSpec column : columns) {
            int at = frame.indexOf(column.name());
            if (at >= 0) {
                found.add(column(column, frame.cells().get(at), new Refusals(frame, column.name(), bad)));
            }
        }
        return found;
    }

    /// Notes the first reason against each row.
    private record Refusals(Frame frame, String column, SortedMap<Integer, BadRow> bad) {
        void add(int row, String reason) {
            bad.putIfAbsent(row, frame.bad(row, column, reason));
        }
    }

    private Column column(ColumnSpec column, Cells cells, Refusals refusals) {
        return switch (column.kind()) {
            case NUMERIC -> new Column.Numbers(column.name(), numbers(cells, refusals));
            case DATE -> new Column.Texts(column.name(), dates(column, cells, refusals));
            case CATEGORICAL, TEXT -> new Column.Texts(column.name(), texts(cells));
            case IMAGE -> new Column.Bytes(column.name(), images(cells, refusals));
            case VECTOR -> vectors(column, cells, refusals);
            case TOKENS -> throw new IllegalStateException("tokens are refused before: " + column.name());
        };
    }

    private @Nullable String[] dates(ColumnSpec column, Cells cells, Refusals refusals) {
        DateForm form = dates.getOrDefault(column.name(), DateForm.ISO);
        @Nullable String[] dates = texts(cells);
        for (int row = 0; row < dates.length; row++) {
            String date = dates[row];
            if (date != null && !date.isBlank() && Double.isNaN(form.seconds(date))) {
                refusals.add(
                        row, "the value must be one of %s: '%s'".formatted(DateEncoder.rule(form), Excerpt.of(date)));
            }
        }
        return dates;
    }

    private double[] numbers(Cells cells, Refusals refusals) {
        double[] numbers = new double[cells.rows()];
        for (int row = 0; row < numbers.length; row++) {
            numbers[row] = number(cells, row);
            if (Double.isInfinite(numbers[row])) {
                refusals.add(row, "the value must be a finite number: '%s'".formatted(Excerpt.of(cells.text(row))));
            }
        }
        return numbers;
    }

    /// `NaN` for a missing value, and infinity for what is no number.
    private double number(Cells cells, int row) {
        if (cells.isMissing(row)) {
            return Double.NaN;
        }
        return switch (cells) {
            case Cells.Reals reals -> reals.value(row);
            case Cells.Singles singles -> singles.value(row);
            case Cells.Wholes wholes -> (double) wholes.value(row);
            case Cells.Truths truths -> truths.value(row) ? 1 : 0;
            case Cells.Texts texts -> parse(texts.text(row).strip());
            case Cells.Binary _, Cells.Vectors _ -> Double.POSITIVE_INFINITY;
        };
    }

    private double parse(String text) {
        double value = NumberText.parse(text);
        return Double.isNaN(value) && !isMissing(text) ? Double.POSITIVE_INFINITY : value;
    }

    private boolean isMissing(String stripped) {
        return format == TableFormat.CSV ? MissingValue.isSpelledBy(stripped) : stripped.isEmpty();
    }

    private @Nullable String[] texts(Cells cells) {
        @Nullable String[] texts = new String[cells.rows()];
        for (int row = 0; row < texts.length; row++) {
            texts[row] = cells.isMissing(row) ? null : text(cells, row);
        }
        return texts;
    }

    private @Nullable String text(Cells cells, int row) {
        String text = cells.text(row);
        if (cells instanceof Cells.Texts texts && texts.isBare(row)) {
            return NumberText.respell(text);
        }
        String value = format == TableFormat.CSV ? text.strip() : text;
        return isMissing(value) ? null : value;
    }

    private byte[] @Nullable [] images(Cells cells, Refusals refusals) {
        byte[] @Nullable [] images = new byte[cells.rows()][];
        for (int row = 0; row < images.length; row++) {
            if (cells instanceof Cells.Binary binary) {
                images[row] = binary.value(row);
                continue;
            }
            String file = cells.text(row).strip();
            try {
                images[row] = isMissing(file) ? null : NamedFile.read(folder.resolve(file), ImageEncoder.BYTES_MAX);
            } catch (IOException | InvalidPathException e) {
                String why = e.toString().replaceAll("\\p{Cntrl}", "?");
                refusals.add(row, "the file of the image cannot be read: " + why);
            }
        }
        return images;
    }

    private static Column vectors(ColumnSpec column, Cells cells, Refusals refusals) {
        if (!(cells instanceof Cells.Vectors vectors)) {
            throw WitanException.invalidInput("column '%s' must hold lists of %d numbers, which only JSON lines have"
                    .formatted(column.name(), column.width()));
        }
        float[] values = new float[cells.rows() * column.width()];
        for (int row = 0; row < cells.rows(); row++) {
            float[] vector = vectors.value(row);
            if (vector == null || vector.length != column.width()) {
                refusals.add(
                        row,
                        "the value must be a list of %d numbers: it has %s"
                                .formatted(column.width(), vector == null ? "none" : vector.length));
                continue;
            }
            System.arraycopy(vector, 0, values, row * column.width(), column.width());
        }
        return Column.Vectors.ofRows(column.name(), column.width(), values);
    }
}
