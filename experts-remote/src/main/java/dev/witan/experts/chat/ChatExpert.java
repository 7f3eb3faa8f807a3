// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.ExpertCompletion;
import dev.witan.experts.chat.ChatFailure.Reason;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Scratch;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Objects;
import java.util.concurrent.Semaphore;

/// An expert that answers conversations: a chat model behind OpenAI's API. It answers no rows; whoever has the decision
/// of a chat mixture [calls][#call] the expert that was chosen. Thread-safe.
///
/// Connections are kept and used again. Nothing is tried twice: whether another expert may answer is the caller's to
/// decide.
public final class ChatExpert implements Expert {
    private final String id;
    private final String digest;
    private final int inputs;
    private final ChatUpstream upstream;
    private final ChatLimits limits;
    private final Semaphore calls;
    private final HttpClient client;

    /// An expert that has not been called yet.
    ///
    /// @param inputs the width of its mixture's rows
    public ChatExpert(String id, String digest, int inputs, ChatUpstream upstream, ChatLimits limits) {
        this.id = Objects.requireNonNull(id);
        this.digest = Objects.requireNonNull(digest);
        this.inputs = inputs;
        this.upstream = upstream;
        this.limits = limits;
        this.calls = new Semaphore(limits.callsMax());
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(limits.connectMax())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String digest() {
        return digest;
    }

    /// Whom it asks.
    public ChatUpstream upstream() {
        return upstream;
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public int outputs() {
        return 1;
    }

    @Override
    public long multiplyAddsPerRow() {
        return 0;
    }

    @Override
    public boolean isLocal() {
        return false;
    }

    @Override
    public int scratchWidth() {
        return 0;
    }

    @Override
    public void submit(ExpertBatch batch, Kernels kernels, Scratch scratch, ExpertCompletion completion) {
        completion.failed(
                batch,
                new WitanException(
                        ErrorCode.INVALID_INPUT, "expert '%s' answers conversations and no rows".formatted(id)));
    }

    /// Asks the upstream. The call is under way when this returns.
    public ChatCall call(ChatQuestion question) {
        if (!calls.tryAcquire()) {
            return ChatCall.failed(
                    limits,
                    new ChatFailure(Reason.BUSY, "%d calls of it are open already".formatted(limits.callsMax())));
        }
        HttpRequest request = request(question);
        return new ChatCall(
                limits,
                KeyMask.of(upstream.key()),
                question.isStreamed(),
                client.sendAsync(request, _ -> new Inflow()),
                calls::release);
    }

    private HttpRequest request(ChatQuestion question) {
        byte[] body = question.body().with("model", upstream.model()).getBytes(UTF_8);
        HttpRequest.Builder request = HttpRequest.newBuilder(upstream.completions())
                .header("Content-Type", "application/json")
                .header("Accept", question.isStreamed() ? "text/event-stream" : "application/json")
                .header("traceparent", question.traceparent())
                .header("x-request-id", question.requestId())
                .POST(BodyPublishers.ofByteArray(body));
        if (!upstream.key().isEmpty()) {
            request.header("Authorization", "Bearer " + upstream.key());
        }
        return request.build();
    }

    /// Calls nobody any more; calls that are open may end.
    @Override
    public void close() {
        client.shutdown();
    }
}
