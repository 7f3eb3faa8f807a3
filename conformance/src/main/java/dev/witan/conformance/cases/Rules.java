// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.cases;

import dev.witan.conformance.check.Case;
import dev.witan.conformance.check.Case.Check;
import dev.witan.conformance.check.Level;
import dev.witan.conformance.check.Source;
import dev.witan.conformance.check.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A list of cases that all have one transport and one area.
final class Rules {
    private final List<Case> cases = new ArrayList<>();
    private final Transport transport;
    private final String area;

    /// A list of cases.
    ///
    /// @param area the first two parts of their ids, like `rest.infer`
    Rules(String area) {
        this.area = area;
        this.transport = Transport.valueOf(area.substring(0, area.indexOf('.')).toUpperCase(Locale.ROOT));
    }

    Rules must(String name, Source source, String rule, Check check) {
        return add(Level.MUST, name, source, rule, check);
    }

    Rules should(String name, Source source, String rule, Check check) {
        return add(Level.SHOULD, name, source, rule, check);
    }

    Rules extension(String name, Source source, String rule, Check check) {
        return add(Level.EXTENSION, name, source, rule, check);
    }

    private Rules add(Level level, String name, Source source, String rule, Check check) {
        cases.add(new Case(area + "." + name, transport, level, rule, source, check));
        return this;
    }

    List<Case> cases() {
        return List.copyOf(cases);
    }
}
