// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.cases;

import static dev.witan.conformance.check.Source.GRPC_HEALTH_CHECKING;
import static dev.witan.conformance.check.Source.GRPC_REFLECTION;
import static dev.witan.conformance.check.Source.GRPC_STATUS;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.witan.conformance.check.Case;
import dev.witan.conformance.check.Skip;
import dev.witan.conformance.check.Trial;
import dev.witan.conformance.check.Unmet;
import dev.witan.conformance.wire.GrpcReply;
import dev.witan.conformance.wire.GrpcStream;
import dev.witan.conformance.wire.GrpcWire;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.util.List;

/// The services of gRPC itself that probes and tools ask. Their few fields are read by number, so that the kit needs no
/// classes of them.
final class GrpcServiceCases {
    private static final String INFERENCE = "inference.GRPCInferenceService";
    private static final String HEALTH = "grpc.health.v1.Health";
    private static final String REFLECTION = "grpc.reflection.v1.ServerReflection";
    private static final int SERVING = 1;
    private static final int LIST_SERVICES = 7;
    private static final int SERVICES = 6;

    private GrpcServiceCases() {}

    static List<Case> all() {
        return new Rules("grpc.service")
                .must(
                        "unknown-method",
                        GRPC_STATUS,
                        "A method that the service does not have gets UNIMPLEMENTED.",
                        trial -> isUnimplemented(trial, INFERENCE))
                .must(
                        "unknown-service",
                        GRPC_STATUS,
                        "A service that the server does not have gets UNIMPLEMENTED.",
                        trial -> isUnimplemented(trial, "inference.ConformanceNoSuchService"))
                .should(
                        "health",
                        GRPC_HEALTH_CHECKING,
                        "The health service says SERVING of the whole server.",
                        trial -> isServing(trial, check(trial, "")))
                .should(
                        "health-unknown",
                        GRPC_HEALTH_CHECKING,
                        "The health service answers NOT_FOUND for a service that it does not know.",
                        trial -> {
                            GrpcReply<ByteString> reply = check(trial, "conformance.no.such.Service");
                            trial.grpc().expectCode(reply, Status.Code.NOT_FOUND);
                        })
                .should(
                        "reflection",
                        GRPC_REFLECTION,
                        "Reflection, where there is any, lists the inference service.",
                        GrpcServiceCases::reflectsTheService)
                .cases();
    }

    private static void isUnimplemented(Trial trial, String service) {
        GrpcReply<ByteString> reply =
                trial.grpc().call(GrpcWire.bytesMethod(service, "ConformanceNoSuchMethod"), ByteString.EMPTY);
        trial.grpc().expectCode(reply, Status.Code.UNIMPLEMENTED);
    }

    private static ByteString text(int field, String text) {
        return UnknownFieldSet.newBuilder()
                .addField(
                        field,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.copyFromUtf8(text))
                                .build())
                .build()
                .toByteString();
    }

    private static GrpcReply<ByteString> check(Trial trial, String service) {
        GrpcReply<ByteString> reply = trial.grpc().call(GrpcWire.bytesMethod(HEALTH, "Check"), text(1, service));
        trial.grpc().skipIfUnimplemented(reply, HEALTH);
        return reply;
    }

    private static void isServing(Trial trial, GrpcReply<ByteString> reply) {
        trial.expect(reply.isAnswered(), "an answer", reply);
        List<Long> status = fields(reply.message()).getField(1).getVarintList();
        trial.expect(status.equals(List.of((long) SERVING)), "status SERVING", status);
    }

    private static UnknownFieldSet fields(ByteString message) {
        try {
            return UnknownFieldSet.parseFrom(message);
        } catch (InvalidProtocolBufferException e) {
            throw new Unmet("a message", e.toString());
        }
    }

    private static void reflectsTheService(Trial trial) {
        MethodDescriptor<ByteString, ByteString> method =
                GrpcWire.bytesMethod(REFLECTION, "ServerReflectionInfo").toBuilder()
                        .setType(MethodType.BIDI_STREAMING)
                        .build();
        GrpcStream<ByteString> stream = trial.grpc().stream(method, List.of(text(LIST_SERVICES, "")));
        if (stream.status().getCode() == Status.Code.UNIMPLEMENTED) {
            throw new Skip("the server has no reflection, which it need not");
        }
        trial.expect(stream.messages().size() == 1, "one answer", stream.status());
        List<String> names = fields(stream.messages().getFirst()).getField(SERVICES).getLengthDelimitedList().stream()
                .flatMap(list -> fields(list).getField(1).getLengthDelimitedList().stream())
                .flatMap(service -> fields(service).getField(1).getLengthDelimitedList().stream())
                .map(ByteString::toStringUtf8)
                .toList();
        trial.expect(names.contains(INFERENCE), INFERENCE, names);
    }
}
