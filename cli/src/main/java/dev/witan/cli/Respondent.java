// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.request.InferenceRequest;
import tools.jackson.databind.JsonNode;

/// A mixture that can be asked, in this process or on a server; both speak the protocol's own JSON.
interface Respondent extends AutoCloseable {
    /// What the mixture says about itself: inputs, outputs, classes.
    JsonNode metadata();

    /// The answer, with the decision behind it if that is wanted.
    JsonNode answer(InferenceRequest request, boolean isExplained);

    @Override
    void close();
}
