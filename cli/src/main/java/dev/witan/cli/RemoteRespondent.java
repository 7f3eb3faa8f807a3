// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.error.WitanException;
import dev.witan.engine.request.InferenceRequest;
import dev.witan.model.repository.MixtureFolder;
import tools.jackson.databind.JsonNode;

/// A mixture of a running server.
final class RemoteRespondent implements Respondent {
    private final RemoteServer server;
    private final String path;

    RemoteRespondent(RemoteServer server, String mixture) {
        if (!mixture.matches(MixtureFolder.NAME)) {
            throw WitanException.invalidInput(
                    "a server's mixture must be named like %s: %s".formatted(MixtureFolder.NAME, mixture));
        }
        this.server = server;
        this.path = "v2/models/" + mixture;
    }

    @Override
    public JsonNode metadata() {
        return server.get(path);
    }

    @Override
    public JsonNode answer(InferenceRequest request, boolean isExplained) {
        return server.post(path + "/infer", RequestJson.write(request, isExplained));
    }

    @Override
    public void close() {
        server.close();
    }
}
