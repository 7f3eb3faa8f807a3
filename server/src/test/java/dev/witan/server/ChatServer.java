// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.witan.engine.Limits;
import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.encode.TextEncoder;
import dev.witan.engine.encode.TextGrams;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.response.BinaryHead;
import dev.witan.engine.response.ChatHead;
import dev.witan.engine.routing.Router;
import dev.witan.experts.chat.ChatExpert;
import dev.witan.experts.chat.ChatLimits;
import dev.witan.experts.chat.ChatUpstream;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.PackedMatrix;
import dev.witan.model.load.LoadedMixture;
import dev.witan.observability.Telemetry;
import dev.witan.server.host.MixtureHost;
import dev.witan.server.host.MixtureSource;
import dev.witan.testkit.CannedUpstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A server with a chat mixture `assistant`, whose gate sends what has the word "nederlands" to the expert `dutch`,
/// what has "deutsch" to `german`, and is not sure of anything else; beside it the hand-made mixture `ads`.
final class ChatServer implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(30);
    private static final List<String> EXPERTS = List.of("dutch", "german", "generalist");
    private static final List<String> WORDS = List.of("nederlands", "deutsch");
    private static final float SURE = 8f;

    final CannedUpstream upstream = new CannedUpstream(0);
    final WitanServer server;
    final Telemetry telemetry = new Telemetry("0.1.0", Kernels.available().getFirst());
    final MixtureHost host;
    final HttpClient client = HttpClient.newHttpClient();

    /// @param behaviours of the upstreams of dutch, german and generalist
    ChatServer(String... behaviours) {
        this(TestServer.config(), ChatLimits.defaults(), behaviours);
    }

    ChatServer(ServerConfig config, ChatLimits limits, String... behaviours) {
        this.host = new MixtureHost(
                new Source(limits, behaviours),
                Limits.defaults(),
                config.limits().read(16),
                telemetry);
        host.load("assistant");
        host.load("ads");
        this.server = WitanServer.start(config, telemetry);
        server.serve(host);
    }

    private final class Source implements MixtureSource {
        private final HandMadeSource ads = new HandMadeSource(new BinaryHead(List.of("skip", "click")), List.of());
        private final ChatLimits limits;
        private final String[] behaviours;

        Source(ChatLimits limits, String... behaviours) {
            this.limits = limits;
            this.behaviours = behaviours;
        }

        @Override
        public List<String> names() {
            return List.of("ads", "assistant");
        }

        @Override
        public LoadedMixture load(String name) {
            LoadedMixture table = ads.load("ads");
            if (name.equals("ads")) {
                return table;
            }
            Arena arena = Arena.ofShared();
            return new LoadedMixture(mixture(arena), table.manifest(), arena);
        }

        private Mixture mixture(Arena arena) {
            TextGrams grams = new TextGrams(4096, 5, 6, 200);
            float[] table = new float[(TextEncoder.RESERVED + grams.buckets()) * WORDS.size()];
            TextEncoder text = new TextEncoder("text", grams, WORDS.size(), table);
            for (int word = 0; word < WORDS.size(); word++) {
                Set<Integer> others =
                        Arrays.stream(text.indexes(WORDS.get(1 - word))).boxed().collect(Collectors.toSet());
                for (int index : text.indexes(WORDS.get(word))) {
                    table[index * WORDS.size() + word] = others.contains(index) ? 0f : SURE;
                }
            }
            List<Expert> experts = new ArrayList<>();
            for (int i = 0; i < EXPERTS.size(); i++) {
                String id = EXPERTS.get(i);
                ChatUpstream address = ChatUpstream.of(upstream.url(behaviours[i]), "canned-" + id, "", Map.of());
                experts.add(new ChatExpert(id, "sha256:" + id, WORDS.size(), address, limits));
            }
            MoeLayer layer = new MoeLayer(
                    Kernels.available().getFirst(),
                    gate(arena),
                    Router.topK(new float[EXPERTS.size()], 2),
                    experts,
                    new WeightedSum());
            return new Mixture(
                    "assistant",
                    5,
                    "sha256:chat",
                    new TableEncoder(List.of(text)),
                    layer,
                    new ChatHead(0.6, "generalist"));
        }

        private NetworkGate gate(Arena arena) {
            FloatMatrix weights = FloatMatrix.allocate(arena, WORDS.size(), EXPERTS.size());
            weights.set(0, 0, 1f);
            weights.set(1, 1, 1f);
            FloatMatrix bias = FloatMatrix.allocate(arena, 1, EXPERTS.size());
            return new NetworkGate(
                    new FeedForward(List.of(new Linear(PackedMatrix.pack(arena, weights), bias, Activation.IDENTITY))));
        }
    }

    static String conversation(String said, String further) {
        return "{\"model\": \"assistant\", \"messages\": [{\"role\": \"user\", \"content\": \"%s\"}]%s}"
                .formatted(said, further);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(LONG);
    }

    HttpResponse<String> ask(String body) {
        return post("/v1/chat/completions", body);
    }

    HttpResponse<String> post(String path, String body) {
        return send(request(path).header("content-type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /// Returns once the upstream has so many calls, and once so many of them were given up.
    void awaitUpstream(int calls, int cancelled) {
        long end = System.nanoTime() + LONG.toNanos();
        while (upstream.calls() != calls || upstream.cancelled() != cancelled) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("calls %d, cancelled %d".formatted(upstream.calls(), upstream.cancelled()));
            }
            Thread.onSpinWait();
        }
    }

    /// Returns once no request is in hand.
    void awaitIdle() {
        long end = System.nanoTime() + LONG.toNanos() / 2;
        HttpRequest.Builder status = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.adminPort() + "/admin/v1/status"))
                .header("authorization", "Bearer " + TestServer.ADMIN_TOKEN);
        while (!send(status).body().contains("\"requests_busy\":0")) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("requests are still in hand");
            }
        }
    }

    @Override
    public void close() {
        server.close();
        host.close();
        client.close();
        upstream.close();
    }
}
