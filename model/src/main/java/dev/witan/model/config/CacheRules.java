// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

/// The rules between caches and what they remember.
final class CacheRules {
    private static final String CACHES = "spec.caches";

    private CacheRules() {}

    static void check(MixtureSpec spec, Violations violations) {
        CachesConfig caches = spec.caches();
        violations.require(
                !caches.routing().similar() || caches.routing().bytes() > 0,
                CACHES + ".routing.similar",
                "must be left out without bytes",
                true);
        if (spec.head() instanceof HeadConfig.Chat) {
            String rule = "must be left out with head chat, whose answers are nobody's to keep";
            violations.require(
                    caches.answers().bytes() == 0,
                    CACHES + ".answers",
                    rule,
                    SizeText.write(caches.answers().bytes()));
            violations.require(
                    caches.experts().bytes() == 0,
                    CACHES + ".experts",
                    rule,
                    SizeText.write(caches.experts().bytes()));
        }
    }
}
