// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.cases;

import static dev.witan.conformance.check.Source.STATISTICS;

import dev.witan.conformance.check.Case;
import dev.witan.conformance.check.Skip;
import dev.witan.conformance.check.Trial;
import dev.witan.conformance.wire.GrpcReply;
import dev.witan.conformance.wire.Reply;
import inference.GRPCInferenceServiceGrpc;
import inference.ModelStatistics;
import inference.ModelStatisticsRequest;
import inference.ModelStatisticsResponse;
import io.grpc.Status;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/// The statistics extension over REST and gRPC.
final class StatisticsCases {
    private static final String EXTENSION = "statistics";
    private static final int REQUESTS = 3;
    private static final int ATTEMPTS = 3;

    private StatisticsCases() {}

    static List<Case> rest() {
        return new Rules("rest.statistics")
                .must(
                        "announced",
                        STATISTICS,
                        "A server that announces statistics answers for them; another answers with an error status.",
                        trial -> Announced.isTrue(trial, EXTENSION, trial.get(path(trial))))
                .extension(
                        "fields",
                        STATISTICS,
                        "A model's statistics have all the counters of the extension.",
                        on(StatisticsCases::hasFields))
                .extension(
                        "durations",
                        STATISTICS,
                        "Each duration has a count and nanoseconds, neither negative.",
                        on(StatisticsCases::hasDurations))
                .extension(
                        "all-models",
                        STATISTICS,
                        "Without a model's name the statistics of all models come.",
                        on(StatisticsCases::listsAllModels))
                .extension(
                        "version",
                        STATISTICS,
                        "A version's statistics are those of that version only.",
                        on(StatisticsCases::keepsToVersion))
                .extension(
                        "counts-requests",
                        STATISTICS,
                        "Each answered request counts one success, and each row one inference.",
                        on(StatisticsCases::countsRequests))
                .extension(
                        "last-inference",
                        STATISTICS,
                        "last_inference is when the last request came.",
                        on(StatisticsCases::remembersTheLast))
                .extension(
                        "unknown-model",
                        STATISTICS,
                        "Statistics of a model that does not exist are refused.",
                        on(trial -> trial.expectRefusal(trial.get(Trial.modelPath(Unknown.MODEL) + "/stats"))))
                .cases();
    }

    static List<Case> grpc() {
        return new Rules("grpc.statistics")
                .must(
                        "announced",
                        STATISTICS,
                        "A server that announces statistics has ModelStatistics; another answers UNIMPLEMENTED.",
                        trial -> Announced.isTrue(trial, EXTENSION, ask(trial, trial.model())))
                .extension("same-as-rest", STATISTICS, "ModelStatistics says what REST says.", on(trial -> {
                    ModelStatistics found = model(trial);
                    JsonNode expected = stats(trial);
                    trial.expect(
                            found.getName().equals(expected.path("name").asString(""))
                                    && found.getVersion()
                                            .equals(expected.path("version").asString("")),
                            expected.toString(),
                            found);
                }))
                .extension(
                        "counts-requests",
                        STATISTICS,
                        "Each request over gRPC counts one success.",
                        on(trial -> moves(
                                trial,
                                () -> model(trial)
                                        .getInferenceStats()
                                        .getSuccess()
                                        .getCount(),
                                () -> trial.grpc().answer(trial.grpc().rawRequest()))))
                .extension(
                        "unknown-model",
                        STATISTICS,
                        "Statistics of a model that does not exist are refused.",
                        on(trial -> trial.grpc().expectRefusal(ask(trial, Unknown.MODEL))))
                .cases();
    }

    private static Case.Check on(Case.Check check) {
        return trial -> {
            trial.requireExtension(EXTENSION);
            check.run(trial);
        };
    }

    private static String path(Trial trial) {
        return trial.modelPath() + "/stats";
    }

    /// The statistics of the model, of the version that answers when it has several.
    private static JsonNode stats(Trial trial) {
        return stats(trial, path(trial));
    }

    private static JsonNode stats(Trial trial, String path) {
        Reply reply = trial.get(path);
        trial.expectStatus(reply, 200);
        JsonNode all = trial.json(reply).path("model_stats");
        trial.expect(all.isArray() && !all.isEmpty(), "an array as model_stats, with the model in it", reply);
        return all.path(all.size() - 1);
    }

    private static void hasFields(Trial trial) {
        JsonNode stats = stats(trial);
        trial.expect(stats.path("name").asString("").equals(trial.model()), "name " + trial.model(), stats);
        for (String field : List.of("last_inference", "inference_count", "execution_count")) {
            trial.expect(stats.path(field).isIntegralNumber(), "a whole number as " + field, stats);
        }
        trial.expect(stats.path("batch_stats").isArray(), "an array as batch_stats", stats);
    }

    private static void hasDurations(Trial trial) {
        JsonNode stats = stats(trial).path("inference_stats");
        for (String field : List.of("success", "fail", "queue", "compute_input", "compute_infer", "compute_output")) {
            JsonNode duration = stats.path(field);
            trial.expect(
                    duration.path("count").isIntegralNumber()
                            && duration.path("ns").isIntegralNumber()
                            && duration.path("count").asLong() >= 0
                            && duration.path("ns").asLong() >= 0,
                    "count and ns in " + field,
                    stats);
        }
    }

    private static void listsAllModels(Trial trial) {
        Reply reply = trial.get("v2/models/stats");
        trial.expectStatus(reply, 200);
        boolean isThere = trial.json(reply)
                .path("model_stats")
                .valueStream()
                .anyMatch(stats -> stats.path("name").asString("").equals(trial.model()));
        trial.expect(isThere, "statistics of " + trial.model(), reply);
    }

    private static void keepsToVersion(Trial trial) {
        String version = trial.version();
        JsonNode stats = stats(trial, trial.modelPath() + "/versions/" + Trial.segment(version) + "/stats");
        trial.expect(stats.path("version").asString("").equals(version), "version " + version, stats);
    }

    private static void countsRequests(Trial trial) {
        moves(
                trial,
                () -> stats(trial)
                        .path("inference_stats")
                        .path("success")
                        .path("count")
                        .asLong(),
                () -> trial.answer(trial.request()));
        if (trial.sample().stream()
                .allMatch(input -> !input.shape().isEmpty() && input.shape().getFirst() == 1)) {
            moves(trial, () -> stats(trial).path("inference_count").asLong(), () -> trial.answer(trial.request()));
        }
    }

    /// A counter moves by exactly what is sent. It is tried again when it moved by more: others may ask too.
    private static void moves(Trial trial, Supplier<Long> counter, Runnable request) {
        long moved = 0;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long before = counter.get();
            for (int i = 0; i < REQUESTS; i++) {
                request.run();
            }
            moved = counter.get() - before;
            if (moved == REQUESTS) {
                return;
            }
        }
        trial.expect(false, "a counter that moves by " + REQUESTS, moved);
    }

    private static void remembersTheLast(Trial trial) {
        long before = stats(trial).path("last_inference").asLong();
        trial.answer(trial.request());
        long after = stats(trial).path("last_inference").asLong();
        trial.expect(after >= before && after > 1_500_000_000_000L, "milliseconds since 1970, of just now", after);
    }

    private static GrpcReply<ModelStatisticsResponse> ask(Trial trial, String model) {
        return trial.grpc()
                .call(
                        GRPCInferenceServiceGrpc.getModelStatisticsMethod(),
                        ModelStatisticsRequest.newBuilder().setName(model).build());
    }

    private static ModelStatistics model(Trial trial) {
        GrpcReply<ModelStatisticsResponse> reply = ask(trial, trial.model());
        if (!reply.isAnswered() && reply.code() == Status.Code.UNIMPLEMENTED) {
            throw new Skip("the server has no ModelStatistics over gRPC");
        }
        trial.expect(reply.isAnswered() && reply.message().getModelStatsCount() > 0, "statistics", reply);
        return reply.message().getModelStats(reply.message().getModelStatsCount() - 1);
    }
}
