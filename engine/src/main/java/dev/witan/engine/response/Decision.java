// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.response;

import java.util.List;
import java.util.Objects;

/// The record of one row's routing: who was asked, who was passed over and why.
///
/// @param chosen the experts that the row went to, best first
/// @param passedOver the others, best first
public record Decision(List<Choice> chosen, List<PassedOver> passedOver) {
    public Decision {
        chosen = List.copyOf(chosen);
        passedOver = List.copyOf(passedOver);
    }

    /// An expert that the row went to.
    ///
    /// @param score the gate's logit, from which the weight follows
    /// @param selectionScore the score that selection went by: the logit with every bias
    /// @param weight its share in the answer, before any renormalisation
    /// @param fate whether it answered, in words
    public record Choice(String expert, float score, float selectionScore, float weight, String fate) {
        public Choice {
            Objects.requireNonNull(expert);
            Objects.requireNonNull(fate);
        }
    }

    /// An expert that the row did not go to.
    public record PassedOver(String expert, float score, float selectionScore, String reason) {
        public PassedOver {
            Objects.requireNonNull(expert);
            Objects.requireNonNull(reason);
        }
    }
}
