// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.features;

import dev.witan.engine.encode.CategoricalEncoder;
import dev.witan.training.data.CodedTexts;
import dev.witan.training.data.TableColumn;
import java.util.List;
import java.util.function.IntUnaryOperator;

/// Categories as indexes into their embeddings: one per row in memory, or one per different text where the table keeps
/// codes.
final class CategoryColumn implements FeatureColumn {
    private final CategoricalEncoder encoder;
    private final IntUnaryOperator indexes;

    CategoryColumn(CategoricalEncoder encoder, TableColumn.Texts column) {
        this.encoder = encoder;
        this.indexes = column.values() instanceof CodedTexts coded ? byCode(coded) : byRow(column);
    }

    private IntUnaryOperator byRow(TableColumn.Texts column) {
        int[] byRow = new int[column.rows()];
        for (int row = 0; row < byRow.length; row++) {
            byRow[row] = encoder.index(column.value(row));
        }
        return row -> byRow[row];
    }

    private IntUnaryOperator byCode(CodedTexts coded) {
        List<String> dictionary = coded.dictionary();
        int[] byCode = new int[dictionary.size()];
        for (int code = 0; code < byCode.length; code++) {
            byCode[code] = encoder.index(dictionary.get(code));
        }
        return row -> {
            int code = coded.code(row);
            return switch (code) {
                case CodedTexts.MISSING -> CategoricalEncoder.MISSING;
                case CodedTexts.BEYOND -> CategoricalEncoder.UNSEEN;
                default -> byCode[code];
            };
        };
    }

    @Override
    public CategoricalEncoder encoder() {
        return encoder;
    }

    @Override
    public void encode(int row, float[] target, int at) {
        encoder.encode(indexes.applyAsInt(row), target, at);
    }

    @Override
    public void encode(int row, float[] target, int at, Features.Drawn drawn) {
        boolean isTaken = drawn.takesValue();
        int lost = drawn.either(CategoricalEncoder.MISSING, CategoricalEncoder.UNSEEN);
        int index = isTaken ? lost : indexes.applyAsInt(row);
        drawn.chosen().one(drawn.place(), drawn.column(), index);
        encoder.encode(index, target, at);
    }
}
