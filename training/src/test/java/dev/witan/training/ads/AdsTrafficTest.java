// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.ads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdsTrafficTest {
    private final AdsTraffic traffic = new AdsTraffic(7);

    private static double share(TableColumn column, String label) {
        int count = 0;
        for (int row = 0; row < column.rows(); row++) {
            count += column.label(row).equals(label) ? 1 : 0;
        }
        return (double) count / column.rows();
    }

    @Test
    void makesTheSameTableFromTheSameSeed() {
        String digest = traffic.table(1, 500).digest();

        assertThat(new AdsTraffic(7).table(1, 500).digest()).isEqualTo(digest);
        assertThat(traffic.table(2, 500).digest()).isNotEqualTo(digest);
        assertThat(new AdsTraffic(8).table(1, 500).digest()).isNotEqualTo(digest);
    }

    @Test
    void isClickedInAFewPerCentOfTheRows() {
        Table table = traffic.table(1, 20_000);

        assertThat(share(table.require(AdsTraffic.TARGET), "yes")).isBetween(0.04, 0.12);
    }

    @Test
    void hasLongTails() {
        Table table = traffic.table(1, 20_000);
        Map<String, Integer> counts = new HashMap<>();
        TableColumn publishers = table.require("publisher");
        for (int row = 0; row < publishers.rows(); row++) {
            counts.merge(publishers.label(row), 1, Integer::sum);
        }

        assertThat(counts).hasSizeGreaterThan(130);
        assertThat(counts.get("site-1")).isGreaterThan(20_000 / 10);
        assertThat(counts.values()).anyMatch(count -> count < 60);
    }

    @Test
    void lacksValuesWhereTheyWouldBeMissing() {
        Table table = traffic.table(1, 5_000);

        assertThat(share(table.require("age"), "")).isBetween(0.15, 0.21);
        assertThat(share(table.require("similarity"), "")).isBetween(0.06, 0.1);
        assertThat(share(table.require("hour"), "")).isZero();
        for (int row = 0; row < table.rows(); row++) {
            assertThat(table.require("tenure_days").isMissing(row))
                    .isEqualTo(table.require("age").isMissing(row));
        }
    }

    @Test
    void comesWithExpertsOfThreeSizes() {
        assertThat(AdsTraining.options(1).shapes())
                .extracting(shape -> shape.id().replaceAll("-.*", ""))
                .containsOnly("cheap", "standard", "premium");
        assertThat(AdsTraining.test(100).rows()).isEqualTo(100);
    }
}
