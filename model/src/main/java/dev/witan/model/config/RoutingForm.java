// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import tools.jackson.databind.node.ObjectNode;

/// How the routing is written.
final class RoutingForm {
    private static final RoutingConfig USUAL = RoutingConfig.topK(1);

    private RoutingForm() {}

    static RoutingConfig read(FieldReader routing) {
        int fanOut = fanOut(routing);
        return RoutingConfig.builder(fanOut)
                .fanOutMax(routing.number("fanOutMax", fanOut))
                .weights(new WeightConfig(
                        routing.word(
                                "form", WeightConfig.Form.class, USUAL.weights().form()),
                        routing.flag("renormalise", USUAL.weights().renormalise()),
                        routing.real("scale", USUAL.weights().scale())))
                .topP(routing.real("topP", USUAL.topP()))
                .groups(routing.part("groups", USUAL.groups(), RoutingForm::groups))
                .capacity(routing.part("capacity", USUAL.capacity(), RoutingForm::capacity))
                .load(routing.part("load", USUAL.load(), RoutingForm::load))
                .exploration(routing.part("exploration", USUAL.exploration(), RoutingForm::exploration))
                .tiers(routing.part("tiers", USUAL.tiers(), RoutingForm::tiers))
                .budget(routing.part("budget", USUAL.budget(), RoutingForm::budget))
                .site(routing.part("site", USUAL.site(), site -> site.word("prefer", Site.class)))
                .build();
    }

    private static int fanOut(FieldReader routing) {
        if (routing.text("fanOut").equals("all")) {
            return RoutingConfig.ALL;
        }
        ConfigLimits.requireBetween("fanOut", 1, ConfigLimits.FAN_OUT_MAX, routing.number("fanOut"));
        return routing.number("fanOut");
    }

    static ObjectNode write(RoutingConfig routing) {
        FieldWriter tree = new FieldWriter();
        if (routing.isSoft()) {
            tree.put("fanOut", "all");
        } else {
            tree.put("fanOut", routing.fanOut());
        }
        WeightConfig usual = USUAL.weights();
        WeightConfig weights = routing.weights();
        return tree.unless(routing.fanOut(), routing.fanOutMax(), (to, most) -> to.put("fanOutMax", most))
                .unless(usual.form(), weights.form(), (to, form) -> to.put("form", Words.of(form)))
                .unless(usual.renormalise(), weights.renormalise(), (to, flag) -> to.put("renormalise", flag))
                .unless(usual.scale(), weights.scale(), (to, scale) -> to.put("scale", scale))
                .unless(USUAL.topP(), routing.topP(), (to, share) -> to.put("topP", share))
                .unless(USUAL.groups(), routing.groups(), (to, it) -> to.put("groups", groups(it)))
                .unless(USUAL.capacity(), routing.capacity(), (to, it) -> to.put("capacity", capacity(it)))
                .unless(USUAL.load(), routing.load(), (to, it) -> to.put("load", load(it)))
                .unless(USUAL.exploration(), routing.exploration(), (to, it) -> to.put("exploration", exploration(it)))
                .unless(USUAL.tiers(), routing.tiers(), (to, it) -> to.put("tiers", tiers(it)))
                .unless(USUAL.budget(), routing.budget(), (to, it) -> to.put("budget", budget(it)))
                .unless(
                        USUAL.site(),
                        routing.site(),
                        (to, site) -> to.put(
                                "site",
                                new FieldWriter().put("prefer", Words.of(site)).tree()))
                .tree();
    }

    private static GroupConfig groups(FieldReader groups) {
        return new GroupConfig(groups.number("count"), groups.number("chosen"));
    }

    private static ObjectNode groups(GroupConfig groups) {
        return new FieldWriter()
                .put("count", groups.count())
                .put("chosen", groups.chosen())
                .tree();
    }

    private static CapacityConfig capacity(FieldReader capacity) {
        return new CapacityConfig(
                capacity.word("policy", CapacityConfig.Policy.class),
                capacity.real("factor", USUAL.capacity().factor()),
                capacity.number("least", USUAL.capacity().least()));
    }

    private static ObjectNode capacity(CapacityConfig capacity) {
        return new FieldWriter()
                .put("policy", Words.of(capacity.policy()))
                .unless(USUAL.capacity().factor(), capacity.factor(), (to, factor) -> to.put("factor", factor))
                .unless(USUAL.capacity().least(), capacity.least(), (to, least) -> to.put("least", least))
                .tree();
    }

    private static LoadConfig load(FieldReader load) {
        return new LoadConfig(
                load.real("strength", 0), load.duration("halfLife", USUAL.load().halfLife()));
    }

    private static ObjectNode load(LoadConfig load) {
        return new FieldWriter()
                .put("strength", load.strength())
                .unless(
                        USUAL.load().halfLife(),
                        load.halfLife(),
                        (to, time) -> to.put("halfLife", DurationText.write(time)))
                .tree();
    }

    private static ExplorationConfig exploration(FieldReader exploration) {
        return new ExplorationConfig(
                exploration.real("share", 0),
                exploration.real("temperature", USUAL.exploration().temperature()),
                exploration.longNumber("seed", USUAL.exploration().seed()));
    }

    private static ObjectNode exploration(ExplorationConfig exploration) {
        ExplorationConfig usual = USUAL.exploration();
        return new FieldWriter()
                .put("share", exploration.share())
                .unless(usual.temperature(), exploration.temperature(), (to, heat) -> to.put("temperature", heat))
                .unless(usual.seed(), exploration.seed(), (to, seed) -> to.put("seed", Math.toIntExact(seed)))
                .tree();
    }

    private static TierConfig tiers(FieldReader tiers) {
        return new TierConfig(tiers.reals("thresholds"), tiers.numbers("fanOuts"));
    }

    private static ObjectNode tiers(TierConfig tiers) {
        return new FieldWriter()
                .reals("thresholds", tiers.thresholds())
                .unless(USUAL.tiers().fanOuts(), tiers.fanOuts(), (to, fanOuts) -> to.numbers("fanOuts", fanOuts))
                .tree();
    }

    private static BudgetConfig budget(FieldReader budget) {
        return new BudgetConfig(
                budget.real("perRow", 0),
                budget.realsByName("tenants"),
                budget.real("rate", USUAL.budget().rate()));
    }

    private static ObjectNode budget(BudgetConfig budget) {
        BudgetConfig usual = USUAL.budget();
        return new FieldWriter()
                .unless(usual.perRow(), budget.perRow(), (to, most) -> to.put("perRow", most))
                .unless(usual.tenants(), budget.tenants(), (to, tenants) -> to.reals("tenants", tenants))
                .unless(usual.rate(), budget.rate(), (to, rate) -> to.put("rate", rate))
                .tree();
    }
}
