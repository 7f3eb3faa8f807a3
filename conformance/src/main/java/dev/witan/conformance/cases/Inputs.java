// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.cases;

import dev.witan.conformance.check.Skip;
import dev.witan.conformance.check.Trial;
import dev.witan.conformance.tensor.Datatype;
import dev.witan.conformance.tensor.Tensor;
import java.util.List;
import java.util.function.Predicate;

/// Finds an input that a rule can be tried on.
final class Inputs {
    private Inputs() {}

    /// The position of the first input of a wanted datatype that has elements; the case ends without one.
    static int first(Trial trial, Predicate<Datatype> isWanted) {
        List<Tensor> inputs = trial.sample();
        for (int i = 0; i < inputs.size(); i++) {
            if (isWanted.test(inputs.get(i).type()) && inputs.get(i).elements() > 0) {
                return i;
            }
        }
        throw new Skip("the model has no input of a datatype that the rule is about");
    }

    /// The same, for one datatype.
    static int first(Trial trial, Datatype wanted) {
        List<Tensor> inputs = trial.sample();
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).type() == wanted && inputs.get(i).elements() > 0) {
                return i;
            }
        }
        throw new Skip("the model has no input of datatype " + wanted);
    }
}
