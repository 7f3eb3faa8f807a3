// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import java.time.Duration;

/// What is remembered from one request to the next, and in how much memory. A cache of 0 bytes is off.
public record CachesConfig(Routing routing, Answers answers, Experts experts) {

    /// Nothing is remembered.
    public static final CachesConfig OFF = new CachesConfig(Routing.OFF, Answers.OFF, Experts.OFF);

    /// Which experts a row goes to.
    ///
    /// @param similar whether a row that is only like one that was seen takes its experts
    public record Routing(long bytes, boolean similar) {
        /// Nothing is remembered.
        public static final Routing OFF = new Routing(0, false);

        public Routing {
            ConfigLimits.requireSize("bytes", bytes);
        }
    }

    /// What a row is answered.
    ///
    /// @param timeToLive how long an answer is remembered
    public record Answers(long bytes, Duration timeToLive) {
        /// Nothing is remembered.
        public static final Answers OFF = new Answers(0, Duration.ofMinutes(1));

        public Answers {
            ConfigLimits.requireSize("bytes", bytes);
            ConfigLimits.requireDuration("ttl", timeToLive);
        }
    }

    /// What an expert puts out for a row.
    public record Experts(long bytes) {
        /// Nothing is remembered.
        public static final Experts OFF = new Experts(0);

        public Experts {
            ConfigLimits.requireSize("bytes", bytes);
        }
    }
}
