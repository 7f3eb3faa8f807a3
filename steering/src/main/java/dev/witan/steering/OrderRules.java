// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

import dev.witan.engine.Mixture;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.Suggestion;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.overlay.LiveOverlay;
import dev.witan.engine.overlay.LiveState;
import dev.witan.engine.overlay.Steer;
import dev.witan.engine.overlay.SteerAction.Exclude;
import dev.witan.engine.overlay.SteerAction.Fallback;
import dev.witan.engine.overlay.SteerAction.Pin;
import dev.witan.engine.overlay.SteerAction.Reweight;
import dev.witan.engine.overlay.SteerAction.Spread;
import dev.witan.engine.overlay.SteerScope;
import dev.witan.engine.request.RequestContext;
import dev.witan.engine.routing.Router;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What an order has to be like, so that it does what its person means and takes nobody's answer away. Each refusal
/// names the rule, the value and, where there is one, the next thing to type.
final class OrderRules {
    private static final String NOBODY_IN_PARTICULAR = "";

    private final SteerLimits limits;

    OrderRules(SteerLimits limits) {
        this.limits = limits;
    }

    /// Checks what an order says by itself.
    void requireWellFormed(SteerOrder order) {
        requireText("who", order.who());
        requireText("why", order.why());
        switch (order.scope()) {
            case SteerScope.Everybody _ -> {}
            case SteerScope.Tenant(String name) -> requireText("tenant", name);
            case SteerScope.Tag(String name) -> requireText("tag", name);
        }
        if (!order.holds().isPositive() || order.holds().compareTo(limits.longest()) > 0) {
            throw WitanException.invalidInput("a steer must hold for between 1s and %s: %s"
                    .formatted(Durations.text(limits.longest()), Durations.text(order.holds())));
        }
        if (order.action() instanceof Reweight(String _, float factor)
                && (factor > limits.factorMax() || factor < 1 / limits.factorMax())) {
            throw WitanException.invalidInput(
                    "factor must be between %s and %s (to send an expert nothing, exclude it): %s"
                            .formatted(1 / limits.factorMax(), limits.factorMax(), factor));
        }
    }

    void requireText(String what, String text) {
        if (text.isBlank() || text.length() > limits.textLengthMax()) {
            throw WitanException.invalidInput("%s must have between 1 and %d characters: '%s'"
                    .formatted(what, limits.textLengthMax(), Excerpt.of(text)));
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw WitanException.invalidInput(
                    "%s must be one line, without control characters: '%s'".formatted(what, Excerpt.of(text)));
        }
    }

    /// Checks an order against the mixture and what is in force on it.
    ///
    /// @param next the state with the order in it
    void requireFits(SteerOrder order, Mixture mixture, LiveState now, LiveState next) {
        List<String> experts = OverlayControl.ids(mixture);
        order.action().subject().ifPresent(expert -> requireKnown(expert, mixture.name(), experts));
        if (now.steers().size() >= limits.steersMax()) {
            throw refused("%d steers are in force on '%s', as many as may be: undo one first (witan steer %s list)"
                    .formatted(now.steers().size(), mixture.name(), mixture.name()));
        }
        switch (order.action()) {
            case Pin(String expert) -> requirePinnable(expert, order.scope(), mixture, now);
            case Exclude(String expert) -> requireSomebodyLeft(expert, mixture, now, next);
            case Fallback _ -> requireFallback(mixture);
            case Reweight _, Spread _ -> {}
        }
    }

    private static void requireKnown(String expert, String mixture, List<String> experts) {
        if (!experts.contains(expert)) {
            throw WitanException.invalidInput("mixture '%s' has no expert '%s'%s (experts: %s)"
                    .formatted(
                            mixture, Excerpt.of(expert), Suggestion.hint(expert, experts), String.join(", ", experts)));
        }
    }

    private static void requirePinnable(String expert, SteerScope scope, Mixture mixture, LiveState now) {
        int index = OverlayControl.ids(mixture).indexOf(expert);
        Router router = mixture.layer().router();
        if (index >= router.experts() + router.shared()) {
            throw refused("'%s' is on standby: it answers only where the others fail (witan steer %s fallback)"
                    .formatted(expert, mixture.name()));
        }
        if (index >= router.experts()) {
            throw refused("'%s' is shared: every row goes to it anyway".formatted(expert));
        }
        if (router.rules().isMasked(index)) {
            throw refused("'%s' is masked: this release sends no row to it".formatted(expert));
        }
        Optional<Steer> exclusion = now.steers().stream()
                .filter(steer -> steer.action().equals(new Exclude(expert)))
                .filter(steer -> steer.scope().equals(scope) || steer.scope() instanceof SteerScope.Everybody)
                .findFirst();
        if (exclusion.isPresent()) {
            throw refused(
                    "'%s' is excluded, and an exclusion wins over a pin: undo it first (witan steer %s undo %s); %s"
                            .formatted(
                                    expert,
                                    mixture.name(),
                                    exclusion.get().id(),
                                    exclusion.get().sentence()));
        }
        long pinned = now.steers().stream()
                .filter(steer -> steer.action() instanceof Pin(String other) && !other.equals(expert))
                .map(steer -> steer.action().subject())
                .distinct()
                .count();
        int fanOut = mixture.layer().router().fanOut();
        if (pinned >= fanOut) {
            throw refused(
                    "the fan-out of '%s' is %d, and as many experts are pinned already: undo a pin first (witan steer %s list)"
                            .formatted(mixture.name(), fanOut, mixture.name()));
        }
    }

    private static void requireSomebodyLeft(String expert, Mixture mixture, LiveState now, LiveState next) {
        LiveOverlay before = overlay(mixture, now);
        LiveOverlay after = overlay(mixture, next);
        for (RequestContext asker : askers(mixture, next)) {
            boolean isLeftOut = !mixture.layer().mayAnswer(after.guidance(asker));
            if (isLeftOut && mixture.layer().mayAnswer(before.guidance(asker))) {
                throw refused(
                        "excluding '%s' would leave %s no expert: undo another exclusion first (witan steer %s list), or send everything to the fallback (witan steer %s fallback)"
                                .formatted(expert, words(asker), mixture.name(), mixture.name()));
            }
        }
    }

    private static LiveOverlay overlay(Mixture mixture, LiveState state) {
        return new LiveOverlay(0, OverlayControl.ids(mixture), mixture.permissions(), state);
    }

    /// One request of every kind that permissions and steers tell apart.
    private static List<RequestContext> askers(Mixture mixture, LiveState state) {
        Set<String> tenants = new HashSet<>(mixture.permissions().tenants());
        Set<String> tags = new HashSet<>(mixture.permissions().tags());
        for (Steer steer : state.steers()) {
            switch (steer.scope()) {
                case SteerScope.Everybody _ -> {}
                case SteerScope.Tenant(String name) -> tenants.add(name);
                case SteerScope.Tag(String name) -> tags.add(name);
            }
        }
        List<Set<String>> tagged = new ArrayList<>(List.of(Set.of(), tags));
        tags.forEach(tag -> tagged.add(Set.of(tag)));
        tenants.add(NOBODY_IN_PARTICULAR);
        return tenants.stream()
                .flatMap(tenant -> tagged.stream().map(set -> asker(tenant, set)))
                .toList();
    }

    private static RequestContext asker(String tenant, Set<String> tags) {
        return new RequestContext("", RequestContext.ANONYMOUS, tenant, tags, 0, "", false);
    }

    private static String words(RequestContext asker) {
        String tenant = asker.tenant().isEmpty() ? "requests" : "tenant '" + asker.tenant() + "'";
        return asker.tags().isEmpty()
                ? tenant
                : tenant + " with data tagged '" + String.join("', '", asker.tags()) + "'";
    }

    private static void requireFallback(Mixture mixture) {
        if (mixture.layer().rule().fallbackExpert().isEmpty()) {
            throw refused(
                    "mixture '%s' has no fallback expert: name one as combine.fallback in its mixture.yaml and publish; meanwhile, spread evenly (witan steer %s spread) or exclude what is wrong"
                            .formatted(mixture.name(), mixture.name()));
        }
    }

    private static WitanException refused(String message) {
        return new WitanException(ErrorCode.INVALID_INPUT, message);
    }
}
