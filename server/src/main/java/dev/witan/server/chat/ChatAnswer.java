// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.witan.engine.Mixture;
import dev.witan.experts.chat.ChatCall;
import dev.witan.experts.chat.ChatEvent;
import dev.witan.experts.chat.ChatExpert;
import dev.witan.experts.chat.ChatFailure;
import dev.witan.experts.chat.ChatFailure.Reason;
import dev.witan.experts.chat.ChatQuestion;
import dev.witan.experts.chat.ChatStart;
import dev.witan.experts.chat.ChatUsage;
import dev.witan.experts.chat.JsonText;
import dev.witan.observability.ChatInstruments;
import dev.witan.server.http.Exchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has one conversation answered: asks the experts of its route, one after the other, until one begins to answer, and
/// hands on what that one says. Owned by the thread of the exchange; a caller who hangs up ends the call that is open.
final class ChatAnswer {
    private static final Logger LOG = LoggerFactory.getLogger(ChatAnswer.class);
    private static final HttpField EVENTS = Exchange.contentType("text/event-stream");
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(UTF_8);

    private final Exchange exchange;
    private final Mixture mixture;
    private final ChatRoute route;
    private final ChatQuestion question;
    private final ChatInstruments instruments;
    private final OpenCall open = new OpenCall();
    private final List<ChatFailure> failures = new ArrayList<>();

    ChatAnswer(
            Exchange exchange,
            Mixture mixture,
            ChatRoute route,
            Conversation conversation,
            ChatInstruments instruments) {
        this.exchange = exchange;
        this.mixture = mixture;
        this.route = route;
        this.question = new ChatQuestion(
                conversation.body(),
                conversation.isStreamed(),
                exchange.requestId(),
                exchange.trace().header());
        this.instruments = instruments;
    }

    /// Replies, once.
    void give() {
        exchange.whenCallerLeaves(open::giveUp);
        for (ChatExpert expert : route.experts()) {
            if (open.isGivenUp()) {
                break;
            }
            if (isAnsweredBy(expert)) {
                return;
            }
        }
        if (open.isGivenUp()) {
            exchange.abandon();
        } else {
            refuse();
        }
    }

    private boolean isAnsweredBy(ChatExpert expert) {
        long began = System.nanoTime();
        instruments.called(mixture.name(), expert.id());
        try (ChatCall call = expert.call(question)) {
            open.is(call);
            ChatStart start = call.start();
            if (start instanceof ChatStart.Failed(var failure)) {
                failed(expert, failure);
                failures.add(failure);
                return false;
            }
            instruments.began(mixture.name(), expert.id(), System.nanoTime() - began);
            describe(expert);
            switch (start) {
                case ChatStart.Whole(var answer, var usage) -> replyWhole(expert, answer, usage);
                case ChatStart.Refused(var status, var error) -> replyRefused(status, error);
                case ChatStart.Streaming(var first) -> stream(expert, call, first);
                case ChatStart.Failed _ -> throw new IllegalStateException("a failure was handled already");
            }
            return true;
        }
    }

    private void describe(ChatExpert expert) {
        exchange.addHeader("x-witan-mixture", mixture.name());
        exchange.addHeader("x-witan-release", Integer.toString(mixture.release()));
        exchange.addHeader("x-witan-expert", expert.id());
        exchange.addHeader("x-witan-confidence", String.format(Locale.ROOT, "%.4f", route.confidence()));
        exchange.addHeader("x-witan-degraded", Boolean.toString(!failures.isEmpty()));
    }

    private void replyWhole(ChatExpert expert, JsonText answer, ChatUsage usage) {
        took(expert, usage);
        exchange.replyJson(named(answer).getBytes(UTF_8));
    }

    private void replyRefused(int status, String error) {
        String body = isError(error)
                ? error
                : OpenAiErrors.json(status, "the expert's upstream refuses the conversation", "", "upstream_refused");
        exchange.reply(status, Exchange.JSON, body.getBytes(UTF_8));
    }

    private static boolean isError(String body) {
        try {
            return JsonText.of(body).value("error").startsWith("{");
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private void stream(ChatExpert expert, ChatCall call, ChatEvent first) {
        exchange.addHeader("Cache-Control", "no-cache");
        exchange.addHeader("X-Accel-Buffering", "no");
        Exchange.Reply reply = exchange.stream(HttpStatus.OK_200, EVENTS);
        try {
            ChatEvent event = first;
            while (event instanceof ChatEvent.Chunk(var json, var usage)) {
                took(expert, usage);
                reply.write(data(named(json)));
                event = call.next();
            }
            end(expert, reply, event);
        } catch (IOException e) {
            LOG.debug("the caller of request {} left in mid-answer", exchange.requestId(), e);
            call.cancel();
            instruments.failed(mixture.name(), expert.id(), Reason.CANCELLED.word());
            reply.breakOff();
        }
    }

    private void end(ChatExpert expert, Exchange.Reply reply, ChatEvent last) {
        if (!(last instanceof ChatEvent.Broken(var failure))) {
            reply.end(DONE);
            return;
        }
        failed(expert, failure);
        if (open.isGivenUp()) {
            reply.breakOff();
        } else {
            reply.end(data(OpenAiErrors.json(
                    HttpStatus.BAD_GATEWAY_502,
                    "the expert did not end its answer",
                    "",
                    "upstream_" + failure.reason().word())));
        }
    }

    private static byte[] data(String json) {
        return ("data: " + json.replaceAll("[\\r\\n]+", " ") + "\n\n").getBytes(UTF_8);
    }

    /// An upstream's answer under the name that was asked for.
    private String named(JsonText answer) {
        return answer.with("model", mixture.name());
    }

    private void took(ChatExpert expert, ChatUsage usage) {
        instruments.took(mixture.name(), expert.id(), usage.promptTokens(), usage.completionTokens());
    }

    private void failed(ChatExpert expert, ChatFailure failure) {
        instruments.failed(mixture.name(), expert.id(), failure.reason().word());
        if (failure.reason() != Reason.CANCELLED) {
            LOG.warn(
                    "request {}: expert {} of mixture {} failed: {}: {}",
                    exchange.requestId(),
                    expert.id(),
                    mixture.name(),
                    failure.reason().word(),
                    failure.message());
        }
    }

    private void refuse() {
        int status = status();
        String message = failures.isEmpty()
                ? "no expert of mixture '%s' may answer this caller now".formatted(mixture.name())
                : "no expert of mixture '%s' answered: %d asked, the last one failed with %s"
                        .formatted(
                                mixture.name(),
                                failures.size(),
                                failures.getLast().reason().word());
        exchange.reply(
                status,
                Exchange.JSON,
                OpenAiErrors.body(status, message, "", failures.isEmpty() ? "no_expert" : "upstream_failed"));
    }

    /// What went wrong for all of them, if it was the same.
    private int status() {
        List<Reason> reasons =
                failures.stream().map(ChatFailure::reason).distinct().toList();
        if (reasons.isEmpty() || reasons.equals(List.of(Reason.BUSY))) {
            return HttpStatus.SERVICE_UNAVAILABLE_503;
        }
        return reasons.equals(List.of(Reason.TIMEOUT)) ? HttpStatus.GATEWAY_TIMEOUT_504 : HttpStatus.BAD_GATEWAY_502;
    }
}
