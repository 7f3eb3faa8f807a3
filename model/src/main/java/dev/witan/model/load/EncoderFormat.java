// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.encode.CategoricalEncoder;
import dev.witan.engine.encode.ColumnEncoder;
import dev.witan.engine.encode.DateEncoder;
import dev.witan.engine.encode.DateForm;
import dev.witan.engine.encode.ImageEncoder;
import dev.witan.engine.encode.NumericEncoder;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.encode.TextEncoder;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.model.config.EncodedColumn;
import dev.witan.model.repository.ComponentContent;
import dev.witan.model.safetensors.SafetensorsFile;
import dev.witan.model.safetensors.SafetensorsWriter;
import dev.witan.model.safetensors.Tensor;
import dev.witan.model.safetensors.TensorType;
import dev.witan.model.storage.Content;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A table encoder as tensors and vocabularies. A numeric column has `input.<name>.mean`, `.deviation` and `.edges`,
/// all F64, so that they come back to the bit, and so has a date for its days; a categorical one has
/// `input.<name>.table`, a row per category, and a
/// text one the same, a row per bucket.
final class EncoderFormat {
    static final Map<String, String> METADATA = Map.of("format", "witan.table-encoder.v1");

    private final String source;
    private final SafetensorsFile file;
    private final Map<String, List<String>> vocabularies;
    private final Set<String> read = new HashSet<>();

    /// The source appears in messages.
    EncoderFormat(String source, SafetensorsFile file, Map<String, List<String>> vocabularies) {
        this.source = source;
        this.file = file;
        this.vocabularies = vocabularies;
    }

    static List<Tensor> tensors(TableEncoder encoder) {
        List<Tensor> tensors = new ArrayList<>();
        for (ColumnEncoder column : encoder.encoders()) {
            String name = column.spec().name();
            switch (column) {
                case NumericEncoder numeric -> tensors.addAll(tensors(numeric));
                case DateEncoder date -> tensors.addAll(tensors(date.days()));
                case ImageEncoder _ -> {}
                case CategoricalEncoder categorical -> {
                    int width = column.spec().width();
                    float[] table = categorical.table();
                    tensors.add(Tensor.of(table(name), table, table.length / width, width));
                }
                case TextEncoder text -> {
                    int width = column.spec().width();
                    float[] table = text.table();
                    tensors.add(Tensor.of(table(name), table, table.length / width, width));
                }
            }
        }
        return tensors;
    }

    private static List<Tensor> tensors(NumericEncoder numeric) {
        String name = numeric.spec().name();
        return List.of(
                Tensor.of(mean(name), new double[] {numeric.mean()}, 1),
                Tensor.of(deviation(name), new double[] {numeric.deviation()}, 1),
                Tensor.of(edges(name), numeric.edges(), numeric.edges().length));
    }

    static Map<String, List<String>> vocabularies(TableEncoder encoder) {
        Map<String, List<String>> vocabularies = new LinkedHashMap<>();
        for (ColumnEncoder column : encoder.encoders()) {
            if (column instanceof CategoricalEncoder categorical) {
                vocabularies.put(column.spec().name(), categorical.vocabulary());
            }
        }
        return vocabularies;
    }

    /// The component of an encoder of pictures alone, which keeps nothing.
    static ComponentContent ofPictures() {
        return new ComponentContent(
                "",
                Map.of(
                        PartNames.ENCODER_TENSORS,
                        new SafetensorsWriter(List.of(), METADATA)::writeTo,
                        PartNames.VOCABULARIES,
                        Content.text(VocabularyFormat.write(Map.of()))));
    }

    /// The encoder that the configured columns describe.
    TableEncoder encoder(List<EncodedColumn> columns) {
        List<ColumnEncoder> encoders = new ArrayList<>();
        for (EncodedColumn column : columns) {
            encoders.add(
                    switch (column) {
                        case EncodedColumn.Numeric(var name, int bins) -> numeric(name, bins);
                        case EncodedColumn.Date(var name, int bins, boolean hours, var pattern) ->
                            new DateEncoder(
                                    numeric(name, bins),
                                    hours ? DateEncoder.Detail.HOURS : DateEncoder.Detail.DAYS,
                                    DateForm.of(pattern));
                        case EncodedColumn.Categorical categorical -> categorical(categorical);
                        case EncodedColumn.Text text -> text(text);
                        case EncodedColumn.Image(var name, int width, int height, var colour) ->
                            new ImageEncoder(name, width, height, ImageEncoder.Colour.valueOf(colour.name()));
                    });
        }
        return new TableEncoder(encoders);
    }

    /// One number kept under a name of its own.
    double number(String name) {
        read.add(name);
        return NetworkFormat.finite(source, file.tensor(name, TensorType.F64, 1))
                .valueAt(0);
    }

    /// Refuses tensors and vocabularies that nothing has asked for.
    void requireAllRead(List<EncodedColumn> columns) {
        file.requireOnly(read);
        Set<String> expected = new HashSet<>();
        for (EncodedColumn column : columns) {
            if (column instanceof EncodedColumn.Categorical) {
                expected.add(column.name());
            }
        }
        if (!vocabularies.keySet().equals(expected)) {
            throw corrupt("vocabularies must be those of %s: %s".formatted(expected, vocabularies.keySet()));
        }
    }

    private NumericEncoder numeric(String name, int bins) {
        read.add(edges(name));
        Tensor edges = NetworkFormat.finite(source, file.tensor(edges(name), TensorType.F64));
        if (edges.shape().size() != 1 || edges.elements() > bins + 1L) {
            throw corrupt("tensor '%s': shape must be at most [%d], as configured: %s"
                    .formatted(edges.name(), bins + 1, edges.shape()));
        }
        return new NumericEncoder(name, number(mean(name)), number(deviation(name)), edges.toDoubles());
    }

    private CategoricalEncoder categorical(EncodedColumn.Categorical column) {
        String name = column.name();
        List<String> vocabulary = vocabularies.get(name);
        if (vocabulary == null) {
            throw corrupt("must have a vocabulary of column '%s'; there are those of %s"
                    .formatted(name, vocabularies.keySet()));
        }
        read.add(table(name));
        long rows = CategoricalEncoder.RESERVED + (long) vocabulary.size();
        Tensor table = file.tensor(table(name), TensorType.F32, rows, column.dimensions());
        return new CategoricalEncoder(
                name,
                vocabulary,
                column.dimensions(),
                NetworkFormat.finite(source, table).toFloats());
    }

    private TextEncoder text(EncodedColumn.Text column) {
        String name = column.name();
        read.add(table(name));
        long rows = TextEncoder.RESERVED + (long) column.grams().buckets();
        Tensor table = file.tensor(table(name), TensorType.F32, rows, column.dimensions());
        return new TextEncoder(
                name,
                column.grams(),
                column.dimensions(),
                NetworkFormat.finite(source, table).toFloats());
    }

    private WitanException corrupt(String rule) {
        return new WitanException(ErrorCode.CORRUPT_FILE, source + ": " + rule);
    }

    private static String mean(String column) {
        return "input." + column + ".mean";
    }

    private static String deviation(String column) {
        return "input." + column + ".deviation";
    }

    private static String edges(String column) {
        return "input." + column + ".edges";
    }

    private static String table(String column) {
        return "input." + column + ".table";
    }
}
