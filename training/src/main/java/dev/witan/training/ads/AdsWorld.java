// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.ads;

import dev.witan.training.network.SeededNumbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What stays the same from one day of traffic to the next: the advertisers, the publishers and how good they are.
final class AdsWorld {
    static final int PUBLISHERS = 150;
    static final int ADVERTISERS_PER_VERTICAL = 50;
    static final List<String> PLACEMENTS = List.of("feed", "sidebar", "top", "interstitial", "search", "footer");
    private static final double[] PLACEMENT_APPEAL = {0.2, -0.5, 0.3, 0.1, 0.8, -1.0};

    private final Zipf publishers = new Zipf(PUBLISHERS, 1.1);
    private final Zipf advertisers = new Zipf(ADVERTISERS_PER_VERTICAL, 1.0);
    private final double[] publisherAppeal = new double[PUBLISHERS];
    private final Map<Vertical, double[]> advertiserAppeal = new EnumMap<>(Vertical.class);
    private final List<Vertical> byWeight = new ArrayList<>();

    AdsWorld(long seed) {
        SeededNumbers random = new SeededNumbers(seed, 1);
        normal(random, 0.35, publisherAppeal);
        for (Vertical vertical : Vertical.values()) {
            advertiserAppeal.put(vertical, normal(random, 0.4, new double[ADVERTISERS_PER_VERTICAL]));
            byWeight.addAll(Collections.nCopies(vertical.weight, vertical));
        }
    }

    private static double[] normal(SeededNumbers random, double deviation, double[] values) {
        Arrays.setAll(values, _ -> deviation * random.normal());
        return values;
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

    /// What publisher, advertiser and placement add to the log-odds of a click.
    double appeal(Vertical vertical, int publisher, int advertiser, int placement) {
        return publisherAppeal[publisher]
                + Objects.requireNonNull(advertiserAppeal.get(vertical))[advertiser]
                + PLACEMENT_APPEAL[placement];
    }
}
