// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.ads;

/// A line of business of advertisers, with the customers, hours and devices that it does well with. Every number is a
/// contribution to the log-odds of a click.
enum Vertical {
    TRAVEL("travel", 14, 20, 3, 45, 14, 0.5, 0.9, -0.7, 0.5),
    FASHION("fashion", 20, 21, 4, 24, 9, 2.0, 0.4, 0.9, 0.9),
    GAMES("games", 18, 23, 3, 19, 6, 0.0, 0.1, 1.3, -0.2),
    FINANCE("finance", 9, 9, 3, 48, 10, -0.8, 1.8, -1.1, -0.9),
    GROCERIES("groceries", 16, 17, 2, 38, 18, 1.2, 0.5, 0.6, 0.1),
    ELECTRONICS("electronics", 11, 13, 4, 32, 12, 1.5, 1.6, -0.3, 0.4),
    EDUCATION("education", 7, 19, 3, 22, 5, -0.3, 1.1, -0.2, 0.6),
    NEWS("news", 5, 7, 2, 60, 13, -0.5, 0.3, 0.2, -0.4);

    final String label;
    final int weight;
    final double peakHour;
    final double hourSpread;
    final double age;
    final double ageSpread;
    final double discount;
    final double similarity;
    final double mobile;
    final double weekend;

    /// @param weight share of the traffic, in relation to the others
    /// @param peakHour when it does best, and `hourSpread` for how long
    /// @param age whom it does best with, and `ageSpread` how far around
    /// @param discount what a large one adds
    /// @param similarity what an ad that fits the page adds
    /// @param mobile what a mobile device adds
    /// @param weekend what Saturday and Sunday add
    Vertical(
            String label,
            int weight,
            double peakHour,
            double hourSpread,
            double age,
            double ageSpread,
            double discount,
            double similarity,
            double mobile,
            double weekend) {
        this.label = label;
        this.weight = weight;
        this.peakHour = peakHour;
        this.hourSpread = hourSpread;
        this.age = age;
        this.ageSpread = ageSpread;
        this.discount = discount;
        this.similarity = similarity;
        this.mobile = mobile;
        this.weekend = weekend;
    }
}
