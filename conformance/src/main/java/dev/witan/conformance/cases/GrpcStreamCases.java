// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.cases;

import static dev.witan.conformance.check.Source.GRPC_STREAM;

import dev.witan.conformance.check.Case;
import dev.witan.conformance.check.GrpcTrial;
import dev.witan.conformance.check.Skip;
import dev.witan.conformance.check.Trial;
import dev.witan.conformance.wire.GrpcStream;
import inference.GRPCInferenceServiceGrpc;
import inference.ModelInferRequest;
import inference.ModelStreamInferResponse;
import io.grpc.Status;
import java.util.List;
import java.util.stream.IntStream;

/// Many requests on one stream, each answered with one message.
final class GrpcStreamCases {
    private static final int REQUESTS = 5;

    private GrpcStreamCases() {}

    static List<Case> all() {
        return new Rules("grpc.stream")
                .extension("answers", GRPC_STREAM, "A request on a stream is answered as one of its own is.", trial -> {
                    ModelStreamInferResponse message =
                            answered(trial, 1, -1).messages().getFirst();
                    trial.expectSame(trial.expected(), GrpcTrial.outputs(message.getInferResponse()));
                })
                .extension(
                        "order",
                        GRPC_STREAM,
                        "The answers on a stream come in the order of their requests.",
                        trial -> comeInOrder(trial, answered(trial, REQUESTS, -1)))
                .extension(
                        "error-in-message",
                        GRPC_STREAM,
                        "A request that fails is answered with error_message, and the stream goes on.",
                        GrpcStreamCases::tellsErrorAndGoesOn)
                .extension("ends", GRPC_STREAM, "A stream that its caller ends is ended with status OK.", trial -> {
                    Status status = answered(trial, 1, -1).status();
                    trial.expect(status.isOk(), "status OK", status.getCode());
                })
                .extension(
                        "empty",
                        GRPC_STREAM,
                        "A stream without requests ends with status OK and no message.",
                        trial -> {
                            GrpcStream<ModelStreamInferResponse> stream = stream(trial, List.of());
                            trial.expect(
                                    stream.status().isOk() && stream.messages().isEmpty(),
                                    "status OK and no message",
                                    stream.status().getCode() + " " + stream.messages());
                        })
                .cases();
    }

    private static GrpcStream<ModelStreamInferResponse> stream(Trial trial, List<ModelInferRequest> requests) {
        GrpcStream<ModelStreamInferResponse> stream =
                trial.grpc().stream(GRPCInferenceServiceGrpc.getModelStreamInferMethod(), requests);
        if (stream.status().getCode() == Status.Code.UNIMPLEMENTED) {
            throw new Skip("the server does not have ModelStreamInfer, which it need not");
        }
        return stream;
    }

    /// Requests on one stream, of which one asks for a model that does not exist.
    private static GrpcStream<ModelStreamInferResponse> answered(Trial trial, int count, int broken) {
        List<ModelInferRequest> requests = IntStream.range(0, count)
                .mapToObj(i -> trial.grpc()
                        .rawRequest()
                        .setId("stream-" + i)
                        .setModelName(i == broken ? Unknown.MODEL : trial.model())
                        .build())
                .toList();
        GrpcStream<ModelStreamInferResponse> stream = stream(trial, requests);
        trial.expect(
                stream.messages().size() == count,
                count + " messages",
                stream.messages().size() + ", then " + stream.status());
        return stream;
    }

    private static void comeInOrder(Trial trial, GrpcStream<ModelStreamInferResponse> stream) {
        for (int i = 0; i < stream.messages().size(); i++) {
            String id = stream.messages().get(i).getInferResponse().getId();
            trial.expect(id.equals("stream-" + i), "id stream-" + i, id);
        }
    }

    private static void tellsErrorAndGoesOn(Trial trial) {
        List<ModelStreamInferResponse> messages = answered(trial, 3, 1).messages();
        for (int i = 0; i < messages.size(); i++) {
            boolean isError = !messages.get(i).getErrorMessage().isEmpty();
            trial.expect(isError == (i == 1), i == 1 ? "an error_message" : "no error_message", messages.get(i));
        }
    }
}
