// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import dev.witan.kernels.Activation;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// How an expert is written.
final class ExpertForm {
    private ExpertForm() {}

    static ExpertConfig read(FieldReader expert) {
        String id = expert.text("id");
        return switch (expert.text("kind")) {
            case "trees" -> new ExpertConfig.Trees(id, traits(expert));
            case "onnx" -> new ExpertConfig.Onnx(id, traits(expert));
            case "remote" ->
                new ExpertConfig.Remote(
                        id,
                        traits(expert),
                        expert.text("url"),
                        expert.text("model"),
                        CallForm.read(expert, CallConfig.REMOTE),
                        new CompressionConfig(
                                expert.word(
                                        "compression", CompressionConfig.Method.class, CompressionConfig.Method.NONE),
                                expert.size("compressAbove", CompressionConfig.NONE.aboveBytes())));
            case "function" ->
                new ExpertConfig.Function(
                        id,
                        traits(expert),
                        expert.text("url"),
                        CallForm.read(expert, CallConfig.FUNCTION),
                        expert.part("warm", WarmConfig.OFF, ExpertForm::warm));
            case "chat" ->
                new ExpertConfig.Chat(
                        id,
                        traits(expert),
                        expert.text("url"),
                        expert.text("model"),
                        CallForm.read(expert, CallConfig.CHAT));
            default ->
                new ExpertConfig.Ffn(
                        id,
                        traits(expert),
                        expert.numbers("hidden"),
                        expert.word("activation", Activation.class),
                        expert.word("form", ExpertConfig.Form.class, ExpertConfig.Form.PLAIN),
                        expert.word("normalise", ExpertConfig.Normalise.class, ExpertConfig.Normalise.NONE));
        };
    }

    static ObjectNode write(ExpertConfig expert) {
        FieldWriter tree = call(expert);
        traits(tree, expert.traits());
        return tree.tree();
    }

    /// All but the traits: what answers, and how it is reached.
    static FieldWriter call(ExpertConfig expert) {
        FieldWriter tree = new FieldWriter().put("id", expert.id()).put("kind", expert.kind());
        return switch (expert) {
            case ExpertConfig.Ffn ffn ->
                layers(tree, ffn.hidden(), ffn.activation())
                        .unless(ExpertConfig.Form.PLAIN, ffn.form(), (to, form) -> to.put("form", Words.of(form)))
                        .unless(
                                ExpertConfig.Normalise.NONE,
                                ffn.normalise(),
                                (to, way) -> to.put("normalise", Words.of(way)));
            case ExpertConfig.Trees _, ExpertConfig.Onnx _ -> tree;
            case ExpertConfig.Remote remote ->
                CallForm.write(
                                tree.put("url", remote.url()).put("model", remote.model()),
                                CallConfig.REMOTE,
                                remote.calls())
                        .unless(
                                CompressionConfig.NONE.method(),
                                remote.compression().method(),
                                (to, method) -> to.put("compression", Words.of(method)))
                        .unless(
                                CompressionConfig.NONE.aboveBytes(),
                                remote.compression().aboveBytes(),
                                (to, bytes) -> to.put("compressAbove", SizeText.write(bytes)));
            case ExpertConfig.Function function ->
                CallForm.write(tree.put("url", function.url()), CallConfig.FUNCTION, function.calls())
                        .unless(WarmConfig.OFF, function.warm(), (to, warm) -> to.put("warm", warm(warm)));
            case ExpertConfig.Chat chat ->
                CallForm.write(tree.put("url", chat.url()).put("model", chat.model()), CallConfig.CHAT, chat.calls());
        };
    }

    static FieldWriter layers(FieldWriter tree, List<Integer> hidden, Activation activation) {
        return tree.numbers("hidden", hidden).put("activation", Words.of(activation));
    }

    private static WarmConfig warm(FieldReader warm) {
        return new WarmConfig(warm.duration("every", Duration.ZERO), warm.number("instances", 1));
    }

    private static ObjectNode warm(WarmConfig warm) {
        return new FieldWriter()
                .put("every", DurationText.write(warm.every()))
                .unless(1, warm.instances(), (to, instances) -> to.put("instances", instances))
                .tree();
    }

    private static ExpertTraits traits(FieldReader expert) {
        ExpertTraits usual = ExpertTraits.DEFAULTS;
        return new ExpertTraits(
                expert.real("cost", usual.cost()),
                expert.number("tier", usual.tier()),
                expert.word("site", Site.class, usual.site()),
                expert.texts("tenants"),
                expert.texts("tags"),
                role(expert),
                expert.text("description"));
    }

    /// `shared: true` is how shared experts were always written; the other roles have a key of their own.
    private static Role role(FieldReader expert) {
        Role role = expert.word("role", Role.class, Role.SCORED);
        if (!expert.flag("shared", false)) {
            return role;
        }
        return expert.child("role").locate(() -> {
            if (role != Role.SCORED) {
                throw new IllegalArgumentException("must be left out of a shared expert: " + Words.of(role));
            }
            return Role.SHARED;
        });
    }

    private static void traits(FieldWriter tree, ExpertTraits traits) {
        ExpertTraits usual = ExpertTraits.DEFAULTS;
        tree.unless(usual.description(), traits.description(), (to, text) -> to.put("description", text))
                .unless(false, traits.shared(), (to, shared) -> to.put("shared", shared))
                .unless(
                        usual.role(),
                        traits.shared() ? usual.role() : traits.role(),
                        (to, role) -> to.put("role", Words.of(role)))
                .unless(usual.cost(), traits.cost(), (to, cost) -> to.put("cost", cost))
                .unless(usual.tier(), traits.tier(), (to, tier) -> to.put("tier", tier))
                .unless(usual.site(), traits.site(), (to, site) -> to.put("site", Words.of(site)))
                .unless(usual.tenants(), traits.tenants(), (to, tenants) -> to.texts("tenants", tenants))
                .unless(usual.tags(), traits.tags(), (to, tags) -> to.texts("tags", tags));
    }
}
