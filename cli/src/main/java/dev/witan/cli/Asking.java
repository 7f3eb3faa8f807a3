// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.request.InferenceRequest;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// One question to a mixture and its answer.
///
/// @param metadata of the mixture
/// @param response the protocol's own
record Asking(JsonNode metadata, JsonNode response) {
    /// What there is to name in an output.
    ClassNames names(String output) {
        return ClassNames.of(metadata, output);
    }

    /// Asks what the options say, and for the decision if the request is one for which it is wanted.
    static Asking ask(AskOptions options, Predicate<InferenceRequest> wantsDecision) {
        try (Respondent mixture = respondent(options)) {
            JsonNode metadata = mixture.metadata();
            InferenceRequest request = Records.read(options.input, metadata);
            return new Asking(metadata, mixture.answer(request, wantsDecision.test(request)));
        }
    }

    private static Respondent respondent(AskOptions options) {
        return options.server == null
                ? new LocalRespondent(options.repository.open().find(options.mixture))
                : new RemoteRespondent(new RemoteServer(options.server, options.apiKey), options.mixture);
    }
}
