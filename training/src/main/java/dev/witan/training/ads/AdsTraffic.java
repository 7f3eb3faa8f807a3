// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.ads;

import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import dev.witan.training.network.SeededNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Click-through traffic of an ad exchange, made up from a seed: the corpus of the mixture `ads`. One row is one ad
/// shown to one person; the target is whether it was clicked.
///
/// What makes it like the real thing, and hard for one model:
/// - eight advertiser verticals, unequal in size, each with its own best hours and ages, its own taste for discounts,
///   devices, formats, places and countries, and its own kind of customer loyalty, so that the same hour or discount
///   raises the odds of a click in one and lowers them in another;
/// - interactions within a vertical: the right hour counts more for the right person, a fitting ad more beside search
///   results, discounts from a threshold on; later hours at weekends;
/// - long tails: 400 advertisers and 150 publishers after Zipf's law, each with an appeal of its own;
/// - position, creative wear-out, a person's recent clicks;
/// - values missing as they would be: age and tenure of people not logged in, together, and similarity on pages without
///   text;
/// - clicks in about one of twelve rows, drawn from the odds, so that nobody can know for sure.
///
/// The columns `bid` and `request_value` are the money that later decisions weigh; they tell little about clicks. The
/// same seed and number of rows give the same table, on every machine.
public final class AdsTraffic {
    /// The column to predict.
    public static final String TARGET = "clicked";

    private static final double LOGGED_OUT = 0.18;
    private static final double WITHOUT_TEXT = 0.08;

    private final AdsWorld world;

    /// @param seed of the world: advertisers, publishers and how good they are
    public AdsTraffic(long seed) {
        this.world = new AdsWorld(seed);
    }

    /// A table of impressions.
    ///
    /// @param seed of the impressions; another one gives other rows of the same world
    public Table table(long seed, int rows) {
        SeededNumbers random = new SeededNumbers(seed, 2);
        List<Impression> impressions = new ArrayList<>();
        boolean[] isLoggedOut = new boolean[rows];
        boolean[] isWithoutText = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            impressions.add(new Impression(world, random));
            isLoggedOut[row] = random.uniform() < LOGGED_OUT;
            isWithoutText[row] = random.uniform() < WITHOUT_TEXT;
        }
        Columns columns = new Columns(impressions);
        columns.text("vertical", it -> it.vertical.label());
        columns.text("advertiser", it -> it.vertical.label() + "-" + (it.advertiser + 1));
        columns.text("publisher", it -> "site-" + (it.publisher + 1));
        columns.text("placement", it -> AdsWorld.PLACEMENTS.get(it.placement));
        columns.number("position", it -> it.position, new boolean[rows]);
        columns.text("device", it -> AdsWorld.DEVICES.get(it.device));
        columns.text("format", it -> AdsWorld.FORMATS.get(it.format));
        columns.text("country", it -> AdsWorld.COUNTRIES.get(it.country));
        columns.text("weekday", it -> Impression.WEEKDAYS.get(it.weekday));
        columns.number("hour", it -> it.hour, new boolean[rows]);
        columns.number("age", it -> it.age, isLoggedOut);
        columns.number("tenure_days", it -> it.tenureDays, isLoggedOut);
        columns.number("recent_clicks", it -> it.recentClicks, new boolean[rows]);
        columns.number("similarity", it -> it.similarity, isWithoutText);
        columns.number("discount", it -> it.discount, new boolean[rows]);
        columns.number("creative_age_days", it -> it.creativeAgeDays, new boolean[rows]);
        columns.number("bid", it -> it.bid, new boolean[rows]);
        columns.number("request_value", it -> it.value, new boolean[rows]);
        columns.text(TARGET, it -> it.isClicked ? "yes" : "no");
        return new Table("ads", columns.done);
    }

    /// Turns impressions into columns.
    private static final class Columns {
        private final List<Impression> impressions;
        private final List<TableColumn> done = new ArrayList<>();

        Columns(List<Impression> impressions) {
            this.impressions = impressions;
        }

        void text(String name, Function<Impression, String> value) {
            @Nullable String[] values = new String[impressions.size()];
            for (int row = 0; row < values.length; row++) {
                values[row] = value.apply(impressions.get(row));
            }
            done.add(new TableColumn.Texts(name, values));
        }

        void number(String name, ToDoubleFunction<Impression> value, boolean[] isMissing) {
            double[] values = new double[impressions.size()];
            for (int row = 0; row < values.length; row++) {
                values[row] = isMissing[row] ? Double.NaN : value.applyAsDouble(impressions.get(row));
            }
            done.add(new TableColumn.Numbers(name, values));
        }
    }
}
