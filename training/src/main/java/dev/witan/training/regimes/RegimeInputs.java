// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.regimes;

import dev.witan.engine.encode.ColumnSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Makes of encoded rows what regimes are looked for in: numbers and dates without their many bins, embeddings of
/// categories as they are, and cells by each of these columns. Texts and pictures say nothing before they are learned.
final class RegimeInputs {
    private static final int NUMBER = 1;
    private static final int NUMBER_WIDTH = 2;
    private static final int CELLS = 8;
    private static final int CATEGORIES = 79;
    private static final int INPUTS_SOUGHT = 40;
    private static final int BENDS_MAX = 4;

    private final float[][] encoded;
    private final List<ColumnSpec> specs;

    /// @param encoded rows, as encoders of these specs write them
    RegimeInputs(float[][] encoded, List<ColumnSpec> specs) {
        this.encoded = encoded;
        this.specs = specs;
    }

    /// Which of an encoded row's numbers a gate over regimes looks at.
    static int[] places(List<ColumnSpec> specs) {
        IntStream.Builder places = IntStream.builder();
        int at = 0;
        for (ColumnSpec spec : specs) {
            int width = isNumber(spec) ? NUMBER_WIDTH : isCategory(spec) ? spec.width() : 0;
            IntStream.range(at, at + width).forEach(places::add);
            at += spec.width();
        }
        return places.build().toArray();
    }

    private static boolean isCategory(ColumnSpec spec) {
        return spec.kind() == ColumnSpec.Kind.CATEGORICAL;
    }

    private static boolean isNumber(ColumnSpec spec) {
        return spec.kind() == ColumnSpec.Kind.NUMERIC || spec.kind() == ColumnSpec.Kind.DATE;
    }

    /// @param scaling of the numbers at these places
    double[][] gateInputs(int[] places, Scaling scaling) {
        return Arrays.stream(encoded).map(row -> scaling.scaled(row, places)).toArray(double[][]::new);
    }

    /// With bends of each number, as many as fit.
    double[][] expertInputs(double[][] gateInputs) {
        int[] numbers = numbers();
        int room = INPUTS_SOUGHT - gateInputs[0].length;
        int bends = numbers.length == 0 ? 0 : Math.clamp(room / numbers.length, 0, BENDS_MAX);
        double[][] edges = Arrays.stream(numbers)
                .mapToObj(place -> edges(place, bends + 1))
                .toArray(double[][]::new);
        double[][] inputs = new double[encoded.length][];
        for (int row = 0; row < inputs.length; row++) {
            int at = gateInputs[row].length;
            inputs[row] = Arrays.copyOf(gateInputs[row], at + numbers.length * bends);
            for (int number = 0; number < numbers.length; number++) {
                for (int bend = 0; bend < bends; bend++) {
                    double beyond = encoded[row][numbers[number]] - edges[number][bend];
                    inputs[row][at++] = Math.max(0, beyond);
                }
            }
        }
        return inputs;
    }

    private int[] numbers() {
        IntStream.Builder numbers = IntStream.builder();
        int at = 0;
        for (ColumnSpec spec : specs) {
            if (isNumber(spec)) {
                numbers.add(at + NUMBER);
            }
            at += spec.width();
        }
        return numbers.build().toArray();
    }

    /// What cuts the values at a place into parts of about equally many rows.
    private double[] edges(int place, int parts) {
        double[] values =
                Arrays.stream(encoded).mapToDouble(row -> row[place]).sorted().toArray();
        return IntStream.range(1, parts)
                .mapToDouble(part -> values[(int) ((long) part * values.length / parts)])
                .toArray();
    }

    List<RegimeRows.Cells> cells() {
        List<RegimeRows.Cells> cells = new ArrayList<>();
        int at = 0;
        for (int column = 0; column < specs.size(); column++) {
            ColumnSpec spec = specs.get(column);
            if (isNumber(spec)) {
                cells.add(byNumber(column, at + NUMBER));
            } else if (isCategory(spec)) {
                cells.add(byCategory(column, at, spec.width()));
            }
            at += spec.width();
        }
        return cells;
    }

    private RegimeRows.Cells byNumber(int column, int place) {
        double[] edges = edges(place, CELLS);
        int[] of = Arrays.stream(encoded)
                .mapToInt(row -> (int)
                        Arrays.stream(edges).filter(edge -> row[place] >= edge).count())
                .toArray();
        return new RegimeRows.Cells(column, of, CELLS);
    }

    /// Rows of one category have the same embedding. The rarest categories share a cell.
    private RegimeRows.Cells byCategory(int column, int at, int width) {
        Map<List<Float>, Integer> counts = new LinkedHashMap<>();
        List<List<Float>> keys = new ArrayList<>();
        for (float[] row : encoded) {
            List<Float> key = new ArrayList<>();
            for (int i = at; i < at + width; i++) {
                key.add(row[i]);
            }
            keys.add(key);
            counts.merge(key, 1, Integer::sum);
        }
        List<List<Float>> frequent = counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(CATEGORIES)
                .map(Map.Entry::getKey)
                .toList();
        Map<List<Float>, Integer> cells = new HashMap<>();
        frequent.forEach(key -> cells.put(key, cells.size()));
        int[] of = keys.stream()
                .mapToInt(key -> cells.getOrDefault(key, frequent.size()))
                .toArray();
        return new RegimeRows.Cells(column, of, frequent.size() + 1);
    }
}
