// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.ads;

import java.util.List;

/// A line of business of advertisers, with the hours, customers and offers that it does well with. Every number is a
/// contribution to the log-odds of a click.
///
/// @param label its name in the table
/// @param weight share of the traffic, in relation to the others
record Vertical(String label, int weight, Time time, Age age, Pull pull) {
    static final List<Vertical> ALL = List.of(
            new Vertical("travel", 14, new Time(20, 3, 0.6), new Age(46, 9), new Pull(0.4, 1.8, 0.1, 0.5, 0.25)),
            new Vertical("fashion", 20, new Time(21, 4, 0.9), new Age(25, 7), new Pull(2.4, 0.4, -0.2, 0.7, 0.1)),
            new Vertical("games", 18, new Time(23, 3, -0.3), new Age(19, 6), new Pull(-0.6, -0.5, -0.4, 0.9, 0.02)),
            new Vertical("finance", 9, new Time(9, 2, -1.2), new Age(48, 8), new Pull(-1.2, 2.4, 0.3, -0.3, 0.35)),
            new Vertical("groceries", 16, new Time(17, 2, 0.1), new Age(38, 12), new Pull(1.6, -0.8, 0.45, 0.4, 0.15)),
            new Vertical("electronics", 11, new Time(13, 3, 0.4), new Age(32, 8), new Pull(1.8, 2.0, -0.1, 0.1, 0.4)),
            new Vertical("education", 7, new Time(19, 2, 0.8), new Age(22, 5), new Pull(-0.2, 1.2, -0.3, -0.1, 0.2)),
            new Vertical("news", 5, new Time(7, 2, -0.6), new Age(60, 10), new Pull(-0.8, 0.6, 0.5, 1.0, 0.05)));

    /// When it does well.
    ///
    /// @param peakHour when it does best
    /// @param spread for how long, in hours
    /// @param weekend what Saturday and Sunday add
    record Time(double peakHour, double spread, double weekend) {}

    /// Whom it does well with.
    ///
    /// @param best the age
    /// @param spread how far around, in years
    record Age(double best, double spread) {}

    /// What else it does well by.
    ///
    /// @param discount what a large one adds
    /// @param similarity what an ad that fits the page adds
    /// @param loyalty what each e-fold of the person's days as a customer adds
    /// @param habit what each e-fold of the person's recent clicks adds
    /// @param depth what each position further down takes away
    record Pull(double discount, double similarity, double loyalty, double habit, double depth) {}
}
