// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.witan.engine.error.Excerpt;
import dev.witan.experts.chat.ChatFailure.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serial;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One call of an upstream. One thread reads the answer, blocking: [#start], and then [#next] until the answer ends;
/// [#cancel] may come from anywhere, at any time. Whoever made the call closes it.
public final class ChatCall implements AutoCloseable {
    private static final String DONE = "[DONE]";
    /// How long an upstream that has said everything is waited for to end, so that its connection can be used again.
    private static final long END_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final ChatLimits limits;
    private final KeyMask mask;
    private final boolean isStreamed;
    private final CompletableFuture<HttpResponse<Inflow>> response;
    private final Runnable onClose;
    private final EventLines events;
    private final long startNanos = System.nanoTime();
    private final AtomicBoolean isCancelled = new AtomicBoolean();
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private @Nullable Inflow inflow;
    private boolean isWhole;

    /// A call that was just made.
    ///
    /// @param mask takes the upstream's key out of what it says
    /// @param onClose run once
    ChatCall(
            ChatLimits limits,
            KeyMask mask,
            boolean isStreamed,
            CompletableFuture<HttpResponse<Inflow>> response,
            Runnable onClose) {
        this.limits = limits;
        this.mask = mask;
        this.isStreamed = isStreamed;
        this.response = response;
        this.onClose = onClose;
        this.events = new EventLines(limits.eventBytesMax());
    }

    /// A call that has failed before it was made.
    static ChatCall failed(ChatLimits limits, ChatFailure failure) {
        return new ChatCall(
                limits, KeyMask.of(""), false, CompletableFuture.failedFuture(new Fault(failure)), () -> {});
    }

    /// Waits until the answer is whole, or its first event is there.
    public ChatStart start() {
        try {
            HttpResponse<Inflow> head = response.get(patience(max()), TimeUnit.NANOSECONDS);
            inflow = head.body();
            return start(head);
        } catch (Fault e) {
            return new ChatStart.Failed(e.failure);
        } catch (TimeoutException _) {
            cancelUpstream();
            return new ChatStart.Failed(late());
        } catch (ExecutionException e) {
            return new ChatStart.Failed(failure(e.getCause()));
        } catch (CancellationException _) {
            return new ChatStart.Failed(cancelled());
        } catch (InterruptedException _) {
            cancel();
            Thread.currentThread().interrupt();
            return new ChatStart.Failed(cancelled());
        }
    }

    private ChatStart start(HttpResponse<Inflow> head) throws InterruptedException {
        int status = head.statusCode();
        if (status / 100 != 2) {
            return refused(status, text());
        }
        boolean isEvents = head.headers()
                .firstValue("content-type")
                .map(type -> type.startsWith("text/event-stream"))
                .orElse(false);
        if (isStreamed != isEvents) {
            throw new Fault(Reason.MALFORMED, isEvents ? "it streams unasked" : "it does not stream");
        }
        return isStreamed ? streaming() : whole(text());
    }

    /// What an upstream says of a key may hold a part of it, so nobody is told.
    private ChatStart refused(int status, String body) {
        return switch (status) {
            case 400, 413, 422 -> new ChatStart.Refused(status, mask.apply(body));
            case 401, 403 ->
                new ChatStart.Failed(
                        new ChatFailure(Reason.STATUS, "it does not accept the key: status %d".formatted(status)));
            case 429 -> new ChatStart.Failed(new ChatFailure(Reason.BUSY, "it answered with status 429"));
            default ->
                new ChatStart.Failed(
                        new ChatFailure(Reason.STATUS, "it answered with status %d: %s".formatted(status, said(body))));
        };
    }

    private String said(String body) {
        return "'" + Excerpt.of(mask.apply(body)) + "'";
    }

    private ChatStart whole(String body) {
        JsonText answer = json(body);
        return new ChatStart.Whole(answer, ChatUsage.of(answer));
    }

    private ChatStart streaming() throws InterruptedException {
        long patienceNanos = Math.min(patience(limits.firstEventMax()), patience(limits.streamMax()));
        ChatEvent first = read(patienceNanos, Reason.TIMEOUT);
        return first instanceof ChatEvent.Broken(var failure)
                ? new ChatStart.Failed(failure)
                : new ChatStart.Streaming(first);
    }

    /// Waits for the next event of a streamed answer.
    public ChatEvent next() {
        try {
            return read(Math.min(limits.idleMax().toNanos(), patience(limits.streamMax())), Reason.STALLED);
        } catch (InterruptedException _) {
            cancel();
            Thread.currentThread().interrupt();
            return new ChatEvent.Broken(cancelled());
        }
    }

    private ChatEvent read(long patienceNanos, Reason pause) throws InterruptedException {
        try {
            return event(data(patienceNanos, pause));
        } catch (Fault e) {
            return new ChatEvent.Broken(e.failure);
        } catch (IllegalArgumentException e) {
            cancelUpstream();
            return new ChatEvent.Broken(new ChatFailure(Reason.MALFORMED, String.valueOf(e.getMessage())));
        }
    }

    /// The data of the next event; each part that comes starts the wait again, as comments keep a stream alive.
    private String data(long patienceNanos, Reason pause) throws InterruptedException {
        String data = events.poll();
        while (data == null) {
            List<ByteBuffer> part = part(patienceNanos, pause);
            if (part.isEmpty()) {
                throw new Fault(cutOff(null));
            }
            part.forEach(events::add);
            data = events.poll();
            patienceNanos = Math.min(patienceNanos, patience(limits.streamMax()));
        }
        return data;
    }

    private ChatEvent event(String data) {
        if (data.equals(DONE)) {
            isWhole = true;
            return new ChatEvent.Done();
        }
        JsonText json = json(data);
        if (json.has("error")) {
            throw new Fault(Reason.STATUS, "it ended the stream with an error: " + said(json.value("error")));
        }
        return new ChatEvent.Chunk(json, ChatUsage.of(json));
    }

    private JsonText json(String text) {
        try {
            return JsonText.of(text);
        } catch (IllegalArgumentException e) {
            throw new Fault(Reason.MALFORMED, "what it answers " + mask.apply(String.valueOf(e.getMessage())));
        }
    }

    private String text() throws InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<ByteBuffer> part = part(patience(max()), Reason.TIMEOUT);
        while (!part.isEmpty()) {
            for (ByteBuffer buffer : part) {
                append(buffer, bytes);
            }
            part = part(patience(max()), Reason.TIMEOUT);
        }
        isWhole = true;
        return bytes.toString(UTF_8);
    }

    private void append(ByteBuffer buffer, ByteArrayOutputStream bytes) {
        if (bytes.size() + buffer.remaining() > limits.answerBytesMax()) {
            throw new Fault(
                    Reason.MALFORMED, "an answer may have %d bytes: it has more".formatted(limits.answerBytesMax()));
        }
        byte[] more = new byte[buffer.remaining()];
        buffer.get(more);
        bytes.writeBytes(more);
    }

    /// The next part of the body; nothing at its end.
    private List<ByteBuffer> part(long patienceNanos, Reason pause) throws InterruptedException {
        Inflow body = inflow;
        if (body == null) {
            throw new IllegalStateException("a call must be started before it is read");
        }
        return switch (body.next(patienceNanos)) {
            case Inflow.Part.Bytes(var buffers) -> buffers;
            case Inflow.Part.End(var cause) when cause == null -> List.of();
            case Inflow.Part.End(var cause) -> throw new Fault(isCancelled.get() ? cancelled() : cutOff(cause));
            case Inflow.Part.Pause _ -> throw new Fault(pause, "it was silent for longer than it may be");
        };
    }

    private Duration max() {
        return isStreamed ? limits.firstEventMax() : limits.wholeMax();
    }

    /// How much is left of a time that began with the call.
    private long patience(Duration max) {
        return max.toNanos() - (System.nanoTime() - startNanos);
    }

    private ChatFailure late() {
        return new ChatFailure(Reason.TIMEOUT, "it did not answer within " + max());
    }

    private static ChatFailure cancelled() {
        return new ChatFailure(Reason.CANCELLED, "nobody wanted the answer any more");
    }

    private static ChatFailure cutOff(@Nullable Throwable cause) {
        return new ChatFailure(
                Reason.CUT_OFF, "its answer ended early" + (cause == null ? "" : ": " + cause.getMessage()));
    }

    private ChatFailure failure(@Nullable Throwable cause) {
        return switch (cause) {
            case Fault fault -> fault.failure;
            case CancellationException _ -> cancelled();
            case HttpConnectTimeoutException _ ->
                new ChatFailure(Reason.CONNECT, "no connection within " + limits.connectMax());
            case ConnectException e -> new ChatFailure(Reason.CONNECT, "no connection: " + told(e));
            case IOException e when isCancelled.get() -> cancelled();
            case IOException e -> cutOff(e);
            case null, default -> cutOff(cause);
        };
    }

    private static String told(ConnectException e) {
        return e.getCause() instanceof UnresolvedAddressException
                ? "its host is not known"
                : String.valueOf(e.getMessage());
    }

    /// Nobody wants the answer any more: the connection is closed, which tells the upstream.
    public void cancel() {
        isCancelled.set(true);
        cancelUpstream();
    }

    private void cancelUpstream() {
        if (!response.cancel(true) && response.state() == Future.State.SUCCESS) {
            response.resultNow().body().cancel();
        }
    }

    /// Lets go of the connection: it is used again where the answer was read to its end, and closed otherwise.
    @Override
    public void close() {
        if (!isClosed.compareAndSet(false, true)) {
            return;
        }
        try {
            if (!isWhole || !hasEnded()) {
                cancelUpstream();
            }
        } finally {
            onClose.run();
        }
    }

    /// Whether the body ends where the answer did.
    private boolean hasEnded() {
        Inflow body = inflow;
        if (!isStreamed || body == null) {
            return true;
        }
        try {
            Inflow.Part part = body.next(END_NANOS);
            while (part instanceof Inflow.Part.Bytes(var rest)
                    && rest.stream().mapToInt(ByteBuffer::remaining).sum() < limits.eventBytesMax()) {
                part = body.next(END_NANOS);
            }
            return part instanceof Inflow.Part.End;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Ends the reading of an answer. It never leaves this class.
    private static final class Fault extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        private final transient ChatFailure failure;

        Fault(ChatFailure failure) {
            super(failure.message(), null, false, false);
            this.failure = failure;
        }

        Fault(Reason reason, String message) {
            this(new ChatFailure(reason, message));
        }
    }
}
