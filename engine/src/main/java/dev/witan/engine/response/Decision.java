// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.response;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The record of one row's routing: who was asked, who was passed over and why.
///
/// @param chosen the experts that the row went to, best first
/// @param passedOver others, best first; those that had no score come last
/// @param others those that there was no room to name, counted by reason
/// @param caveats what beside the row, the release and permissions decided, each as a sentence
public record Decision(List<Choice> chosen, List<PassedOver> passedOver, List<Others> others, List<String> caveats) {
    public Decision {
        chosen = List.copyOf(chosen);
        passedOver = List.copyOf(passedOver);
        others = List.copyOf(others);
        caveats = List.copyOf(caveats);
    }

    /// A decision that names every expert and rests on nothing but the row.
    public Decision(List<Choice> chosen, List<PassedOver> passedOver) {
        this(chosen, passedOver, List.of(), List.of());
    }

    /// The same after the experts were run.
    ///
    /// @param fates what became of each chosen expert, rank by rank
    /// @param further caveats beside those of routing
    public Decision ended(List<String> fates, List<String> further) {
        List<Choice> ended = new ArrayList<>();
        for (int rank = 0; rank < chosen.size(); rank++) {
            ended.add(chosen.get(rank).ended(fates.get(rank)));
        }
        List<String> all = new ArrayList<>(caveats);
        all.addAll(further);
        return new Decision(ended, passedOver, others, all);
    }

    /// An expert that the row went to.
    ///
    /// @param score the gate's logit, from which the weight follows; not a number where no gate scores the expert
    /// @param selectionScore the score that selection went by: the logit with every bias; plus infinity for a pin
    /// @param weight its share in the answer, before any renormalisation
    /// @param fate whether it answered, in words; `not asked` where only the routing was asked for
    public record Choice(String expert, float score, float selectionScore, float weight, String fate) {
        public Choice {
            Objects.requireNonNull(expert);
            Objects.requireNonNull(fate);
        }

        Choice ended(String fateNow) {
            return new Choice(expert, score, selectionScore, weight, fateNow);
        }
    }

    /// An expert that the row did not go to.
    ///
    /// @param score the gate's logit; not a number where the gate did not look at the expert
    /// @param selectionScore what selection went by; minus infinity where the expert was out of the running
    public record PassedOver(String expert, float score, float selectionScore, String reason) {
        public PassedOver {
            Objects.requireNonNull(expert);
            Objects.requireNonNull(reason);
        }
    }

    /// Experts that the row did not go to for the same reason.
    ///
    /// @param logMass the logarithm of the sum of the exponentials of their scores, for their share in a softmax;
    /// minus infinity where none has a score
    public record Others(String reason, int experts, double logMass) {
        public Others {
            Objects.requireNonNull(reason);
        }
    }
}
