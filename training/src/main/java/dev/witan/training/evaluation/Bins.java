// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.engine.encode.CategoricalEncoder;
import dev.witan.engine.encode.ColumnEncoder;
import dev.witan.engine.encode.DateEncoder;
import dev.witan.engine.encode.DateForm;
import dev.witan.engine.encode.ImageEncoder;
import dev.witan.engine.encode.NumericEncoder;
import dev.witan.engine.encode.TextEncoder;
import dev.witan.engine.response.Head;
import dev.witan.engine.response.QuantileHead;
import dev.witan.engine.response.RegressionHead;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Sorts the values of a column into few bins. Owned by one thread.
sealed interface Bins {
    String column();

    /// The bin of a value, which is empty if it is missing.
    int of(String value);

    String name(int bin);

    /// What suits the labels of a mixture.
    static Bins ofLabels(String name, Head head) {
        return switch (head) {
            case RegressionHead(double mean, double deviation) -> new Ranges(name, "", Ranges.around(mean, deviation));
            case QuantileHead(var _, double mean, double deviation) ->
                new Ranges(name, "", Ranges.around(mean, deviation));
            default -> new Values(name);
        };
    }

    /// What suits a column of a mixture.
    static Bins of(ColumnEncoder encoder) {
        String name = encoder.spec().name();
        return switch (encoder) {
            case NumericEncoder number -> new Ranges(name, "", Ranges.chosen(number));
            case DateEncoder date -> new Days(date);
            case CategoricalEncoder _ -> new Values(name);
            case TextEncoder _ ->
                new Ranges(name, " words", new double[] {2, 4, 8, 16, 32, 64, 128, 256}) {
                    @Override
                    double number(String value) {
                        return value.isBlank() ? Double.NaN : value.strip().split("\\s+", -1).length;
                    }
                };
            case ImageEncoder _ -> new Presence(name);
        };
    }

    /// Ranges of numbers, and one bin for what is missing.
    non-sealed class Ranges implements Bins {
        private static final int RANGES_MAX = 10;
        private static final double[] DEVIATIONS = {-1.5, -1, -0.5, 0, 0.5, 1, 1.5};

        private final String column;
        private final String unit;
        private final double[] edges;

        Ranges(String column, String unit, double[] edges) {
            this.column = column;
            this.unit = unit;
            this.edges = edges;
        }

        /// Between some of the edges that training learned, or else around the mean.
        static double[] chosen(NumericEncoder number) {
            double[] edges = number.edges();
            if (edges.length < 4) {
                return around(number.mean(), number.deviation());
            }
            int inner = edges.length - 2;
            int kept = Math.min(RANGES_MAX - 1, inner);
            double[] chosen = new double[kept];
            for (int i = 0; i < kept; i++) {
                chosen[i] = edges[1 + (int) ((long) (i + 1) * inner / (kept + 1))];
            }
            return Arrays.stream(chosen).distinct().toArray();
        }

        /// Around a mean.
        static double[] around(double mean, double deviation) {
            return Arrays.stream(DEVIATIONS).map(it -> mean + it * deviation).toArray();
        }

        double number(String value) {
            return Spelling.number(value);
        }

        String spelled(double edge) {
            return Spelling.of(edge);
        }

        @Override
        public String column() {
            return column;
        }

        @Override
        public int of(String value) {
            double number = value.isEmpty() ? Double.NaN : number(value);
            int bin = 0;
            while (bin < edges.length && number >= edges[bin]) {
                bin++;
            }
            return Double.isNaN(number) ? edges.length + 1 : bin;
        }

        @Override
        public String name(int bin) {
            if (bin > edges.length) {
                return "(missing)";
            }
            if (bin == 0) {
                return "below " + spelled(edges[0]) + unit;
            }
            return bin == edges.length
                    ? spelled(edges[bin - 1]) + unit + " or more"
                    : spelled(edges[bin - 1]) + " to below " + spelled(edges[bin]) + unit;
        }
    }

    /// Ranges of days.
    final class Days extends Ranges {
        private final DateForm form;

        Days(DateEncoder date) {
            super(date.spec().name(), "", chosen(date.days()));
            this.form = date.form();
        }

        @Override
        double number(String value) {
            return DateEncoder.daysOf(form.seconds(value));
        }

        @Override
        String spelled(double edge) {
            return LocalDate.ofEpochDay((long) Math.ceil(edge)).toString();
        }
    }

    /// One bin for each of the first values, and one for all others.
    final class Values implements Bins {
        private static final int VALUES_MAX = 256;

        private final String column;
        private final Map<String, Integer> places = new HashMap<>();
        private final List<String> names = new ArrayList<>();

        Values(String column) {
            this.column = column;
        }

        @Override
        public String column() {
            return column;
        }

        @Override
        public int of(String value) {
            Integer known = places.get(value);
            if (known != null) {
                return known;
            }
            if (names.size() == VALUES_MAX) {
                return VALUES_MAX;
            }
            names.add(value.isEmpty() ? "(missing)" : value);
            places.put(value, names.size() - 1);
            return names.size() - 1;
        }

        @Override
        public String name(int bin) {
            return bin == VALUES_MAX ? "(other values)" : names.get(bin);
        }
    }

    /// Whether there is a value.
    record Presence(String column) implements Bins {
        @Override
        public int of(String value) {
            return value.isEmpty() ? 1 : 0;
        }

        @Override
        public String name(int bin) {
            return bin == 0 ? "present" : "(missing)";
        }
    }
}
