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
import dev.witan.model.repository.MixtureFolder;
import dev.witan.server.protocol.InferWriter;
import dev.witan.server.protocol.Metadata;
import dev.witan.server.protocol.OutputSelection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A mixture loaded into this process.
final class LocalRespondent implements Respondent {
    private static final JsonMapper JSON = new JsonMapper();

    private final NanoClock clock = NanoClock.system();
    private final Limits limits = Limits.defaults();
    private final ExpertKinds kinds = ExpertKinds.ofProcess();
    private final LoadedMixture loaded;
    private final Engine engine;

    LocalRespondent(MixtureFolder folder) {
        this.loaded = kinds.loader(Kernels.choose()).load(folder);
        this.engine = new Engine(loaded.mixture(), limits, EngineObserver.NONE, clock);
    }

    @Override
    public JsonNode metadata() {
        return JSON.readTree(Metadata.mixture(loaded.mixture()));
    }

    @Override
    public JsonNode answer(InferenceRequest request, boolean isExplained) {
        String id = UUID.randomUUID().toString();
        long deadline = clock.nanos() + limits.deadlineMax().toNanos();
        RequestContext context = RequestContext.local(id, deadline);
        InferenceResponse response = outcome(engine.submit(request, isExplained ? context.explained() : context));
        ByteBuffer body = new InferWriter(loaded.mixture())
                .write(response, id, OutputSelection.ALL)
                .bytes();
        return JSON.readTree(StandardCharsets.UTF_8.decode(body).toString());
    }

    private static InferenceResponse outcome(Admission admission) {
        return switch (admission) {
            case Admission.Rejected(var code, String reason) -> throw new WitanException(code, reason);
            case Admission.Admitted(var ticket) ->
                switch (ticket.outcome().join()) {
                    case Outcome.Answered(var response) -> response;
                    case Outcome.Failed(var error) -> throw error;
                };
        };
    }

    @Override
    public void close() {
        engine.close();
        loaded.close();
        kinds.close();
    }
}
