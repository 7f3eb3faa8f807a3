// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.fuzz;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.witan.engine.error.WitanException;
import dev.witan.server.protocol.ProtoInferReader;
import inference.ModelInferRequest;

/// Any bytes as the message of a gRPC call to infer. What is no message is refused by the library, with a status of its
/// own.
public final class GrpcBody {
    private static final ProtoInferReader READER = new ProtoInferReader(Reading.MIXTURE, Reading.LIMITS);

    private GrpcBody() {}

    /// What the fuzzer calls.
    public static void fuzzerTestOneInput(byte[] bytes) {
        Reading.check(bytes, () -> READER.read(message(bytes)));
    }

    private static ModelInferRequest message(byte[] bytes) {
        try {
            return ModelInferRequest.parseFrom(bytes);
        } catch (InvalidProtocolBufferException _) {
            throw WitanException.invalidInput("the message must be a ModelInferRequest: it is not");
        }
    }
}
