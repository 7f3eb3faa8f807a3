// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.ads;

import dev.witan.training.network.SeededNumbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What stays the same from one day of traffic to the next: the advertisers, the publishers and how good they are.
final class AdsWorld {
    static final int PUBLISHERS = 150;
    static final int ADVERTISERS_PER_VERTICAL = 50;
    static final List<String> PLACEMENTS = List.of("feed", "sidebar", "top", "interstitial", "search", "footer");
    static final List<String> DEVICES = List.of("mobile", "desktop", "tablet", "tv");
    static final List<String> FORMATS = List.of("banner", "native", "video", "carousel");
    static final List<String> COUNTRIES =
            List.of("de", "fr", "uk", "es", "it", "pl", "nl", "se", "pt", "at", "ie", "fi");

    private final Zipf publishers = new Zipf(PUBLISHERS, 1.1);
    private final Zipf advertisers = new Zipf(ADVERTISERS_PER_VERTICAL, 1.0);
    private final double[] publisherAppeal = new double[PUBLISHERS];
    private final Map<Vertical, Taste> tastes = new HashMap<>();
    private final List<Vertical> byWeight = new ArrayList<>();

    AdsWorld(long seed) {
        SeededNumbers random = new SeededNumbers(seed, 1);
        normal(random, 0.3, publisherAppeal);
        for (Vertical vertical : Vertical.ALL) {
            tastes.put(vertical, Taste.draw(random));
            byWeight.addAll(Collections.nCopies(vertical.weight(), vertical));
        }
    }

    private static void normal(SeededNumbers random, double deviation, double[] values) {
        Arrays.setAll(values, _ -> deviation * random.normal());
    }

    Vertical vertical(SeededNumbers random) {
        return byWeight.get(random.below(byWeight.size()));
    }

    int publisher(SeededNumbers random) {
        return publishers.draw(random);
    }

    int advertiser(SeededNumbers random) {
        return advertisers.draw(random);
    }

    /// What the publisher adds to the log-odds of a click.
    double publisherAppeal(int publisher) {
        return publisherAppeal[publisher];
    }

    /// What the customers of a vertical like.
    Taste taste(Vertical vertical) {
        return Objects.requireNonNull(tastes.get(vertical));
    }

    /// What advertisers, places, devices, formats and countries add to the log-odds of a click within one vertical.
    static final class Taste {
        private final double[] advertisers = new double[ADVERTISERS_PER_VERTICAL];
        private final double[] placements = new double[PLACEMENTS.size()];
        private final double[] devices = new double[DEVICES.size()];
        private final double[] formats = new double[FORMATS.size()];
        private final double[] countries = new double[COUNTRIES.size()];

        static Taste draw(SeededNumbers random) {
            Taste taste = new Taste();
            normal(random, 0.35, taste.advertisers);
            normal(random, 1, taste.placements);
            normal(random, 1, taste.devices);
            normal(random, 0.8, taste.formats);
            normal(random, 0.5, taste.countries);
            return taste;
        }

        double of(int advertiser, int placement, int device, int format, int country) {
            return advertisers[advertiser]
                    + placements[placement]
                    + devices[device]
                    + formats[format]
                    + countries[country];
        }
    }
}
