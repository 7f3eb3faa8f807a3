// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.response;

import dev.witan.engine.error.WitanException;

/// How an admitted request ended: exactly one of these, exactly once.
public sealed interface Outcome {
    record Answered(InferenceResponse response) implements Outcome {}

    record Failed(WitanException error) implements Outcome {}
}
