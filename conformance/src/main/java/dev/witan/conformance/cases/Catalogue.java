// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.cases;

import dev.witan.conformance.check.Case;
import java.util.List;
import java.util.stream.Stream;

/// Every case of the kit, in the order in which they run.
public final class Catalogue {
    private static final List<Case> CASES = Stream.of(
                    HealthCases.all(),
                    MetadataCases.server(),
                    MetadataCases.model(),
                    InferCases.answer(),
                    InferCases.forms(),
                    RangeCases.all(),
                    RefusalCases.all(),
                    HttpCases.all())
            .flatMap(List::stream)
            .toList();

    private Catalogue() {}

    /// The cases.
    public static List<Case> cases() {
        return CASES;
    }
}
