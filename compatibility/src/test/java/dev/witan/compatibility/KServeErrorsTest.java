// SPDX-License-Identifier: Apache-2.0
package dev.witan.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import inference.GrpcPredictV2.ModelInferRequest;
import inference.GrpcPredictV2.ModelInferResponse;
import inference.GrpcPredictV2.ModelMetadataRequest;
import inference.GrpcPredictV2.ModelReadyRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What Camel's client classes see when a request cannot be answered: the status that the protocol's clients act on,
/// and a message that names the rule and the value.
@ExtendWith(ServedMixtures.class)
class KServeErrorsTest {
    private static final List<Tensor> INPUTS = new AdsTraffic(7, 2).columns();

    private final KServeClient grpc;

    KServeErrorsTest(WitanProcess witan) {
        grpc = new KServeClient(witan.grpc());
    }

    @AfterEach
    void close() {
        grpc.close();
    }

    @Test
    void doesNotFindUnknownMixture() {
        expect(Status.Code.NOT_FOUND, "'adz'", () -> infer(request().setModelName("adz")));
        expect(
                Status.Code.NOT_FOUND,
                "'adz'",
                () -> grpc.blocking()
                        .modelMetadata(
                                ModelMetadataRequest.newBuilder().setName("adz").build()));
        expect(
                Status.Code.NOT_FOUND,
                "'adz'",
                () -> grpc.blocking()
                        .modelReady(
                                ModelReadyRequest.newBuilder().setName("adz").build()));
    }

    @Test
    void doesNotFindUnknownRelease() {
        expect(Status.Code.NOT_FOUND, "4711", () -> infer(request().setModelVersion("4711")));
    }

    @Test
    void refusesUnknownColumn() {
        ModelInferRequest.Builder request = request();
        request.getInputsBuilder(0).setName("verticle");

        expect(Status.Code.INVALID_ARGUMENT, "'verticle'", () -> infer(request));
    }

    @Test
    void refusesUnknownDatatype() {
        ModelInferRequest.Builder request = request();
        request.getInputsBuilder(0).setDatatype("TEXT");

        expect(Status.Code.INVALID_ARGUMENT, "'TEXT'", () -> infer(request));
    }

    @Test
    void refusesShapeThatDiffersFromContents() {
        ModelInferRequest.Builder request = request();
        request.getInputsBuilder(0).setShape(0, 3);

        expect(Status.Code.INVALID_ARGUMENT, "vertical", () -> infer(request));
    }

    @Test
    void refusesRawContentsThatAreTooShort() {
        ModelInferRequest.Builder request = KServeClient.raw(AdsTraffic.MIXTURE, "short", INPUTS).toBuilder();
        request.setRawInputContents(3, ByteString.copyFrom(new byte[15]));

        expect(Status.Code.INVALID_ARGUMENT, INPUTS.get(3).name(), () -> infer(request));
    }

    @Test
    void refusesNumberThatWouldLosePrecision() {
        Tensor tooPrecise = new Tensor("age", "INT64", List.of(9007199254740993L));

        expect(
                Status.Code.INVALID_ARGUMENT,
                "9007199254740993",
                () -> grpc.blocking().modelInfer(KServeClient.typed(AdsTraffic.MIXTURE, "exact", List.of(tooPrecise))));
    }

    @Test
    void refusesUnknownOutput() {
        ModelInferRequest.Builder request = request();
        request.addOutputsBuilder().setName("probabilities");

        expect(Status.Code.INVALID_ARGUMENT, "'probabilities'", () -> infer(request));
    }

    @Test
    void giveUpWhenTheTimeOfTheRequestIsOver() {
        expect(
                Status.Code.DEADLINE_EXCEEDED,
                "",
                () -> infer(request().putParameters("timeout", KServeClient.parameter(1))));
    }

    @Test
    void endsCallsWhoseDeadlinePasses() {
        expect(
                Status.Code.DEADLINE_EXCEEDED,
                "",
                () -> grpc.blocking()
                        .withDeadlineAfter(1, TimeUnit.NANOSECONDS)
                        .modelInfer(request().build()));

        assertThat(grpc.blocking()
                        .withDeadlineAfter(1, TimeUnit.MINUTES)
                        .modelInfer(request().build())
                        .getOutputsCount())
                .isEqualTo(2);
    }

    @Test
    void answersOnAfterCallsAreCancelled() throws Exception {
        ListenableFuture<ModelInferResponse> cancelled =
                grpc.future().modelInfer(request().build());
        cancelled.cancel(true);

        assertThatThrownBy(cancelled::get).isInstanceOf(CancellationException.class);
        assertThat(grpc.future().modelInfer(request().build()).get().getId()).isEqualTo("two");
    }

    private static ModelInferRequest.Builder request() {
        return KServeClient.typed(AdsTraffic.MIXTURE, "two", INPUTS).toBuilder();
    }

    private ModelInferResponse infer(ModelInferRequest.Builder request) {
        return grpc.blocking().modelInfer(request.build());
    }

    private static void expect(Status.Code code, String named, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StatusRuntimeException.class, refusal -> {
            assertThat(refusal.getStatus().getCode()).isEqualTo(code);
            assertThat(refusal.getStatus().getDescription()).contains(named);
        });
    }
}
