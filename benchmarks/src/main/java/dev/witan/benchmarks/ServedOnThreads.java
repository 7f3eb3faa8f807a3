// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import dev.witan.engine.Limits;
import dev.witan.engine.Mixture;
import dev.witan.engine.encode.ColumnSpec;
import dev.witan.kernels.Kernels;
import dev.witan.model.load.ReleaseLoader;
import dev.witan.model.repository.MixtureRepository;
import dev.witan.observability.Telemetry;
import dev.witan.server.ServerConfig;
import dev.witan.server.WitanServer;
import dev.witan.server.grpc.GrpcFront;
import dev.witan.server.host.MixtureHost;
import dev.witan.server.host.RepositorySource;
import dev.witan.server.security.AdminToken;
import inference.InferTensorContents;
import inference.ModelInferRequest;
import inference.ModelInferRequest.InferInputTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// Serves a mixture until it is killed, with the threads of gRPC that are named, and writes one row as each transport
/// sends it: what `benchmarks/grpc` drives.
///
/// Arguments: repository, mixture, `NETWORK` or `VIRTUAL`, folder for the requests.
public final class ServedOnThreads {
    private ServedOnThreads() {}

    /// Serves until the process ends.
    public static void main(String[] args) throws IOException, InterruptedException {
        Kernels kernels = Kernels.choose();
        kernels.prime();
        Telemetry telemetry = new Telemetry("benchmark", kernels);
        ServerConfig config = ServerConfig.loopback("benchmark", AdminToken.of("a token that nobody needs"))
                .withPorts(0, 0);
        Limits limits = Limits.defaults();
        MixtureHost host = new MixtureHost(
                new RepositorySource(new MixtureRepository(Path.of(args[0])), List.of(), new ReleaseLoader(kernels)),
                limits,
                config.limits().read(limits.requestRowsMax()),
                telemetry);
        Mixture mixture = host.load(args[1]).mixture();
        Path folder = Path.of(args[3]);
        Files.write(folder.resolve("row.json"), json(mixture).getBytes(UTF_8));
        Files.write(folder.resolve("row.grpc"), framed(message(mixture)));
        WitanServer server = WitanServer.start(config, telemetry, GrpcFront.Threads.valueOf(args[2]));
        server.serve(host);
        Files.writeString(folder.resolve("ports"), "%d %d\n".formatted(server.port(), server.grpcPort()));
        Thread.currentThread().join();
    }

    private static String json(Mixture mixture) {
        return mixture.encoder().columns().stream()
                .map(column -> "{\"name\": \"%s\", \"shape\": [1], \"datatype\": \"%s\", \"data\": [%s]}"
                        .formatted(
                                column.name(),
                                isNumber(column) ? "FP64" : "BYTES",
                                isNumber(column) ? "1.5" : "\"any\""))
                .collect(Collectors.joining(", ", "{\"inputs\": [", "]}"));
    }

    private static ModelInferRequest message(Mixture mixture) {
        ModelInferRequest.Builder request = ModelInferRequest.newBuilder().setModelName(mixture.name());
        for (ColumnSpec column : mixture.encoder().columns()) {
            InferTensorContents.Builder contents = InferTensorContents.newBuilder();
            if (isNumber(column)) {
                contents.addFp64Contents(1.5);
            } else {
                contents.addBytesContents(ByteString.copyFromUtf8("any"));
            }
            request.addInputs(InferInputTensor.newBuilder()
                    .setName(column.name())
                    .setDatatype(isNumber(column) ? "FP64" : "BYTES")
                    .addShape(1)
                    .setContents(contents));
        }
        return request.build();
    }

    private static boolean isNumber(ColumnSpec column) {
        return column.kind() == ColumnSpec.Kind.NUMERIC;
    }

    /// A message as it stands in the body of a call: not compressed, its length in four bytes.
    private static byte[] framed(ModelInferRequest message) {
        byte[] bytes = message.toByteArray();
        return ByteBuffer.allocate(5 + bytes.length)
                .put((byte) 0)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }
}
