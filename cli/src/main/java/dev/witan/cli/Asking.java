// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.Admission;
import dev.witan.engine.Engine;
import dev.witan.engine.EngineObserver;
import dev.witan.engine.Limits;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.request.InferenceRequest;
import dev.witan.engine.request.RequestContext;
import dev.witan.engine.response.InferenceResponse;
import dev.witan.engine.response.Outcome;
import dev.witan.engine.time.NanoClock;
import dev.witan.kernels.Kernels;
import dev.witan.model.load.LoadedMixture;
import dev.witan.model.load.ReleaseLoader;
import dev.witan.server.protocol.InferWriter;
import dev.witan.server.protocol.OutputSelection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks a mixture one request, in this process or on a server; both ways give the protocol's own response.
final class Asking {
    private static final JsonMapper JSON = new JsonMapper();

    private Asking() {}

    static JsonNode ask(AskOptions options, boolean isExplained) {
        InferenceRequest request = Records.read(options.input);
        if (options.server != null) {
            String body = RequestJson.write(request, isExplained);
            return new RemoteServer(options.server, options.apiKey).infer(options.mixture, body);
        }
        return here(options, request, isExplained);
    }

    private static JsonNode here(AskOptions options, InferenceRequest request, boolean isExplained) {
        Limits limits = Limits.defaults();
        NanoClock clock = NanoClock.system();
        try (LoadedMixture loaded = new ReleaseLoader(Kernels.choose())
                        .load(options.repository.open().find(options.mixture));
                Engine engine = new Engine(loaded.mixture(), limits, EngineObserver.NONE, clock)) {
            long deadline = clock.nanos() + limits.deadlineMax().toNanos();
            String id = UUID.randomUUID().toString();
            RequestContext context = RequestContext.local(id, deadline);
            InferenceResponse response = answer(engine.submit(request, isExplained ? context.explained() : context));
            ByteBuffer body = new InferWriter(loaded.mixture())
                    .write(response, id, OutputSelection.ALL)
                    .bytes();
            return JSON.readTree(StandardCharsets.UTF_8.decode(body).toString());
        }
    }

    private static InferenceResponse answer(Admission admission) {
        return switch (admission) {
            case Admission.Rejected(var code, String reason) -> throw new WitanException(code, reason);
            case Admission.Admitted(var ticket) ->
                switch (ticket.outcome().join()) {
                    case Outcome.Answered(var response) -> response;
                    case Outcome.Failed(var error) -> throw error;
                };
        };
    }
}
