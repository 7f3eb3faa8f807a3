// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.features;

import dev.witan.engine.encode.CategoricalEncoder;
import dev.witan.engine.encode.ColumnEncoder;
import dev.witan.engine.encode.DateEncoder;
import dev.witan.engine.encode.NumericEncoder;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.encode.TextEncoder;
import dev.witan.engine.error.WitanException;
import dev.witan.training.data.CodedTexts;
import dev.witan.training.data.FreeText;
import dev.witan.training.data.NumberValues;
import dev.witan.training.data.TableColumn;
import dev.witan.training.network.SeededNumbers;
import dev.witan.training.text.TextShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes the encoder that fits the training rows of a table: means, deviations and bin edges of numbers, vocabularies
/// of categories. The embeddings start at random and are learned.
///
/// @param binsMax bins per numeric column
/// @param occurrencesMin a category seen less often counts as unseen, which is how the unseen embedding is learned
/// @param vocabularyMax categories per column; the rarer ones count as unseen
/// @param dimensionsMax width of an embedding
/// @param embeddingScale deviation of the initial embeddings
/// @param text how free text is cut, and into how many embeddings of which width
public record EncoderFit(
        int binsMax, int occurrencesMin, int vocabularyMax, int dimensionsMax, double embeddingScale, TextShape text) {
    private static final double WIDTH_EXPONENT = 0.56;
    private static final double WIDTH_FACTOR = 1.6;
    private static final double DAY_SECONDS = 86_400;
    private static final int SAMPLE_ROWS_MAX = 1 << 20;

    public TableEncoder fit(List<TableColumn> columns, int[] rows, SeededNumbers random) {
        List<ColumnEncoder> encoders = new ArrayList<>();
        for (TableColumn column : columns) {
            encoders.add(
                    switch (column) {
                        case TableColumn.Numbers numbers -> numeric(numbers.name(), numbers.values(), 1, rows);
                        case TableColumn.Dates dates -> date(dates, rows);
                        case TableColumn.Images images -> images.encoder();
                        case TableColumn.Texts texts ->
                            FreeText.isIn(texts) ? text(texts, random) : categorical(texts, rows, random);
                    });
        }
        return new TableEncoder(encoders);
    }

    /// An encoder for one column that is free text, whatever it looks like.
    public TableEncoder fitText(TableColumn.Texts column, SeededNumbers random) {
        return new TableEncoder(List.of(text(column, random)));
    }

    private DateEncoder date(TableColumn.Dates column, int[] rows) {
        NumericEncoder days = numeric(column.name(), column.seconds(), DAY_SECONDS, rows);
        return new DateEncoder(days, column.detail(rows), column.form());
    }

    /// @param unit that the values are counted in
    private NumericEncoder numeric(String name, NumberValues values, double unit, int[] rows) {
        int count = 0;
        double sum = 0;
        for (int row : rows) {
            double value = values.value(row) / unit;
            if (!Double.isNaN(value)) {
                count++;
                sum += value;
            }
        }
        double mean = count == 0 ? 0 : sum / count;
        double squares = 0;
        for (int row : rows) {
            double value = values.value(row) / unit;
            squares += Double.isNaN(value) ? 0 : (value - mean) * (value - mean);
        }
        double deviation = count == 0 ? 1 : Math.sqrt(squares / count);
        if (!Double.isFinite(deviation)) {
            throw WitanException.invalidInput(
                    "column '%s': numbers this large cannot be learned from: their deviation must be finite; name those that"
                                    .formatted(name)
                            + " stand for no value with --schema (missing), or leave the column out with --type %s=ignore"
                                    .formatted(name));
        }
        boolean isUsable = deviation > 0 && Double.isFinite(deviation) && Double.isFinite(mean);
        return new NumericEncoder(
                name,
                Double.isFinite(mean) ? mean : 0,
                isUsable ? deviation : 1,
                QuantileEdges.of(sample(values, unit, rows), binsMax));
    }

    /// The values that quantiles are taken of: all of them, or of very many every so-and-so-manyth row's.
    private static double[] sample(NumberValues values, double unit, int[] rows) {
        int step = values.isStored() ? rows.length / SAMPLE_ROWS_MAX + 1 : 1;
        double[] present = new double[rows.length / step + 1];
        int count = 0;
        for (int at = 0; at < rows.length; at += step) {
            double value = values.value(rows[at]) / unit;
            if (!Double.isNaN(value)) {
                present[count++] = value;
            }
        }
        return Arrays.copyOf(present, count);
    }

    private CategoricalEncoder categorical(TableColumn.Texts column, int[] rows, SeededNumbers random) {
        List<String> vocabulary = vocabulary(column, rows);
        int width = width(vocabulary.size());
        float[] table = new float[(CategoricalEncoder.RESERVED + vocabulary.size()) * width];
        for (int i = 0; i < table.length; i++) {
            table[i] = (float) (embeddingScale * random.normal());
        }
        return new CategoricalEncoder(column.name(), vocabulary, width, table);
    }

    private TextEncoder text(TableColumn.Texts column, SeededNumbers random) {
        float[] table = new float[(TextEncoder.RESERVED + text.grams().buckets()) * text.dimensions()];
        for (int i = 0; i < table.length; i++) {
            table[i] = (float) (text.scale() * random.normal());
        }
        return new TextEncoder(column.name(), text.grams(), text.dimensions(), table);
    }

    /// The frequent categories, the most frequent first, equals by name.
    private List<String> vocabulary(TableColumn.Texts column, int[] rows) {
        Map<String, Integer> counts =
                column.values() instanceof CodedTexts coded ? counts(coded, rows) : counts(column, rows);
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() >= occurrencesMin)
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(vocabularyMax)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Map<String, Integer> counts(TableColumn.Texts column, int[] rows) {
        Map<String, Integer> counts = new HashMap<>();
        for (int row : rows) {
            if (!column.isMissing(row)) {
                counts.merge(column.label(row), 1, Integer::sum);
            }
        }
        return counts;
    }

    private static Map<String, Integer> counts(CodedTexts coded, int[] rows) {
        int[] byCode = new int[coded.dictionary().size()];
        for (int row : rows) {
            int code = coded.code(row);
            if (code >= 0) {
                byCode[code]++;
            }
        }
        Map<String, Integer> counts = new HashMap<>();
        for (int code = 0; code < byCode.length; code++) {
            if (byCode[code] > 0) {
                counts.put(coded.dictionary().get(code), byCode[code]);
            }
        }
        return counts;
    }

    private int width(int categories) {
        int width = (int) Math.ceil(WIDTH_FACTOR * StrictMath.pow(categories + 1, WIDTH_EXPONENT));
        return Math.clamp(width, 2, dimensionsMax);
    }
}
