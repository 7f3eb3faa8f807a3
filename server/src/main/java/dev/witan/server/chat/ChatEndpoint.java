// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.chat;

import dev.witan.engine.Admission;
import dev.witan.engine.Engine;
import dev.witan.engine.Mixture;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.encode.TextEncoder;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.request.Column;
import dev.witan.engine.request.InferenceRequest;
import dev.witan.engine.request.RequestContext;
import dev.witan.engine.response.ChatHead;
import dev.witan.engine.response.Outcome;
import dev.witan.observability.ChatInstruments;
import dev.witan.server.host.Caller;
import dev.witan.server.host.Door;
import dev.witan.server.host.Lease;
import dev.witan.server.http.Bodies;
import dev.witan.server.http.Endpoint;
import dev.witan.server.http.Exchange;
import dev.witan.server.http.Problem;
import java.time.Duration;
import java.util.List;

/// The part of OpenAI's API that chat mixtures have: the paths below `/v1/`. A conversation is read, routed by the
/// engine as any row is, and answered by the expert that the gate chose. Thread-safe.
public final class ChatEndpoint implements Endpoint {
    /// What the paths begin with.
    public static final String PATH = "/v1/";

    private static final String COMPLETIONS = "/v1/chat/completions";
    private static final String MODELS = "/v1/models";
    /// How long a conversation may take to arrive.
    private static final Duration BODY_MAX = Duration.ofSeconds(60);

    private final Door door;
    private final Bodies bodies;
    private final ChatInstruments instruments;
    private final ConversationLimits limits = ConversationLimits.defaults();
    private final ModelList models;

    /// An endpoint for whichever chat mixtures the door has.
    public ChatEndpoint(Door door, Bodies bodies, ChatInstruments instruments) {
        this.door = door;
        this.bodies = bodies;
        this.instruments = instruments;
        this.models = new ModelList(door);
    }

    /// Has every error of the exchange told as the API tells them; to be called before anything can go wrong.
    public static void prepare(Exchange exchange) {
        exchange.errorsAs(OpenAiErrors::body);
    }

    @Override
    public void handle(Exchange exchange) {
        String path = exchange.path();
        if (path.equals(COMPLETIONS)) {
            exchange.requireMethod("POST");
            complete(exchange);
        } else if (path.equals(MODELS)) {
            exchange.requireMethod("GET", "HEAD");
            exchange.replyJson(models.all());
        } else if (path.startsWith(MODELS + "/")) {
            exchange.requireMethod("GET", "HEAD");
            exchange.replyJson(models.one(path.substring(MODELS.length() + 1)));
        } else {
            throw Problem.unknown(
                    "no such path: '%s' (paths: POST %s, GET %s)".formatted(Excerpt.of(path), COMPLETIONS, MODELS));
        }
    }

    private void complete(Exchange exchange) {
        exchange.requireJson();
        door.enter();
        exchange.whenEnded(door::leave);
        try {
            Conversation conversation = read(exchange);
            bodies.hold(exchange, conversation.heldBytes());
            answer(exchange, conversation);
        } catch (ConversationError e) {
            byte[] body = OpenAiErrors.body(e.status(), String.valueOf(e.getMessage()), e.param(), "invalid_input");
            exchange.reply(e.status(), Exchange.JSON, body);
        }
    }

    private Conversation read(Exchange exchange) {
        long began = System.nanoTime();
        return bodies.read(
                exchange,
                () -> System.nanoTime() - began > BODY_MAX.toNanos(),
                bytes -> ConversationReader.read(bytes, limits));
    }

    private void answer(Exchange exchange, Conversation conversation) {
        try (Lease lease = door.lease(conversation.model(), "")) {
            Engine engine = lease.hosted().engine();
            Mixture mixture = engine.mixture();
            if (!(mixture.head() instanceof ChatHead head)) {
                throw ConversationError.invalid(
                        "model",
                        "mixture '%s' answers rows and no conversations: POST /v2/models/%1$s/infer"
                                .formatted(mixture.name()));
            }
            Caller caller = new Caller(
                    exchange.principal(),
                    exchange.requestId(),
                    exchange.trace().header(),
                    engine.clock().nanos(),
                    0);
            RequestContext context = door.routing(lease, caller);
            switch (engine.submit(rows(mixture, conversation), context)) {
                case Admission.Rejected(var code, var reason) -> exchange.refuse(new WitanException(code, reason));
                case Admission.Admitted(var ticket) -> {
                    switch (ticket.outcome().join()) {
                        case Outcome.Failed(var error) -> exchange.refuse(error);
                        case Outcome.Answered(var response) -> {
                            ChatRoute route = ChatRoute.of(
                                    mixture,
                                    head,
                                    engine.overlay().guidance(context),
                                    response.decisions().getFirst());
                            new ChatAnswer(exchange, mixture, route, conversation, instruments).give();
                        }
                    }
                }
            }
        }
    }

    /// The one row that the gate scores.
    private static InferenceRequest rows(Mixture mixture, Conversation conversation) {
        if (mixture.encoder() instanceof TableEncoder table
                && table.encoders().getFirst() instanceof TextEncoder text) {
            String read = conversation.gateText(text.grams().charactersMax());
            return new InferenceRequest(List.of(new Column.Texts(text.spec().name(), new String[] {read})));
        }
        throw new WitanException(
                ErrorCode.INTERNAL, "mixture '%s' must read one column of text".formatted(mixture.name()));
    }
}
