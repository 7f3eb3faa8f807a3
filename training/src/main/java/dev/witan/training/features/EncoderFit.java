// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.features;

import dev.witan.engine.encode.CategoricalEncoder;
import dev.witan.engine.encode.ColumnEncoder;
import dev.witan.engine.encode.NumericEncoder;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.encode.TextEncoder;
import dev.witan.training.data.TableColumn;
import dev.witan.training.network.SeededNumbers;
import dev.witan.training.text.FreeText;
import dev.witan.training.text.TextShape;
import java.util.ArrayList;
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

    public TableEncoder fit(List<TableColumn> columns, int[] rows, SeededNumbers random) {
        List<ColumnEncoder> encoders = new ArrayList<>();
        for (TableColumn column : columns) {
            encoders.add(
                    switch (column) {
                        case TableColumn.Numbers numbers -> numeric(numbers, rows);
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

    private NumericEncoder numeric(TableColumn.Numbers column, int[] rows) {
        double[] present = new double[rows.length];
        int count = 0;
        double sum = 0;
        for (int row : rows) {
            if (!column.isMissing(row)) {
                present[count++] = column.values()[row];
                sum += column.values()[row];
            }
        }
        double mean = count == 0 ? 0 : sum / count;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            squares += (present[i] - mean) * (present[i] - mean);
        }
        double deviation = count == 0 ? 1 : Math.sqrt(squares / count);
        boolean isUsable = deviation > 0 && Double.isFinite(deviation) && Double.isFinite(mean);
        double[] values = java.util.Arrays.copyOf(present, count);
        return new NumericEncoder(
                column.name(),
                Double.isFinite(mean) ? mean : 0,
                isUsable ? deviation : 1,
                QuantileEdges.of(values, binsMax));
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
        Map<String, Integer> counts = new HashMap<>();
        for (int row : rows) {
            if (!column.isMissing(row)) {
                counts.merge(column.label(row), 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() >= occurrencesMin)
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(vocabularyMax)
                .map(Map.Entry::getKey)
                .toList();
    }

    private int width(int categories) {
        int width = (int) Math.ceil(WIDTH_FACTOR * StrictMath.pow(categories + 1, WIDTH_EXPONENT));
        return Math.clamp(width, 2, dimensionsMax);
    }
}
