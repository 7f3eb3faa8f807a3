// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts the values of one column in some rows after those in others.
final class JoinedCells {
    private JoinedCells() {}

    /// The values of all parts, which are of the same form; none of a column of this type if there are no parts.
    static Cells of(Field.Type type, List<Cells> parts) {
        int rows = parts.stream().mapToInt(Cells::rows).sum();
        return switch (parts.isEmpty() ? none(type) : parts.getFirst()) {
            case Cells.Texts _ -> texts(parts, rows);
            case Cells.Reals _ -> reals(parts, rows);
            case Cells.Singles _ -> singles(parts, rows);
            case Cells.Wholes _ -> wholes(parts, rows);
            case Cells.Truths _ -> truths(parts, rows);
            case Cells.Binary _ -> binary(parts, rows);
            case Cells.Vectors _ -> vectors(parts, rows);
        };
    }

    private static Cells none(Field.Type type) {
        return switch (type) {
            case TEXT -> new Cells.Texts(new String[0]);
            case REAL -> new Cells.Reals(new double[0]);
            case SINGLE -> new Cells.Singles(new float[0]);
            case WHOLE -> new Cells.Wholes(new long[0], new BitSet());
            case TRUTH -> new Cells.Truths(0, new BitSet(), new BitSet());
            case BINARY -> new Cells.Binary(new byte[0][]);
            case VECTOR -> new Cells.Vectors(new float[0][]);
        };
    }

    private static Cells texts(List<Cells> parts, int rows) {
        @Nullable String[] values = new String[rows];
        BitSet bare = new BitSet();
        int at = 0;
        for (Cells part : parts) {
            Cells.Texts texts = (Cells.Texts) part;
            for (int row = 0; row < texts.rows(); row++, at++) {
                values[at] = texts.value(row);
                bare.set(at, texts.isBare(row));
            }
        }
        return new Cells.Texts(values, bare);
    }

    private static Cells reals(List<Cells> parts, int rows) {
        double[] values = new double[rows];
        int at = 0;
        for (Cells part : parts) {
            for (int row = 0; row < part.rows(); row++) {
                values[at++] = ((Cells.Reals) part).value(row);
            }
        }
        return new Cells.Reals(values);
    }

    private static Cells singles(List<Cells> parts, int rows) {
        float[] values = new float[rows];
        int at = 0;
        for (Cells part : parts) {
            for (int row = 0; row < part.rows(); row++) {
                values[at++] = ((Cells.Singles) part).value(row);
            }
        }
        return new Cells.Singles(values);
    }

    private static Cells wholes(List<Cells> parts, int rows) {
        long[] values = new long[rows];
        BitSet missing = new BitSet();
        int at = 0;
        for (Cells part : parts) {
            for (int row = 0; row < part.rows(); row++, at++) {
                values[at] = ((Cells.Wholes) part).value(row);
                missing.set(at, part.isMissing(row));
            }
        }
        return new Cells.Wholes(values, missing);
    }

    private static Cells truths(List<Cells> parts, int rows) {
        BitSet values = new BitSet();
        BitSet missing = new BitSet();
        int at = 0;
        for (Cells part : parts) {
            for (int row = 0; row < part.rows(); row++, at++) {
                values.set(at, ((Cells.Truths) part).value(row));
                missing.set(at, part.isMissing(row));
            }
        }
        return new Cells.Truths(rows, values, missing);
    }

    private static Cells binary(List<Cells> parts, int rows) {
        byte[] @Nullable [] values = new byte[rows][];
        int at = 0;
        for (Cells part : parts) {
            for (int row = 0; row < part.rows(); row++) {
                values[at++] = ((Cells.Binary) part).value(row);
            }
        }
        return new Cells.Binary(values);
    }

    private static Cells vectors(List<Cells> parts, int rows) {
        float[] @Nullable [] values = new float[rows][];
        int at = 0;
        for (Cells part : parts) {
            for (int row = 0; row < part.rows(); row++) {
                values[at++] = ((Cells.Vectors) part).value(row);
            }
        }
        return new Cells.Vectors(values);
    }
}
