// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import java.util.List;

/// The rules between fields, which a schema cannot say: part by part, in the order of the file.
final class MixtureRules {
    private MixtureRules() {}

    static List<Violation> violations(MixtureSpec spec) {
        Violations violations = new Violations();
        new InputRules(spec, violations).check();
        GateRules.check(spec, violations);
        ExpertRules.check(spec.experts(), violations);
        RoutingRules.check(spec, violations);
        TierRules.check(spec, violations);
        CombineRules.check(spec, violations);
        CacheRules.check(spec, violations);
        IdleRules.check(spec, violations);
        HeadRules.check(spec, violations);
        return violations.list();
    }
}
