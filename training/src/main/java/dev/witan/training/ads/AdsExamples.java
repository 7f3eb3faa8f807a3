// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.ads;

import dev.witan.model.config.ExampleConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Impressions to try the mixture `ads` with, one for each kind of vertical: what sells by the hour, by the discount,
/// by the page around it, by habit, and one that hardly sells.
final class AdsExamples {
    private AdsExamples() {}

    static List<ExampleConfig> all() {
        return List.of(
                new ExampleConfig(
                        "Fashion on a Saturday night, 40 % off",
                        record("fashion", "fashion-1", "site-1", "feed", "mobile", "carousel", "it", "sat")
                                .and(Map.of("position", 1, "hour", 21, "age", 25, "tenure_days", 120))
                                .and(Map.of("recent_clicks", 6, "similarity", 0.62, "discount", 40))
                                .and(Map.of("creative_age_days", 2, "bid", 0.8, "request_value", 1.2))
                                .values()),
                new ExampleConfig(
                        "Finance in the morning, beside search results",
                        record("finance", "finance-3", "site-4", "search", "desktop", "native", "de", "tue")
                                .and(Map.of("position", 1, "hour", 9, "age", 49, "tenure_days", 900))
                                .and(Map.of("recent_clicks", 1, "similarity", 0.85, "discount", 0))
                                .and(Map.of("creative_age_days", 12, "bid", 3.4, "request_value", 4.1))
                                .values()),
                new ExampleConfig(
                        "Games late at night, a player who clicks a lot",
                        record("games", "games-2", "site-2", "interstitial", "mobile", "video", "pl", "thu")
                                .and(Map.of("position", 1, "hour", 23, "age", 19, "tenure_days", 30))
                                .and(Map.of("recent_clicks", 20, "similarity", 0.4, "discount", 0))
                                .and(Map.of("creative_age_days", 1, "bid", 0.5, "request_value", 0.7))
                                .values()),
                new ExampleConfig(
                        "Groceries on the way home, a loyal customer",
                        record("groceries", "groceries-1", "site-3", "top", "mobile", "banner", "fr", "fri")
                                .and(Map.of("position", 2, "hour", 17, "age", 41, "tenure_days", 2200))
                                .and(Map.of("recent_clicks", 3, "similarity", 0.5, "discount", 30))
                                .and(Map.of("creative_age_days", 5, "bid", 0.6, "request_value", 0.6))
                                .values()),
                new ExampleConfig(
                        "Electronics far down the page, nobody logged in",
                        record("electronics", "electronics-9", "site-40", "footer", "tv", "banner", "se", "mon")
                                .and(Map.of("position", 6, "hour", 4, "recent_clicks", 0, "similarity", 0.2))
                                .and(Map.of("discount", 0, "creative_age_days", 60))
                                .and(Map.of("bid", 1.1, "request_value", 1.0))
                                .values()));
    }

    private static Values record(
            String vertical,
            String advertiser,
            String publisher,
            String placement,
            String device,
            String format,
            String country,
            String weekday) {
        Values record = new Values();
        record.values.put("vertical", vertical);
        record.values.put("advertiser", advertiser);
        record.values.put("publisher", publisher);
        record.values.put("placement", placement);
        record.values.put("device", device);
        record.values.put("format", format);
        record.values.put("country", country);
        record.values.put("weekday", weekday);
        return record;
    }

    /// Values in the order of the mixture's inputs.
    private static final class Values {
        private static final List<String> NUMBERS = List.of(
                "position",
                "hour",
                "age",
                "tenure_days",
                "recent_clicks",
                "similarity",
                "discount",
                "creative_age_days",
                "bid",
                "request_value");

        private final Map<String, Object> values = new LinkedHashMap<>();

        Values and(Map<String, Object> numbers) {
            NUMBERS.stream().filter(numbers::containsKey).forEach(name -> values.put(name, numbers.get(name)));
            return this;
        }

        Map<String, Object> values() {
            return values;
        }
    }
}
