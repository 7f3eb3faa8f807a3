// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import tools.jackson.databind.node.ObjectNode;

/// How the caches are written.
final class CachesForm {
    private static final CachesConfig USUAL = CachesConfig.OFF;

    private CachesForm() {}

    static CachesConfig read(FieldReader caches) {
        return new CachesConfig(
                caches.part(
                        "routing",
                        USUAL.routing(),
                        routing -> new CachesConfig.Routing(
                                routing.size("bytes", 0),
                                routing.flag("similar", USUAL.routing().similar()))),
                caches.part(
                        "answers",
                        USUAL.answers(),
                        answers -> new CachesConfig.Answers(
                                answers.size("bytes", 0),
                                answers.duration("ttl", USUAL.answers().timeToLive()))),
                caches.part("experts", USUAL.experts(), experts -> new CachesConfig.Experts(experts.size("bytes", 0))));
    }

    static ObjectNode write(CachesConfig caches) {
        return new FieldWriter()
                .unless(USUAL.routing(), caches.routing(), (to, it) -> to.put("routing", routing(it)))
                .unless(USUAL.answers(), caches.answers(), (to, it) -> to.put("answers", answers(it)))
                .unless(
                        USUAL.experts(),
                        caches.experts(),
                        (to, it) -> to.put("experts", bytes(it.bytes()).tree()))
                .tree();
    }

    private static ObjectNode routing(CachesConfig.Routing routing) {
        return bytes(routing.bytes())
                .unless(USUAL.routing().similar(), routing.similar(), (to, flag) -> to.put("similar", flag))
                .tree();
    }

    private static ObjectNode answers(CachesConfig.Answers answers) {
        return bytes(answers.bytes())
                .unless(
                        USUAL.answers().timeToLive(),
                        answers.timeToLive(),
                        (to, time) -> to.put("ttl", DurationText.write(time)))
                .tree();
    }

    private static FieldWriter bytes(long bytes) {
        return new FieldWriter().put("bytes", SizeText.write(bytes));
    }
}
