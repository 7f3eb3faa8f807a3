// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

/// How the weights of a row's experts follow from the gate's clean scores. Each is a published mixture's.
public enum GatingForm {
    /// The softmax over the logits of the chosen experts. With one expert it is the constant 1.
    TOP_K_SOFTMAX(ScoreSpace.LOGIT),
    /// The chosen experts' part of the softmax over all experts, renormalised or not.
    SOFTMAX_TOP_K(ScoreSpace.LOGIT),
    /// The logistic function of each chosen expert's logit, renormalised or not. Experts are compared by it too, and
    /// biases are meant on its scale.
    SIGMOID(ScoreSpace.SIGMOID);

    private final ScoreSpace space;

    GatingForm(ScoreSpace space) {
        this.space = space;
    }

    ScoreSpace space() {
        return space;
    }
}
