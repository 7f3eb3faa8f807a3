// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.ads;

import dev.witan.training.network.SeededNumbers;
import java.util.List;

/// One ad shown to one person, and whether the person clicked. Drawn field by field in a fixed order.
final class Impression {
    static final List<String> WEEKDAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final int SATURDAY = 5;
    private static final int SEARCH = 4;
    private static final double BASE = -5.5;
    private static final Zipf COUNTRY = new Zipf(12, 0.9);

    final Vertical vertical;
    final int publisher;
    final int advertiser;
    final int placement;
    final int position;
    final int device;
    final int format;
    final int country;
    final int weekday;
    final int hour;
    final double age;
    final double tenureDays;
    final int recentClicks;
    final double similarity;
    final double discount;
    final double creativeAgeDays;
    final double bid;
    final double value;
    final boolean isClicked;

    Impression(AdsWorld world, SeededNumbers random) {
        vertical = world.vertical(random);
        publisher = world.publisher(random);
        advertiser = world.advertiser(random);
        placement = random.below(AdsWorld.PLACEMENTS.size());
        position = 1 + Math.min(random.below(6), random.below(6));
        hour = hour(random);
        weekday = random.below(WEEKDAYS.size());
        double at = random.uniform();
        device = at < 0.58 ? 0 : at < 0.88 ? 1 : at < 0.97 ? 2 : 3;
        format = random.below(AdsWorld.FORMATS.size());
        country = COUNTRY.draw(random);
        age = Math.clamp(Math.rint(36 + 14 * random.normal()), 16, 85);
        tenureDays = Math.rint(StrictMath.exp(5 + 1.3 * random.normal()));
        recentClicks = (int) Math.min(40, StrictMath.floor(-3.0 * StrictMath.log(1 - random.uniform())));
        similarity = rounded(Math.clamp(0.45 + 0.25 * random.normal(), 0, 1), 1000);
        discount = random.uniform() < 0.55 ? 0 : 5 * (1 + random.below(12));
        creativeAgeDays = Math.rint(StrictMath.exp(2.2 + 0.9 * random.normal()));
        bid = rounded(
                StrictMath.exp(
                        -0.9 + 0.5 * random.normal() + 0.02 * vertical.age().best()),
                100);
        value = rounded(bid * StrictMath.exp(0.4 * random.normal()) * (position == 1 ? 1.5 : 1), 100);
        double logOdds = BASE
                + world.publisherAppeal(publisher)
                + world.taste(vertical).of(advertiser, placement, device, format, country)
                + timeAndPerson()
                + offer()
                + habit();
        isClicked = random.uniform() < 1 / (1 + StrictMath.exp(-logOdds));
    }

    /// Little traffic at night, most in the evening.
    private static int hour(SeededNumbers random) {
        double hour = random.uniform() < 0.6 ? 19 + 3.2 * random.normal() : 11 + 3.5 * random.normal();
        return Math.floorMod((int) Math.rint(hour), 24);
    }

    private static double rounded(double value, double steps) {
        return Math.rint(value * steps) / steps;
    }

    /// When and to whom: a hump round the vertical's hour and one round its age, which lift each other a little; at
    /// weekends the hour comes two hours later.
    private double timeAndPerson() {
        boolean isWeekend = weekday >= SATURDAY;
        double late = vertical.time().peakHour() + (isWeekend ? 2 : 0);
        double away = Math.abs(hour - late);
        double hours = Math.min(away, 24 - away) / vertical.time().spread();
        double years = (age - vertical.age().best()) / vertical.age().spread();
        double when = StrictMath.exp(-hours * hours / 2);
        double who = StrictMath.exp(-years * years / 2);
        return 1.6 * when
                + 2 * who
                + 0.6 * when * who
                + (isWeekend ? vertical.time().weekend() : 0);
    }

    /// What is offered and how visibly: discounts count from a threshold on, a fitting ad counts double next to search
    /// results, and lower positions are seen less.
    private double offer() {
        double large = discount >= 30 ? 1 : discount / 60;
        double fit = vertical.pull().similarity() * (similarity - 0.45) * (placement == SEARCH ? 4 : 2);
        return vertical.pull().discount() * large + fit - vertical.pull().depth() * (position - 1);
    }

    /// Loyal customers and people who clicked of late, and creatives that wear out.
    private double habit() {
        return vertical.pull().loyalty() * (StrictMath.log1p(tenureDays) - 5)
                + vertical.pull().habit() * (StrictMath.log1p(recentClicks) - 1)
                - Math.min(1.2, creativeAgeDays / 40);
    }
}
