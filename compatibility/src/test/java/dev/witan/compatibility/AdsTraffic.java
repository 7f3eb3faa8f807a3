// SPDX-License-Identifier: Apache-2.0
package dev.witan.compatibility;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

/// Rows for the mixture `ads`, in every datatype that the protocol has typed contents for. The same seed gives the
/// same rows.
final class AdsTraffic {
    static final String MIXTURE = "ads";

    private static final List<String> VERTICALS = List.of("games", "travel", "", "Lebensmittel für Zürich 🛒");
    private static final List<String> DEVICES = List.of("phone", "tablet", "desktop");

    private final Random random;
    private final int rows;

    AdsTraffic(long seed, int rows) {
        this.random = new Random(seed);
        this.rows = rows;
    }

    /// One tensor of each datatype; where a column is categorical, whole numbers and truth values are spelled.
    List<Tensor> columns() {
        return List.of(
                column("vertical", "BYTES", any -> VERTICALS.get(any.nextInt(VERTICALS.size()))),
                column("device", "BYTES", any -> DEVICES.get(any.nextInt(DEVICES.size()))),
                column("placement", "BOOL", Random::nextBoolean),
                column("advertiser", "INT64", any -> any.nextLong()),
                column("publisher", "UINT64", any -> any.nextLong() >>> 1),
                column("position", "INT8", any -> (long) any.nextInt(-5, 6)),
                column("hour", "INT16", any -> (long) any.nextInt(24)),
                column("tenure_days", "INT32", any -> (long) any.nextInt(4000)),
                column("recent_clicks", "UINT8", any -> (long) any.nextInt(256)),
                column("creative_age_days", "UINT16", any -> (long) any.nextInt(400)),
                column("discount", "UINT32", any -> (long) any.nextInt(100)),
                column("age", "FP32", any -> (double) any.nextFloat(90)),
                column("bid", "FP64", any -> any.nextDouble(5)),
                column("request_value", "FP64", any -> any.nextGaussian()));
    }

    /// A column in a datatype that has no typed contents.
    Tensor half() {
        return column("similarity", "FP16", any -> (double) any.nextFloat());
    }

    private Tensor column(String name, String datatype, Function<Random, Object> element) {
        return new Tensor(
                name,
                datatype,
                Stream.generate(() -> element.apply(random)).limit(rows).toList());
    }
}
