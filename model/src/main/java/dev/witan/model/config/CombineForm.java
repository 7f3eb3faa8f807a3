// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/// How the combination is written.
final class CombineForm {
    private static final CombineConfig USUAL = CombineConfig.WEIGHTED_SUM;

    private CombineForm() {}

    static CombineConfig read(FieldReader combine) {
        return new CombineConfig(
                combine.word("kind", CombineConfig.Kind.class),
                combine.number("quorum", USUAL.quorum()),
                combine.duration("patience", Duration.ZERO),
                combine.text("fallback"));
    }

    static ObjectNode write(CombineConfig combine) {
        return new FieldWriter()
                .put("kind", Words.of(combine.kind()))
                .unless(USUAL.quorum(), combine.quorum(), (to, quorum) -> to.put("quorum", quorum))
                .unless(
                        USUAL.patience(),
                        combine.patience(),
                        (to, time) -> to.put("patience", DurationText.write(time)))
                .unless(USUAL.fallback(), combine.fallback(), (to, id) -> to.put("fallback", id))
                .tree();
    }
}
