// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.chat;

import dev.witan.engine.Mixture;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.overlay.Guidance;
import dev.witan.engine.response.ChatHead;
import dev.witan.engine.response.Decision;
import dev.witan.engine.response.Decision.Choice;
import dev.witan.experts.chat.ChatExpert;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Which experts are asked to answer a conversation, one after the other until one does.
///
/// @param experts none where none may see the conversation
/// @param confidence the gate's weight, among all experts, of the best one that may see it
record ChatRoute(List<ChatExpert> experts, double confidence) {
    ChatRoute {
        experts = List.copyOf(experts);
    }

    /// Those that the decision chose, best first, and the default expert: before them where the gate is not sure, after
    /// them where it is. A person who steers knows better than the gate how sure it is.
    static ChatRoute of(Mixture mixture, ChatHead head, Guidance guidance, Decision decision) {
        List<String> chosen = decision.chosen().stream().map(Choice::expert).toList();
        double confidence = confidence(decision);
        boolean isSteered = guidance.spreads() || guidance.pinnedCount() > 0;
        boolean isDefaultFirst = guidance.fallsBack() || (!isSteered && confidence < head.confidence());
        Set<String> order = new LinkedHashSet<>();
        if (isDefaultFirst) {
            order.add(head.defaultExpert());
        }
        order.addAll(chosen);
        order.add(head.defaultExpert());
        return new ChatRoute(
                order.stream().flatMap(id -> permitted(mixture, guidance, id)).toList(), confidence);
    }

    private static Stream<ChatExpert> permitted(Mixture mixture, Guidance guidance, String id) {
        List<Expert> experts = mixture.layer().experts();
        for (int i = 0; i < experts.size(); i++) {
            if (experts.get(i) instanceof ChatExpert chat && chat.id().equals(id) && guidance.permits(i)) {
                return Stream.of(chat);
            }
        }
        return Stream.empty();
    }

    /// The share of the best chosen expert in a softmax over the scores of all that have one; 0 where none was
    /// chosen.
    private static double confidence(Decision decision) {
        if (decision.chosen().isEmpty()) {
            return 0;
        }
        double best =
                decision.chosen().stream().mapToDouble(Choice::score).max().orElseThrow();
        double sum = Stream.of(
                        decision.chosen().stream().mapToDouble(Choice::score),
                        decision.passedOver().stream().mapToDouble(Decision.PassedOver::score),
                        decision.others().stream().mapToDouble(Decision.Others::logMass))
                .flatMapToDouble(scores -> scores)
                .filter(score -> !Double.isNaN(score))
                .map(score -> Math.exp(score - best))
                .sum();
        return 1 / sum;
    }
}
