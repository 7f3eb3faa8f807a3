// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import dev.witan.training.data.Target;
import dev.witan.training.data.TargetKind;
import dev.witan.training.data.TargetReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuctionsTest {
    private final Table table = new Table(
            "nine impressions",
            List.of(
                    new TableColumn.Numbers("bid", new double[] {1, 2, 3, 1, 1, 1, 1, 1, 5}),
                    new TableColumn.Texts(
                            "clicked", new String[] {"no", "yes", "no", "no", "no", "no", "no", "no", "yes"})));
    private final Target target = TargetReader.read(table, "clicked", TargetKind.BINARY, List.of("no", "yes"));

    @Test
    void theHighestBidTimesProbabilityWinsAndPaysWhenItIsClicked() {
        Auctions auctions = Auctions.of(table, "bid", target);

        double knowing = auctions.revenuePerThousand(new float[] {-9, 3, -9, -9, -9, -9, -9, -9, 0});
        double blind = auctions.revenuePerThousand(new float[9]);

        assertThat(knowing)
                .as("2 in the first auction of eight, 5 in the second of one")
                .isCloseTo(1000 * (2 + 5) / 9.0, within(1e-9));
        assertThat(blind).as("the bid of 3 wins unclicked").isCloseTo(1000 * 5 / 9.0, within(1e-9));
    }

    @Test
    void refusesBidsThatAreNone() {
        Table broken = new Table(
                "two impressions",
                List.of(
                        new TableColumn.Numbers("bid", new double[] {1, Double.NaN}),
                        new TableColumn.Texts("clicked", new String[] {"no", "yes"})));

        assertThatThrownBy(() -> Auctions.of(broken, "bid", target))
                .hasMessage("a bid must be a number of at least 0: row 1 has NaN");
        assertThatThrownBy(() -> Auctions.of(table, "clicked", target))
                .hasMessage("the column of bids must hold numbers: 'clicked'");
    }
}
